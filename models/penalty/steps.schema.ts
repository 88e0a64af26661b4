/** What each step of a case takes, from filing to the decision. Runs in the browser as well. */
import { z } from 'zod';
import { approved } from '../approval/approval.schema';
import { NewId } from '../core/newId';
import { Offence, PenaltyKind } from '../law/law.schema';
import {
  Day,
  Hash,
  LEGAL_REVIEW_CAUSES,
  NO_PENALTY_GROUNDS,
  PAUSES,
  RecusalGround,
  REVIEW_POINTS,
  type ReviewPoint,
  SERVED_BY,
  written,
  Yuan,
} from './case.schema';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const because = (what: string, most = 500) => written(what, most);
const person = (what: string) =>
  z
    .string({ error: `请选择${what}` })
    .min(1, `请选择${what}`)
    .max(64);
const optional = (what: string, most: number) => z.string().trim().max(most, `${what}最多${most}字`).default('');
const yes = (question: string) => z.boolean({ error: `请回答：${question}` });
/** An optional choice comes from a form as an empty text. */
const orNothing = <T extends z.ZodType>(one: T) =>
  z.preprocess((said) => (said === '' ? null : said), one.nullable()).default(null);
const photos = z.array(Hash).max(60, '一次最多60份').default([]);

const crew = {
  first: person('第一名调查人员'),
  second: person('第二名调查人员'),
  third: orNothing(z.string().max(64)),
};
export const AssignInvestigators = z.strictObject(crew);
export type AssignInvestigators = z.infer<typeof AssignInvestigators>;
export const ChangeInvestigators = z.strictObject({ ...crew, reason: because('更换的理由') });
export type ChangeInvestigators = z.infer<typeof ChangeInvestigators>;

export const Reason = z.strictObject({ reason: because('理由') });
export type Reason = z.infer<typeof Reason>;
export const ApprovedReason = approved({ reason: because('理由') });
export type ApprovedReason = z.infer<typeof ApprovedReason>;
export const JustApproved = approved({});
export type JustApproved = z.infer<typeof JustApproved>;

export const DescribeParty = z.strictObject({
  idNumber: optional('证件号码', 30),
  representative: optional('负责人', 40),
  address: optional('地址', 120),
});
export type DescribeParty = z.infer<typeof DescribeParty>;

export const DescribeAct = z.strictObject({
  /** Number of the act that is written anew (a1, a2 …); empty: another one. */
  act: orNothing(z.string().max(40)),
  offence: Offence,
  text: written('违法行为', 200),
  place: optional('地点', 120),
  actOn: Day,
  endedOn: orNothing(Day),
  continuous: z.boolean().default(false),
  discoveredOn: Day,
  harm: yes('是否造成污染或者生态破坏'),
  healthHarm: z.boolean().default(false),
  investmentYuan: orNothing(Yuan('项目总投资额')),
  disposalCostYuan: orNothing(Yuan('所需处置费用')),
  facts: written('违法事实', 2_000),
  photos,
});
export type DescribeAct = z.infer<typeof DescribeAct>;
export const DropAct = z.strictObject({ act: written('违法行为编号', 40), reason: because('理由', 300) });
export type DropAct = z.infer<typeof DropAct>;

export const AddEvidence = z.strictObject({
  photos: z.array(Hash, { error: '请选择证据' }).min(1, '请选择证据').max(60, '一次最多60份'),
  text: written('说明', 300),
});
export type AddEvidence = z.infer<typeof AddEvidence>;

export const Recuse = z.strictObject({ ground: RecusalGround, text: because('情况说明') });
export type Recuse = z.infer<typeof Recuse>;
export const RequestRecusal = z.strictObject({
  person: person('申请谁回避'),
  ground: RecusalGround,
  text: because('情况说明'),
});
export type RequestRecusal = z.infer<typeof RequestRecusal>;
export const DecideRecusal = z.strictObject({ grant: yes('是否同意回避'), reason: because('理由') });
export type DecideRecusal = z.infer<typeof DecideRecusal>;

/** SUSPENSION and HEARING begin and end with their own steps. */
const TIMED = (Object.keys(PAUSES) as (keyof typeof PAUSES)[]).filter(
  (kind) => kind !== 'SUSPENSION' && kind !== 'HEARING',
);
export const PauseCase = z.strictObject({
  kind: z.enum(TIMED as ['MONITORING'], { error: '请选择不计入期限的事项' }),
  reason: because('委托的单位和事项', 300),
});
export type PauseCase = z.infer<typeof PauseCase>;
export const Nothing = z.strictObject({});

export const AskMoreTime = z.strictObject({
  days: z.number({ error: '请填写延长的天数' }).int('天数应为整数').min(1, '至少延长1天').max(180, '天数太多，请核对'),
  reason: because('延长的理由'),
});
export type AskMoreTime = z.infer<typeof AskMoreTime>;

export const OUTCOMES = {
  PENALTY: '建议给予行政处罚',
  NO_PENALTY: '建议不予行政处罚',
  TRANSFER: '建议移送',
  NO_VIOLATION: '违法事实不能成立',
} as const;
export const SubmitReport = z.strictObject({
  facts: written('调查认定的事实', 4_000),
  evidence: written('证据的分析', 4_000),
  nature: written('违法行为的性质和适用依据', 2_000),
  noFault: written('当事人有没有主观过错、有没有相反证据', 1_000),
  correction: written('责令改正和改正情况', 1_000),
  outcome: z.enum(keysOf(OUTCOMES), { error: '请选择处理建议' }),
  /** Beside the fine that the sheets say. */
  additional: orNothing(PenaltyKind),
  reason: because('处理建议的理由', 1_000),
});
export type SubmitReport = z.infer<typeof SubmitReport>;

/** 审查的七项，每项是否同意和意见. */
const judged = Object.fromEntries(
  (Object.keys(REVIEW_POINTS) as ReviewPoint[]).flatMap((point) => [
    [point, yes(REVIEW_POINTS[point])],
    [`${point}Text`, written(`“${REVIEW_POINTS[point]}”的意见`, 500)],
  ]),
) as { [P in ReviewPoint as P]: z.ZodBoolean } & { [P in ReviewPoint as `${P}Text`]: z.ZodString };
export const RESULTS = { PENALTY: '给予行政处罚', NO_PENALTY: '不予行政处罚', TRANSFER: '移送' } as const;
export const ReviewCase = z.strictObject({
  ...judged,
  result: z.enum(keysOf(RESULTS), { error: '请选择审查结论' }),
  complex: yes('是否疑难复杂、涉及多个法律关系'),
  publicInterest: yes('是否涉及重大公共利益'),
  text: because('审查意见', 1_000),
});
export type ReviewCase = z.infer<typeof ReviewCase>;

export const NoPenaltyInput = approved({
  ground: z.enum(keysOf(NO_PENALTY_GROUNDS), { error: '请选择不予处罚的情形' }),
  /** Id of the exemption rule. */
  rule: orNothing(z.string().max(80)),
  correctedOn: orNothing(Day),
  reason: because('不予处罚的理由', 1_000),
  education: written('批评教育的内容', 1_000),
  commitment: optional('当事人的改正承诺', 1_000),
});
export type NoPenaltyInput = z.infer<typeof NoPenaltyInput>;
export const TransferCase = approved({
  kind: z.enum(['CRIME', 'JURISDICTION'], { error: '请选择移送的情形' }),
  to: written('移送的机关', 80),
  reason: because('移送的理由', 1_000),
});
export type TransferCase = z.infer<typeof TransferCase>;

export const DraftNotice = z.strictObject({
  basis: optional('处罚依据的补充说明', 1_000),
  reasons: optional('处罚理由的补充说明', 2_000),
});
export type DraftNotice = z.infer<typeof DraftNotice>;
export const ServeNotice = z.strictObject({
  how: z.enum(keysOf(SERVED_BY), { error: '请选择送达方式' }),
  /** Day on which it was received; of an announcement, the day of its publication. */
  on: Day,
  receiver: written('签收人', 40),
  place: written('送达地点', 100),
  witness: optional('见证人', 60),
  remark: optional('送达情况', 300),
  photos: photos.refine((all) => all.length > 0, '请上传送达回证照片'),
});
export type ServeNotice = z.infer<typeof ServeNotice>;

const PartyFiles = z
  .array(z.strictObject({ hash: Hash, name: z.string().max(120) }))
  .max(20)
  .default([]);
/** `id` is that of the filing on the party's page: the same one counts once. */
export const MakeStatement = z.strictObject({ id: NewId, text: written('陈述、申辩意见', 5_000), files: PartyFiles });
export type MakeStatement = z.infer<typeof MakeStatement>;
export const RecordStatement = z.strictObject({ text: written('陈述、申辩意见', 5_000), photos });
export type RecordStatement = z.infer<typeof RecordStatement>;
export const AskHearing = z.strictObject({ text: optional('申请听证的理由', 2_000) });
export type AskHearing = z.infer<typeof AskHearing>;
export const Waive = z.strictObject({ text: optional('放弃权利的说明', 500) });
export type Waive = z.infer<typeof Waive>;
export const ConsentEService = z.strictObject({ signature: orNothing(z.string().max(200)) });
export type ConsentEService = z.infer<typeof ConsentEService>;

/** Told by the record of the hearing. */
export const HearingPlanned = z.strictObject({ hearing: z.string().max(100), at: z.coerce.date().nullable() });
export const HearingHeld = z.strictObject({
  hearing: z.string().max(100),
  outcome: z.enum(['HELD', 'ABSENT', 'WITHDRAWN']),
  at: z.coerce.date(),
  opinion: z.string().max(5_000).default(''),
});
export type HearingHeld = z.infer<typeof HearingHeld>;

export const AnswerPoint = z.strictObject({
  point: written('申辩的要点', 500),
  adopted: yes('是否采纳'),
  reason: because('采纳或者不采纳的理由', 1_000),
});
export type AnswerPoint = z.infer<typeof AnswerPoint>;
export const RecheckCase = z.strictObject({ text: optional('复核意见', 1_000) });
export type RecheckCase = z.infer<typeof RecheckCase>;

export const ReviewLaw = z.strictObject({
  opinion: because('法制审核意见', 2_000),
  cause: orNothing(z.enum(keysOf(LEGAL_REVIEW_CAUSES))),
});
export type ReviewLaw = z.infer<typeof ReviewLaw>;

/** Told by the record of the discussion. */
export const Discussed = z.strictObject({
  discussion: z.string().max(80),
  at: z.coerce.date(),
  agreed: z.boolean(),
  result: z.string().max(2_000),
  fineFen: z.int().nullable().default(null),
});
export type Discussed = z.infer<typeof Discussed>;
/** Told by the record of the transfer. */
export const TransferAnswered = z.strictObject({
  transfer: z.string().max(80),
  answer: z.string().max(40),
  outcome: z.string().max(40).nullable(),
  at: z.coerce.date(),
});
export type TransferAnswered = z.infer<typeof TransferAnswered>;

export const DraftDecision = z.strictObject({
  defence: optional('陈述申辩（听证）及处理的补充说明', 2_000),
  order: optional('责令改正的内容', 1_000),
  reasons: optional('处罚理由的补充说明', 2_000),
});
export type DraftDecision = z.infer<typeof DraftDecision>;
