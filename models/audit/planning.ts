/** 立项和抽样: what an audit covers, who conducts it, and the draw. Pure: seed, people and frames are looked up beforehand. */
import { settle } from '../assignment/assignment.effects';
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import { actorOf, type Person } from '../people/people.schema';
import {
  type AppointAuditors,
  type Audit,
  type Auditor,
  type DrawAuditors,
  type Item,
  type NotifyUnit,
  type OrderedAudit,
  type PlanAudit,
  type RecordType,
  RECORD_TYPES,
  type RescopeAudit,
  type RiskFlag,
  type Stratum,
  type WithReason,
} from './audit.schema';
import { auditWorkflow, mustStayAway, STAY_AWAY } from './audit.workflow';
import { standing, tell, tellAuditors, tellHead } from './common';
import { drawStratum, type FrameRecord, lotOrder } from './sampling';
import { longestOf, type StopPlan } from './stopRule';

/** The audited unit as it was looked up. */
export interface UnitFacts {
  id: string;
  name: string;
  county: Audit['county'];
  head: string | null;
  /** Types of records that this unit has at all. */
  types: readonly RecordType[];
}

/** What every step looks up: who has to stay away from the unit as of now. */
export interface AwayFacts {
  guests: string[];
}
export interface PlanFacts extends AwayFacts {
  unit: UnitFacts;
  plannedByName: string;
  commitment: string;
}

const NOTHING_YET = {
  ...{ auditors: [], team: [], seed: null, strata: [], items: [], findings: [], rectified: null, alarms: [] },
  ...{ sampledAt: null, notifiedAt: null, replyDueAt: null, replyStartedAt: null, windowClosedAt: null, finalAt: null },
  ...{ rectifyFrom: null, rectifyDueAt: null, outcomeReason: null, closedAt: null, wakeAt: null },
} satisfies Partial<Audit>;

/** The period lies in the past: a frame that can still grow could not be repeated. */
function checkedScope({ types, fromDay, toDay, stopRule }: RescopeAudit, unit: UnitFacts, now: Date) {
  if (fromDay > toDay) throw new DomainError('INVALID_INPUT', '起始日期不能晚于截止日期，请重新选择。');
  if (toDay >= shanghaiDay(now))
    throw new DomainError('INVALID_INPUT', '截止日期须早于今天，当天的记录还在变化，请重新选择。');
  const missing = types.find((type) => !unit.types.includes(type));
  if (missing)
    throw new DomainError('INVALID_INPUT', `${unit.name}没有“${RECORD_TYPES[missing]}”，请去掉这一类再提交。`);
  return { types, fromDay, toDay, stopRule };
}

const unitFields = ({ id, name, county, head }: UnitFacts) => ({ unit: id, unitName: name, county, head });

/** 立项: the commitment to the seed is published with it, before there is anything to draw from. */
export function planAudit(id: string, input: PlanAudit, { actor, now }: Context, facts: PlanFacts): Outcome<Audit> {
  const document: Audit = {
    ...{ _id: id, version: 0, status: 'planned', no: null, title: input.title },
    trigger: { kind: input.trigger, id: null, no: null },
    ...unitFields(facts.unit),
    scope: checkedScope(input, facts.unit, now),
    ...{ plannedBy: actor.id, plannedByName: facts.plannedByName, plannedAt: now },
    ...{ guests: facts.guests, commitment: facts.commitment },
    ...NOTHING_YET,
  };
  if (!actor.roles.includes('bureauLeader') && mustStayAway(document, actor))
    throw new DomainError('NOT_NOW', STAY_AWAY, { step: '立项' });
  return {
    document,
    event: { type: 'audit.planned', data: { commitment: facts.commitment, unit: facts.unit.id } },
    number: 'ZJ',
  };
}

export interface OrderFacts extends AwayFacts {
  unit: UnitFacts | null;
  orderedByName: string;
  commitment: string;
  /** Who gives it its scope. */
  leaders: readonly string[];
}

/** Ordered by another record, such as a flying inspection that was given away: a bureau leader gives it unit, period and auditors. */
export function orderedAudit(input: OrderedAudit, { actor, now }: Context, facts: OrderFacts): Outcome<Audit> {
  const { id = null, no = null, kind } = input.trigger;
  const document: Audit = {
    ...{ _id: input.audit, version: 0, status: 'planned', no: null, title: input.title, trigger: { kind, id, no } },
    ...(facts.unit ? unitFields(facts.unit) : { unit: null, unitName: '待确定', county: null, head: null }),
    scope: null,
    ...{ plannedBy: input.orderedBy ?? actor.id, plannedByName: facts.orderedByName, plannedAt: now },
    ...{ guests: facts.guests, commitment: facts.commitment },
    ...NOTHING_YET,
  };
  return {
    document,
    event: { type: 'audit.ordered', data: { kind, commitment: facts.commitment } },
    effects: facts.leaders.map((person) => tell(document, person, 'audit.ordered', {})),
    number: 'ZJ',
  };
}

/** 确定稽查范围, until the draw. */
export function rescopeAudit(audit: Audit, input: RescopeAudit, context: Context, facts: PlanFacts): Outcome<Audit> {
  const moved: Audit = { ...audit, ...unitFields(facts.unit), guests: facts.guests };
  const status = advance(auditWorkflow, 'rescope', moved, context);
  const scope = checkedScope(input, facts.unit, context.now);
  const stay = audit.team.filter(({ id }) => !facts.guests.includes(id) && audit.unit === facts.unit.id);
  return {
    document: { ...moved, status, scope, team: stay, auditors: stay.map(({ id }) => id) },
    event: { type: 'audit.rescoped', data: { types: scope.types, fromDay: scope.fromDay, toDay: scope.toDay } },
    effects: [settle({ purposes: ['audit.ordered'] })],
  };
}

export interface PeopleFacts extends AwayFacts {
  /** Whom the step names, or from whom it draws. */
  people: readonly Person[];
  /** For the lot among them. */
  seed: string;
}

/** Auditors, and the officers that the force lends. */
const qualified = ({ roles, active }: Person): boolean =>
  active && (roles.includes('auditor') || (roles.includes('officer') && !roles.includes('branchHead')));

/** Whether this person may conduct this audit. */
export const eligible = (audit: Audit, person: Person): boolean =>
  qualified(person) && person._id !== audit.head && !mustStayAway(audit, actorOf(person, person._id));

/** One fixed word: a draw taken again gives the same people, so nobody draws until they like the result. */
const AUDITORS = 'auditors';
const memberOf = ({ _id: id, name, unitName }: Person, how: Auditor['how']): Auditor => ({
  ...{ id, name, unitName: unitName ?? '', how },
});

/** The audit with this team. Who joins is told; whose part has ended is settled. */
function withTeam(audit: Audit, team: Auditor[], event: string): Outcome<Audit> {
  const document = standing({ ...audit, team, auditors: team.map(({ id }) => id) });
  const fresh = team.filter(({ id }) => !audit.auditors.includes(id));
  const gone = audit.auditors.filter((id) => !document.auditors.includes(id));
  return {
    document,
    event: { type: event, data: { names: team.map(({ name, unitName }) => `${unitName} ${name}`) } },
    effects: [
      ...gone.map((person) => settle({ person, as: 'cancelled' as const })),
      ...fresh.map(({ id }) => tell(document, id, 'audit.conduct', {})),
    ],
  };
}

/** 指定稽查员: replaces the team. Nobody of the unit, no guest of it, no administrator. */
export function appointAuditors(audit: Audit, input: AppointAuditors, context: Context, facts: PeopleFacts) {
  const status = advance(auditWorkflow, 'appoint', audit, context);
  const team = input.auditors.map((id) => {
    const person = facts.people.find(({ _id }) => _id === id);
    if (!person || !qualified(person))
      throw new DomainError('INVALID_INPUT', '稽查员须是在职的稽查员或执法人员，请重新选择。', { person: id });
    if (!eligible(audit, person))
      throw new DomainError(
        'INVALID_INPUT',
        `${person.name}是被稽查单位的人员，或近期参加过与该单位有关的抽调，按回避规定不能参加，请另选一位。`,
        { person: id },
      );
    return audit.team.find((member) => member.id === id) ?? memberOf(person, 'appointed');
  });
  return withTeam({ ...audit, status }, team, 'audit.appointed');
}

/** 抽取稽查员: by lot under the audit's own seed, among everybody who may. */
export function drawAuditors(audit: Audit, { count }: DrawAuditors, context: Context, facts: PeopleFacts) {
  const status = advance(auditWorkflow, 'drawAuditors', audit, context);
  const pool = new Map(facts.people.filter((person) => eligible(audit, person)).map((person) => [person._id, person]));
  if (pool.size < count)
    throw new DomainError('NOT_NOW', `符合回避规定的稽查员只有${pool.size}人，请减少人数或改为指定。`, { count });
  const drawn = lotOrder(facts.seed, AUDITORS, [...pool.keys()]).slice(0, count);
  return withTeam(
    { ...audit, status },
    drawn.map((id) => memberOf(pool.get(id)!, 'drawn')),
    'audit.auditorsDrawn',
  );
}

/** One record of a frame, with what a list of the sample shows of it. */
export interface FramedRecord extends FrameRecord {
  no: string;
  at: Date;
  flags: readonly RiskFlag[];
}
export interface DrawFacts extends AwayFacts {
  seed: string;
  frames: readonly { type: RecordType; records: readonly FramedRecord[] }[];
}

export const itemId = (type: RecordType, record: string): string => `${type}:${record}`;

/** The plan of the stop rule for a stratum of this size. */
export function stopPlanFor(size: number): StopPlan {
  const { defectPermille, goodPermille, alphaPermille, betaPermille } = policy().audit.stopRule;
  return { size, defectPermille, goodPermille, alphaPermille, betaPermille };
}

function stratumOf(audit: Audit, { seed }: DrawFacts, { type, records }: DrawFacts['frames'][number]): Stratum {
  const figures = policy().audit.sample;
  const sample = drawStratum(seed, type, records, figures);
  const plan = stopPlanFor(records.length);
  const sequential =
    audit.scope?.stopRule && records.length > 0 ? { plan, queue: queueOf(seed, type, records, plan) } : null;
  return { type, ...sample, figures, sequential, stopped: null };
}

const queueOf = (seed: string, type: RecordType, records: readonly FramedRecord[], plan: StopPlan): string[] =>
  lotOrder(
    seed,
    type,
    records.map(({ id }) => id),
  )
    .slice(0, longestOf(plan, policy().audit.stopRule.longestPermille))
    .map((id) => itemId(type, id));

function itemsOf({ type, flagged, lot, sequential }: Stratum, records: readonly FramedRecord[]): Item[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  const required = new Set([...flagged, ...lot].map((id) => itemId(type, id)));
  const order = [...new Set([...(sequential?.queue ?? []), ...required])];
  return order.flatMap((id) => {
    const record = byId.get(id.slice(type.length + 1));
    if (!record) return [];
    const { no, at, offHours, flags } = record;
    return [
      {
        ...{ id, type, record: record.id, no, at, offHours, flags: [...flags], required: required.has(id) },
        ...{ reviewedAt: null, reviewedBy: null, remark: '', defective: false, findings: [], sheet: null },
      },
    ];
  });
}

/** 抽样: the one write in which seed, frames (by hash), figures and sample are kept. */
export function drawSample(audit: Audit, _input: unknown, context: Context, facts: DrawFacts): Outcome<Audit> {
  const status = advance(auditWorkflow, 'draw', audit, context);
  const strata = facts.frames.map((frame) => stratumOf(audit, facts, frame));
  const items = strata.flatMap((stratum, index) => itemsOf(stratum, facts.frames[index]!.records));
  const { mostInSample } = policy().audit;
  if (items.length > mostInSample)
    throw new DomainError(
      'NOT_NOW',
      `样本有${items.length}件，一次稽查最多${mostInSample}件，请缩短期间或减少记录类型后再抽样。`,
      { items: items.length },
    );
  const document: Audit = { ...audit, status, seed: facts.seed, strata, items, sampledAt: context.now };
  const sizes = strata.map(({ type, size, flagged, lot }) => ({
    type,
    size,
    flagged: flagged.length,
    lot: lot.length,
  }));
  return {
    document,
    event: { type: 'audit.sampled', data: { strata: sizes, hashes: strata.map(({ frameHash }) => frameHash) } },
    effects: tellAuditors(document, 'audit.sampled'),
  };
}

/** 通知被稽查单位: that there is an audit, not which records were drawn. */
export function notifyUnit(audit: Audit, { words }: NotifyUnit, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'notify', audit, context);
  const document: Audit = { ...audit, status, notifiedAt: context.now };
  return {
    document,
    event: { type: 'audit.notified', data: { words } },
    effects: tellHead(document, 'audit.notified'),
  };
}

/** 不通知: the reason stays with the record. */
export function goUnannounced(audit: Audit, { reason }: WithReason, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'goUnannounced', audit, context);
  return { document: { ...audit, status }, event: { type: 'audit.unannounced', data: { reason } } };
}

export function beginReading(audit: Audit, _input: unknown, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'begin', audit, context);
  return {
    document: { ...audit, status },
    event: { type: 'audit.begun' },
    effects: [settle({ person: context.actor.id, purposes: ['audit.sampled'] })],
  };
}

export function callOffAudit(audit: Audit, { reason }: WithReason, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'callOff', audit, context);
  const document = standing({ ...audit, status, outcomeReason: reason, closedAt: context.now });
  return {
    document,
    event: { type: 'audit.calledOff', data: { reason } },
    effects: [
      settle({ as: 'cancelled' }),
      ...tellAuditors(document, 'audit.calledOff'),
      ...(audit.notifiedAt ? tellHead(document, 'audit.calledOff') : []),
    ],
  };
}
