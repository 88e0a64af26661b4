/**
 * 回头看: some months after a sign-off, a sample drawn by lot and everything the central or provincial inspectors named is looked at again.
 * A round holds the draw so that anybody can take it again; a review is one item of it. Runs in the browser.
 */
import { z } from 'zod';
import { County } from '../core/place';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (what: string, most: number, least = 1) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(least, `请填写${what}`)
    .max(most, `${what}最多${most}字`);
const Hash = z.string().regex(/^[0-9a-f]{64}$/, '照片编号不对，请重新选择');

export const KINDS = { followUp: '后督查', rectification: '整改项' } as const;
const Kind = z.enum(keysOf(KINDS));
/** One item that was signed off in the month the round looks at. */
export const LookBackItem = z.object({
  kind: Kind,
  id: z.string(),
  no: z.string().nullable(),
  priority: z.enum(['NONE', 'PROVINCIAL', 'CENTRAL']),
});
export type LookBackItem = z.infer<typeof LookBackItem>;

/** One draw: `signedOffIn` is the month (YYYY-MM) of the sign-offs, `after` how many months ago that was. */
export const LookBackRound = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.literal('drawn'),
  month: z.string(),
  signedOffIn: z.string(),
  after: z.int(),
  seed: z.string(),
  permille: z.int(),
  least: z.int(),
  /** Everything that could be drawn, in the order of ids; its hash. */
  frame: z.array(LookBackItem),
  frameHash: z.string(),
  /** Ids always looked at, and ids drawn by lot in the order of the lot. */
  certain: z.array(z.string()),
  lot: z.array(z.string()),
  drawnAt: z.coerce.date(),
});
export type LookBackRound = z.infer<typeof LookBackRound>;

export const STATES = { ordered: '待核查', kept: '整改保持', relapsed: '反弹，已转线索' } as const;
export type LookBackStatus = keyof typeof STATES;
export const LookBack = z.object({
  _id: z.string(),
  version: z.int(),
  no: z.string().nullable(),
  status: z.enum(keysOf(STATES)),
  round: z.string(),
  item: LookBackItem,
  enterprise: z.string().nullable(),
  partyName: z.string(),
  county: County,
  team: z.array(z.string()),
  officers: z.array(z.object({ id: z.string(), name: z.string() })),
  inspection: z.string(),
  dueAt: z.coerce.date(),
  orderedAt: z.coerce.date(),
  result: z.object({ at: z.coerce.date(), by: z.string(), note: z.string(), photos: z.array(Hash) }).nullable(),
  clue: z.string().nullable(),
  alarms: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
});
export type LookBack = z.infer<typeof LookBack>;

/** What the effect `lookBack.review` carries: one per drawn item. */
export const DrawnReview = z.strictObject({ round: z.string().max(80), kind: Kind, item: z.string().max(120) });
export type DrawnReview = z.infer<typeof DrawnReview>;

export const Keep = z.strictObject({
  note: text('核查情况', 500, 4),
  photos: z.array(Hash).max(9, '最多9张照片').default([]),
});
export type Keep = z.infer<typeof Keep>;
const Officer = z.string({ error: '请选择执法人员' }).min(1, '请选择执法人员').max(64);
export const Reassign = z.strictObject({ first: Officer, second: Officer });
export type Reassign = z.infer<typeof Reassign>;
export const Nothing = z.strictObject({});
