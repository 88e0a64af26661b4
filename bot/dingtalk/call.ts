import { randomUUID } from 'node:crypto';
import { setTimeout as realSleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Api, type ApiName, apis } from './api';
import { type Budget } from './budget';
import { readNew, readOld, saysTokenIsInvalid } from './envelope';
import { DingTalkError } from './error';
import { type Pace, pauseAfter, TRIES, type Turnstile, turnstile } from './limits';
import { type DingTalkDoors, type DingTalkSettings } from './settings';
import { type Renewable, renewable } from './token';
import { exchange } from './transport';

const RATE_PER_SECOND = 15;
const TIMEOUT_MS = 5_000;

interface CallInput {
  /** Values for the `{name}` parts of the path. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object | FormData;
  /** The token of a person who signed in on our page, in place of the app's. */
  token?: string;
  /** A whole address supplied by DingTalk in place of base and path; its host has been checked. */
  url?: string;
}

/** Make one call of the table and read its answer. @throws DingTalkError */
export type Call = <T>(api: ApiName, answer: z.ZodType<T>, input?: CallInput) => Promise<T>;

const AccessToken = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() });

function paceOf(doors: DingTalkDoors): Pace {
  return {
    elapsed: doors.elapsed ?? (() => performance.now()),
    sleep: doors.sleep ?? ((milliseconds) => realSleep(milliseconds)),
    random: doors.random ?? Math.random,
  };
}

/** Where a call goes. The old family takes its token from the address, the new one from a header. */
function addressOf(api: Api, settings: DingTalkSettings, input: CallInput, token: string | undefined): string {
  const base = api.family === 'old' ? settings.oapiBase : settings.apiBase;
  const path = api.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input.path?.[name] ?? ''));
  const url = new URL(input.url ?? base + path);
  for (const [name, value] of Object.entries(input.query ?? {})) url.searchParams.set(name, value);
  if (token !== undefined && api.family === 'old') url.searchParams.set('access_token', token);
  return url.href;
}

function headersOf(api: Api, input: CallInput, token: string | undefined, requestId: string): Record<string, string> {
  return {
    accept: 'application/json',
    'x-request-id': requestId,
    ...(input.body && !(input.body instanceof FormData) ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...(token !== undefined && api.family === 'new' ? { 'x-acs-dingtalk-access-token': token } : {}),
  };
}

const mayTryAgain = (api: Api, error: DingTalkError): boolean =>
  error.kind === 'limited' || (error.kind === 'unreachable' && (api.repeatable || !error.ambiguous));

/** A call of which the platform says that it did not even begin costs nothing. */
const costs = (error: unknown): boolean =>
  !(error instanceof DingTalkError) ||
  (error.kind !== 'limited' && !(error.kind === 'unreachable' && !error.ambiguous));

/**
 * The one way out: rate, token, exchange, judgement, budget, and up to three tries.
 *
 * @returns `call`, which checks every answer against a shape, and the token it uses
 */
export function caller(
  settings: DingTalkSettings,
  doors: DingTalkDoors,
  budget: Budget,
): { call: Call; token: Renewable } {
  const pace = paceOf(doors);
  const turnstiles = new Map<ApiName, Turnstile>();
  const turnstileOf = (name: ApiName): Turnstile => {
    const known = turnstiles.get(name) ?? turnstile(settings.ratePerSecond ?? RATE_PER_SECOND, pace);
    turnstiles.set(name, known);
    return known;
  };

  const attempt = async (name: ApiName, input: CallInput, token: string | undefined, id: string): Promise<unknown> => {
    const api: Api = apis[name];
    await turnstileOf(name).pass();
    const started = pace.elapsed();
    const { body } = input;
    try {
      const answer = await exchange(name, {
        url: addressOf(api, settings, input, token),
        method: api.method,
        headers: headersOf(api, input, token, id),
        timeoutMs: settings.timeoutMs ?? TIMEOUT_MS,
        ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
      });
      const said = api.family === 'old' ? readOld(name, answer) : readNew(name, answer);
      if (api.counted) budget.spend(name);
      return said;
    } catch (error) {
      if (api.counted && costs(error)) budget.spend(name);
      const { code, kind, requestId } = error as Partial<DingTalkError>;
      const tookMs = Math.round(pace.elapsed() - started);
      doors.log.warn(
        { api: name, requestId: id, dingtalkRequestId: requestId, kind, code, tookMs },
        'DingTalk call failed',
      );
      throw error;
    }
  };

  /** With a token; when the platform refuses that token, once more with a new one. */
  const withToken = async (name: ApiName, input: CallInput, id: string): Promise<unknown> => {
    if ((apis[name] as Api).anonymous) return attempt(name, input, undefined, id);
    if (input.token !== undefined) return attempt(name, input, input.token, id);
    const used = await token.get();
    try {
      return await attempt(name, input, used, id);
    } catch (error) {
      if (!saysTokenIsInvalid(error)) throw error;
      token.drop(used);
      return attempt(name, input, await token.get(), id);
    }
  };

  const call: Call = async (name, answer, input = {}) => {
    const id = doors.requestId?.() ?? randomUUID();
    for (let tries = 1; ; tries += 1) {
      try {
        return shaped(name, answer, await withToken(name, input, id));
      } catch (error) {
        if (!(error instanceof DingTalkError) || error.api !== name || tries >= TRIES) throw error;
        if (!mayTryAgain(apis[name], error)) throw error;
        const pause = pauseAfter(tries, pace.random);
        if (error.kind === 'limited') turnstileOf(name).close(pause);
        await pace.sleep(pause);
      }
    }
  };

  const token = renewable(doors.clock, async () => {
    const body = { appKey: settings.clientId, appSecret: settings.clientSecret };
    try {
      const { accessToken, expireIn } = await call('accessToken', AccessToken, { body });
      return { value: accessToken, expiresIn: expireIn };
    } catch (error) {
      // Without a token the call itself was never made, however the fetch of the token ended.
      throw error instanceof DingTalkError
        ? new DingTalkError({ ...error, message: error.message, ambiguous: false })
        : error;
    }
  });

  return { call, token };
}

/** An answer of an unexpected shape is a refusal of ours: the call was carried out, so it is never repeated. */
function shaped<T>(api: ApiName, answer: z.ZodType<T>, said: unknown): T {
  const read = answer.safeParse(said);
  if (read.success) return read.data;
  const message = `unexpected answer: ${read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`;
  throw new DingTalkError({ kind: 'refused', api, code: 'UNEXPECTED_ANSWER', message, status: 200, ambiguous: true });
}
