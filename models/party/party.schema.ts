/**
 * 当事人: the party's own way into its case. A link (random, hashed at rest) opens it after a code by SMS; what the party files there
 * is kept as it was sent and becomes a step of the case or of its hearing. Runs in the browser as well.
 */
import { z } from 'zod';
import { NewId } from '../core/newId';
import { County } from '../core/place';
import { SignedBy } from '../core/signature';
import { RecusalGround } from '../penalty/case.schema';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (what: string, most: number, least = 1) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(least, least > 1 ? `${what}至少${String(least)}字` : `请填写${what}`)
    .max(most, `${what}最多${String(most)}字，请精简后再提交`);

/** Under which key the party of a case acts: the actor's id, and the field `partyKey` of case and hearing. */
export const partyKeyOf = (penalty: string): string => `party:${penalty}`;
/** Whether an actor id stands for the party of a case. */
export const isPartyKey = (id: string): boolean => id.startsWith('party:');

/** 128 random bits in base64url. */
const BAD_LINK = '链接不完整，请从短信里重新点开';
export const Token = z.string(BAD_LINK).regex(/^[A-Za-z0-9_-]{22}$/, BAD_LINK);
const BAD_CODE = '验证码为6位数字，请核对短信';
export const Code = z.string(BAD_CODE).regex(/^\d{6}$/, BAD_CODE);

/** Who holds the telephone. */
export const HOLDERS = {
  PARTY: '当事人本人',
  REPRESENTATIVE: '法定代表人或负责人',
  AGENT: '委托代理人',
} as const;
export type Holder = keyof typeof HOLDERS;

/** What an officer enters to let the party in. Name and number go into the identity vault and nowhere else. */
export const NewLink = z.strictObject({
  id: NewId,
  mobile: z
    .string({ error: '请填写当事人的手机号' })
    .transform((said) => said.replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^1[3-9]\d{9}$/, '请填写11位手机号')),
  holder: z.enum(keysOf(HOLDERS), { error: '请选择手机是谁的' }),
  name: text('姓名', 50).optional(),
});
export type NewLink = z.infer<typeof NewLink>;
export const RevokeLink = z.strictObject({ reason: text('撤销的原因', 200, 2) });
export type RevokeLink = z.infer<typeof RevokeLink>;

export const LINK_STATES = { active: '有效', revoked: '已撤销' } as const;

/** One way in: one telephone, one case. Neither number nor token stands here. */
export const PartyLink = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(keysOf(LINK_STATES)),
  case: z.string(),
  partyKey: z.string(),
  county: County,
  investigatorIds: z.array(z.string()),
  holder: z.enum(keysOf(HOLDERS)),
  /** Reference of the identity vault. */
  contact: z.string(),
  /** 138****5678. */
  phone: z.string(),
  /** SHA-256 of the token. */
  tokenHash: z.string(),
  /** The token closed with the vault's keys (core/sealing.ts): texts that follow name the link again. */
  token: z.unknown(),
  issuedBy: z.string(),
  issuedAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
  revokedReason: z.string().nullable(),
});
export type PartyLink = z.infer<typeof PartyLink>;

/** What a party may file, in the words of the receipt. */
export const FILINGS = {
  statement: '陈述申辩',
  requestHearing: '要求听证',
  waive: '放弃陈述申辩和听证',
  requestRecusal: '申请办案人员回避',
  consentEService: '同意电子送达',
  confirmReceipt: '确认收到文书',
  requestInstalment: '申请延期或分期缴纳',
  askRecusal: '申请听证主持人回避',
  nameRepresentatives: '委托听证代理人',
  withdrawHearing: '撤回听证要求',
  confirmMinutes: '核对听证笔录',
} as const;
export type FilingKind = keyof typeof FILINGS;

export const FileHash = z.string().regex(/^[0-9a-f]{64}$/, '有文件没有上传成功，请删除后重新选择');
/** A file as the party sent it; judged by content when it came. */
export const PartyFile = z.strictObject({
  hash: FileHash,
  name: z.string().trim().min(1).max(120),
  type: z.string(),
  bytes: z.int(),
});
export type PartyFile = z.infer<typeof PartyFile>;

const severalFiles = z.array(FileHash).max(10, '一次最多10个文件');
const files = severalFiles.default([]);
const Day = z
  .string({ error: '请选择日期' })
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-10-08')
  .refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请核对日期');
/** 两笔以上，每笔有日期和金额；金额为分. */
const Part = z.strictObject({ dueOn: Day, fen: z.int('金额应为整数分').min(1, '每期金额应大于0').max(1e13) });

/** Who speaks for the party at a hearing. 行政处罚法 第六十四条: one or two. */
export const Representative = z.strictObject({
  name: text('代理人姓名', 50, 2),
  relation: text('与当事人的关系', 50),
});
export type Representative = z.infer<typeof Representative>;

/** What each filing says. */
export const Filed = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('statement'), text: text('陈述、申辩意见', 5_000, 2), files }),
    z.strictObject({ kind: z.literal('requestHearing'), text: text('要求听证的理由', 2_000, 2), files }),
    z.strictObject({
      kind: z.literal('waive'),
      confirmed: z.literal(true, { error: '请再次确认放弃陈述、申辩和要求听证的权利' }),
      signature: SignedBy,
    }),
    z.strictObject({
      kind: z.literal('requestRecusal'),
      /** Which of the officers the page names, counted from 0: the party learns no userid. */
      officer: z.int('请选择办案人员').min(0, '请选择办案人员').max(9, '请选择办案人员'),
      ground: RecusalGround,
      text: text('申请回避的理由', 500, 2),
    }),
    z.strictObject({ kind: z.literal('consentEService'), signature: SignedBy }),
    z.strictObject({ kind: z.literal('confirmReceipt'), document: z.string().min(1).max(80), signature: SignedBy }),
    z.strictObject({
      kind: z.literal('requestInstalment'),
      way: z.enum(['DEFER', 'INSTALMENT'], { error: '请选择延期还是分期' }),
      text: text('经济困难的情况', 2_000, 2),
      parts: z.array(Part).min(1, '请写明每期的日期和金额').max(12, '最多分12期'),
      files: severalFiles.min(1, '请上传经济困难的证明材料'),
    }),
    z.strictObject({ kind: z.literal('askRecusal'), text: text('申请回避的理由', 1_000, 2) }),
    z.strictObject({
      kind: z.literal('nameRepresentatives'),
      representatives: z.array(Representative).min(1, '请填写代理人').max(2, '代理人最多两名'),
      files,
    }),
    z.strictObject({
      kind: z.literal('withdrawHearing'),
      confirmed: z.literal(true, { error: '请再次确认撤回听证要求' }),
    }),
    z.strictObject({ kind: z.literal('confirmMinutes'), page: z.int().min(1).max(200), signature: SignedBy }),
  ],
  { error: '没有这种事项，请刷新页面后重新提交' },
);
export type Filed = z.infer<typeof Filed>;
/** What the page sends: `id` is made on the device, so that a filing sent twice is one filing. */
export const NewFiling = z.strictObject({ id: NewId, filed: Filed });
export type NewFiling = z.infer<typeof NewFiling>;

export const FILING_STATES = { received: '已收到', taken: '已登记', refused: '未能登记' } as const;

/** One filing with its receipt. */
export const PartyFiling = z.object({
  _id: z.string(),
  version: z.int(),
  /** 回执号. */
  no: z.string().nullable(),
  status: z.enum(keysOf(FILING_STATES)),
  case: z.string(),
  hearing: z.string().nullable(),
  partyKey: z.string(),
  county: County,
  link: z.string(),
  holder: z.enum(keysOf(HOLDERS)),
  kind: z.enum(keysOf(FILINGS)),
  filed: Filed,
  files: z.array(PartyFile),
  receivedAt: z.coerce.date(),
  /** Why it could not become a step, in the words the party reads. */
  refusal: z.string().nullable(),
});
export type PartyFiling = z.infer<typeof PartyFiling>;

/** What the effect `party.tell` carries: the text itself names only the number of the case and the link. */
export const ToldParty = z.strictObject({
  case: z.string().min(1).max(80),
  /** What it is about, for the log alone: `notice.served`, `hearing.scheduled`. */
  purpose: z.string().min(1).max(60),
  /** One way in alone, when a new one was just made. */
  link: z.string().max(80).optional(),
});
export type ToldParty = z.infer<typeof ToldParty>;
