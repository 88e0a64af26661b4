/** 后督查 by HTTP, beyond what every domain has: the queue by last day, and those of one case. */
import type Router from '@koa/router';
import { z } from 'zod';
import { County } from '../models/core/place';
import { checked } from '../models/core/workflow';
import { followUpOutline } from '../models/followUp/followUp.face';
import { type FollowUpStatus, STATES } from '../models/followUp/followUp.schema';
import { type ListedFollowUp, listFollowUps } from '../models/followUp/followUp.store';
import { type SignedIn } from './signIn';

export const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((said) => (typeof said === 'string' ? said.split(',').filter(Boolean) : said), z.array(one).max(20));
export const After = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}~.{1,100}$/, '翻页的位置不对，请从列表的第一页重新开始')
  .transform((said) => ({ dueOn: said.slice(0, 10), id: said.slice(11) }));
export const FollowUpsQuery = z
  .strictObject({
    status: several(z.enum(Object.keys(STATES) as [FollowUpStatus])),
    county: County,
    case: z.string().max(80),
    after: After,
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();

const LIST = 30;
function row(record: ListedFollowUp, reader: SignedIn) {
  const { _id, version, no, status, caseNo, county, partyName, dueOn, unannounced, visits, officers, team } = record;
  const { status: statusLine, tone, until } = followUpOutline(record, reader);
  return {
    ...{ id: _id, version, no, status, statusLine, tone, caseNo, county, partyName, dueOn, dueAt: until, unannounced },
    ...{ officers: officers.map(({ name }) => name), visits: visits.filter(({ at }) => at !== null).length },
    mine: team.includes(reader.actor.id),
  };
}

/** Mounted before the routes of single records. */
export function followUpRoutes(router: Router): void {
  router.get('/api/follow-ups', async (ctx) => {
    const state = ctx.state as SignedIn;
    const { limit = LIST, ...filter } = checked(FollowUpsQuery, { ...ctx.query });
    const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const found = await listFollowUps(state.actor, { ...asked, limit });
    const last = found.length === limit ? found.at(-1) : undefined;
    ctx.body = { items: found.map((one) => row(one, state)), next: last ? `${last.dueOn}~${last._id}` : null };
  });
}
