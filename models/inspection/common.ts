/** What the steps of a check share: its title, who is told, and when the clock next has to look at it. */
import { assign } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { addCalendarDays, minutes, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Effect, type Outcome } from '../core/workflow';
import { CHECK_TYPES, type Inspection, isUnannounced } from './inspection.schema';
import { type Named } from './lookups';

/** Number, kind and site, for lists and cards. */
export const titleOf = ({ no, checkType, enterpriseName }: Pick<Inspection, 'no' | 'checkType' | 'enterpriseName'>) =>
  [no ?? UNNUMBERED, CHECK_TYPES[checkType], enterpriseName.slice(0, 30)].join(' · ');

type Purpose = `inspection.${string}`;

/** Why it is this person, for “why did this reach me”. */
const BECAUSE: Partial<Record<Purpose, string>> = {
  'inspection.assign': '您是检查所在县区的分局负责人，由您派员',
  'inspection.task': '您被派为这次检查的执法人员',
  'inspection.declined': '有检查人员去不了，由您改派',
  'inspection.overdue': '检查任务过了期限，请您督办',
  'inspection.unsubmitted': '到场后的笔录没有按时提交，请您处理',
};
/** These tell and want no answer. */
const QUIET: readonly Purpose[] = [
  'inspection.remind',
  'inspection.released',
  'inspection.cancelled',
  'inspection.finished',
];

/** A case that is wanted today cannot wait for the morning. */
const urgencyOf = ({ checkType, plannedOn, createdAt }: Inspection) =>
  checkType === 'CASE' && plannedOn === shanghaiDay(createdAt) ? 'URGENT' : 'NORMAL';

/**
 * Tell each of these people once. Of an unannounced check a message names no site and no county, and climbs no ladder: the desk and the
 * branch would read it otherwise.
 */
export function tell(inspection: Inspection, people: readonly Named[], purpose: Purpose): Effect[] {
  const secret = isUnannounced(inspection);
  const because = secret ? undefined : BECAUSE[purpose];
  const title = titleOf(secret ? { ...inspection, enterpriseName: '飞行检查' } : inspection);
  return [...new Set(people.map(({ id }) => id))].map((person) =>
    assign({
      ...{ person, purpose, title, urgency: urgencyOf(inspection), county: secret ? null : inspection.county },
      ...{ ladder: !secret && !QUIET.includes(purpose), dueAt: inspection.dueAt },
      ...(because ? { because } : {}),
    }),
  );
}

/** One moment at which the clock tells somebody. */
export interface Alarm {
  id: string;
  what: 'remind' | 'overdue' | 'overdueAgain' | 'unsubmitted';
  at: Date;
}

const MORNING = minutes(8 * 60);
const HOUR = minutes(60);

/** Every alarm that this state of the task still has before it, the earliest first. */
export function alarmsOf(inspection: Inspection): Alarm[] {
  const { status, dueAt, startedAt, siteRecord, createdAt, alarms } = inspection;
  const { remindBeforeDays, overdueAgainDays, submitHours } = policy().inspection;
  const lastDay = shanghaiDay(dueAt);
  const remindAt = new Date(startOfShanghaiDay(addCalendarDays(lastDay, -remindBeforeDays)).getTime() + MORNING);
  const againAt = new Date(dueAt.getTime() + overdueAgainDays * 24 * HOUR);
  const waiting = status === 'planned' || status === 'assigned' || status === 'acknowledged';
  const of = (what: Alarm['what'], name: string, at: Date): Alarm => ({ id: `${what}:${name}`, what, at });
  const all = [
    ...(waiting && remindAt > createdAt && status !== 'planned' ? [of('remind', lastDay, remindAt)] : []),
    ...(waiting ? [of('overdue', lastDay, dueAt), of('overdueAgain', lastDay, againAt)] : []),
    ...(status === 'onSite' && startedAt
      ? [of('unsubmitted', siteRecord ?? '', new Date(startedAt.getTime() + submitHours * HOUR))]
      : []),
  ];
  return all.filter(({ id }) => !alarms.includes(id)).sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** What a step answers, with everything that follows from the other fields: whose team it is, and when the clock looks again. */
export function outcome(
  document: Inspection,
  type: string,
  data: Record<string, unknown> = {},
  effects: Effect[] = [],
): Outcome<Inspection> {
  const team = document.officers.map(({ id }) => id);
  const settled = { ...document, team, wakeAt: alarmsOf(document)[0]?.at ?? null };
  return { document: settled, event: { type: `inspection.${type}`, data }, effects };
}
