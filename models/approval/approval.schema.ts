/**
 * 审批: what comes with every approval beside the step's own input. Runs in the browser as well.
 */
import { z } from 'zod';

/** SHA-256 (hex) of the canonical JSON of what the page showed. */
export const SeenHash = z.string().regex(/^[0-9a-f]{64}$/, '审批页没有完整载入，请刷新后再办');

/** How an approval arrives. */
export const Approval = z.strictObject(
  {
    seen: SeenHash,
    /** Names of the parts that were opened. */
    opened: z.array(z.string().min(1).max(80)).max(60),
    /** 代: the person for whom it is signed, by a delegation in force. */
    onBehalf: z.string().min(1).max(64).optional(),
    /** One of several at once; only for the steps that policy lists. */
    batch: z.literal(true).optional(),
  },
  '请在审批页看过材料后办理',
);
export type Approval = z.infer<typeof Approval>;

/** The input schema of a step under approval: its own fields, and the approval. */
export const approved = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ ...shape, approval: Approval });

/** An approval as it is kept with the decision: whoever reads the record later can show what was seen, by whom and when. */
export const SignedApproval = z.object({
  seen: z.string(),
  opened: z.array(z.string()),
  /** When the second factor was proved. */
  factorAt: z.coerce.date(),
  at: z.coerce.date(),
  by: z.string(),
  /** 代. */
  onBehalf: z.object({ id: z.string(), name: z.string(), delegation: z.string() }).nullable(),
  batch: z.boolean(),
});
export type SignedApproval = z.infer<typeof SignedApproval>;
