/** 回头看 by HTTP: the reviews that wait, and the rounds with all that is needed to draw them again. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { lookBackOutline } from '../models/lookBack/lookBack.face';
import { type LookBackStatus, STATES } from '../models/lookBack/lookBack.schema';
import { type ListedLookBack, listLookBacks, lookBackRounds } from '../models/lookBack/lookBack.store';
import { several } from './followUp.routes';
import { type SignedIn } from './signIn';

export const LookBacksQuery = z
  .strictObject({
    status: several(z.enum(Object.keys(STATES) as [LookBackStatus])),
    round: z.string().max(80),
    limit: z.coerce.number().int().min(1).max(200),
  })
  .partial();
const LIST = 60;
const ROUNDS = 24;

function row(record: ListedLookBack, reader: SignedIn) {
  const { _id, no, status, round, item, county, partyName, dueAt, officers } = record;
  const { status: statusLine, tone } = lookBackOutline(record, reader);
  return {
    ...{ id: _id, no, status, statusLine, tone, round, item: item.no, kind: item.kind, county, partyName, dueAt },
    officers: officers.map(({ name }) => name),
  };
}

/** Mounted before the routes of single records. */
export function lookBackRoutes(router: Router): void {
  router.get('/api/look-backs', async (ctx) => {
    const state = ctx.state as SignedIn;
    const { limit = LIST, ...filter } = checked(LookBacksQuery, { ...ctx.query });
    const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const found = await listLookBacks(state.actor, { ...asked, limit });
    ctx.body = { items: found.map((one) => row(one, state)) };
  });
  router.get('/api/look-backs/rounds', async (ctx) => {
    const { actor } = ctx.state as SignedIn;
    if (!permits('seeLookBackRound', actor))
      throw new DomainError('NOT_PERMITTED', '回头看的抽取结果供工作人员核验，请联系分局。');
    const found = await lookBackRounds.collection
      .find({}, { projection: { events: 0, outbox: 0 }, sort: { month: -1, after: 1 }, limit: ROUNDS })
      .toArray();
    ctx.body = {
      items: found.map(({ _id, month, signedOffIn, after, seed, permille, least, frame, ...rest }) => ({
        ...{ id: _id, month, signedOffIn, after, seed, permille, least, frame },
        ...{ frameHash: rest.frameHash, certain: rest.certain, lot: rest.lot, drawnAt: rest.drawnAt },
      })),
    };
  });
}
