/** 听证 by HTTP, beyond what every domain has: the list. */
import type Router from '@koa/router';
import { z } from 'zod';
import { checked } from '../models/core/workflow';
import { hearingFace } from '../models/hearing/hearing.face';
import { listHearings } from '../models/hearing/hearing.store';
import { type SignedIn } from './signIn';

export const HearingsQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100) }).partial();

/** Mounted before the routes of single records. */
export function hearingRoutes(router: Router): void {
  router.get('/api/hearings', async (ctx) => {
    const reader = ctx.state as SignedIn;
    const { limit = 50 } = checked(HearingsQuery, { ...ctx.query });
    const found = await listHearings(reader.actor, limit);
    ctx.body = {
      items: found.map((one) => {
        const { number, status, tone } = hearingFace.outline({ ...one, minutes: [] } as never, reader);
        return { id: one._id, number, statusLine: status, tone, caseNo: one.caseNo, at: one.at, place: one.place };
      }),
    };
  });
}
