import { z } from 'zod';
import { begun, kept, moment, reasonOf, Serving, Sha256, text } from '../serving/serving.schema';

export const STATES = {
  issued: '待送达',
  served: '改正中',
  due: '期满待核实',
  verified: '已改正',
  unverified: '未改正',
  withdrawn: '已撤销',
} as const;
export type OrderStatus = keyof typeof STATES;

const Day = z.string({ error: '请选择改正期限' }).regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2027-01-01');

/** One thing to be corrected, and in which way. */
const Demand = z.strictObject({ what: text('改正内容', 200, 2), how: text('改正方式', 200, 2) });

const said = {
  /** Day of the check that found it. */
  inspectedAt: moment('检查时间'),
  facts: text('违法事实', 1000, 5),
  /** Law and article that were violated, and those under which correction is ordered. */
  violated: text('违反的条款', 300, 4),
  basis: text('责令改正的依据', 300, 4),
  demands: z.array(Demand, { error: '请写明改正内容' }).min(1, '请写明改正内容').max(20, '改正内容最多20项'),
  /** Last day for the correction, in Asia/Shanghai. */
  correctBy: Day,
};

/** 责令改正: what is wrong, what has to be done about it until when, and whether it was. No penalty (处罚办法 第九条). */
export const Order = z.object({
  ...kept,
  status: z.enum(Object.keys(STATES) as [OrderStatus]),
  ...said,
  serving: Serving.nullable(),
  /** The visit after the last day: the inspection it was ordered under, and until when. */
  visit: z.object({ inspection: z.string(), dueAt: z.coerce.date() }).nullable(),
  verification: z
    .object({ at: z.coerce.date(), by: z.string(), text: z.string(), photos: z.array(z.string()) })
    .nullable(),
  withdrawnReason: z.string().nullable(),
});
export type Order = z.infer<typeof Order>;

/** `serving` when it is handed over at once; otherwise the step `serve` follows. */
export const IssueOrder = z.strictObject({ ...begun, ...said, serving: Serving.nullable().default(null) });
export type IssueOrder = z.infer<typeof IssueOrder>;
export const ServeOrder = z.strictObject({ serving: Serving });
export const VerifyOrder = z.strictObject({
  text: text('核实情况', 500, 4),
  photos: z.array(Sha256).max(9, '最多9张照片').default([]),
});
export type VerifyOrder = z.infer<typeof VerifyOrder>;
export const WithdrawOrder = reasonOf('撤销的理由');
export const Nothing = z.strictObject({});
