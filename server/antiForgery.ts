import { type Context, type Middleware } from 'koa';
import { DomainError } from '../models/core/errors';
import { type SignedIn } from './signIn';
import { type Sessions } from './sessions';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Where a changing request comes from: our own pages, or an origin the settings trust. A client that is no browser names none. */
function fromOurPages(ctx: Context, trusted: ReadonlySet<string>): boolean {
  const origin = ctx.get('origin');
  if (origin) return trusted.has(origin) || origin === `${ctx.protocol}://${ctx.host}`;
  const site = ctx.get('sec-fetch-site');
  return site === '' || site === 'same-origin' || site === 'none';
}

/** Refuse changes that another website makes a signed-in browser send. Stands before sign-in, which needs it as well. */
export function ownOrigin(origins: readonly string[]): Middleware {
  const trusted = new Set(origins.map((address) => new URL(address).origin));
  return async (ctx, next) => {
    if (!READS.has(ctx.method) && !fromOurPages(ctx, trusted)) {
      throw new DomainError('FORBIDDEN_ORIGIN', '这个请求不是从本系统页面发出的，请从钉钉工作台重新打开后再操作。', {
        origin: ctx.get('origin').slice(0, 200),
      });
    }
    await next();
  };
}

/** Every change carries the token of its session in `x-csrf-token`. */
export function antiForgery(sessions: Sessions): Middleware<SignedIn> {
  return async (ctx, next) => {
    if (!READS.has(ctx.method) && !sessions.csrfFits(ctx.state.session.id, ctx.get('x-csrf-token'))) {
      throw new DomainError('FORBIDDEN_ORIGIN', '页面停留太久，安全标记已失效，请刷新页面后再提交。');
    }
    await next();
  };
}
