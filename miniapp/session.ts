/**
 * Who is holding the phone. Inside DingTalk the sign-in is silent; a browser comes back from DingTalk's own page with a code.
 * Without network the last person's own drafts and tasks stay readable, but nothing is sent until the server has confirmed them.
 */
import { type Hello, type Me, type Session } from './answers';
import { authCode, insideDingTalk } from './dingtalk/bridge';
import { notice } from './notice';
import { shelves } from './offline/database';
import { Refusal, exchange, sentenceOf } from './wire';

interface SessionState {
  /** outside: in a browser, not signed in · stuck: sign-in failed, `trouble` says why. */
  phase: 'starting' | 'in' | 'outside' | 'stuck';
  me: Me | null;
  csrf: string | null;
  /** Whether the server has said so since this page was opened; false while only remembered. */
  confirmed: boolean;
  hello: Hello | null;
  /** Device clock (ms) when hello was answered. */
  helloAt: number | null;
  trouble: string | null;
}

export const session = notice<SessionState>({
  phase: 'starting',
  me: null,
  csrf: null,
  confirmed: false,
  hello: null,
  helloAt: null,
  trouble: null,
});
const become = (change: Partial<SessionState>) => session.set({ ...session.get(), ...change });

/** Open the page: remembered person first, then the server's word. */
export async function startSession(): Promise<void> {
  const remembered = (await (await shelves()).get('person', 'me').catch(() => undefined)) as Me | undefined;
  if (remembered) become({ me: remembered, phase: 'in' });
  window.addEventListener('online', () => session.get().confirmed || void renewSession().catch(() => undefined));
  await Promise.all([learnHello(), renewSession()]).catch(() => undefined);
}

async function learnHello(): Promise<Hello> {
  const known = session.get().hello;
  if (known) return known;
  const hello = await exchange<Hello>('/api/hello');
  become({ hello, helloAt: Date.now() });
  return hello;
}

let renewing: Promise<void> | undefined;

/** Confirm or renew the session; several callers share one attempt. @throws Unreachable | Refusal */
export function renewSession(): Promise<void> {
  renewing ??= confirm().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function confirm(): Promise<void> {
  try {
    await remember(await current());
  } catch (error) {
    if (error instanceof Refusal && error.status === 401 && !insideDingTalk()) return leave(error);
    const isRemembered = session.get().me !== null && !(error instanceof Refusal && error.status < 500);
    become({ confirmed: false, trouble: sentenceOf(error), ...(isRemembered ? {} : { phase: 'stuck', me: null }) });
    if (isRemembered) setTimeout(() => session.get().confirmed || void renewSession().catch(() => undefined), 15_000);
    throw error;
  }
}

async function current(): Promise<Session> {
  const returned = returnedCode();
  if (returned) return exchange<Session>('/api/session', { method: 'POST', body: { oauthCode: returned } });
  try {
    return await exchange<Session>('/api/session');
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 401) || !insideDingTalk()) throw error;
    const { corpId, clientId } = await learnHello();
    const code = await authCode(corpId, clientId);
    return exchange<Session>('/api/session', { method: 'POST', body: { code } });
  }
}

/** DingTalk's page sends the browser back with `?authCode=…`; the code is single-use, so it leaves the address at once. */
function returnedCode(): string | null {
  const search = new URLSearchParams(location.search);
  const code = search.get('authCode') ?? search.get('code');
  if (code) history.replaceState(null, '', location.pathname + location.hash);
  return code;
}

async function remember({ me, csrf }: Session): Promise<void> {
  become({ phase: 'in', me, csrf, confirmed: true, trouble: null });
  await (await shelves()).put('person', me, 'me').catch(() => undefined);
}

function leave(error: Refusal): never {
  become({ phase: 'outside', me: null, csrf: null, confirmed: false });
  throw error;
}

/** Sign out of this device. Drafts and unsent forms stay for when the same person comes back. */
export async function signOut(): Promise<void> {
  const { csrf } = session.get();
  await exchange('/api/session', { method: 'DELETE', headers: csrf ? { 'x-csrf-token': csrf } : {} }).catch(
    () => undefined,
  );
  const database = await shelves();
  await database.delete('person', 'me');
  await database.clear('answers');
  become({ phase: 'outside', me: null, csrf: null, confirmed: false });
}
