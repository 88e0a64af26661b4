import { z } from 'zod';
export const PrepareDisclosure = z.strictObject({ source: z.enum(['CASE', 'SPOT']), id: z.string().min(1).max(80) });
export type PrepareDisclosure = z.infer<typeof PrepareDisclosure>;
export const WithdrawTold = z.strictObject({ source: z.enum(['CASE', 'SPOT']), id: z.string().min(1).max(80), ground: z.enum(['REVOKED', 'CHANGED', 'UNLAWFUL', 'INVALID']), on: z.string() });
export type WithdrawTold = z.infer<typeof WithdrawTold>;
