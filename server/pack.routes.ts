/** 带上岛 by HTTP: what may be packed, and the pack itself as one compressed file. */
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type Router from '@koa/router';
import { appendAudit, recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { packFor, packPlaces } from '../models/pack/pack';
import { PackQuery } from '../models/pack/pack.schema';
import { commandContext } from './commands';
import { type SignedIn } from './signIn';

/** Whoever may not is written down, as with every single reading. */
async function orDenied<T>(state: SignedIn, about: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_PERMITTED')
      await recordDenied(commandContext(state), { objectType: 'packs', objectId: about, action: 'pack.read' });
    throw error;
  }
}

/** Hundreds of dossiers at once are one reading, told with the places. */
const logReading = ({ actor, now, requestId }: SignedIn, about: string, enterprises: number) =>
  appendAudit([
    {
      ...{ at: now, actor: actor.id, action: 'pack.read', objectType: 'packs', objectId: about },
      ...{ result: 'revealed', door: 'page', reason: `带上岛：${enterprises} 家企业`, requestId },
    },
  ]);

/** @param boundary the operator's own outline of the city, if there is one */
export function packRoutes(router: Router, boundary: unknown): void {
  router.get('/api/pack/places', async (ctx) => {
    const state = ctx.state as SignedIn;
    ctx.body = { items: await orDenied(state, '–', packPlaces(state.actor)) };
  });
  router.get('/api/pack', async (ctx) => {
    const state = ctx.state as SignedIn;
    const { places } = checked(PackQuery, { ...ctx.query });
    const about = places.join('、').slice(0, 200);
    const pack = await orDenied(state, about, packFor(state.actor, places, boundary, state.now));
    const etag = `"${pack.hash}"`;
    ctx.set({ etag, 'cache-control': 'private, no-cache', 'x-pack-bytes': String(pack.bytes) });
    ctx.vary('accept-encoding');
    // Not `ctx.fresh`: the page asks past its own cache, which would make every answer a new one.
    if (ctx.get('if-none-match').replace(/^W\//, '') === etag) {
      ctx.status = 304;
      return;
    }
    await logReading(state, about, pack.enterprises);
    ctx.type = 'application/json';
    const whole = Readable.from(pack.pieces);
    if (ctx.acceptsEncodings('gzip', 'identity') !== 'gzip') {
      ctx.body = whole;
      return;
    }
    ctx.set('content-encoding', 'gzip');
    ctx.body = whole.pipe(createGzip());
  });
}
