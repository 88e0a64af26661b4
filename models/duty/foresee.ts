/** The daily look ahead: what the forecast needs, and the plan on which it is kept and from which the duty leader hears of it. */
import { assignments } from '../assignment/assignment.store';
import { CLOCK } from '../core/access';
import { addCalendarDays, addCalendarMonths, shanghaiDay } from '../core/calendar';
import { perform } from '../core/domain';
import { create } from '../core/journal';
import { policy } from '../core/policy';
import { type Context } from '../core/workflow';
import { people } from '../people/people.store';
import { shiftsBetween } from './duty.store';
import { forecastOf } from './forecast';
import { postsOf } from './pattern';
import { draftRoster } from './roster.commands';
import { rosterDomain } from './roster';
import { type Forecast } from './roster.schema';
import { lastShiftDay, planCovering, rosterPlans } from './roster.store';

const DAY_MS = 86_400_000;

/** Of these people, who has left, and to whom no message gets through. */
async function unreachableOf(ids: readonly string[]): Promise<Map<string, string>> {
  const [here, silent] = await Promise.all([
    people.find({ _id: { $in: [...ids] }, active: true }, { projection: { _id: 1 } }).toArray(),
    assignments.collection
      .find({ unreachable: true, status: 'open', person: { $in: [...ids] } } as never, { projection: { person: 1 } })
      .toArray(),
  ]);
  const active = new Set(here.map(({ _id }) => _id));
  return new Map([
    ...silent.map(({ person }): [string, string] => [person, '的消息一直没有送达']),
    ...ids.filter((id) => !active.has(id)).map((id): [string, string] => [id, '已离开组织']),
  ]);
}

/** The forecast as of now; nothing is written. */
export async function forecastNow(now: Date): Promise<Forecast> {
  const { forecastDays, pattern, restHours } = policy().duty;
  const until = new Date(now.getTime() + forecastDays * DAY_MS);
  const shifts = await shiftsBetween(now, until);
  const seated = [...new Set(shifts.flatMap(({ seats }) => seats.map(({ person }) => person)).filter(Boolean))];
  const unreachable = await unreachableOf(seated);
  return forecastOf({ now, until, shifts, posts: postsOf(pattern), restHours, unreachable });
}

/** The plan of the coming days; where none has been published, a draft that begins where the shifts end, so that somebody plans it. */
async function planAhead(now: Date): Promise<string> {
  const today = shanghaiDay(now);
  const horizon = addCalendarDays(today, policy().duty.forecastDays);
  const covering = await planCovering(today, horizon);
  if (covering && covering.to >= horizon) return covering._id;
  const last = await lastShiftDay();
  const from = last && last >= today ? addCalendarDays(last, 1) : today;
  const to = addCalendarDays(addCalendarMonths(`${from.slice(0, 7)}-01`, 2), -1);
  const next = await rosterPlans.collection.findOne(
    { status: { $in: ['drafted', 'previewed', 'published'] }, to: { $gte: from } } as never,
    { sort: { from: 1 }, projection: { _id: 1 } },
  );
  if (next) return String(next._id);
  const context: Context = { actor: CLOCK, now, door: 'clock' };
  const input = { id: `roster-draft-${from}`, from, to, included: [], excluded: [] };
  return (await create(rosterPlans, draftRoster(input, { id: CLOCK.id, name: '系统' }), context))._id;
}

/** Look ahead once a day: called again for the same day it does nothing. */
export async function foreseeGaps(now: Date): Promise<void> {
  const forecast = await forecastNow(now);
  const plan = await planAhead(now);
  const context: Context = { actor: CLOCK, now, door: 'clock', key: `foresee:${shanghaiDay(now)}` };
  await perform(rosterDomain, 'foresee', plan, { forecast }, context);
}
