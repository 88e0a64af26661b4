/** The party's API. A refusal is a sentence for people; a network that does not answer is told apart from it. */
import { type PartyFile, type PartyView, type Receipt } from './answers';

export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
/** Nothing came back: it may or may not have arrived, and is safely sent again. */
export class Unreachable extends Error {
  constructor() {
    super('现在没有网络，或者服务暂时没有应答。填写的内容已保存在本机。');
  }
}

let csrf = '';
/** From the address behind `#`: no server on the way has seen it. */
export const token = (): string => window.location.hash.slice(1);

async function ask<T>(
  method: string,
  path: string,
  body?: BodyInit | null,
  headers: Record<string, string> = {},
): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/api/party/${path}`, {
      method,
      body: body ?? null,
      cache: 'no-store',
      credentials: 'same-origin',
      headers: { ...(csrf ? { 'x-csrf-token': csrf } : {}), ...headers },
    });
  } catch {
    throw new Unreachable();
  }
  const said = (await answer.json().catch(() => null)) as (T & { error?: { code?: string; message?: string } }) | null;
  if (answer.ok && said) return said;
  if (!said?.error?.message) throw new Unreachable();
  throw new Refused(said.error.code ?? '', said.error.message);
}
const post = <T>(path: string, body: object) =>
  ask<T>('POST', path, JSON.stringify(body), { 'content-type': 'application/json' });

export const askCode = () => post<{ resendSeconds: number; codeMinutes: number }>('codes', { link: token() });
export async function enter(code: string): Promise<void> {
  csrf = (await post<{ csrf: string }>('session', { link: token(), code })).csrf;
}
/** Whether this browser is signed in for this very link. @throws Unreachable */
export async function resume(): Promise<boolean> {
  try {
    csrf = (await ask<{ csrf: string }>('GET', 'session', null, { 'x-party-link': token() })).csrf;
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
export const readCase = () => ask<PartyView>('GET', 'case');
export const file = (id: string, filed: object) =>
  post<{ receipt: Receipt; view: PartyView }>('filings', { id, filed });
export const sendFile = (one: File) =>
  ask<PartyFile>('PUT', 'files', one, {
    'content-type': 'application/octet-stream',
    'x-file-name': encodeURIComponent(one.name),
  });
export async function leave(): Promise<void> {
  await ask('DELETE', 'session').catch(() => undefined);
  csrf = '';
}
