/**
 * 信号入口: `POST /api/hooks/:system`, for online monitors, weather and the systems of other bodies. Outside session, anti-forgery and the
 * limits for people: what it trusts is the signature, what it answers for is one durable write. How to sign: docs/webhooks.md.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type Router from '@koa/router';
import { type Context } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { consolidate } from '../models/signal/consolidate';
import { SignalBody } from '../models/signal/signal.schema';
import { nextSignal, signals, takeIn } from '../models/signal/signal.store';
import { type Traced } from './answer';
import { type Deadline } from './deadlines';

/** The secrets of each system, the current one first; an older one is taken while it is being replaced. */
export type WebhookSecrets = Readonly<Record<string, readonly string[]>>;

interface WebhookDoors {
  secrets: WebhookSecrets;
  clock: () => Date;
}

const MOST_BYTES = 16 * 1024;
const FIVE_MINUTES = 300_000;
const DAY = 86_400_000;
/** What a station kept back while its line was down may still come. */
const OLDEST_MS = 7 * DAY;
/** Of one system, 200 a second over a minute: four times the flood it has to stand. */
const PER_MINUTE = 12_000;
const MINUTE_S = 60;

const EVENT = /^[\w.:-]{8,64}$/;
const TIMESTAMP = /^\d{13}$/;
const SIGNATURE = /^sha256=[0-9a-f]{64}$/;

async function rawBody(ctx: Context): Promise<Buffer> {
  const tooLarge = () => new DomainError('TOO_LARGE', '一个信号最多16KB，请精简后分条发送。');
  if (Number(ctx.get('content-length')) > MOST_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The signature over timestamp, event id and raw body; hex. */
export function signatureOf(secret: string, timestamp: string, event: string, body: Buffer): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${event}\n`).update(body).digest('hex');
}

/** Stands in for the secret of a system that does not exist, so that asking for one takes as long. */
const NOBODY: readonly string[] = ['nobody'];

function signedBy(secrets: readonly string[], timestamp: string, event: string, body: Buffer, given: string): boolean {
  const proofs = secrets.map((secret) => Buffer.from(`sha256=${signatureOf(secret, timestamp, event, body)}`));
  const said = Buffer.from(given);
  return proofs.filter((proof) => proof.length === said.length && timingSafeEqual(proof, said)).length > 0;
}

interface Signed {
  system: string;
  event: string;
  body: Buffer;
}

const FORGED =
  '签名不对，信号没有收下。请核对系统名称、密钥和签名方法（见 docs/webhooks.md），时间戳、事件编号和正文须与签名时一致。';

/** Who sent it. @throws DomainError NOT_SIGNED_IN for whatever does not prove it, in the same words */
function authenticate({ secrets, clock }: WebhookDoors, ctx: Context, body: Buffer): Signed {
  const system = String((ctx as unknown as { params: { system: string } }).params.system);
  const [timestamp, event, given] = ['timestamp', 'event', 'signature'].map((name) => ctx.get(`x-liandong-${name}`));
  const formed = TIMESTAMP.test(timestamp ?? '') && EVENT.test(event ?? '') && SIGNATURE.test(given ?? '');
  const known = Object.hasOwn(secrets, system) ? secrets[system] : undefined;
  const signed = signedBy(known ?? NOBODY, timestamp ?? '', event ?? '', body, given ?? '');
  if (!formed || !known || !signed) throw new DomainError('NOT_SIGNED_IN', FORGED, { system: system.slice(0, 40) });
  if (Math.abs(clock().getTime() - Number(timestamp)) > FIVE_MINUTES) {
    throw new DomainError('NOT_SIGNED_IN', '签名的时间与本系统相差超过5分钟，请校准发送方的时钟后重新签名发送。', {
      system,
    });
  }
  return { system, event: event ?? '', body };
}

function parsed(body: Buffer, now: Date): SignalBody {
  let said: unknown;
  try {
    said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new DomainError(
      'INVALID_INPUT',
      '正文不是 UTF-8 编码的 JSON，请按 docs/webhooks.md 的格式发送。',
      {},
      { cause },
    );
  }
  const signal = checked(SignalBody, said);
  const at = 'at' in signal ? signal.at : now;
  if (at.getTime() > now.getTime() + FIVE_MINUTES)
    throw new DomainError('INVALID_INPUT', '时间 at 比本系统的时间还晚，请校准站点的时钟后重发。');
  if (at.getTime() < now.getTime() - OLDEST_MS)
    throw new DomainError('INVALID_INPUT', '时间 at 早于7天前，超过补传期限，请改由值班台登记。');
  return signal;
}

/** Once a minute for each reason and system: a forger may knock as often as he likes, the log and the audit log stay readable. */
function onceAMinute() {
  const limiter = new RateLimiterMemory({ points: 1, duration: MINUTE_S });
  let unsaid = 0;
  return async (key: string, say: (unsaid: number) => unknown) => {
    try {
      await limiter.consume(key);
      const before = unsaid;
      unsaid = 0;
      await say(before);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      unsaid += 1;
    }
  };
}

/** Mounted before session, anti-forgery and rate limits. */
export function webhookRoutes(router: Router, doors: WebhookDoors): void {
  const perSystem = new RateLimiterMemory({ points: PER_MINUTE, duration: MINUTE_S });
  const tellRefusal = onceAMinute();
  const systems = new Set(Object.keys(doors.secrets));

  async function refused(error: unknown, ctx: Context, log: Traced['log'], requestId: string) {
    if (!(error instanceof DomainError)) return;
    const { system: named } = (ctx as unknown as { params: { system: string } }).params;
    const system = systems.has(named) ? named : 'unknown';
    await tellRefusal(`${system}:${error.code}`, async (unsaid) => {
      log.info({ code: error.code, system, unsaid }, 'signal refused');
      if (error.code !== 'NOT_SIGNED_IN') return;
      const actor = { id: `system:${system}`, roles: [], county: null, grid: null, unit: null };
      const context = { actor, now: doors.clock(), door: 'system' as const, requestId };
      await recordDenied(context, { objectType: 'signals', objectId: system, action: 'signal.take' });
    });
  }

  router.post('/api/hooks/:system', async (ctx) => {
    const state = ctx.state as Traced;
    const { log, requestId } = state;
    // Fifty lines a second would bury every other one; metrics count them, defects are still written.
    state.log = log.child({}, { level: 'error' });
    ctx.set('cache-control', 'no-store');
    try {
      const { system, event, body } = authenticate(doors, ctx, await rawBody(ctx));
      await withinLimit(perSystem, system, ctx);
      ctx.status = 202;
      ctx.body = await accept(system, event, body, doors.clock());
    } catch (error) {
      await refused(error, ctx, log, requestId);
      throw error;
    }
  });
}

async function withinLimit(limiter: RateLimiterMemory, system: string, ctx: Context) {
  try {
    await limiter.consume(system);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = Math.ceil(refused.msBeforeNext / 1000);
    ctx.set('retry-after', String(seconds));
    throw new DomainError(
      'TOO_MANY_REQUESTS',
      `信号太密，每分钟最多${PER_MINUTE}条，请${seconds}秒后用同一事件编号重发。`,
    );
  }
}

async function accept(system: string, event: string, body: Buffer, now: Date) {
  const digest = createHash('sha256').update(body).digest('hex');
  const { signal, repeated } = await takeIn({ system, event, body: parsed(body, now), digest }, now);
  if (signal.digest !== digest) {
    throw new DomainError('NOT_NOW', '这个事件编号已经用于另一条信号，请换一个新的事件编号再发。', { system });
  }
  return { receipt: signal.receipt, receivedAt: signal.receivedAt, repeated };
}

/** Rounds follow each other no faster than this, so that a flood is written about in bulk. */
const BREATH_MS = 400;
const ROUND = 1_000;

/** The consolidator as a deadline: a signal is due when it has been written. */
export function signalDeadline(onError: (error: unknown) => void): Deadline {
  let lastRound = -Infinity;
  return {
    name: 'signals.consolidate',
    store: signals.collectionName,
    next: nextSignal,
    async act(now) {
      const since = performance.now() - lastRound;
      if (since < BREATH_MS) await sleep(BREATH_MS - since);
      lastRound = performance.now();
      const done = await consolidate(now, ROUND, onError);
      return done === ROUND ? done : 0;
    },
  };
}
