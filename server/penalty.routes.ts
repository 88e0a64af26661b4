/** 行政处罚案件 by HTTP, beyond what every domain has: the list, and registering one by hand. */
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
import { enterpriseById } from '../models/enterprise/enterprise.store';
import { registerClue } from '../models/penalty/clue';
import { penaltyFace, penaltyOutline } from '../models/penalty/penalty.face';
import { clueFacts } from '../models/penalty/penalty.facts';
import { type PenaltyStatus, RegisterClue, STATES } from '../models/penalty/penalty.schema';
import { type ListedAfter, type ListedPenalty, listPenalties, penaltyCases } from '../models/penalty/penalty.store';
import { commandContext } from './commands';
import { requireOwnPhotos } from './files.routes';
import { changedRecord } from './record.page';
import { type SignedIn } from './signIn';

export const NewClue = z.strictObject({ ...RegisterClue.shape, id: NewId });
const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((said) => (typeof said === 'string' ? said.split(',').filter(Boolean) : said), z.array(one).max(40));
export const CasesQuery = z
  .strictObject({
    status: several(z.enum(Object.keys(STATES) as [PenaltyStatus])),
    county: County,
    dueBefore: z.coerce.date(),
    sort: z.enum(['REGISTERED', 'DUE']),
    after: z.string().regex(/^\d{10,14}~.{1,80}$/, '翻页的位置不对，请从列表的第一页重新开始'),
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();

const clue = face(penaltyFace);
const LIST = 30;
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

function row(record: ListedPenalty, reader: SignedIn) {
  const { _id, version, no, status, county, source, party, registeredAt, registeredByName, reviewDueAt } = record;
  const { status: statusLine, tone, until, number } = penaltyOutline({ ...record, evidence: [] }, reader);
  return {
    ...{ id: _id, version, no, number, status, statusLine, tone, county, source: source.kind, party: party.name },
    ...{ registeredAt, registeredByName, reviewDueAt, dueAt: until },
    investigators: record.investigators?.map(({ name }) => name) ?? [],
  };
}

const cursorOf = (last: ListedPenalty, sort: 'REGISTERED' | 'DUE'): string | null => {
  const at = sort === 'DUE' ? last.dueAt : last.registeredAt;
  return at ? `${at.getTime()}~${last._id}` : null;
};
function afterOf(cursor: string): ListedAfter {
  const [at = '', id = ''] = cursor.split(/~(.*)/s);
  return { at: new Date(Number(at)), id };
}

async function list(query: unknown, state: SignedIn) {
  const { limit = LIST, after, ...filter } = checked(CasesQuery, query);
  const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const sort = filter.dueBefore ? 'DUE' : (filter.sort ?? 'REGISTERED');
  const found = await listPenalties(state.actor, { ...asked, ...(after ? { after: afterOf(after) } : {}), limit });
  const last = found.length === limit ? found.at(-1) : undefined;
  return { items: found.map((one) => row(one, state)), next: last ? cursorOf(last, sort) : null };
}

async function register(body: unknown, state: SignedIn) {
  const { id, ...said } = checked(NewClue, body);
  const { actor, now } = state;
  const context = commandContext(state, `${actor.id}:${id}`);
  if (!permits('registerClue', actor, { county: said.county })) {
    await recordDenied(context, { objectType: penaltyCases.name, objectId: id, action: 'penalty.register' });
    throw new DomainError(
      'NOT_PERMITTED',
      '线索由执法人员、值班员、稽查员和负责人在各自范围内登记，请把情况告诉他们或用随手报反映。',
    );
  }
  const standing = await read(penaltyCases, id);
  const made = async () => {
    if (said.enterprise && !(await enterpriseById(said.enterprise)))
      throw new DomainError('INVALID_INPUT', '企业名录里没有这家企业，请重新选择。', {
        fields: [{ field: 'enterprise' }],
      });
    await requireOwnPhotos(said.evidence, actor, now);
    const officers = actor.roles.includes('officer') ? [actor.id] : [];
    const facts = await clueFacts(said.county, officers, actor.id);
    return create(penaltyCases, registerClue(id, said, context, facts), context);
  };
  const record = standing ?? (await made());
  if (record.registeredBy !== actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return changedRecord(clue, record, state);
}

/** The list and the registration. Mounted before the routes of single records. */
export function penaltyRoutes(router: Router): void {
  router.get('/api/penalties', async (ctx) => {
    ctx.body = await list({ ...ctx.query }, stateOf(ctx));
  });
  router.post('/api/penalties', async (ctx) => {
    ctx.body = await register(ctx.request.body, stateOf(ctx));
  });
}
