/** The party's own sign-in: a link, a code by SMS, a cookie that reaches nothing but the party's own API. */
import type Router from '@koa/router';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, type Middleware } from 'koa';
import { type Logger } from 'pino';
import { z } from 'zod';
import { perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { telephoneOf } from '../models/core/identityVault';
import { type Stored } from '../models/core/journal';
import { policy } from '../models/core/policy';
import { checked } from '../models/core/workflow';
import {
  allowAddress,
  allowTelephone,
  closeSession,
  linkByToken,
  linkOfSession,
  openSession,
  putCode,
  takeCode,
} from '../models/party/access.store';
import { partyActor } from '../models/party/filing';
import { partyLinkDomain } from '../models/party/link';
import { Code, type PartyLink, Token } from '../models/party/party.schema';
import { isOpen } from '../models/party/party.store';
import { csrfOf, freshCode, hashOfToken, same } from '../models/party/secrets';
import { type Traced } from './answer';

/** Hands a code to a telephone. The number is never logged. */
export type SendCode = (to: { id: string; mobile: string; code: string; at: Date }) => Promise<void>;

export interface PartyDoors {
  clock: () => Date;
  log: Logger;
  settings: { publicUrl: string };
  /** Absent where there is no gateway for texts. */
  sendCode?: SendCode;
}

export interface PartyState extends Traced {
  link: Stored<PartyLink>;
  session: string;
  now: Date;
}

export const AskCode = z.strictObject({ link: Token });
export const EnterCode = z.strictObject({ link: Token, code: Code });

const COOKIE = 'liandong_party';
const PATH = '/api/party';
const ENDED = '登录已过期，请从短信里重新打开链接，用验证码登录。';
const WRONG = '验证码不对或已失效，请核对短信；多次不对的，请重新获取验证码。';

const cookie = (ctx: Context, { publicUrl }: PartyDoors['settings'], value: string, more = '') =>
  ctx.append(
    'set-cookie',
    `${COOKIE}=${value}; Path=${PATH}; HttpOnly; SameSite=Strict${more}${publicUrl.startsWith('https:') ? '; Secure' : ''}`,
  );

/** Who stands in for a telephone where there is no link: the token, so that asking again is refused alike. */
const NOBODY = 'ref:nobody';

/**
 * A code for whoever holds this link, if anybody does. Every link gets the same answer after the same work; whether a text was sent, only
 * its telephone knows.
 */
async function askCode(token: string, address: string, now: Date, { sendCode, log }: PartyDoors) {
  await allowAddress(address, now);
  if (!sendCode) throw new DomainError('UNAVAILABLE', '短信暂时发不出去，请稍后再试，或联系办案人员。');
  const tokenHash = hashOfToken(token);
  const link = await linkByToken(tokenHash);
  const mobile = await telephoneOf(link && isOpen(link, now) ? link.contact : NOBODY);
  await allowTelephone(mobile ?? `nobody:${tokenHash}`, now);
  const code = freshCode();
  await putCode(tokenHash, code, now);
  if (mobile && link) {
    const id = `code:${link._id}:${String(now.getTime())}`;
    sendCode({ id, mobile, code, at: now }).catch((error: unknown) =>
      log.error({ err: error, link: link._id }, 'a code could not be handed to the gateway'),
    );
  }
  const { resendSeconds, codeMinutes } = policy().party;
  return { resendSeconds, codeMinutes };
}

/** @returns the secret of the new session @throws DomainError NOT_SIGNED_IN, whatever it is that does not fit */
async function enter(token: string, code: string, address: string, now: Date): Promise<string> {
  await allowAddress(address, now);
  const tokenHash = hashOfToken(token);
  const [fits, link] = [await takeCode(tokenHash, code, now), await linkByToken(tokenHash)];
  if (!fits || !link || !isOpen(link, now)) throw new DomainError('NOT_SIGNED_IN', WRONG);
  await perform(partyLinkDomain, 'enter', link._id, {}, { actor: partyActor(link.partyKey), now, door: 'page' });
  return openSession(link._id, now);
}

async function evenly<T>(work: Promise<T>): Promise<T> {
  const [done] = await Promise.allSettled([work, sleep(policy().party.answerMs)]);
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}

const READS = new Set(['GET', 'HEAD']);

/** Let only the party of a link pass that is still open; changes carry the token of the session. */
export function partySignedIn({ clock }: Pick<PartyDoors, 'clock'>): Middleware<PartyState> {
  return async (ctx, next) => {
    const now = clock();
    const session = ctx.cookies.get(COOKIE) ?? '';
    const link = session ? await linkOfSession(session, now) : null;
    if (!link) throw new DomainError('NOT_SIGNED_IN', ENDED);
    if (!READS.has(ctx.method) && !same(csrfOf(session), ctx.get('x-csrf-token')))
      throw new DomainError('FORBIDDEN_ORIGIN', '页面停留太久，安全标记已失效，请刷新页面后再提交。');
    Object.assign(ctx.state, { link, session, now });
    await next();
  };
}

/** `/api/party/codes` and `/api/party/session`. */
export function partySessionRoutes(router: Router, doors: PartyDoors): void {
  const signedIn = partySignedIn(doors) as never;

  router.post('/api/party/codes', async (ctx) => {
    const { link } = checked(AskCode, ctx.request.body);
    ctx.body = await evenly(askCode(link, ctx.ip, doors.clock(), doors));
  });
  router.post('/api/party/session', async (ctx) => {
    const { link, code } = checked(EnterCode, ctx.request.body);
    const session = await evenly(enter(link, code, ctx.ip, doors.clock()));
    cookie(ctx, doors.settings, session);
    ctx.body = { csrf: csrfOf(session) };
  });
  router.get('/api/party/session', signedIn, (ctx) => {
    const { link, session } = ctx.state as PartyState;
    const asked = ctx.get('x-party-link');
    // The page was opened by another link than the one signed in with.
    if (asked && !same(link.tokenHash, hashOfToken(asked))) throw new DomainError('NOT_SIGNED_IN', ENDED);
    ctx.body = { csrf: csrfOf(session) };
  });
  router.delete('/api/party/session', signedIn, async (ctx) => {
    await closeSession((ctx.state as PartyState).session);
    cookie(ctx, doors.settings, '', '; Max-Age=0');
    ctx.status = 204;
  });
}
