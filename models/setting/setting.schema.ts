/**
 * 业务参数的调整: one figure of the policy, from a day on, with its legal source. Proposed by the legal reviewer, put in force by a leader of
 * the bureau; judged against the whole policy before it can be approved. Runs in the browser as well.
 */
import { z } from 'zod';
import { Day } from '../checkItem/legalBasis';
import { canonicalJson } from '../core/canonical';
import { reviewed } from '../law/reviewed';

/** Bytes of the longest value: a yearly notice or the table of crime hints. */
const LONGEST = 12_000;

const Key = z
  .string({ error: '请选择业务参数' })
  .max(80)
  .regex(/^[A-Za-z]+(\.[A-Za-z0-9]+){1,4}$/, '没有这个业务参数，请刷新后重新选择');
/** No figure is nested deeper. */
const DEEPEST = 8;

/** Without recursion: what somebody sends may be nested ten thousand times. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return false;
    level = level.flatMap((one): unknown[] => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return true;
}

const Value = z
  .unknown()
  .refine(isShallow, { error: '内容嵌套太深，请核对格式', abort: true })
  .pipe(z.json())
  .refine((value) => canonicalJson(value).length <= LONGEST, '内容太长，请精简后再提交');

const said = (what: string, least: number, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(least, `请填写${what}`)
    .max(most, `${what}最多${most}字`);

export const Setting = z.object({
  ...reviewed,
  key: Key,
  value: z.json(),
  /** What it was when it was proposed. */
  before: z.json().nullable(),
  legalSource: z.string(),
  /** First Shanghai day on which it holds. */
  from: z.string(),
  /** SHA-256 of key, value and day: a value changed in the database is not put in force. */
  seal: z.string(),
  /** The key while it waits for approval: one proposal at a time. */
  asked: z.string().nullable(),
});
export type Setting = z.infer<typeof Setting>;

const RealDay = Day.refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请核对生效日期');
export const ProposeSetting = z.strictObject({
  key: Key,
  value: Value,
  from: RealDay,
  legalSource: said('依据', 2, 200),
  note: said('理由', 4, 300),
});
export type ProposeSetting = z.infer<typeof ProposeSetting>;
export const PreviewSetting = z.strictObject({ key: Key, value: Value, from: RealDay });
export type PreviewSetting = z.infer<typeof PreviewSetting>;
