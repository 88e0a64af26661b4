/**
 * How fast one caller may go. Counted in the memory of each process: a shared counter would cost every request a database round
 * trip, a third of the rate, and what is protected is this process. With n processes a caller gets at most n times as much.
 */
import { createHash } from 'node:crypto';
import { type Context, type Middleware } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../models/core/errors';

const MINUTE_S = 60;
/** A whole bureau may sit behind one address, so this only stops machines that try codes. */
const SIGN_INS_PER_MINUTE = 300;
/** Callers behind one address; made-up cookies cannot get around this one. */
const CALLERS_PER_ADDRESS = 40;

async function consume(limiter: RateLimiterMemory, key: string, ctx: Context) {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = Math.ceil(refused.msBeforeNext / 1000);
    ctx.set('retry-after', String(seconds));
    throw new DomainError('TOO_MANY_REQUESTS', `操作太频繁，请${seconds}秒后再试。`);
  }
}

/** Per session when there is a cookie, else per address; sign-ins are counted apart. */
export function rateLimits(requestsPerMinute: number): Middleware {
  const requests = new RateLimiterMemory({ points: requestsPerMinute, duration: MINUTE_S });
  const addresses = new RateLimiterMemory({ points: requestsPerMinute * CALLERS_PER_ADDRESS, duration: MINUTE_S });
  const signIns = new RateLimiterMemory({ points: SIGN_INS_PER_MINUTE, duration: MINUTE_S });
  return async (ctx, next) => {
    const signingIn = ctx.method === 'POST' && ctx.path === '/api/session';
    if (signingIn) await consume(signIns, ctx.ip, ctx);
    await consume(addresses, ctx.ip, ctx);
    const cookie = ctx.cookies.get('liandong');
    const caller = cookie ? createHash('sha256').update(cookie).digest('base64') : ctx.ip;
    await consume(requests, caller, ctx);
    await next();
  };
}
