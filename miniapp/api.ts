/** Requests as the person who is signed in: anti-forgery token, idempotency key, silent renewal of an expired session. */
import { renewSession, session } from './session';
import { Refusal, exchange, type Exchange } from './wire';

interface ApiRequest extends Exchange {
  /** Idempotency key of a command. */
  key?: string;
  /** Only as this person: refused here when somebody else has signed in meanwhile. */
  as?: string;
}

/**
 * @throws Unreachable | Refusal (401 when even a renewed session was not accepted)
 */
export async function request<T>(path: string, options: ApiRequest = {}): Promise<T> {
  const { key, as, headers, ...rest } = options;
  const attempt = () => {
    const { me, csrf } = session.get();
    if (as && me?.id !== as)
      throw new Refusal(401, 'NOT_SIGNED_IN', '现在登录的是另一个人，这条内容不会以他的名义发送。');
    return exchange<T>(path, {
      ...rest,
      headers: {
        ...headers,
        ...(options.method && csrf ? { 'x-csrf-token': csrf } : {}),
        ...(key ? { 'idempotency-key': key } : {}),
      },
    });
  };
  try {
    return await attempt();
  } catch (error) {
    const isSessionOld =
      error instanceof Refusal &&
      (error.status === 401 || error.code === 'FORBIDDEN_ORIGIN') &&
      !(as && as !== session.get().me?.id);
    if (!isSessionOld) throw error;
    await renewSession();
    return attempt();
  }
}
