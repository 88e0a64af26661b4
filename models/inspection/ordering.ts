/** 下达检查任务: on a plan or because of a named cause, with or without officers. Pure: no database, no clock. */
import { createHash } from 'node:crypto';
import { permits } from '../core/access';
import { addCalendarDays, endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { COUNTIES, type County } from '../core/place';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { actionCodeOf } from './actionCode';
import { outcome, tell } from './common';
import { crewOf } from './crew';
import { type CreateInspection, type Inspection, type Plan, type Trigger } from './inspection.schema';
import { type CreateFacts } from './lookups';

const refuse = (message: string, field: string) => new DomainError('INVALID_INPUT', message, { fields: [{ field }] });

/** These causes are records of their own, so they are named by number. */
const NUMBERED: readonly Trigger['kind'][] = ['PETITION', 'INCIDENT', 'CLUE'];
/** Nobody plans further ahead than a year. */
const FARTHEST_DAYS = 366;

/**
 * 检查 belongs to a plan or has a cause, never neither.
 *
 * @throws DomainError INVALID_INPUT
 */
function groundOf(
  { checkType, plan }: CreateInspection,
  trigger: Trigger | null,
): { plan: Plan | null; trigger: Trigger | null } {
  if (checkType !== 'CASE') {
    if (!plan) throw refuse('日常检查和专项检查要写明检查计划编号，没有计划的请选“个案检查”并写明触发事由。', 'plan');
    return { plan, trigger };
  }
  if (!trigger) throw refuse('个案检查要写明触发事由：信访举报、事件、线索或数据异常等。', 'trigger');
  if (NUMBERED.includes(trigger.kind) && !trigger.id)
    throw refuse('没有找到触发事由的编号，或者您看不到那一件，请核对编号。', 'trigger');
  if (!NUMBERED.includes(trigger.kind) && !trigger.text && !trigger.id)
    throw refuse('请写明触发事由的具体情况，例如哪个点位哪一天的数据异常。', 'trigger');
  return { plan: null, trigger };
}

/** @throws DomainError INVALID_INPUT */
function daysOf({ plannedOn, dueOn }: CreateInspection, now: Date): { plannedOn: string; dueAt: Date } {
  const today = shanghaiDay(now);
  const last = dueOn ?? plannedOn;
  if (plannedOn < today) throw refuse('计划日期已经过去，请选今天或以后的日期。', 'plannedOn');
  if (plannedOn > addCalendarDays(today, FARTHEST_DAYS))
    throw refuse('计划日期太远，请选一年以内的日期。', 'plannedOn');
  if (last < plannedOn) throw refuse('最后期限要不早于计划日期，请重新选择。', 'dueOn');
  if (last > addCalendarDays(plannedOn, FARTHEST_DAYS)) throw refuse('最后期限太远，请选一年以内的日期。', 'dueOn');
  return { plannedOn, dueAt: endOfShanghaiDay(last) };
}

type Where = Pick<Inspection, 'enterprise' | 'enterpriseName' | 'sector' | 'county' | 'place' | 'location'>;

/** The enterprise on the register, or a site by itself. @throws DomainError INVALID_INPUT */
export function siteOf(said: CreateInspection, { site }: Pick<CreateFacts, 'site'>): Where {
  if (said.enterprise && !site) throw refuse('企业名录里没有这家企业，请重新选择。', 'enterprise');
  if (site) {
    const { id, name, sector, county, place, location } = site;
    return { enterprise: id, enterpriseName: name, sector, county, place, location };
  }
  const { siteName, county, place, location } = said;
  if (!siteName || !county) throw refuse('请选择企业；没有企业的，写明现场名称和所在县区。', 'enterprise');
  return { enterprise: null, enterpriseName: siteName, sector: 'OTHER', county, place, location };
}

/** @throws DomainError NOT_PERMITTED: the duty desk orders what has a cause and leaves the choice of people to the branch */
function requireMayOrder(said: CreateInspection, county: County, { actor }: Context): void {
  if (actor.roles.includes('clock') || permits('assignInspection', actor, { county })) return;
  const message = !permits('orderInspection', actor, { county })
    ? `您不能下达${COUNTIES[county]}的检查任务，请联系该县区分局负责人或局领导。`
    : said.checkType !== 'CASE'
      ? '指挥中心只下达有触发事由的个案检查；计划检查请由分局负责人或局领导下达。'
      : said.officers
        ? '指挥中心下达任务时不指定人员，由分局负责人派员，请去掉人员后再提交。'
        : null;
  if (message) throw new DomainError('NOT_PERMITTED', message, { step: '下达检查任务' });
}

/** How the cap stands with this check, when it is reached already; null while there is room, and for checks outside the cap. */
export function capWarning(checkType: Inspection['checkType'], routine: number): string | null {
  const { cap } = policy().inspection;
  return checkType === 'ROUTINE' && routine >= cap
    ? `这家企业本年度已有${routine}次日常检查，上限${cap}次，请确认确有必要。`
    : null;
}

/**
 * A new check.
 *
 * @returns the task `assigned` with a card for each officer, or `planned` with one for the head of the county
 * @throws DomainError INVALID_INPUT | NOT_PERMITTED
 */
export function createInspection(
  id: string,
  said: CreateInspection,
  context: Context,
  facts: CreateFacts,
): Outcome<Inspection> {
  const { now, actor } = context;
  const where = siteOf(said, facts);
  requireMayOrder(said, where.county, context);
  const ground = groundOf(said, facts.trigger);
  const days = daysOf(said, now);
  const officers = said.officers
    ? crewOf(said.officers, facts.candidates, { county: where.county, plannedOn: days.plannedOn }, actor)
    : [];
  const chance = createHash('sha256').update(`inspection:${id}`).digest('hex');
  const document: Inspection = {
    ...{ _id: id, version: 0, no: null, status: officers.length > 0 ? 'assigned' : 'planned' },
    ...{
      checkType: said.checkType,
      ...ground,
      ...where,
      ...days,
      officers,
      team: [],
      acknowledgedBy: [],
      declined: [],
    },
    actionCode: actionCodeOf(policy().inspection.codePrefix, where.county, shanghaiDay(now), chance),
    ...{ instruction: said.instruction, orderedBy: actor.id, orderedByName: facts.orderedByName, createdAt: now },
    ...{ startedAt: null, finishedAt: null, siteRecord: null, outcome: null, cancelledReason: null },
    ...{ alarms: [], wakeAt: null },
  };
  const warning = capWarning(said.checkType, facts.routine);
  const data = {
    ...{ checkType: said.checkType, officers: officers.map(({ name }) => name), plannedOn: days.plannedOn },
    ...(warning ? { warning } : {}),
  };
  const told =
    officers.length > 0
      ? tell(document, officers, 'inspection.task')
      : tell(document, facts.heads.length > 0 ? facts.heads : facts.leaders, 'inspection.assign');
  return { ...outcome(document, 'ordered', data, told), number: 'JC' };
}
