import { createHash, randomBytes } from 'node:crypto';
import { type Clock } from './clock';
import { Refusal } from './refusal';

const LIFETIME_MS = 7_200_000;
const TICKET_MAX_MS = 24 * 3_600_000;
const CODE_MS = 5 * 60_000;

interface Lease {
  value: string;
  createdAt: number;
  expiresAt: number;
}

/** Access token, JSAPI ticket and login codes (dingtalk.md §1.4, §2.1, §3.1). All times are the virtual clock's. */
export interface Credentials {
  /** The current token, renewed; a new one once it has expired. */
  token(): string;
  /** What is wrong with the token of a call, if anything. */
  tokenFault(token: string | undefined): 'missing' | 'unknown' | 'expired' | undefined;
  expireTokens(): void;
  ticket(): string;
  issueCode(userId: string): string;
  /** @returns the userId and forgets the code, or undefined when it is unknown, used or older than 5 minutes */
  redeemCode(code: string): string | undefined;
  /** Does the signature of `dd.config` fit a ticket that is valid now? @returns the digest it was made with */
  signedWith(input: SignedPage): 'sha256' | 'sha1' | undefined;
}

interface SignedPage {
  nonceStr: string;
  timeStamp: string;
  url: string;
  signature: string;
}

/** Without the fragment, the query decoded once: what both sides sign (dingtalk.md §2.2). */
function signedUrl(url: string): string {
  const page = url.replace(/#.*$/s, '');
  const at = page.indexOf('?');
  if (at < 0) return page;
  try {
    return page.slice(0, at + 1) + decodeURIComponent(page.slice(at + 1));
  } catch {
    return page;
  }
}

export function createCredentials(clock: Clock): Credentials {
  const now = () => clock.now().getTime();
  const fresh = (): Lease => ({
    value: randomBytes(16).toString('hex'),
    createdAt: now(),
    expiresAt: now() + LIFETIME_MS,
  });
  const expired = new Set<string>();
  const tickets: Lease[] = [];
  const codes = new Map<string, { userId: string; expiresAt: number }>();
  let token: Lease | undefined;
  const retire = () => {
    if (token) expired.add(token.value);
    token = undefined;
  };
  return {
    token() {
      if (token && token.expiresAt <= now()) retire();
      token ??= fresh();
      token.expiresAt = now() + LIFETIME_MS;
      return token.value;
    },
    tokenFault(given) {
      if (!given) return 'missing';
      if (token?.value === given && token.expiresAt > now()) return undefined;
      return expired.has(given) || token?.value === given ? 'expired' : 'unknown';
    },
    expireTokens: retire,
    ticket() {
      let current = tickets.at(-1);
      if (!current || current.expiresAt <= now()) tickets.push((current = fresh()));
      current.expiresAt = Math.min(now() + LIFETIME_MS, current.createdAt + TICKET_MAX_MS);
      return current.value;
    },
    issueCode(userId) {
      const code = randomBytes(16).toString('hex');
      codes.set(code, { userId, expiresAt: now() + CODE_MS });
      return code;
    },
    redeemCode(code) {
      const found = codes.get(code);
      codes.delete(code);
      return found && found.expiresAt > now() ? found.userId : undefined;
    },
    signedWith({ nonceStr, timeStamp, url, signature }) {
      const algorithm = ({ 64: 'sha256', 40: 'sha1' } as const)[signature.length as 64 | 40];
      if (!algorithm) return undefined;
      const fits = ({ value }: Lease) => {
        const plain = `jsapi_ticket=${value}&noncestr=${nonceStr}&timestamp=${timeStamp}&url=${signedUrl(url)}`;
        return createHash(algorithm).update(plain).digest('hex') === signature;
      };
      return tickets.filter(({ expiresAt }) => expiresAt > now()).some(fits) ? algorithm : undefined;
    },
  };
}

/** Refusals for a token that does not do, in both families. */
export const tokenRefusals = {
  old: {
    missing: new Refusal(41001, '缺少access_token参数'),
    unknown: new Refusal(40014, '不合法的access_token'),
    expired: new Refusal(42001, 'access_token已过期'),
  },
  new: {
    missing: new Refusal('InvalidAuthentication', '不合法的access_token'),
    unknown: new Refusal('InvalidAuthentication', '不合法的access_token'),
    expired: new Refusal('InvalidAuthentication', '不合法的access_token'),
  },
} as const;
