/** What the events of a record made in the field add up to. Plain JSON, times as ISO texts, so that browser, server and verifier agree. */
import { type FieldEvent } from './fieldEvent.schema';
import { type Basis, type CONFIRMATIONS, type Participant, type REFUSALS, type TOLD_TO } from './steps.schema';
import { type Signature } from '../core/signature';

/** created → open → readOver → signed | refused → locked. It only ever goes forward; a correction is read over again. */
export const FIELD_STATES = {
  created: '待到场',
  open: '填写中',
  readOver: '核对中',
  signed: '当事人已签名',
  refused: '已注明未签',
  locked: '已提交锁定',
} as const;
export type FieldStatus = keyof typeof FIELD_STATES;

/** What one officer said of one thing, last. `at` is corrected time; `event` the id of the event that says it. */
export interface Statement {
  author: string;
  value: unknown;
  at: string;
  event: string;
}

/** One thing as each officer last stated it, side by side. `agreed` is there when they say the same, or when it was settled. */
export interface Register {
  agreed?: unknown;
  statements: Statement[];
  /** How each officer last settled it. */
  settled: { by: string; choose: string; at: string }[];
  /** Struck out as entered by mistake. */
  struck?: { by: string; reason: string; at: string };
}

export interface OfficerState {
  id: string;
  name: string;
  certificateNo: string;
  certificateValidTo: string;
  /** Whether the certificate is valid on the day of arrival. */
  certified: boolean;
  /** `metres` from the site; null when nobody knows where the site is. */
  arrived: { at: string; metres: number | null; accuracy: number; elsewhere: string | null; event: string } | null;
  shownAt: string | null;
  submittedAt: string | null;
}

export interface Reading {
  /** Id of its `finish`. */
  id: string;
  by: string;
  at: string;
  readBy: keyof typeof CONFIRMATIONS;
  basis: Basis;
  /** Hash of the content of each page. */
  pages: string[];
  signatures: { page: number; signer: string; signature: Signature; at: string; event: string }[];
  countersigned: { officer: string; signature: Signature; at: string }[];
  /** One signer has signed every page. */
  complete: boolean;
}

export interface Refusal {
  kind: keyof typeof REFUSALS;
  reading: string | null;
  note: string;
  witness: { name: string; workUnit: string; signature: Signature | null } | null;
  video: string | null;
  by: string;
  at: string;
}

/** An event that counts for nothing, and why; it stays in the chain. */
export interface Void {
  event: string;
  type: string;
  author: string;
  at: string;
  reason: string;
}

export interface Flag {
  code: FlagCode;
  why: string;
}
/** Reasons to look twice, read by branch heads and by the sampling of audits. */
export const FLAGS = {
  LATE_CREATED: '事后超过规定时间才上传',
  LATE_START: '到场后超过规定时间才开始',
  LATE_SUBMIT: '检查结束后超过规定时间才提交',
  GPS_FAR: '定位离现场太远',
  SITE_ELSEWHERE: '现场位置与登记不同',
  PHONES_APART: '两名执法人员的手机相距太远',
  MOCK_LOCATION: '手机报告位置为模拟定位',
  CLOCK_TURNED: '手机时间被调过',
  CLOCK_UNKNOWN: '手机时间从未与服务器核对',
  BACK_DATED: '照片或记录的时间早于到场时间',
  OUT_OF_TURN: '有不符合程序的操作',
  CONTRADICTORY: '既有签名又注明拒签',
  UNREAD: '有内容未经当事人核对',
  NOT_COUNTERSIGNED: '执法人员签名不全',
  FACTS_INCOMPLETE: '违法事实要素不全',
  RECUSAL_ASKED: '当事人申请回避',
  PAGES_DIFFER: '签名页与上传内容不一致',
  LOCKED_ALONE: '由负责人单方锁定',
  SET_ASIDE: '有未采用的内容',
} as const;
export type FlagCode = keyof typeof FLAGS;

export interface FieldState {
  status: FieldStatus;
  officers: OfficerState[];
  /** By key: a field's name, `answer:<item>`, `finding:<id>`, `sample:<id>`, `person:<id>`, `photo:<sha256>`, `caption:<sha256>`, `question:<id>`. */
  registers: Record<string, Register>;
  people: Participant[];
  /** Of the first officer on site; of the record. */
  arrivedAt: string | null;
  openedAt: string | null;
  rightsTold: { at: string; to: keyof typeof TOLD_TO } | null;
  recusal: { at: string; reason: string } | null;
  codeScannedAt: string | null;
  endedAt: string | null;
  lockedAt: string | null;
  readings: Reading[];
  /** The reading that counts: the complete one that covers most, else the last. */
  reading: Reading | null;
  refusals: Refusal[];
  corrections: {
    of: string;
    from: unknown;
    value: unknown;
    reason: string;
    initials: Signature;
    by: string;
    at: string;
  }[];
  notes: { text: string; by: string; at: string; event: string }[];
  voids: Void[];
  /** Ids of statements that the reading that counts does not cover. */
  unread: string[];
  /** Things that officers state differently and nobody has settled. */
  conflicts: { of: string; label: string; mustAgree: boolean; statements: Statement[] }[];
  /** What stands against reading over, and against locking, in words; empty when nothing does. */
  beforeReading: string[];
  beforeLock: string[];
  flags: Flag[];
}

/** What every seed says: the frame that no phone can change. */
export interface FieldSeed {
  record: string;
  location: readonly [number, number] | null;
  officers: readonly { id: string; name: string; certificateNo: string; certificateValidTo: string }[];
  actionCode: string;
  limits: FieldLimits;
}

/** Figures in force when the record was prepared: the phone judges by the same ones as the server. */
export interface FieldLimits {
  /** Metres from the site within which an officer is there, and beyond which it is flagged. */
  nearMetres: number;
  farMetres: number;
  apartMetres: number;
  startMinutes: number;
  submitHours: number;
  lateHours: number;
  turnedMinutes: number;
}

/** Told of by `FieldEvent.id`. */
export type EventId = FieldEvent['id'];
