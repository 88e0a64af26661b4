/** What the party's way in hangs on: tokens, codes and session ids. Whoever copies the database holds hashes and sealed boxes only. */
import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { vaultKeys } from '../core/identityVault';
import { type Sealed, seal, unseal } from '../core/sealing';
import { Token } from './party.schema';

const TOKEN_BYTES = 16;
const PURPOSE = 'party.link';

/** 128 random bits in base64url. */
export const freshToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');
export const freshCode = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0');
export const freshSessionId = (): string => randomBytes(32).toString('base64url');

/** A token has as many bits as its hash can tell apart, so it needs no key. */
export const hashOfToken = (token: string): string => createHash('sha256').update(`party:${token}`).digest('hex');

/** Six digits are soon tried through, so their hash needs one. */
const keyed = (purpose: string, value: string): string =>
  createHmac('sha256', vaultKeys().pepper).update(`party.${purpose}:${value}`).digest('base64url');
export const hashOfCode = (tokenHash: string, code: string): string => keyed('code', `${tokenHash}:${code}`);
export const hashOfSession = (id: string): string => keyed('session', id);
export const csrfOf = (id: string): string => keyed('csrf', id);
/** For counting how often a telephone or an address is used, without naming it. */
export const hashOfCaller = (caller: string): string => keyed('caller', caller);

/** Takes as long whatever differs. */
export function same(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The token closed for its link: texts that follow name it again. */
export const sealToken = (link: string, token: string): Sealed => seal(PURPOSE, link, { token });
/** @throws DomainError UNAVAILABLE (altered, or the key is not loaded) */
export const openToken = (link: string, sealed: unknown): string =>
  Token.parse((unseal(PURPOSE, link, sealed as Sealed) as { token: string }).token);
