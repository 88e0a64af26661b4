/** 处罚信息公开: what is published of a decision, who checked it, and what became of it. Safe in the browser. */
import { z } from 'zod';
import { County } from '../core/place';
import { Sha256, text } from '../serving/serving.schema';
import { FINDS, type FindKind } from './redaction';

export const STATES = {
  draft: '待核对送审',
  submitted: '待审核公开',
  published: '已公开',
  withheld: '不予公开',
  withdrawing: '已停止展示，待撤回说明',
  withdrawn: '已撤回',
  repaired: '已修复，停止展示',
  expired: '展示期满',
} as const;
export type DisclosureStatus = keyof typeof STATES;

export const SOURCES = { CASE: '普通程序', SPOT: '简易程序' } as const;
/** 处罚办法 第六十三条: what is not published. */
export const WITHHOLDINGS = {
  MINOR: '当事人是未成年人',
  STATE_SECRET: '涉及国家秘密',
  TRADE_SECRET: '涉及商业秘密',
  PRIVACY: '涉及个人隐私',
  SAFETY: '公开可能危及国家安全、公共安全、经济安全、社会稳定',
  NO_INFLUENCE: '没有社会影响，不属于应当公开的处罚决定',
  OTHER: '法律、行政法规规定不得公开的其他情形',
} as const;
export const GROUNDS = { REVOKED: '撤销', CHANGED: '变更', UNLAWFUL: '确认违法', INVALID: '确认无效' } as const;

/** The three texts that are written; everything else comes from the decision. */
export const FIELDS = { facts: '违法事实', basis: '处罚依据', result: '处罚内容' } as const;
export type FieldName = keyof typeof FIELDS;
const FieldKey = z.enum(Object.keys(FIELDS) as [FieldName]);

/** One piece of personal data, and what was decided about it. */
export const Marked = z.object({
  id: z.string(),
  field: FieldKey,
  kind: z.enum(Object.keys(FINDS) as [FindKind]),
  at: z.int(),
  text: z.string(),
  /** Null: nobody has looked at it yet. */
  choice: z.enum(['REMOVE', 'KEEP']).nullable(),
  reason: z.string(),
  by: z.string().nullable(),
});
export type Marked = z.infer<typeof Marked>;

const Who = { by: z.string(), byName: z.string(), at: z.coerce.date() };

export const Disclosure = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(Object.keys(STATES) as [DisclosureStatus]),
  source: z.object({ kind: z.enum(['CASE', 'SPOT']), id: z.string() }),
  /** Names it in public: says nothing of the record behind it. */
  publicId: z.string(),
  county: County,
  /** Who handled the case: they may draft, and nobody of them releases. */
  handlers: z.array(z.string()),
  enterprise: z.string().nullable(),
  no: z.string(),
  authority: z.string(),
  decidedOn: z.string(),
  servedOn: z.string(),
  /** As published: of a citizen the family name alone. */
  party: z.string(),
  partyKind: z.enum(['ORGANISATION', 'CITIZEN']),
  uscc: z.string().nullable(),
  kinds: z.array(z.string()),
  facts: z.string(),
  basis: z.string(),
  result: z.string(),
  /** People the record knows of; looked for in every draft, published in none. */
  names: z.array(z.string()),
  finds: z.array(Marked),
  dueAt: z.coerce.date(),
  drafted: z.object(Who).nullable(),
  returnedReason: z.string().nullable(),
  released: z.object({ ...Who, seen: z.string() }).nullable(),
  publishedAt: z.coerce.date().nullable(),
  displayUntil: z.coerce.date().nullable(),
  withheld: z.object({ ...Who, ground: z.string(), reason: z.string() }).nullable(),
  withdrawal: z
    .object({
      ground: z.enum(Object.keys(GROUNDS) as [keyof typeof GROUNDS]),
      on: z.string(),
      askedAt: z.coerce.date(),
      dueAt: z.coerce.date(),
      /** Told to the public. */
      statement: z.string().nullable(),
      by: z.string().nullable(),
      at: z.coerce.date().nullable(),
    })
    .nullable(),
  repair: z
    .object({
      askedAt: z.coerce.date(),
      askedBy: z.string(),
      corrected: z.string(),
      photos: z.array(z.string()),
      dueAt: z.coerce.date(),
      granted: z.boolean().nullable(),
      decidedBy: z.string().nullable(),
      decidedAt: z.coerce.date().nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
  alarms: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
});
export type Disclosure = z.infer<typeof Disclosure>;

const Id = z.string().min(1).max(80);
export const PrepareDisclosure = z.strictObject({ source: z.enum(['CASE', 'SPOT']), id: Id });
export type PrepareDisclosure = z.infer<typeof PrepareDisclosure>;
const Ground = z.enum(Object.keys(GROUNDS) as [keyof typeof GROUNDS], { error: '请选择撤回的情形' });
export const WithdrawTold = z.strictObject({
  source: z.enum(['CASE', 'SPOT']),
  id: Id,
  ground: Ground,
  on: z.string().max(10),
});
export type WithdrawTold = z.infer<typeof WithdrawTold>;

export const Redraft = z.strictObject({
  facts: text('违法事实', 3_000, 2),
  basis: text('处罚依据', 1_500, 2),
  result: text('处罚内容', 1_000, 2),
});
export type Redraft = z.infer<typeof Redraft>;
export const MarkFind = z
  .strictObject({
    find: z.string().min(1).max(40),
    choice: z.enum(['REMOVE', 'KEEP'], { error: '请选择遮盖还是保留' }),
    reason: z.string().trim().max(200, '理由最多200字').default(''),
  })
  .refine(({ choice, reason }) => choice === 'REMOVE' || reason.length >= 2, {
    error: '保留的请写明为什么可以公开',
    path: ['reason'],
  });
export type MarkFind = z.infer<typeof MarkFind>;
/** `seen`: hash of the text as it was shown (`publicHash`). */
export const Release = z.strictObject({ seen: Sha256 });
export type Release = z.infer<typeof Release>;
export const WithReason = z.strictObject({ reason: text('理由', 500, 2) });
export type WithReason = z.infer<typeof WithReason>;
export const Withhold = z.strictObject({
  ground: z.enum(Object.keys(WITHHOLDINGS) as [keyof typeof WITHHOLDINGS], { error: '请选择不予公开的情形' }),
  reason: text('理由', 500, 2),
});
export type Withhold = z.infer<typeof Withhold>;
export const Annulled = z.strictObject({ ground: Ground, on: z.string().max(10) });
export type Annulled = z.infer<typeof Annulled>;
export const Withdraw = z.strictObject({ statement: text('公开说明的理由', 500, 5) });
export type Withdraw = z.infer<typeof Withdraw>;
export const RequestRepair = z.strictObject({
  corrected: text('改正情况', 1_000, 5),
  committed: z.literal(true, { error: '请先收到信用承诺书' }),
  photos: z.array(Sha256).min(1, '请上传改正和承诺的材料').max(20, '材料最多20份'),
});
export type RequestRepair = z.infer<typeof RequestRepair>;
export const Nothing = z.strictObject({});

/** What anybody may read: the whole of it, and nothing else leaves. The shape of the open data. */
export const PublicPenalty = z.strictObject({
  id: z.string(),
  decisionNo: z.string(),
  procedure: z.enum(['普通程序', '简易程序']),
  party: z.string(),
  uscc: z.string().nullable(),
  authority: z.string(),
  decidedOn: z.string(),
  kinds: z.array(z.string()),
  facts: z.string(),
  basis: z.string(),
  result: z.string(),
  publishedOn: z.string(),
  displayUntil: z.string().nullable(),
  status: z.enum(['PUBLISHED', 'WITHDRAWN']),
  withdrawal: z.strictObject({ on: z.string(), statement: z.string() }).nullable(),
});
export type PublicPenalty = z.infer<typeof PublicPenalty>;
