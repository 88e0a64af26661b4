/** 本周值班: one card per person on Monday morning. */
import { assign, settle } from '../assignment/assignment.effects';
import { CLOCK } from '../core/access';
import { addCalendarDays, startOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { type Domain } from '../core/domain';
import { type Face } from '../core/face';
import { create, defineStore } from '../core/journal';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import { type Shift } from '../duty/duty.schema';
import { shiftsBetween } from '../duty/duty.store';
import { nameOf, postOf, spanWords } from '../duty/duty.words';
import { type DutyWeek, SeenWeek, STATES } from './dutyWeek.schema';
import { dutyWeekWorkflow } from './dutyWeek.workflow';

export const dutyWeeks = defineStore<DutyWeek>('duty_weeks', {
  live: true,
  indexes: [[{ person: 1, monday: -1 }], [{ monday: 1 }]],
});

const seenBy = ({ person }: DutyWeek): Effect => settle({ person, purposes: ['dutyWeek.told'] });

function seenWeek(week: DutyWeek, _input: unknown, context: Context): Outcome<DutyWeek> {
  const status = advance(dutyWeekWorkflow, 'seen', week, context);
  return { document: { ...week, status }, event: { type: 'dutyWeek.seen' }, effects: [seenBy(week)] };
}

/** 全部确认: each shift is confirmed by its own step, as if its own card had been pressed. */
function confirmAll(week: DutyWeek, _input: unknown, context: Context): Outcome<DutyWeek> {
  const status = advance(dutyWeekWorkflow, 'confirmAll', week, context);
  const open = week.shifts.filter(({ confirmed }) => !confirmed);
  return {
    document: { ...week, status, shifts: week.shifts.map((shift) => ({ ...shift, confirmed: true })) },
    event: { type: 'dutyWeek.confirmed', data: { shifts: open.length } },
    effects: [
      seenBy(week),
      ...open.map(({ id }): Effect => ({
        kind: 'duty.confirm',
        lane: `confirm:${id}`,
        data: { shift: id, person: week.person },
      })),
    ],
  };
}

export const dutyWeekDomain: Domain<DutyWeek> = {
  store: dutyWeeks,
  workflow: dutyWeekWorkflow,
  commands: { seen: command(SeenWeek, seenWeek), confirmAll: command(SeenWeek, confirmAll) },
  facts: {},
};

const seatOf = ({ seats }: Shift, person: string) =>
  seats.find((seat) => seat.person === person && seat.state !== 'absent' && seat.state !== 'relieved');

/** One person's week, for `create`. */
function tellWeek(monday: string, person: { id: string; name: string }, own: readonly Shift[]): Outcome<DutyWeek> {
  const shifts = own.flatMap((shift) => {
    const seat = seatOf(shift, person.id);
    const { _id: id, startsAt } = shift;
    return seat
      ? [
          {
            id,
            startsAt,
            name: nameOf(shift),
            span: spanWords(shift),
            post: postOf(seat),
            confirmed: seat.state !== 'planned',
          },
        ]
      : [];
  });
  const document: DutyWeek = {
    _id: `week-${monday}-${person.id}`,
    version: 0,
    status: 'sent',
    person: person.id,
    personName: person.name,
    monday,
    shifts,
  };
  const title = `${Number(monday.slice(5, 7))}月${Number(monday.slice(8))}日一周，${shifts.length}个班次`;
  return {
    document,
    event: { type: 'dutyWeek.told', data: { shifts: shifts.length } },
    effects: [assign({ person: person.id, purpose: 'dutyWeek.told', title, ladder: false })],
  };
}

/** The Monday of the week of this moment, in Asia/Shanghai. */
export function mondayOf(at: Date): string {
  const day = shanghaiDay(at);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addCalendarDays(day, -((weekday + 6) % 7));
}

/**
 * Tell everybody with a shift this week, once. Rung every morning: on Mondays it tells; on other days only when nobody was told on Monday,
 * since nothing was running then.
 *
 * @returns how many people were told
 */
export async function tellWeeks(at: Date): Promise<number> {
  const monday = mondayOf(at);
  const late = shanghaiDay(at) !== monday;
  if (late && (await dutyWeeks.collection.findOne({ monday } as never, { projection: { _id: 1 } }))) return 0;
  const shifts = await shiftsBetween(at, startOfShanghaiDay(addCalendarDays(monday, 7)));
  const people = new Map(
    shifts.flatMap(({ seats }) =>
      seats.map(({ person, personName }) => [person, { id: person, name: personName }] as const),
    ),
  );
  const weeks = [...people.values()]
    .map((person) => tellWeek(monday, person, shifts))
    .filter(({ document }) => document.shifts.length > 0);
  for (const week of weeks) {
    await create(dutyWeeks, week, { actor: CLOCK, now: at, door: 'clock', key: `week:${week.document._id}` });
  }
  return weeks.length;
}

export const dutyWeekFace: Face<DutyWeek> = {
  domain: dutyWeekDomain,
  path: 'duty-weeks',
  maySee: ({ person }, actor) => person === actor.id,
  seenBy: ['person'],
  outline: ({ monday, shifts, status }) => ({
    title: '本周值班',
    number: `${Number(monday.slice(5, 7))}月${Number(monday.slice(8))}日一周`,
    status:
      status === 'sent'
        ? `${shifts.length}个班次，${shifts.filter(({ confirmed }) => !confirmed).length}个待确认`
        : STATES[status],
    tone: status === 'sent' ? 'blue' : 'green',
    facts: shifts.slice(0, 8).map(({ name, span, post }): [string, string] => [name, `${span} ${post}`]),
    note: '以上是周一早上的排班，之后的变动另有通知。要换班或请假，请打开那个班次的卡片。',
    until: null,
  }),
  forms: {},
  sentences: {
    'dutyWeek.told': '周一发出本周值班',
    'dutyWeek.seen': '已知道',
    'dutyWeek.confirmed': ({ shifts }) => `一次确认${Number(shifts)}个班次`,
  },
  extra: ({ shifts }) => ({ shifts }),
};
