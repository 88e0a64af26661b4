/**
 * Four audits (示例), one per branch, by the very decisions that make a present one: closed, being put right, waiting for the reply, and being
 * read under the stop rule. Three files have a veto finding: a period of five working days that was counted as calendar days.
 */
import { auditCommands } from '../audit/audit.commands';
import { auditorPool, planFacts, seedOf } from '../audit/audit.facts';
import { type Audit, type FoundWrong, type Item, PlanAudit, type RecordType } from '../audit/audit.schema';
import { audits, keepFrame } from '../audit/audit.store';
import { type AuditStep } from '../audit/audit.workflow';
import { eligible, planAudit } from '../audit/planning';
import { frameFor } from '../audit/sources';
import { assignments } from '../assignment/assignment.store';
import { CLOCK, type Actor } from '../core/access';
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { numberAfter } from '../core/numbers';
import { type Effect, type Outcome } from '../core/workflow';
import { actorOf, type Person, type Unit } from '../people/people.schema';
import { peopleOfUnit, peopleWithRole, personById, unitsOfKind } from '../people/people.store';
import { recordEntry } from '../responsibility/responsibility.commands';
import { RecordedResponsibility, type Responsibility } from '../responsibility/responsibility.schema';
import { responsibilities } from '../responsibility/responsibility.store';
import { type Act, asStored, beginTale, contextOf, enter, giveNumber, type Tale } from './life';
import { type Chance, diceFor } from './random';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ID = 'demo-audit-';
const OURS = { _id: { $regex: `^(audit:)?${ID}` } } as never;

type End = 'closed' | 'rectifying' | 'replyWindow' | 'reviewing';
/** How far each audit has come, and how many days ago it was planned. */
const PLANS: readonly { end: End; daysAgo: number; title: string; stopRule: boolean }[] = [
  { end: 'closed', daysAgo: 70, title: '二季度信访和案件稽查（示例）', stopRule: false },
  { end: 'rectifying', daysAgo: 24, title: '信访办理稽查（示例）', stopRule: false },
  { end: 'replyWindow', daysAgo: 6, title: '夜间和休息日值守稽查（示例）', stopRule: false },
  { end: 'reviewing', daysAgo: 3, title: '信访办理序贯抽查（示例）', stopRule: true },
];
const PERIOD_DAYS = 180;

const VETO: FoundWrong = {
  ...{ category: 'TIMELINESS', severity: 'VETO', rule: '行政处罚法第八十五条；案卷评查细则第14项', responsible: [] },
  text: '5日期限按自然日计算，没有扣除休息日，权利期限未给足（示例）',
};
const MINOR: FoundWrong = {
  ...{ category: 'DATA', severity: 'MINOR', rule: '案卷评查细则', responsible: [] },
  text: '附件页码缺失（示例）',
};

interface Stage {
  unit: Unit;
  head: Actor;
  leader: Actor;
  auditor: Person;
  guests: string[];
  staff: Person[];
}

interface Told {
  tale: Tale<Audit>;
  effects: Effect[];
}

/** One step of the audit at that moment. */
function take(told: Told, step: AuditStep, input: object, actor: Actor, at: Date, facts: object): void {
  const act: Act = { actor, at, door: actor === CLOCK ? 'clock' : 'page' };
  const outcome = auditCommands[step].decide(told.tale.document, input, contextOf(act), facts);
  enter(told.tale, outcome, act);
  told.effects.push(...(outcome.effects ?? []));
}

async function stageFor(unit: Unit, guests: string[], leader: Person, audit: Audit): Promise<Stage | null> {
  const [head, pool, staff] = await Promise.all([
    unit.head ? personById(unit.head) : null,
    auditorPool(),
    peopleOfUnit(unit._id),
  ]);
  const auditor = pool.find((person) => eligible(audit, person));
  if (!head || !auditor) return null;
  return { unit, head: actorOf(head, head._id), leader: actorOf(leader, leader._id), auditor, guests, staff };
}

/** The first two records have something wrong: a veto file and a slip; of the one under the stop rule nothing so far. */
function foundIn(item: Item, items: readonly Item[], { staff, unit }: Stage): FoundWrong[] {
  const responsible = staff.filter(({ roles, _id }) => roles.includes('officer') && _id !== unit.head).slice(0, 1);
  const first = items.find(({ type }) => type === 'case') ?? items[0];
  if (item === first) return [{ ...VETO, responsible: responsible.map(({ _id }) => _id) }];
  return item === items.at(-1) ? [MINOR] : [];
}

function readSample(told: Told, stage: Stage, at: Date, facts: object, end: End): void {
  const auditor = actorOf(stage.auditor, stage.auditor._id);
  const { items } = told.tale.document;
  const read = end === 'reviewing' ? items.slice(0, Math.ceil(items.length / 2)) : items;
  const unitPeople = new Map(stage.staff.map(({ _id, name }) => [_id, name]));
  for (const [index, item] of read.entries()) {
    const findings = end === 'reviewing' ? [] : foundIn(item, items, stage);
    take(told, 'review', { item: item.id, findings }, auditor, new Date(at.getTime() + index * 9 * 60_000), {
      ...facts,
      unitPeople,
    });
  }
}

/** From the findings to where this audit stands. */
function goOn(told: Told, stage: Stage, at: Date, facts: object, end: End): void {
  if (end === 'reviewing') return;
  const auditor = actorOf(stage.auditor, stage.auditor._id);
  const day = (n: number) => new Date(at.getTime() + n * DAY);
  take(told, 'draftFindings', {}, auditor, day(1), facts);
  if (told.tale.document.findings.length === 0) return take(told, 'closeClean', {}, auditor, day(1.1), facts);
  take(told, 'sendFindings', {}, auditor, day(1.1), facts);
  if (end === 'replyWindow') return;
  take(
    told,
    'reply',
    { stance: 'ACCEPT', text: '情况属实，已组织学习期限计算规则（示例）' },
    stage.head,
    day(3),
    facts,
  );
  take(told, 'finalise', { ruling: '意见成立（示例）' }, auditor, day(4), facts);
  take(told, 'orderRectification', { words: '重新核定期限并补正文书（示例）' }, auditor, day(4.1), facts);
  if (end === 'rectifying') return;
  take(told, 'reportRectified', { text: '已补正并完善复核表（示例）' }, stage.head, day(15), facts);
  take(told, 'verify', { reason: '已核对补正文书（示例）' }, auditor, day(17), facts);
  take(told, 'close', {}, auditor, day(17.1), facts);
}

const TYPES: readonly RecordType[] = ['petition', 'case', 'alert'];

async function oneAudit(
  index: number,
  unit: Unit,
  leader: Person,
  now: Date,
  dice: Chance,
  nameOf: (id: string) => string,
): Promise<Told | null> {
  const { end, daysAgo, title, stopRule } = PLANS[index]!;
  const id = `${ID}${index + 1}`;
  const plannedAt = new Date(now.getTime() - daysAgo * DAY);
  const today = shanghaiDay(plannedAt);
  const facts = await planFacts(id, unit._id, leader._id, now);
  const types = stopRule ? ['petition'] : TYPES.filter((type) => facts.unit.types.includes(type));
  const input = PlanAudit.parse({
    ...{ title, unit: unit._id, types, stopRule },
    ...{ fromDay: addCalendarDays(today, -PERIOD_DAYS), toDay: addCalendarDays(today, -1) },
  });
  const act: Act = { actor: actorOf(leader, leader._id), at: plannedAt, door: 'page' };
  const planned = planAudit(id, input, contextOf(act), facts);
  const stage = await stageFor(unit, facts.guests, leader, planned.document);
  if (!stage) return null;
  const told: Told = { tale: beginTale(audits, planned, act, dice, nameOf), effects: [] };
  const scope = told.tale.document.scope!;
  const frames = await Promise.all(
    scope.types.map(async (type) => ({ type, records: await frameFor(type, unit, scope) })),
  );
  for (const { records } of frames) await keepFrame(records);
  const looked = { guests: facts.guests, people: [stage.auditor], seed: seedOf(id), frames };
  const auditor = actorOf(stage.auditor, stage.auditor._id);
  const later = (hours: number) => new Date(plannedAt.getTime() + hours * HOUR);
  take(told, 'appoint', { auditors: [stage.auditor._id] }, stage.leader, later(1), looked);
  take(told, 'draw', {}, stage.leader, later(2), looked);
  take(told, 'notify', {}, auditor, later(3), looked);
  take(told, 'begin', {}, auditor, later(5), looked);
  readSample(told, stage, later(6), looked, end);
  goOn(told, stage, later(24), looked, end);
  return told;
}

/** What the outbox would have put into the trail. */
function trailOf(told: Told, from: string | null, dice: Chance, nameOf: Tale<Audit>['nameOf']): Tale<Responsibility>[] {
  let no = from;
  const at = told.tale.document.finalAt;
  if (!at) return [];
  return told.effects
    .filter(({ kind }) => kind === 'responsibility.record')
    .map(({ data }) => {
      const asked = RecordedResponsibility.parse({
        ...data,
        source: { ...(data['source'] as object), no: told.tale.document.no },
      });
      const act: Act = { actor: CLOCK, at, door: 'system' };
      const outcome: Outcome<Responsibility> = recordEntry(asked, contextOf(act));
      const tale = beginTale(responsibilities, outcome, act, dice, nameOf);
      no = numberAfter(no, 'ZR', at);
      giveNumber(tale, no);
      return tale;
    });
}

export const clearAudits = () =>
  Promise.all([
    audits.collection.deleteMany(OURS),
    responsibilities.collection.deleteMany(OURS),
    assignments.collection.deleteMany(OURS),
  ]);

/** @returns how many audits were written; none where real ones stand */
export async function seedAudits(now: Date): Promise<number> {
  if (await audits.collection.findOne({}, { projection: { _id: 1 } })) return 0;
  const [branches, leaders, everybody] = await Promise.all([
    unitsOfKind('BRANCH'),
    peopleWithRole('bureauLeader'),
    peopleWithRole('officer'),
  ]);
  const [leader] = leaders;
  if (!leader) return 0;
  const names = new Map([...leaders, ...everybody].map(({ _id, name }) => [_id, name]));
  const nameOf = (id: string) => names.get(id) ?? '工作人员';
  const dice = diceFor('audits');
  const told: Told[] = [];
  let no: string | null = null;
  let entryNo: string | null = null;
  const entries: Tale<Responsibility>[] = [];
  for (const [index, unit] of branches.slice(0, PLANS.length).entries()) {
    const one = await oneAudit(index, unit, leader, now, dice, nameOf);
    if (!one) continue;
    const year = shanghaiDay(one.tale.document.plannedAt).slice(0, 4);
    no = numberAfter(no?.slice(3, 7) === year ? no : null, 'ZJ', one.tale.document.plannedAt);
    giveNumber(one.tale, no);
    const own = trailOf(one, entryNo, dice, nameOf);
    entryNo = own.at(-1)?.document.no ?? entryNo;
    entries.push(...own);
    told.push(one);
  }
  if (told.length > 0) await audits.collection.insertMany(told.map(({ tale }) => asStored(tale)));
  if (entries.length > 0) await responsibilities.collection.insertMany(entries.map(asStored));
  const tasks = [...told.map(({ tale }) => tale.assignments), ...entries.map((tale) => tale.assignments)].flat();
  if (tasks.length > 0) await assignments.collection.insertMany(tasks.map(asStored));
  return told.length;
}
