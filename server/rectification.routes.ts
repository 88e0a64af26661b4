/** 整改项 by HTTP, beyond what every domain has: the list, those of one case, and entering one. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { create, read } from '../models/core/journal';
import { NewId } from '../models/core/newId';
import { County } from '../models/core/place';
import { checked } from '../models/core/workflow';
import { face } from '../models/domains';
import { foundRectification } from '../models/rectification/rectification';
import { rectificationFace, rectificationOutline } from '../models/rectification/rectification.face';
import { foundFacts } from '../models/rectification/rectification.facts';
import { FoundRectification, type RectificationStatus, STATES } from '../models/rectification/rectification.schema';
import {
  type ListedRectification,
  listRectifications,
  rectifications,
} from '../models/rectification/rectification.store';
import { commandContext } from './commands';
import { requireOwnPhotos } from './files.routes';
import { After, several } from './followUp.routes';
import { changedRecord } from './record.page';
import { type SignedIn } from './signIn';

export const NewRectification = z.strictObject({ ...FoundRectification.shape, id: NewId });
export const RectificationsQuery = z
  .strictObject({
    status: several(z.enum(Object.keys(STATES) as [RectificationStatus])),
    county: County,
    case: z.string().max(80),
    after: After,
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();

const LIST = 30;
const own = face(rectificationFace);
function row(record: ListedRectification, reader: SignedIn) {
  const { _id, version, no, status, county, partyName, fact, owner, supervisorName, dueOn } = record;
  const { status: statusLine, tone } = rectificationOutline(record, reader);
  return {
    ...{ id: _id, version, no, status, statusLine, tone, county, partyName, fact, owner, supervisorName, dueOn },
    ...{ case: record.case, signedOffAt: record.signedOff?.at ?? null },
  };
}

async function enter(body: unknown, state: SignedIn) {
  const { id, ...said } = checked(NewRectification, body);
  const { actor, now } = state;
  const context = commandContext(state, `${actor.id}:${id}`);
  const standing = await read(rectifications, id);
  const made = async () => {
    const facts = await foundFacts(said, actor);
    if (!permits('foundRectification', actor, { county: facts.county })) {
      await recordDenied(context, { objectType: rectifications.name, objectId: id, action: 'rectification.found' });
      throw new DomainError('NOT_PERMITTED', '整改项由执法人员和负责人在各自范围内登记，请联系他们。');
    }
    await requireOwnPhotos(said.evidence, actor, now);
    return create(rectifications, foundRectification(id, said, context, facts), context);
  };
  const record = standing ?? (await made());
  if (record.foundBy !== actor.id) throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return changedRecord(own, record, state);
}

/** Mounted before the routes of single records. */
export function rectificationRoutes(router: Router): void {
  router.get('/api/rectifications', async (ctx) => {
    const state = ctx.state as SignedIn;
    const { limit = LIST, ...filter } = checked(RectificationsQuery, { ...ctx.query });
    const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const found = await listRectifications(state.actor, { ...asked, limit });
    const last = found.length === limit ? found.at(-1) : undefined;
    ctx.body = { items: found.map((one) => row(one, state)), next: last ? `${last.dueOn}~${last._id}` : null };
  });
  router.post('/api/rectifications', async (ctx) => {
    ctx.body = await enter(ctx.request.body, ctx.state);
  });
}
