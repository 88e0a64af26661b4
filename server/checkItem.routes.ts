/** 检查事项库 by HTTP, beyond what every domain has: the library, the checklist of a day, writing, taking over, approving many at once. */
import type Router from '@koa/router';
import { z } from 'zod';
import { type Action, permits } from '../models/core/access';
import { shanghaiDay } from '../models/core/calendar';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { perform } from '../models/core/domain';
import { changedUnder, create, createAll } from '../models/core/journal';
import { checked } from '../models/core/workflow';
import { checkItemDomain } from '../models/checkItem/checkItem';
import { checkItemFace } from '../models/checkItem/checkItem.face';
import { leaderFacts } from '../models/checkItem/checkItem.facts';
import { type CheckItem, STATES, WriteItem } from '../models/checkItem/checkItem.schema';
import { checkItems, checklistFor, latestRevisions, listItems } from '../models/checkItem/checkItem.store';
import { Day } from '../models/checkItem/legalBasis';
import { builtInItems } from '../models/checkItem/library/library';
import { draftItem, proposeFromLibrary } from '../models/checkItem/writing';
import { face } from '../models/domains';
import { Sector } from '../models/enterprise/enterprise.schema';
import { personById } from '../models/people/people.store';
import { commandContext, idempotencyKey } from './commands';
import { changedRecord } from './record.page';
import { type SignedIn } from './signIn';

export const ItemsQuery = z
  .strictObject({
    sector: z.union([Sector, z.literal('COMMON')]),
    status: z.enum(Object.keys(STATES) as [CheckItem['status']]),
    words: z.string().trim().max(50),
    key: z.string().max(20),
  })
  .partial();
export const ChecklistQuery = z.strictObject({ sector: Sector, onDay: Day.optional() });
export const ApproveItems = z.strictObject({
  ids: z.array(z.string().max(40)).min(1, '请选择要批准的事项').max(300, '一次最多批准300条'),
});
export const TakeOver = z.strictObject({});

const item = face(checkItemFace);
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

async function requireMay(state: SignedIn, action: Action, message: string): Promise<void> {
  if (permits(action, state.actor)) return;
  await recordDenied(commandContext(state), {
    objectType: checkItems.name,
    objectId: '–',
    action: `checkItem.${action}`,
  });
  throw new DomainError('NOT_PERMITTED', message);
}
const READ = '检查事项库供本局工作人员查看，如需了解请联系本单位负责人。';
const WRITE = '检查事项由法制审核人员起草，请把修改意见告诉他们。';
const APPROVE = '检查事项由局领导批准，请联系局领导。';

const row = ({ _id, key, revision, status, sector, order, group, question, results, when, ...rest }: CheckItem) => ({
  ...{ id: _id, key, revision, status, sector, order, group, question, results, when },
  ...{ photos: rest.photos, hint: rest.hint, bases: rest.bases, suggested: rest.suggested, fields: rest.fields },
  ...{ confirmed: rest.confirmed, validFrom: rest.validFrom, validTo: rest.validTo },
  ...{ drafterName: rest.drafterName, approverName: rest.approverName, reason: rest.reason },
});

async function list(query: unknown, state: SignedIn) {
  await requireMay(state, 'seeCheckItem', READ);
  const { sector, status, words, key } = checked(ItemsQuery, query);
  const { actor } = state;
  const whole = permits('draftCheckItem', actor) || permits('approveCheckItem', actor);
  const found = await listItems({
    ...(sector === undefined ? {} : { sector: sector === 'COMMON' ? null : sector }),
    ...(whole ? (status ? { status: [status] } : {}) : { status: ['approved'] }),
    ...(words ? { words } : {}),
    ...(key ? { key } : {}),
  });
  return { items: found.map(row), today: shanghaiDay(state.now) };
}

const writer = async ({ actor }: SignedIn) => ({
  id: actor.id,
  name: (await personById(actor.id))?.name ?? '',
});

/** Two reviewers at once: the index lets each revision exist once, and whoever comes second takes the next number. */
const TRIES = 3;

async function write(body: unknown, header: string, state: SignedIn) {
  await requireMay(state, 'draftCheckItem', WRITE);
  const said = checked(WriteItem, body);
  const context = commandContext(state, idempotencyKey(header, state.actor));
  const before = await changedUnder(checkItems, context.key ?? '');
  if (before) return changedRecord(item, before, state);
  const drafter = await writer(state);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const revision = ((await latestRevisions([said.key])).get(said.key) ?? 0) + 1;
    const made = await create(checkItems, draftItem(said, revision, drafter, context), context);
    if (made.events[0]?.key === context.key) return changedRecord(item, made, state);
  }
  throw new DomainError('STALE_DOCUMENT', '有人正在修改同一条检查事项，请刷新后再提交。', { key: said.key });
}

/** Every item of the library that comes with the program and of which there is no revision yet, proposed in one act. */
async function takeOver(body: unknown, state: SignedIn) {
  await requireMay(state, 'draftCheckItem', WRITE);
  checked(TakeOver, body ?? {});
  const items = builtInItems();
  const standing = await latestRevisions(items.map(({ key }) => key));
  const missing = items.filter(({ key }) => !standing.has(key));
  const [drafter, facts] = [await writer(state), await leaderFacts()];
  const context = commandContext(state);
  await createAll(
    checkItems,
    missing.map((said, index) => proposeFromLibrary(said, 1, drafter, context, index === 0 ? facts : null)),
    context,
  );
  return { proposed: missing.length };
}

/** Each by the ordinary step; what cannot be approved is named with its reason and keeps nobody else waiting. */
async function approve(body: unknown, header: string, state: SignedIn) {
  await requireMay(state, 'approveCheckItem', APPROVE);
  const { ids } = checked(ApproveItems, body);
  const key = idempotencyKey(header, state.actor);
  const refused: { id: string; reason: string }[] = [];
  for (const id of new Set(ids)) {
    try {
      await perform(checkItemDomain, 'approve', id, {}, commandContext(state, `${key}:${id}`));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ id, reason: error.message });
    }
  }
  return { approved: new Set(ids).size - refused.length, refused };
}

/** The library and its checklists. Mounted before the routes of single records. */
export function checkItemRoutes(router: Router): void {
  router.get('/api/check-items', async (ctx) => {
    ctx.body = await list({ ...ctx.query }, stateOf(ctx));
  });
  router.get('/api/check-items/checklist', async (ctx) => {
    const state = stateOf(ctx);
    await requireMay(state, 'seeCheckItem', READ);
    const { sector, onDay = shanghaiDay(state.now) } = checked(ChecklistQuery, { ...ctx.query });
    ctx.body = { sector, onDay, items: await checklistFor(sector, onDay) };
  });
  router.post('/api/check-items', async (ctx) => {
    ctx.body = await write(ctx.request.body, ctx.get('idempotency-key'), stateOf(ctx));
  });
  router.post('/api/check-items/library', async (ctx) => {
    ctx.body = await takeOver(ctx.request.body, stateOf(ctx));
  });
  router.post('/api/check-items/approve', async (ctx) => {
    ctx.body = await approve(ctx.request.body, ctx.get('idempotency-key'), stateOf(ctx));
  });
}
