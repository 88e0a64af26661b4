import { z } from 'zod';
import { begun, kept, reasonOf, Serving, Sha256, text } from '../serving/serving.schema';

export const STATES = {
  asked: '待批准',
  approved: '已批准，待实施',
  refused: '未批准',
  held: '保存中',
  decided: '已作处理',
  toReturn: '待返还',
  lapsed: '自动解除，待返还',
  returned: '已返还',
} as const;
export type HoldStatus = keyof typeof STATES;

/** What becomes of the things. 生态环境行政处罚办法 第三十三条. */
export const MEASURES = {
  RETURNED: '不需要继续保存，解除并返还',
  COPIED: '已采取记录、复制、拍照等方式固定证据，解除并返还',
  FORENSIC: '送交检测、鉴定',
  SEIZED: '依法查封、扣押',
  CONFISCATED: '依法没收，作为处罚决定的内容',
  TRANSFERRED: '移送有关机关处理',
} as const;
const Measure = z.enum(Object.keys(MEASURES) as [keyof typeof MEASURES], { error: '请选择处理决定' });
export type Measure = z.infer<typeof Measure>;
/** After these the party gets its things back. */
export const GIVEN_BACK: readonly Measure[] = ['RETURNED', 'COPIED'];

/** One line of the list. */
export const HeldObject = z.strictObject({
  name: text('物品名称', 60),
  spec: z.string().trim().max(80, '规格型号最多80字').default(''),
  /** Number and unit as they are counted: 3桶, 1本. */
  quantity: text('数量', 20),
  condition: text('状态', 80),
  photos: z.array(Sha256).max(9, '一件物品最多9张照片').default([]),
});

const said = {
  /** What is suspected, without judging it. */
  suspicion: text('涉嫌行为', 500, 4),
  /** Why the evidence could be lost or hard to obtain later. */
  reason: text('证据可能灭失的理由', 300, 4),
  method: text('保存方式', 100, 2),
  place: text('保存地点', 100, 2),
  objects: z.array(HeldObject, { error: '请填写证据清单' }).min(1, '请填写证据清单').max(50, '一份清单最多50件'),
};

const Why = z.enum(['APPROVAL', 'DECISION']);

/** 先行登记保存: things that might vanish are listed, left or taken, and decided about within seven working days (处罚办法 第三十二、三十三条). */
export const EvidenceHold = z.object({
  ...kept,
  status: z.enum(Object.keys(STATES) as [HoldStatus]),
  ...said,
  /** Taken before it was approved, because there was no time. */
  urgent: z.boolean(),
  askedBy: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: z.coerce.date().nullable(),
  refusedReason: z.string().nullable(),
  /** The measure on site: when it began, how the notice was handed over. */
  serving: Serving.nullable(),
  approvalDueAt: z.coerce.date().nullable(),
  decisionDueAt: z.coerce.date().nullable(),
  decision: z.object({ measure: Measure, reason: z.string(), at: z.coerce.date(), by: z.string() }).nullable(),
  /** Which clock ended it by itself. */
  lapse: z.object({ why: Why, at: z.coerce.date() }).nullable(),
  handedBack: Serving.nullable(),
});
export type EvidenceHold = z.infer<typeof EvidenceHold>;

/** With `serving` the measure has been taken already, in urgency; without it approval comes first. */
export const AskEvidenceHold = z.strictObject({ ...begun, ...said, serving: Serving.nullable().default(null) });
export type AskEvidenceHold = z.infer<typeof AskEvidenceHold>;
export const Nothing = z.strictObject({});
export const RefuseEvidenceHold = reasonOf('不批准的理由');
export const TakeEvidenceHold = z.strictObject({ serving: Serving });
export const DecideEvidenceHold = z.strictObject({ measure: Measure, reason: text('处理理由', 500, 4) });
export const HandBackEvidenceHold = z.strictObject({ serving: Serving });
