/**
 * 集体讨论: leaders decide together on one penalty case. Source: 行政处罚法 第五十七条; 生态环境行政处罚办法 第三十八条 (investigators have no
 * vote), 第五十二条 (when); 案卷评查细则 第17、18、21项. Runs in the browser as well.
 */
import { z } from 'zod';
import { approved, SignedApproval } from '../approval/approval.schema';
import { startOfShanghaiDay } from '../core/calendar';
import { County } from '../core/place';
import { NewId } from '../core/newId';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (what: string, most: number, least = 2) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(least, `请填写${what}`)
    .max(most, `${what}最多${String(most)}字，请精简后再提交`);
/** 216000 or 216000.50 as people write it → fen; empty: none. */
const YuanAsFen = z
  .union([z.string().trim(), z.number().transform(String)])
  .refine((said) => said === '' || /^\d{1,9}(\.\d{1,2})?$/.test(said), '金额写作 216000 或 216000.50（元）')
  .transform((said) => (said === '' ? null : Math.round(Number(said) * 100)));

export const STATES = {
  called: '已召集',
  voting: '正在表决',
  counted: '已表决，待记录',
  minuted: '记录待确认',
  closed: '已结束',
  cancelled: '已取消',
} as const;
export type DiscussionStatus = keyof typeof STATES;

/** What a member can vote for. */
export const CHOICES = {
  AGREE: '同意拟处理意见',
  CHANGE: '建议变更处理意见',
  AGAINST: '不同意给予处罚',
  RETURN: '退回补充调查或审查',
} as const;
export type Choice = keyof typeof CHOICES;
const ChoiceWord = z.enum(keysOf(CHOICES), { error: '请选择表决意见' });

const Named = z.object({ id: z.string(), name: z.string() });
export type Named = z.infer<typeof Named>;

/** One member's vote, with the approval that covers the hash of what they were shown. */
export const Vote = z.object({
  by: z.string(),
  name: z.string(),
  choice: ChoiceWord,
  opinion: z.string(),
  /** What a member who wants it changed would have instead. */
  fineFen: z.int().nullable(),
  at: z.coerce.date(),
  approval: SignedApproval,
});
export type Vote = z.infer<typeof Vote>;

/** A member has read the minutes; `dissent` is what they want said beside them. */
export const Confirmation = z.object({
  by: z.string(),
  name: z.string(),
  at: z.coerce.date(),
  dissent: z.string(),
  approval: SignedApproval,
});
export type Confirmation = z.infer<typeof Confirmation>;

/** `choice` is null when none had the majority: the matter goes back. */
export const Result = z.object({
  choice: ChoiceWord.nullable(),
  counts: z.record(ChoiceWord, z.int()),
  conclusion: z.string(),
  fineFen: z.int().nullable(),
  by: z.string(),
  at: z.coerce.date(),
});
export type Result = z.infer<typeof Result>;

export const Discussion = z.object({
  _id: z.string(),
  version: z.int(),
  /** JT-2026-000001. */
  no: z.string().nullable(),
  status: z.enum(keysOf(STATES)),
  case: z.string(),
  /** The case while this is open; null when it is over. One open discussion of a case at a time. */
  openOf: z.string().nullable(),
  caseNo: z.string().nullable(),
  county: County,
  /** 主持人, a member as well. */
  chair: z.string(),
  /** 记录人: no member, no investigator. */
  secretary: z.string(),
  members: z.array(z.string()),
  /** 列席, without a vote: investigators, reviewers. */
  attending: z.array(z.string()),
  /** Everybody above with the name they had. */
  people: z.array(Named),
  /** Actor ids of everybody above: who may read it. */
  readers: z.array(z.string()),
  callAt: z.coerce.date(),
  at: z.coerce.date(),
  place: z.string(),
  questions: z.string(),
  answers: z.array(z.object({ by: z.string(), comes: z.boolean(), reason: z.string(), at: z.coerce.date() })),
  /** Members who were there when the voting began; null before. */
  present: z.array(z.string()).nullable(),
  heldAt: z.coerce.date().nullable(),
  votes: z.array(Vote),
  result: Result.nullable(),
  minutes: z.object({ text: z.string(), by: z.string(), at: z.coerce.date() }).nullable(),
  /** Earlier minutes that a member did not confirm, and why. */
  objections: z.array(z.object({ by: z.string(), reason: z.string(), at: z.coerce.date() })),
  confirmations: z.array(Confirmation),
  closedAt: z.coerce.date().nullable(),
  cancelled: z.object({ reason: z.string(), by: z.string(), at: z.coerce.date() }).nullable(),
  alarms: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
});
export type Discussion = z.infer<typeof Discussion>;

/** 2026-10-15 09:30 in Asia/Shanghai → the instant. */
const Moment = z
  .string({ error: '请填写讨论时间' })
  .trim()
  .regex(/^\d{4}-\d{2}-\d{2}[ T]([01]\d|2[0-3]):[0-5]\d$/, '时间应写作 2026-10-15 09:30')
  .refine((said) => z.iso.date().safeParse(said.slice(0, 10)).success, '没有这一天，请核对讨论时间')
  .transform((said) => {
    const [hours = 0, minutes = 0] = said.slice(11).split(':').map(Number);
    return new Date(startOfShanghaiDay(said.slice(0, 10)).getTime() + (hours * 60 + minutes) * 60_000);
  });
const Person = z.string().min(1).max(64);

/** What the chair enters to call one. */
export const CallDiscussion = z.strictObject({
  id: NewId,
  case: z.string().min(1).max(80),
  secretary: z.string({ error: '请选择记录人' }).min(1, '请选择记录人').max(64),
  /** Beside the chair. */
  members: z
    .array(Person, { error: '请选择讨论成员' })
    .min(1, '请选择讨论成员')
    .max(20, '成员最多20人')
    .transform((all) => [...new Set(all)]),
  attending: z
    .array(Person)
    .max(20, '列席人员最多20人')
    .default([])
    .transform((all) => [...new Set(all)]),
  at: Moment,
  place: text('讨论地点', 100),
  questions: text('讨论的问题', 1_000),
});
export type CallDiscussion = z.infer<typeof CallDiscussion>;

export const AnswerInvitation = z
  .strictObject({ comes: z.boolean({ error: '请选择能否参加' }), reason: z.string().trim().max(200).default('') })
  .refine(({ comes, reason }) => comes || reason.length >= 2, { error: '不能参加的，请写明原因', path: ['reason'] });
export type AnswerInvitation = z.infer<typeof AnswerInvitation>;
export const BeginVoting = z.strictObject({ present: z.array(Person).min(1, '请点选到会成员').max(21) });
export type BeginVoting = z.infer<typeof BeginVoting>;
export const CastVote = z
  .strictObject({
    ...approved({}).shape,
    choice: ChoiceWord,
    opinion: text('意见', 1_000),
    fineYuan: YuanAsFen.default(null),
  })
  .refine(({ choice, fineYuan }) => choice === 'CHANGE' || fineYuan === null, {
    error: '只有建议变更的才填写金额',
    path: ['fineYuan'],
  })
  .transform(({ fineYuan: fineFen, ...said }) => ({ ...said, fineFen }));
export type CastVote = z.infer<typeof CastVote>;
export const ExcuseMember = z.strictObject({ member: Person, reason: text('离会原因', 200) });
export type ExcuseMember = z.infer<typeof ExcuseMember>;
export const CountVotes = z
  .strictObject({ conclusion: text('讨论结论', 2_000), fineYuan: YuanAsFen.default(null) })
  .transform(({ conclusion, fineYuan: fineFen }) => ({ conclusion, fineFen }));
export type CountVotes = z.infer<typeof CountVotes>;
export const WriteMinutes = z.strictObject({ text: text('讨论记录', 20_000, 10) });
export type WriteMinutes = z.infer<typeof WriteMinutes>;
export const ConfirmMinutes = approved({ dissent: z.string().trim().max(1_000, '不同意见最多1000字').default('') });
export type ConfirmMinutes = z.infer<typeof ConfirmMinutes>;
export const ObjectMinutes = z.strictObject({ reason: text('要改的地方', 500) });
export type ObjectMinutes = z.infer<typeof ObjectMinutes>;
export const CancelDiscussion = z.strictObject({ reason: text('取消的理由', 200) });
export type CancelDiscussion = z.infer<typeof CancelDiscussion>;
export const Nothing = z.strictObject({});

/** What the effect `penalty.discussed` carries to the case. */
export const ToldDiscussion = z.strictObject({
  case: z.string(),
  discussion: z.string(),
  no: z.string().nullable(),
  /** When it was held: a discussion before the notice is held again once a defence or a hearing followed (评查细则 第17项). */
  at: z.coerce.date(),
  /** Whether the proposal stands, as it was or with another amount. */
  agreed: z.boolean(),
  choice: ChoiceWord.nullable(),
  result: z.string(),
  fineFen: z.int().nullable(),
});
export type ToldDiscussion = z.infer<typeof ToldDiscussion>;
