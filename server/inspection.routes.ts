/** 检查任务 by HTTP, beyond what every domain has: my tasks, the list, ordering one, and whom it can be given to. */
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
import { policy } from '../models/core/policy';
import { inspectionFace, inspectionOutline } from '../models/inspection/inspection.face';
import { causeOf, createFacts, eligibleFor } from '../models/inspection/inspection.facts';
import {
  CheckType,
  CreateInspection,
  Day,
  type InspectionStatus,
  STATES,
} from '../models/inspection/inspection.schema';
import {
  inspections,
  inspectionsOf,
  type ListedInspection,
  listInspections,
  routineCount,
} from '../models/inspection/inspection.store';
import { capWarning, createInspection } from '../models/inspection/ordering';
import { commandContext } from './commands';
import { changedRecord } from './record.page';
import { type SignedIn } from './signIn';

export const NewInspection = z.strictObject({ ...CreateInspection.shape, id: NewId });
const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((said) => (typeof said === 'string' ? said.split(',').filter(Boolean) : said), z.array(one).max(10));
export const InspectionsQuery = z
  .strictObject({
    status: several(z.enum(Object.keys(STATES) as [InspectionStatus])),
    checkType: CheckType,
    county: County,
    enterprise: z.string().max(40),
    words: z.string().trim().max(50),
    /** Where the list goes on, as the answer before named it. */
    after: z.string().regex(/^\d{4}-\d{2}-\d{2}~.{1,80}$/, '翻页的位置不对，请从列表的第一页重新开始'),
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();
export const CrewQuery = z.strictObject({ county: County, plannedOn: Day });
export const CapQuery = z.strictObject({ enterprise: z.string().max(40), plannedOn: Day });

const inspection = face(inspectionFace);
const LIST = 30;
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

/** A row of a list: what the outline says, with what a list sorts and filters by. */
function row(record: ListedInspection, reader: SignedIn) {
  const { _id, version, no, status, checkType, enterprise, enterpriseName, county, place, location, plannedOn } =
    record;
  const { status: statusLine, tone } = inspectionOutline(record, reader);
  return {
    ...{
      id: _id,
      version,
      no,
      status,
      statusLine,
      tone,
      checkType,
      enterprise,
      enterpriseName,
      county,
      place,
      location,
    },
    ...{ plannedOn, dueAt: record.dueAt, siteRecord: record.siteRecord, actionCode: record.actionCode },
    officers: record.officers.map(({ name }) => name),
    mine: record.team.includes(reader.actor.id),
  };
}

async function refuse(state: SignedIn, id: string, action: string, message: string): Promise<never> {
  await recordDenied(commandContext(state), { objectType: inspections.name, objectId: id, action });
  throw new DomainError('NOT_PERMITTED', message);
}

async function order(body: unknown, state: SignedIn) {
  const { id, ...said } = checked(NewInspection, body);
  if (!permits('orderInspection', state.actor))
    await refuse(state, id, 'inspection.order', '检查任务由分局负责人、局领导和指挥中心下达，请联系他们。');
  const context = commandContext(state, `${state.actor.id}:${id}`);
  const standing = await read(inspections, id);
  const made = async () => {
    const facts = await createFacts(said, await causeOf(said.trigger, state.actor), state.actor.id);
    return create(inspections, createInspection(id, said, context, facts), context);
  };
  const record = standing ?? (await made());
  if (record.orderedBy !== state.actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return { ...changedRecord(inspection, record, state), warning: warningOf(record) };
}

function warningOf({ events }: { events: { type: string; data: Record<string, unknown> }[] }): string | null {
  const said = events[0]?.data['warning'];
  return typeof said === 'string' ? said : null;
}

/** How many 日常检查 the enterprise has in that year, against the cap. */
async function cap(query: unknown, state: SignedIn) {
  const { enterprise, plannedOn } = checked(CapQuery, query);
  if (!permits('orderInspection', state.actor))
    await refuse(state, '–', 'inspection.cap', '检查次数供下达检查任务的负责人查看，请联系他们。');
  const routine = await routineCount(enterprise, Number(plannedOn.slice(0, 4)));
  return { routine, cap: policy().inspection.cap, warning: capWarning('ROUTINE', routine) };
}

async function crew(query: unknown, state: SignedIn) {
  const { county, plannedOn } = checked(CrewQuery, query);
  if (!permits('assignInspection', state.actor, { county }))
    await refuse(state, '–', 'inspection.crew', '执法人员由该县区分局负责人或局领导选派，请联系他们。');
  const found = await eligibleFor({ county, plannedOn }, state.actor);
  return {
    items: found.map(({ id, name, unitName, county: own, certificateValidTo }) => ({
      ...{ id, name, unitName, county: own, certificateValidTo },
    })),
  };
}

/** Lists and the ways of beginning a check. Mounted before the routes of single records. */
export function inspectionRoutes(router: Router): void {
  router.get('/api/inspections', async (ctx) => {
    const state = stateOf(ctx);
    const { limit = LIST, after, ...filter } = checked(InspectionsQuery, { ...ctx.query });
    const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));
    const from = after ? { after: { plannedOn: after.slice(0, 10), id: after.slice(11) } } : {};
    const found = await listInspections(state.actor, { ...asked, ...from, limit });
    const last = found.length === limit ? found.at(-1) : undefined;
    ctx.body = {
      items: found.map((one) => row(one, state)),
      next: last ? `${last.plannedOn}~${last._id}` : null,
    };
  });
  router.get('/api/inspections/mine', async (ctx) => {
    const state = stateOf(ctx);
    ctx.body = { items: (await inspectionsOf(state.actor.id)).map((one) => row(one, state)) };
  });
  router.get('/api/inspections/crew', async (ctx) => {
    ctx.body = await crew({ ...ctx.query }, stateOf(ctx));
  });
  router.get('/api/inspections/cap', async (ctx) => {
    ctx.body = await cap({ ...ctx.query }, stateOf(ctx));
  });
  router.post('/api/inspections', async (ctx) => {
    ctx.body = await order(ctx.request.body, stateOf(ctx));
  });
}
