import { z } from 'zod';
import { begun, kept, moment, reasonOf, Serving, text } from '../serving/serving.schema';

export const STATES = {
  issued: '已作出，待报备',
  reported: '已报备，待审阅',
  recorded: '已备案',
  revoked: '已撤销',
} as const;
export type SpotPenaltyStatus = keyof typeof STATES;

/** Why a fine may be taken in money on the spot. 行政处罚法 第六十八、六十九条. */
export const COLLECTION_REASONS = {
  SMALL: '一百元以下罚款',
  HARD: '不当场收缴事后难以执行',
  REMOTE: '边远、水上、交通不便，当事人提出当场缴纳',
} as const;
const CollectionReason = z.enum(Object.keys(COLLECTION_REASONS) as [keyof typeof COLLECTION_REASONS], {
  error: '请选择当场收缴的理由',
});

/** Money taken by the officers: always with the special receipt of the finance authority (行政处罚法 第七十条). */
export const Collection = z.strictObject({
  why: CollectionReason,
  /** Words of the party's own request, or why it could not be executed later. */
  words: z.string().trim().max(200, '说明最多200字').default(''),
  receiptNo: z
    .string({ error: '请填写专用票据编号' })
    .trim()
    .regex(/^[0-9A-Za-z-]{6,30}$/, '专用票据编号应为6至30位字母或数字，请照票据填写'),
  at: moment('收缴时间'),
  /** On the water: the clock for handing in begins on landing. */
  atSea: z.boolean().default(false),
});
export type Collection = z.infer<typeof Collection>;

/** 陈述申辩 as it was heard, and what became of it. */
const Defence = z
  .strictObject({
    words: z.string().trim().max(500, '陈述申辩最多500字').default(''),
    answer: z.string().trim().max(500, '复核意见最多500字').default(''),
  })
  .refine(({ words, answer }) => (words === '') === (answer === ''), {
    error: '有陈述申辩的，请写明复核意见；没有的，两项都留空',
    path: ['answer'],
  });

const said = {
  /** When and where the act took place. */
  actAt: moment('违法时间'),
  actPlace: text('违法地点', 100),
  facts: text('违法事实', 1000, 5),
  violated: text('违反的条款', 300, 4),
  basis: text('处罚依据', 300, 4),
  reason: text('处罚理由', 500, 4),
  warning: z.boolean(),
  /** Integer fen; null for a warning alone. */
  fineFen: z
    .int('罚款金额要精确到分，请重新填写')
    .min(100, '罚款至少1元；只给警告的，请不要填写金额')
    .max(100_000_000, '罚款金额超过当场处罚的限额，请走普通程序')
    .nullable(),
  certificateShownAt: moment('亮证时间'),
  /** Facts, reasons, basis and rights were told. */
  toldAt: moment('告知时间'),
  defence: Defence,
};

/** 当场处罚: a warning or a small fine, decided and handed over where it happened (行政处罚法 第五十一、五十二条). */
export const SpotPenalty = z.object({
  ...kept,
  status: z.enum(Object.keys(STATES) as [SpotPenaltyStatus]),
  ...said,
  serving: Serving,
  collection: Collection.nullable(),
  /** Receipts of which each exists once. */
  claims: z.array(z.string()),
  reportDueAt: z.coerce.date(),
  reportedAt: z.coerce.date().nullable(),
  landedAt: z.coerce.date().nullable(),
  handedIn: z.object({ at: z.coerce.date(), by: z.string(), to: z.string() }).nullable(),
  banked: z.object({ at: z.coerce.date(), by: z.string(), slipNo: z.string() }).nullable(),
  /** Into the bank by the party itself. */
  paid: z.object({ at: z.coerce.date(), slipNo: z.string() }).nullable(),
  revokedReason: z.string().nullable(),
});
export type SpotPenalty = z.infer<typeof SpotPenalty>;

export const IssueSpotPenalty = z.strictObject({
  ...begun,
  ...said,
  serving: Serving,
  collection: Collection.nullable().default(null),
});
export type IssueSpotPenalty = z.infer<typeof IssueSpotPenalty>;

const SlipNo = z
  .string({ error: '请填写缴款单编号' })
  .trim()
  .regex(/^[0-9A-Za-z-]{4,40}$/, '缴款单编号应为4至40位字母或数字，请照缴款单填写');
export const Nothing = z.strictObject({});
/** One tap on landing; a telephone without network says when it was. */
export const LandSpotPenalty = z.strictObject({ at: moment('靠岸时间').optional() });
export const HandInSpotPenalty = z.strictObject({ to: text('收款人', 40, 2) });
export const BankSpotPenalty = z.strictObject({ slipNo: SlipNo });
export const RevokeSpotPenalty = reasonOf('撤销的理由');
