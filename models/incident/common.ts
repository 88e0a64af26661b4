/** What the steps of an incident share: its title, who is told, and when the clock next has to look at it. */
import { assign } from '../assignment/assignment.effects';
import { policy } from '../core/policy';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { type Effect, type Outcome } from '../core/workflow';
import { type Incident, TYPES } from './incident.schema';
import { type Named } from './lookups';

/** Number, kind and place for lists and cards: no value, no words of whoever reported it. */
export const titleOf = ({ no, type, place }: Pick<Incident, 'no' | 'type' | 'place'>): string =>
  [no ?? UNNUMBERED, TYPES[type], place?.slice(0, 20) ?? ''].filter(Boolean).join(' · ');

type Purpose = `incident.${string}`;
interface Telling {
  purpose: Purpose;
  ladder?: boolean;
  dueAt?: Date | null;
  /** Also ring: a todo beside the card. */
  todo?: boolean;
}

/** Tell each of these people once, urgently. */
export const tell = (incident: Incident, people: readonly Named[], { purpose, ...how }: Telling): Effect[] =>
  distinct(people).map(({ id }) =>
    assign({
      ...{ person: id, purpose, title: titleOf(incident), urgency: 'URGENT', county: incident.county },
      ...(BECAUSE[purpose] ? { because: BECAUSE[purpose] } : {}),
      ...how,
    }),
  );

/** Why it is this person, for “why did this reach me”. */
const BECAUSE: Partial<Record<Purpose, string>> = {
  'incident.triage': '您正在值班，新的事件要在10分钟内研判',
  'incident.emergency': '突发事件要马上通知带班领导、事发县区分局、值班队伍和监测值班',
  'incident.dispatch': '您在事发县区的值班队伍里，指挥中心派您出动',
  'incident.declined': '有队员去不了，要由值班员和带班领导改派',
  'incident.report': '您正在值班，突发事件要按时限向上报告',
  'incident.overdue': '事件有时限已过，要由值班员、带班领导或局领导督办',
};

export const distinct = (people: readonly Named[]): Named[] => [
  ...new Map(people.map((one) => [one.id, one])).values(),
];

const MINUTE = 60_000;
export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE);

/** One clock that has run out: the first time the people next to it are told, the second time whoever stands above. */
export interface Alarm {
  id: string;
  what: 'triage' | 'report' | 'eta';
  at: Date;
  level: 0 | 1;
}

function twice(what: Alarm['what'], name: string, dueAt: Date): Alarm[] {
  const again = minutesAfter(dueAt, policy().incident.remindMinutes);
  return [
    { id: `${name}#0`, what, at: dueAt, level: 0 },
    { id: `${name}#1`, what, at: again, level: 1 },
  ];
}

/** Every alarm that this state of the record still has before it, the earliest first. */
export function alarmsOf(incident: Incident): Alarm[] {
  const { status, triageDueAt, nextReport, reportDueAt, crew, alarms, closedAt } = incident;
  if (closedAt) return [];
  const awaited = status === 'dispatched' || status === 'onScene';
  return [
    ...(status === 'received' && triageDueAt ? twice('triage', 'triage', triageDueAt) : []),
    ...(nextReport && reportDueAt
      ? twice('report', `report:${nextReport}:${reportDueAt.toISOString()}`, reportDueAt)
      : []),
    ...(awaited ? crew : []).flatMap(({ id, eta, arrivedAt }) =>
      eta && !arrivedAt ? twice('eta', `eta:${id}:${eta.toISOString()}`, eta) : [],
    ),
  ]
    .filter(({ id }) => !alarms.includes(id))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** The record with everything that follows from its other fields: who is awaited until when, and when the clock looks again. */
export function settled(incident: Incident): Incident {
  const awaited = incident.status === 'dispatched' || incident.status === 'onScene';
  const promised = (awaited ? incident.crew : []).flatMap(({ eta, arrivedAt }) =>
    eta && !arrivedAt ? [eta.getTime()] : [],
  );
  return {
    ...incident,
    squad: incident.crew.map(({ id }) => id),
    supporters: incident.support.map(({ id }) => id),
    eta: promised.length > 0 ? new Date(Math.max(...promised)) : null,
    wakeAt: alarmsOf(incident)[0]?.at ?? null,
  };
}

/** What a step answers, with the record settled. */
export const outcome = (
  document: Incident,
  type: string,
  data: Record<string, unknown> = {},
  effects: Effect[] = [],
): Outcome<Incident> => ({ document: settled(document), event: { type: `incident.${type}`, data }, effects });
