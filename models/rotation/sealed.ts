/**
 * The sealed target. The round keeps a digest of itself and the enterprise under the key of the identity vault: whoever must recuse
 * themselves is found by digesting what they declared, and nobody, not even with the database in hand, can read where it goes.
 * The round is part of the digest, so that two rounds to the same enterprise do not look alike.
 */
import { referenceOf } from '../core/identityVault';

/** The sealed form of this target for this round. @throws DomainError UNAVAILABLE while the vault is closed */
export const sealTarget = (round: string, enterprise: string): string =>
  `sealed:${referenceOf(`target:${round}:${enterprise}`).slice('ref:'.length)}`;

/** Whether somebody who declared these interests must recuse themselves. */
export const mustRecuse = (round: { _id: string; target: string | null }, conflicts: readonly string[]): boolean =>
  round.target !== null && conflicts.some((enterprise) => sealTarget(round._id, enterprise) === round.target);
