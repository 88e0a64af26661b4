/**
 * Who is holding the phone. Inside DingTalk the sign-in is silent; a browser comes back from DingTalk's own page with a code.
 * Without network the last person's own drafts and tasks stay readable, but nothing is sent until the server has confirmed them.
 */
import { type Hello, type Me, type Session } from './answers';
import { authCode, insideDingTalk } from './dingtalk/bridge';
import { notice } from './notice';
import { dropAnswers } from './offline/answers';
import { isHere, lockOthers, meet, stepUp, tagOf } from './offline/holder';
import { reclose } from './offline/moving';
import { forgetPerson, rememberedPerson, rememberPerson } from './offline/person';
import { Refusal, Unreachable, exchange, sentenceOf } from './wire';

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
  const remembered = await rememberedPerson().catch(() => undefined);
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

/**
 * Sign in with DingTalk once more, although a session still holds: for what is only done by somebody who has just signed in.
 *
 * @throws Unreachable | Refusal, and for a browser outside DingTalk never comes back, since it leaves for DingTalk's page
 */
export async function signInAgain(): Promise<void> {
  const { corpId, clientId, loginUrl } = await learnHello();
  if (!insideDingTalk()) {
    if (loginUrl) location.assign(loginUrl);
    return;
  }
  const code = await authCode(corpId, clientId);
  await remember(await exchange<Session>('/api/session', { method: 'POST', body: { code } }));
}

/** DingTalk's page sends the browser back with `?authCode=…`; the code is single-use, so it leaves the address at once. */
function returnedCode(): string | null {
  const search = new URLSearchParams(location.search);
  const code = search.get('authCode') ?? search.get('code');
  if (code) history.replaceState(null, '', location.pathname + location.hash);
  return code;
}

/**
 * The keys of what is kept on this device follow the person at the door: nobody else's open any more, theirs do. Only where the storage key
 * is not here yet does the page wait for it; otherwise the contact just renews it.
 *
 * @throws Unreachable | Refusal when the key had to be fetched and could not be
 */
async function remember({ me, csrf }: Session): Promise<void> {
  await takeKeys(me, csrf).catch((error: unknown) => {
    // A browser that keeps nothing at all can still be used; only what the server says stops the sign-in.
    if (error instanceof Unreachable || error instanceof Refusal) throw error;
  });
  become({ phase: 'in', me, csrf, confirmed: true, trouble: null });
  await rememberPerson(me).catch(() => undefined);
  void dropAnswers(me.id).catch(() => undefined);
}

async function takeKeys(me: Me, csrf: string): Promise<void> {
  await stepUp(await tagOf(me.id));
  await lockOthers(me.id);
  const met = meet(me, csrf).then(() => reclose(me.id));
  if (await isHere(me.id)) met.catch(() => undefined);
  else await met;
}

function leave(error: Refusal): never {
  become({ phase: 'outside', me: null, csrf: null, confirmed: false });
  throw error;
}

/** What is said once it is done. */
const SIGN_OUT_WORDS = '退出后本机内容仍保留，重新登录后可继续发送。';

/** Sign out of this device. Drafts, unsent forms and field records stay, closed, for when the same person comes back. */
export async function signOut(): Promise<void> {
  const { csrf, me } = session.get();
  await exchange('/api/session', { method: 'DELETE', headers: csrf ? { 'x-csrf-token': csrf } : {} }).catch(
    () => undefined,
  );
  if (me) await dropAnswers(me.id, Infinity).catch(() => undefined);
  await forgetPerson();
  await lockOthers(null);
  become({ phase: 'outside', me: null, csrf: null, confirmed: false, trouble: SIGN_OUT_WORDS });
}
