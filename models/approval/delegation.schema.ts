/** 审批授权: a leader lends another the right to approve, for some kinds of approval and some days. Runs in the browser as well. */
import { z } from 'zod';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];

export const STATES = { active: '有效', revoked: '已撤回', ended: '已到期' } as const;
export type DelegationStatus = keyof typeof STATES;

/** What can be lent, and the steps under approval each covers. */
export const KINDS = {
  filing: { label: '立案、撤销立案、延长审查', steps: ['file', 'revokeFiling', 'approveExtension'] },
  procedure: { label: '中止、终止、延长办案期限', steps: ['suspend', 'terminate', 'extendDecision'] },
  notice: { label: '处罚告知', steps: ['approveNotice'] },
  decision: { label: '处罚决定、不予处罚、撤销决定', steps: ['decide', 'noPenalty', 'annul'] },
  transfer: { label: '案件移送', steps: ['transferOut'] },
  execution: { label: '分期缴款、申请强制执行', steps: ['grantInstalment', 'refuseInstalment', 'applyCourt'] },
  closing: { label: '结案', steps: ['closeCase'] },
} as const;
export type Kind = keyof typeof KINDS;
export const KIND_WORDS = Object.fromEntries(
  (Object.keys(KINDS) as Kind[]).map((kind) => [kind, KINDS[kind].label]),
) as Record<Kind, string>;

/** The steps that these kinds cover. */
export const stepsOf = (kinds: readonly Kind[]): string[] => kinds.flatMap((kind) => [...KINDS[kind].steps]);

const Named = z.object({ id: z.string(), name: z.string() });

export const Delegation = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(keysOf(STATES)),
  /** SQ-2026-000001. */
  no: z.string().nullable(),
  /** Userids; the access table reads them. */
  lender: z.string(),
  borrower: z.string(),
  names: z.object({ lender: z.string(), borrower: z.string() }),
  kinds: z.array(z.enum(keysOf(KINDS))).min(1),
  from: z.coerce.date(),
  /** The last moment, 23:59:59.999 in Asia/Shanghai of the last day. */
  until: z.coerce.date(),
  reason: z.string(),
  lentAt: z.coerce.date(),
  ended: Named.extend({ at: z.coerce.date(), reason: z.string() }).nullable(),
  wakeAt: z.coerce.date().nullable(),
});
export type Delegation = z.infer<typeof Delegation>;

const Day = z
  .string({ error: '请选择日期' })
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-08-15')
  .refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请核对日期');
const reason = z.string({ error: '请填写理由' }).trim().min(2, '请填写理由').max(200, '理由最多200字，请精简后再提交');

/** What a leader enters: both days belong to it. */
export const LendApproval = z.strictObject({
  borrower: z.string({ error: '请选择授权给谁' }).min(1, '请选择授权给谁').max(64),
  kinds: z
    .array(z.enum(keysOf(KINDS), { error: '请选择审批种类' }), { error: '请选择审批种类' })
    .min(1, '请至少选择一种审批')
    .max(20)
    .transform((kinds) => [...new Set(kinds)]),
  fromDay: Day,
  toDay: Day,
  reason,
});
export type LendApproval = z.infer<typeof LendApproval>;
export const EndDelegation = z.strictObject({ reason });
export type EndDelegation = z.infer<typeof EndDelegation>;
export const Nothing = z.strictObject({});
