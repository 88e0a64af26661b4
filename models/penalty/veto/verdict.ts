/** What one item of the veto checklist is judged by, and how its answer looks. */
import { type DailyDays } from '../../dailyPenalty/dailyDays';
import { type Discussion } from '../../discussion/discussion.schema';
import { type EvidenceHold } from '../../evidenceHold/evidenceHold.schema';
import { type Hearing } from '../../hearing/hearing.schema';
import { type Order } from '../../order/order.schema';
import { type CaseKind, CASE_KINDS } from '../../template/caseKinds';
import { type PenaltyCase } from '../penalty.schema';

/** A site record or an interview, as far as the file is judged by it. */
export interface FieldFact {
  path: 'site-records' | 'interviews';
  id: string;
  no: string;
  /** The party as it is named there; null where nobody wrote it down. */
  partyName: string | null;
  enterprise: string | null;
  /** Officers whose certificate was valid on the day and was shown. */
  certified: number;
  rightsTold: boolean;
  /** Locked, with the party's signature or the note that it refused. */
  closed: boolean;
  /** 采样, as the record says it. */
  samples: readonly { no: string; accompaniedBy: string }[];
}

/** One piece of evidence the case names. */
export interface EvidenceFact {
  hash: string;
  /** Whether the server holds the file. */
  kept: boolean;
  /** Words of the reasons to look twice. */
  flags: readonly string[];
}

type Written<T, K extends keyof T> = Pick<T, K>;
export type HoldFact = Written<
  EvidenceHold,
  | '_id'
  | 'no'
  | 'status'
  | 'party'
  | 'enterprise'
  | 'siteRecord'
  | 'objects'
  | 'serving'
  | 'decision'
  | 'decisionDueAt'
  | 'lapse'
  | 'handedBack'
  | 'approvedAt'
>;
export type OrderFact = Written<Order, '_id' | 'no' | 'party' | 'serving' | 'status'>;

/** A daily penalty: the decision it follows, the order, and how its days count. */
export interface DailyFact {
  original: { id: string; no: string | null; fineFen: number; decidedAt: Date | null; servedAt: Date | null } | null;
  order: { id: string; no: string; servedAt: Date | null } | null;
  recheck: { id: string; on: string } | null;
  /** Null while order or recheck are missing. */
  counted: DailyDays | null;
}

/** Everything beside the case itself; looked up before the decision (linked.ts). */
export interface VetoLinked {
  fields: readonly FieldFact[];
  evidence: readonly EvidenceFact[];
  holds: readonly HoldFact[];
  orders: readonly OrderFact[];
  hearing: Hearing | null;
  discussions: readonly Discussion[];
  /** As the register of enterprises knows it; null for a party that is not in it. */
  enterprise: { name: string; uscc: string } | null;
  daily: DailyFact | null;
}

export interface Proof {
  kind: 'document' | 'event' | 'record';
  /** A kind of document of this case, a type of event, or `<path>/<id>` of a record. */
  id: string;
  label: string;
}
/** `ok` null: the item does not apply to this case. */
export interface Verdict {
  ok: boolean | null;
  /** One sentence; of a red item with what to do about it. */
  because: string;
  proof: Proof | null;
}
export type Rule = (record: PenaltyCase, linked: VetoLinked, now: Date) => Verdict;

export const green = (because: string, proof: Proof | null = null): Verdict => ({ ok: true, because, proof });
export const red = (because: string, proof: Proof | null = null): Verdict => ({ ok: false, because, proof });
export const notHere = (because: string): Verdict => ({ ok: null, because, proof: null });

export const paper = (kind: CaseKind, no?: string | null): Proof => ({
  ...{ kind: 'document', id: kind, label: [CASE_KINDS[kind], no ?? ''].filter(Boolean).join(' ') },
});
export const recordProof = (path: string, id: string, label: string): Proof => ({
  ...{ kind: 'record', id: `${path}/${id}`, label },
});
export const fieldProof = ({ path, id, no }: FieldFact): Proof =>
  recordProof(path, id, `${path === 'interviews' ? '询问笔录' : '现场检查笔录'} ${no}`.trim());

/** The first that is red, otherwise the last. */
export function worst(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.find(({ ok }) => ok === false) ?? verdicts.at(-1) ?? notHere('');
}
