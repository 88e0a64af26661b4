/** 听证: one hearing of one penalty case. Source: 行政处罚法 第六十三至六十五条; 生态环境行政处罚办法 第四十六至四十八条. Runs in the browser as well. */
import { z } from 'zod';
import { County } from '../core/place';
import { Signature, SignedBy } from '../core/signature';
import { startOfShanghaiDay } from '../core/calendar';
import { Representative } from '../party/party.schema';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (what: string, most: number, least = 1) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(least, least > 1 ? `${what}至少${String(least)}字` : `请填写${what}`)
    .max(most, `${what}最多${String(most)}字，请精简后再提交`);

export const STATES = {
  requested: '已要求听证，待安排',
  scheduled: '已通知',
  inSession: '正在听证',
  held: '已听证',
  waived: '视为放弃',
  withdrawn: '已撤回',
} as const;
export type HearingStatus = keyof typeof STATES;

/** 不公开听证的理由. */
export const CLOSED_FOR = {
  STATE_SECRET: '涉及国家秘密',
  BUSINESS_SECRET: '涉及商业秘密',
  PRIVACY: '涉及个人隐私',
} as const;
export type ClosedFor = keyof typeof CLOSED_FOR;

/** 2026-10-15 09:30 in Asia/Shanghai → the instant. */
export const Moment = z
  .string({ error: '请填写听证时间' })
  .trim()
  .regex(/^\d{4}-\d{2}-\d{2}[ T]([01]\d|2[0-3]):[0-5]\d$/, '时间应写作 2026-10-15 09:30')
  .refine((said) => z.iso.date().safeParse(said.slice(0, 10)).success, '没有这一天，请核对听证时间')
  .transform((said) => {
    const [hours = 0, minutes = 0] = said.slice(11).split(':').map(Number);
    return new Date(startOfShanghaiDay(said.slice(0, 10)).getTime() + (hours * 60 + minutes) * 60_000);
  });

/** One thing said, by whom. */
const Line = z.object({ speaker: z.string(), words: z.string() });
export type Line = z.infer<typeof Line>;
/** Who has read a page: the party with a signature, or noted as refusing; the investigators and the host by their sign-in. */
const Confirmation = z.object({
  role: z.enum(['PARTY', 'INVESTIGATOR', 'HOST']),
  by: z.string(),
  at: z.coerce.date(),
  signature: Signature.nullable(),
  /** Why the party did not sign, as the host notes it. */
  refusal: z.string().nullable(),
});
export type Confirmation = z.infer<typeof Confirmation>;
const MinutesPage = z.object({
  no: z.int(),
  lines: z.array(Line),
  writtenBy: z.string(),
  writtenAt: z.coerce.date(),
  confirmations: z.array(Confirmation),
});
export type MinutesPage = z.infer<typeof MinutesPage>;

const Recusal = z.object({
  ground: z.string(),
  askedBy: z.enum(['PARTY', 'HOST']),
  askedAt: z.coerce.date(),
  decidedBy: z.string().nullable(),
  decidedAt: z.coerce.date().nullable(),
  granted: z.boolean().nullable(),
  reason: z.string().nullable(),
});
export type Recusal = z.infer<typeof Recusal>;

const Named = z.object({ id: z.string(), name: z.string() });

/** What was proposed when the party was heard: heard again when it becomes different (again.ts). */
export const Proposal = z.object({
  kinds: z.array(z.string()),
  fineFen: z.int(),
  confiscationFen: z.int(),
  /** SHA-256 of what the case says happened. */
  factsHash: z.string(),
});
export type Proposal = z.infer<typeof Proposal>;

export const Hearing = z.object({
  _id: z.string(),
  version: z.int(),
  no: z.string().nullable(),
  status: z.enum(keysOf(STATES)),
  case: z.string(),
  caseNo: z.string().nullable(),
  partyKey: z.string(),
  county: County,
  /** Who investigates: told of it, present at it, never host. */
  investigators: z.array(Named),
  /** Everybody of the staff who has to do with it: read scope. */
  people: z.array(z.string()),
  /** Whoever may not host: investigators, reviewers, legal reviewers, whoever found it. */
  barred: z.array(z.string()),
  requestedAt: z.coerce.date(),
  at: z.coerce.date().nullable(),
  place: z.string().nullable(),
  host: z.string().nullable(),
  hostName: z.string().nullable(),
  recorder: z.string().nullable(),
  recorderName: z.string().nullable(),
  open: z.boolean(),
  closedFor: z.enum(keysOf(CLOSED_FOR)).nullable(),
  notifiedAt: z.coerce.date().nullable(),
  postponements: z.array(z.object({ from: z.coerce.date(), to: z.coerce.date(), reason: z.string() })),
  representatives: z.array(Representative),
  recusals: z.array(Recusal),
  openedAt: z.coerce.date().nullable(),
  present: z.string().nullable(),
  minutes: z.array(MinutesPage),
  endedAt: z.coerce.date().nullable(),
  /** 听证报告. */
  report: z.object({ opinion: z.string(), text: z.string(), by: z.string(), at: z.coerce.date() }).nullable(),
  /** Why it ended without being held. */
  endReason: z.string().nullable(),
  /** As it stood when the hearing was asked for. */
  proposal: Proposal.nullable(),
  alarms: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
});
export type Hearing = z.infer<typeof Hearing>;

/** What the effect `hearing.requested` carries. */
export const RequestedHearing = z.strictObject({
  /** Id of the hearing, made from the case. */
  hearing: z.string().min(1).max(100),
  case: z.string().min(1).max(80),
});
export type RequestedHearing = z.infer<typeof RequestedHearing>;

/** What the effect `penalty.hearingPlanned` carries. */
export const PlannedHearing = z.strictObject({ case: z.string(), hearing: z.string(), at: z.coerce.date() });
export type PlannedHearing = z.infer<typeof PlannedHearing>;
/** What the effect `penalty.hearingHeld` carries: held, or the party stayed away or withdrew. */
export const EndedHearing = z.strictObject({
  case: z.string(),
  hearing: z.string(),
  outcome: z.enum(['HELD', 'ABSENT', 'WITHDRAWN']),
  at: z.coerce.date(),
  opinion: z.string().max(5_000),
});
export type EndedHearing = z.infer<typeof EndedHearing>;

const person = (what: string) =>
  z
    .string({ error: `请选择${what}` })
    .min(1, `请选择${what}`)
    .max(64);
const yes = (what: string) => z.boolean({ error: what });
const closing = {
  open: yes('请选择是否公开听证'),
  closedFor: z
    .enum(keysOf(CLOSED_FOR), { error: '请选择不公开的理由' })
    .optional()
    .or(z.literal('').transform(() => undefined)),
};
type Closing = { open: boolean; closedFor?: ClosedFor | undefined };
/** Closed exactly when one of the three grounds of the law holds. */
const reasoned = ({ open, closedFor }: Closing) => open === (closedFor === undefined);
const REASONED = {
  error: '听证应当公开；只有涉及国家秘密、商业秘密、个人隐私时才不公开，并请选择理由',
  path: ['closedFor'],
};

export const Schedule = z
  .strictObject({
    at: Moment,
    place: text('听证地点', 120, 2),
    host: person('听证主持人'),
    recorder: person('记录员'),
    ...closing,
  })
  .refine(reasoned, REASONED);
export type Schedule = z.infer<typeof Schedule>;
export const Postpone = z.strictObject({
  at: Moment,
  place: text('听证地点', 120, 2),
  reason: text('延期的原因', 300, 2),
});
export type Postpone = z.infer<typeof Postpone>;
export const AskRecusal = z.strictObject({ ground: text('申请回避的理由', 1_000, 2) });
export type AskRecusal = z.infer<typeof AskRecusal>;
export const DecideRecusal = z.strictObject({
  granted: yes('请选择是否同意回避'),
  reason: text('理由', 500, 2),
  host: person('新的听证主持人')
    .optional()
    .or(z.literal('').transform(() => undefined)),
});
export type DecideRecusal = z.infer<typeof DecideRecusal>;
export const NameRepresentatives = z.strictObject({
  representatives: z.array(Representative).min(1, '请填写代理人').max(2, '代理人最多两名'),
});
export type NameRepresentatives = z.infer<typeof NameRepresentatives>;
export const Begin = z.strictObject({ present: text('到场人员', 500, 2) });
export type Begin = z.infer<typeof Begin>;
export const Absent = z.strictObject({ text: text('情况说明', 500, 2) });
export type Absent = z.infer<typeof Absent>;
export const WritePage = z.strictObject({ text: text('笔录', 4_000, 2) });
export type WritePage = z.infer<typeof WritePage>;
export const ConfirmPage = z.strictObject({
  page: z.coerce.number<number>('请填写页码').int().min(1).max(200),
  signature: SignedBy,
});
export type ConfirmPage = z.infer<typeof ConfirmPage>;
export const RefusedPage = z.strictObject({
  page: z.coerce.number<number>('请填写页码').int().min(1).max(200),
  reason: text('拒绝签名的情况', 300, 2),
});
export type RefusedPage = z.infer<typeof RefusedPage>;
export const ReadPages = z.strictObject({});
/** 听证报告的意见. */
export const OPINIONS = {
  UPHOLD: '建议按拟处罚意见处理',
  LIGHTER: '建议从轻或者减轻处罚',
  NONE: '建议不予处罚',
  MORE: '建议补充调查',
} as const;
export const Conclude = z.strictObject({
  opinion: z.enum(keysOf(OPINIONS), { error: '请选择听证意见' }),
  text: text('听证报告', 4_000, 10),
});
export type Conclude = z.infer<typeof Conclude>;
export const Nothing = z.strictObject({});
