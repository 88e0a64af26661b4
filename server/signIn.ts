/** Signing in by DingTalk: a code from inside the client, or the web login on a computer. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import Router from '@koa/router';
import { type Context, type Middleware } from 'koa';
import { z } from 'zod';
import { mayOf, ROLES, type Actor } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { type Person } from '../models/people/people.schema';
import { people, personById } from '../models/people/people.store';
import { type Traced } from './answer';
import { type Session, type Sessions } from './sessions';

/** Whoever proves who somebody is: DingTalk's side of both ways. They throw DomainError for a code that does not do. */
export interface Identity {
  /** Single-use code of the DingTalk client → userid. */
  userIdOfCode(code: string): Promise<string>;
  /** `authCode` of the web login → unionId. */
  unionIdOfOAuthCode(code: string): Promise<string>;
}

interface SignInSettings {
  publicUrl: string;
  /** DingTalk's login page; null when browser sign-in is not offered. */
  loginBase: string | null;
  corpId: string;
  clientId: string;
  agentId: number;
  /** Nothing here is real, and every page says so. */
  demo?: boolean;
}

export interface SignInDoors {
  sessions: Sessions;
  identity: Identity;
  settings: SignInSettings;
  clock: () => Date;
}

export interface SignedIn extends Traced {
  session: Session;
  actor: Actor;
  now: Date;
}

const COOKIE = 'liandong';
const STATE_COOKIE = 'liandong_state';
const STATE_SECONDS = 600;

/** Written by hand: behind a proxy Koa would refuse a secure cookie on a connection that looks plain. */
function setCookie(ctx: Context, settings: SignInSettings, name: string, value: string, seconds: number) {
  const secure = settings.publicUrl.startsWith('https:') ? '; Secure' : '';
  ctx.append('set-cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`);
}

/** What a page may know of the person who looks at it. */
function presentMe({ person, actor }: Session) {
  const { _id, name, title, roles, county, grid, unit, unitName } = person;
  return {
    id: _id,
    name,
    title,
    roles,
    roleNames: roles.map((role) => ROLES[role]),
    county,
    grid,
    unit,
    unitName,
    may: mayOf(actor),
  };
}

const NOT_SIGNED_IN = '登录已过期，请从钉钉工作台重新打开，或在登录页重新登录。';
const UNKNOWN = '通讯录里没有找到您的账号，可能尚未同步或已停用，请联系系统管理员。';

function known(person: Person | null): Person {
  if (!person) throw new DomainError('NOT_PERMITTED', UNKNOWN);
  return person;
}

/** Let only signed-in people pass; who they are and what time it is stands in `ctx.state` from here on. */
export function signedIn({ sessions, clock }: Pick<SignInDoors, 'sessions' | 'clock'>): Middleware<SignedIn> {
  return async (ctx, next) => {
    const now = clock();
    const id = ctx.cookies.get(COOKIE);
    const session = id ? await sessions.find(id, now) : null;
    if (!session) throw new DomainError('NOT_SIGNED_IN', NOT_SIGNED_IN);
    Object.assign(ctx.state, { session, actor: session.actor, now });
    await next();
  };
}

export const NewSession = z
  .strictObject({ code: z.string().min(1).max(512), oauthCode: z.string().min(1).max(512) })
  .partial()
  .refine(({ code, oauthCode }) => Boolean(code) !== Boolean(oauthCode), '登录码没有带上，请从钉钉工作台重新打开');

/** `/api/hello`, `/api/session` and the two steps of the web login. */
export function signInRoutes({ sessions, identity, settings, clock }: SignInDoors): Router {
  const router = new Router();
  const greet = async (ctx: Context, person: Person) => {
    const session = await sessions.open(person, clock());
    setCookie(ctx, settings, COOKIE, session.id, sessions.longestSeconds);
    return session;
  };
  const byUnionId = async (code: string) =>
    people.findOne({ unionId: await identity.unionIdOfOAuthCode(code), active: true });

  router.get('/api/hello', (ctx) => {
    const { corpId, clientId, agentId, loginBase, demo = false } = settings;
    ctx.body = { corpId, clientId, agentId, loginUrl: loginBase && '/signin/start', now: clock(), demo };
  });

  router.post('/api/session', async (ctx) => {
    const { code, oauthCode } = checked(NewSession, ctx.request.body);
    const person = code ? await personById(await identity.userIdOfCode(code)) : await byUnionId(oauthCode ?? '');
    const session = await greet(ctx, known(person));
    ctx.body = { me: presentMe(session), csrf: sessions.csrfOf(session.id) };
  });

  router.get('/api/session', signedIn({ sessions, clock }) as never, (ctx) => {
    const { session } = ctx.state as SignedIn;
    ctx.body = { me: presentMe(session), csrf: sessions.csrfOf(session.id) };
  });

  router.delete('/api/session', async (ctx) => {
    const id = ctx.cookies.get(COOKIE);
    if (id) await sessions.close(id);
    setCookie(ctx, settings, COOKIE, '', 0);
    ctx.status = 204;
  });

  router.get('/signin/start', (ctx) => {
    const state = `${randomBytes(24).toString('base64url')}.${ctx.query['to'] === 'wall' ? 'wall' : 'desk'}`;
    setCookie(ctx, settings, STATE_COOKIE, state, STATE_SECONDS);
    const query = new URLSearchParams({
      redirect_uri: `${settings.publicUrl}/signin`,
      response_type: 'code',
      client_id: settings.clientId,
      scope: 'openid',
      state,
      prompt: 'consent',
    });
    ctx.redirect(`${settings.loginBase}/oauth2/auth?${String(query)}`);
  });

  router.get('/signin', async (ctx) => {
    const { authCode, code, state } = ctx.query;
    const expected = ctx.cookies.get(STATE_COOKIE) ?? '';
    setCookie(ctx, settings, STATE_COOKIE, '', 0);
    const given = String(authCode ?? code ?? '');
    const home = expected.endsWith('.wall') ? '/wall' : '/desk';
    if (!same(expected, String(state ?? '')) || !given) return ctx.redirect(`${home}#/signin?again=1`);
    const person = await byUnionId(given);
    if (!person) return ctx.redirect(`${home}#/signin?unknown=1`);
    await greet(ctx, person);
    ctx.redirect(home);
  });
  return router;
}

/** An empty state is never the right one. */
function same(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}
