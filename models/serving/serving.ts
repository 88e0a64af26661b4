/** Rules that every document handed over on site keeps: who acts, when it may have happened, what its clock does. */
import { assign } from '../assignment/assignment.effects';
import { addCalendarDays, isWorkingDay, minutes, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { type Context, type Effect, type Outcome, type Stateful } from '../core/workflow';
import { type ActingOfficer, type Begun } from './serving.schema';

const DAY = minutes(24 * 60);
/** Telephones are not exact. */
const AHEAD = minutes(10);

/** Looked up before the record is created. */
export interface BegunFacts {
  no: string;
  officers: ActingOfficer[];
  /** County of the acting officer's branch. */
  authority: Begun['county'] | null;
}

/** The part of a new record that all of these share. */
export function beginning(id: string, input: Begun, { no, officers, authority }: BegunFacts, now: Date) {
  const { siteRecord, enterprise, county, party, team, evidence, edition } = input;
  return {
    ...{ _id: id, version: 0, no, county, authority, siteRecord, enterprise, party, officers, team, edition },
    ...{ evidence: [...new Set(evidence)], createdAt: now, alarms: [] as string[], wakeAt: null as Date | null },
  };
}

/**
 * What happened without network is told later, but not from the future, and not from before the days a phone works alone.
 *
 * @throws DomainError INVALID_INPUT
 */
export function requireRecent(label: string, at: Date, now: Date): void {
  if (at.getTime() > now.getTime() + AHEAD)
    throw new DomainError('INVALID_INPUT', `${label}还没有到，请核对手机时间后再提交。`);
  const { offlineDays, graceDays } = policy().field;
  if (at.getTime() < now.getTime() - (offlineDays + graceDays) * DAY)
    throw new DomainError(
      'INVALID_INPUT',
      `${label}已超过${String(offlineDays + graceDays)}天，请核对日期；确需补录请联系分局负责人。`,
    );
}

const minuteOf = (at: Date) => Math.floor(at.getTime() / minutes(1));

/** Forms tell whole minutes. @throws DomainError INVALID_INPUT when the moments are not in this order */
export function requireOrder(...moments: readonly (readonly [label: string, at: Date])[]): void {
  for (const [at, [label, moment]] of moments.entries()) {
    const before = moments[at - 1];
    if (before && minuteOf(moment) < minuteOf(before[1]))
      throw new DomainError('INVALID_INPUT', `${label}早于${before[0]}，请按实际先后核对时间。`);
  }
}

/** The working day so many working days before the given one. */
export function workingDayBefore(day: string, n: number): string {
  let found = day;
  for (let left = n; left > 0;) {
    found = addCalendarDays(found, -1);
    if (isWorkingDay(found)) left -= 1;
  }
  return found;
}

/** Eight in the morning of a Shanghai day: when somebody who is reminded can still do something about it. */
export const morningOf = (day: string): Date => new Date(startOfShanghaiDay(day).getTime() + DAY / 3);

/** Something the clock does to a record, once. */
export interface Alarm {
  id: string;
  at: Date;
}

/** The alarms not yet told, the first to come first. */
export const pending = <A extends Alarm>(alarms: readonly A[], told: readonly string[]): A[] =>
  alarms.filter(({ id }) => !told.includes(id)).sort((a, b) => a.at.getTime() - b.at.getTime());

/** The alarm that has come. @throws DomainError NOT_NOW when none has: somebody else's write came first */
export function dueAlarm<A extends Alarm>(
  alarms: readonly A[],
  told: readonly string[],
  { now }: Pick<Context, 'now'>,
): A {
  const [first] = pending(alarms, told);
  if (first && first.at <= now) return first;
  throw new DomainError('NOT_NOW', '现在没有到期的事项，请稍后再看。');
}

/** What follows from a decision about one of these records: the event under the record's word, and the next moment its clock acts. */
export const outcomeOf =
  <D extends Stateful & { alarms: string[]; wakeAt: Date | null }>(
    word: string,
    alarmsOf: (document: D) => readonly Alarm[],
  ) =>
  (document: D, type: string, data: Record<string, unknown>, effects: Effect[]): Outcome<D> => ({
    document: { ...document, wakeAt: pending(alarmsOf(document), document.alarms)[0]?.at ?? null },
    event: { type: `${word}.${type}`, data },
    effects,
  });

interface Titled {
  no: string;
  county: string;
}

/** One card for each of these people. Title and number alone: neither the party nor an amount. */
export const tell = (
  { no, county }: Titled,
  people: readonly string[],
  purpose: string,
  more: { dueAt?: Date; urgent?: true; quiet?: true } = {},
): Effect[] =>
  [...new Set(people)].map((person) =>
    assign({
      ...{ person, purpose, title: no, county, dueAt: more.dueAt ?? null },
      ...{ urgency: more.urgent ? 'URGENT' : 'NORMAL', ladder: !more.quiet },
    }),
  );

/** The officer's certificate must hold on the day; shown in words for the record. */
export const isValidOn = (validTo: string | null, at: Date): boolean => validTo !== null && validTo >= shanghaiDay(at);
