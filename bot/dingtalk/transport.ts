import { type Answer } from './envelope';
import { DingTalkError } from './error';

/** The largest page of members is some 300 kB. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** Failures that happen before a single byte of the request has left: the call was certainly not carried out. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

interface Reason {
  name?: unknown;
  code?: unknown;
  cause?: Reason;
  errors?: Reason[];
}

/** Node hides the reason of a failed fetch in `cause`, and inside an AggregateError when a name has several addresses. */
function reasonOf({ name, code, cause, errors }: Reason): string {
  if (name === 'TimeoutError' || name === 'AbortError') return 'TIMEOUT';
  if (typeof code === 'string') return code;
  const deeper = cause ?? errors?.[0];
  return deeper ? reasonOf(deeper) : 'NO_CONNECTION';
}

/** @returns the failure in our words. The cause is left out on purpose: undici puts headers, hence tokens, into it. */
export function unreachable(api: string, error: unknown): DingTalkError {
  const code = reasonOf(error as Reason);
  const ambiguous = !NEVER_SENT.has(code);
  return new DingTalkError({ kind: 'unreachable', api, code, message: 'no answer', ambiguous });
}

/** Read a body up to a limit. @throws RangeError when it is longer; the rest is not read */
export async function bytesOf(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

interface Request {
  url: string;
  method: 'GET' | 'POST' | 'PUT';
  headers: Record<string, string>;
  body?: string | FormData;
  timeoutMs: number;
  signal?: AbortSignal;
}

/** One HTTP exchange, whatever the status. Redirects are not followed: an API has none. @throws DingTalkError unreachable */
export async function exchange(api: string, { url, timeoutMs, signal, ...init }: Request): Promise<Answer> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const stop = signal ? AbortSignal.any([deadline, signal]) : deadline;
    const response = await fetch(url, { ...init, redirect: 'manual', signal: stop });
    return { status: response.status, text: (await bytesOf(response, MAX_ANSWER_BYTES)).toString('utf8') };
  } catch (error) {
    throw unreachable(api, error);
  }
}
