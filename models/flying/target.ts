/**
 * Where a flying inspection goes, and everything from which it could be guessed. Sealed from its first writing on; this is the shape
 * inside the seal, and what is published of it: a commitment when it is sealed, its opening when all is over.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../core/canonical';
import { County, Location } from '../core/place';

/** Purposes under which sealing.ts closes; a box of one does not open as another. */
export const PURPOSE = { target: 'flying.target', draw: 'flying.draw', pack: 'flying.pack' } as const;
export type Purpose = (typeof PURPOSE)[keyof typeof PURPOSE];

/** Cipher sizes in bytes: the largest content fits, and every content has the same. */
export const PADDED: Record<Purpose, number> = {
  [PURPOSE.target]: 8_192,
  [PURPOSE.draw]: 131_072,
  [PURPOSE.pack]: 131_072,
};

export const Target = z.strictObject({
  /** 32 random bytes, hex: without them 240 enterprises could be tried against the commitment in a moment. */
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  enterprise: z.string(),
  name: z.string(),
  uscc: z.string(),
  sector: z.string(),
  county: County,
  place: z.string(),
  location: Location,
  checkType: z.enum(['SPECIAL', 'CASE']),
  /** 专项行动: number and name under which it was approved and published; for CASE null. */
  campaign: z.strictObject({ id: z.string(), text: z.string() }).nullable(),
  /** What the case check is caused by; for SPECIAL null. */
  trigger: z
    .strictObject({ kind: z.string(), id: z.string().nullable(), no: z.string().nullable(), text: z.string() })
    .nullable(),
  direction: z.string(),
  hints: z.string(),
  boat: z.string(),
});
export type Target = z.infer<typeof Target>;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What may be opened to everybody; the rest (trigger, direction, hints) may touch informants and stays behind a hash of its own. */
export interface Opening {
  inspection: string;
  salt: string;
  enterprise: string;
  uscc: string;
  name: string;
  county: string;
  checkType: string;
  rest: string;
}

/** The public part of a target, with the salted hash of what stays private. */
export function openingOf(inspection: string, target: Target): Opening {
  const { salt, enterprise, uscc, name, county, checkType, ...priv } = target;
  const rest = sha256(`${salt}|${canonicalJson(priv)}`);
  return { inspection, salt, enterprise, uscc, name, county, checkType, rest };
}

/** SHA-256 of the canonical JSON of the opening; docs/flying-verifier.mjs computes it without this file. */
export const commitmentOf = (opening: Opening): string => sha256(canonicalJson(opening));

/** The seed of the n-th draw of a team: fixed with the salt when the target was sealed, so nobody can draw until it suits them. */
export const seedOf = ({ salt }: Pick<Target, 'salt'>, inspection: string, nth: number): string =>
  sha256(`${salt}|team|${inspection}|${nth}`);
