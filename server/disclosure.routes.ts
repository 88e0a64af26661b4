/** 处罚信息公开 by HTTP, beyond what every domain has: the list, and the credit of one enterprise. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { shanghaiDay } from '../models/core/calendar';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { creditOf, credits } from '../models/credit/credit';
import { scoreOf } from '../models/credit/score';
import { disclosureFace } from '../models/disclosure/disclosure.face';
import { type DisclosureStatus, STATES } from '../models/disclosure/disclosure.schema';
import { type ListedDisclosure, listDisclosures } from '../models/disclosure/disclosure.store';
import { commandContext } from './commands';
import { type SignedIn } from './signIn';

const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((said) => (typeof said === 'string' ? said.split(',').filter(Boolean) : said), z.array(one).max(10));
export const DisclosuresQuery = z
  .strictObject({
    status: several(z.enum(Object.keys(STATES) as [DisclosureStatus])),
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();

const LIST = 60;
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

function row(record: ListedDisclosure, reader: SignedIn) {
  const { status: statusLine, tone } = disclosureFace.outline({ ...record, finds: [] } as never, reader);
  const { _id, version, no, status, party, decidedOn, dueAt, publishedAt, source } = record;
  return {
    id: _id,
    version,
    no,
    status,
    statusLine,
    tone,
    party,
    decidedOn,
    dueAt,
    publishedAt,
    procedure: source.kind,
  };
}

export function disclosureRoutes(router: Router): void {
  router.get('/api/disclosures', async (ctx) => {
    const state = stateOf(ctx);
    const { status, limit = LIST } = checked(DisclosuresQuery, { ...ctx.query });
    ctx.body = { items: (await listDisclosures(state.actor, status, limit)).map((one) => row(one, state)) };
  });
  router.get('/api/credits/:enterprise', async (ctx) => {
    const state = stateOf(ctx);
    const id = String(ctx.params['enterprise']);
    if (!permits('seeCredit', state.actor)) {
      await recordDenied(commandContext(state), { objectType: credits.name, objectId: id, action: 'seeCredit' });
      throw new DomainError('NOT_PERMITTED', '环境信用由负责人和法制审核人员查看，请联系他们。');
    }
    const credit = await creditOf(id, state.actor);
    const score = scoreOf(credit ?? { entries: [] }, shanghaiDay(state.now));
    ctx.body = { enterprise: id, name: credit?.name ?? null, ...score };
  });
}
