/**
 * What a change of the roster by hand would bring about, said before it is saved. Two posts, too little rest and absence forbid it; holiday
 * load, county and role are told, and whoever arranges decides.
 */
import { addCalendarDays } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { COUNTIES } from '../core/place';
import { type CheckedShift, type Violation, violations } from './invariants';
import { legalHoliday, legalHolidaysOf } from './legalHolidays';
import { type Need, postKey, postName } from './pattern';
import { awayDuring, type CalendarShift, shiftsOfDays, shiftsOn, staffForDuty } from './roster.store';
import { fits, poolsOf, type Staff } from './rosterPools';

/** One seat that gets another person. */
export interface SeatChange {
  shift: string;
  seat: string;
  person: string;
}
export interface Conflict {
  kind: Violation['kind'] | 'county' | 'role';
  words: string;
  /** It cannot be saved like this. */
  blocks: boolean;
}

const REACH_DAYS = 2;
const BLOCKING: readonly Conflict['kind'][] = ['double', 'rest', 'absent'];
const dayOfId = (id: string) => /^shift-(\d{4}-\d{2}-\d{2})-/.exec(id)?.[1];

const asChecked = (shifts: readonly CalendarShift[], names: ReadonlyMap<string, string>): CheckedShift[] =>
  shifts.map((shift) => ({
    ...shift,
    seats: shift.seats.map(({ id, post, county, person, personName, state }) => ({
      ...{ id, post, county },
      person: state === 'absent' ? '' : person,
      personName: names.get(person) ?? personName,
    })),
  }));

const changed = (shifts: readonly CheckedShift[], changes: readonly SeatChange[], names: ReadonlyMap<string, string>) =>
  shifts.map((shift) => ({
    ...shift,
    seats: shift.seats.map((seat) => {
      const change = changes.find((one) => one.shift === shift._id && one.seat === seat.id);
      return change ? { ...seat, person: change.person, personName: names.get(change.person) ?? change.person } : seat;
    }),
  }));

/** What is wrong after the change and was not before; of the holidays, what differs more than before. */
function brought(
  before: readonly CheckedShift[],
  after: readonly CheckedShift[],
  rules: Parameters<typeof violations>[1],
): Conflict[] {
  const known = new Set(violations(before, rules).map(({ words }) => words));
  return violations(after, rules)
    .filter(({ words }) => !known.has(words))
    .map(({ kind, words }) => ({ kind, words, blocks: BLOCKING.includes(kind) }));
}

function whetherTheyBelong(person: Staff, need: Pick<Need, 'post' | 'county'>): Conflict[] {
  if (fits(person, need, policy().duty.pools)) return [];
  if (need.county && person.county !== need.county) {
    const own = person.county ? `${COUNTIES[person.county]}的` : '市局的';
    return [{ kind: 'county', words: `${person.name}是${own}，这个岗位属于${COUNTIES[need.county]}`, blocks: false }];
  }
  return [{ kind: 'role', words: `${person.name}不在${postName(need)}的人选里`, blocks: false }];
}

/**
 * Everything that stands against these changes taken together.
 *
 * @throws DomainError NOT_FOUND for a shift or seat that has gone, INVALID_INPUT for somebody who has left
 */
export async function conflictsOf(changes: readonly SeatChange[]): Promise<Conflict[]> {
  const days = changes.map(({ shift }) => dayOfId(shift) ?? '').sort();
  const [first = '', last = first] = [days[0], days.at(-1)];
  const [from, to] = [addCalendarDays(first, -REACH_DAYS), addCalendarDays(last, REACH_DAYS)];
  const [near, staff, absences] = await Promise.all([shiftsOfDays(from, to), staffForDuty(), awayDuring(from, to)]);
  const people = new Map(staff.map((person) => [person._id, person]));
  const names = new Map(staff.map(({ _id, name }) => [_id, name]));
  const seats = changes.map((change) => seatOf(near, change));
  const gone = changes.find(({ person }) => !people.has(person));
  if (gone)
    throw new DomainError('INVALID_INPUT', '没有找到这位同事，可能已经离开单位，请重新选择。', { person: gone.person });
  const before = asChecked(near, names);
  const after = changed(before, changes, names);
  const nowhere = new Date(0);
  const rules = { from: nowhere, to: nowhere, posts: [], restHours: policy().duty.restHours, absences };
  return [
    ...brought(before, after, rules),
    ...(await holidaysBrought(changes, days, staff, names)),
    ...changes.flatMap(({ person }, n) => whetherTheyBelong(people.get(person) as Staff, seats[n] as Need)),
  ];
}

function seatOf(
  shifts: readonly CalendarShift[],
  { shift: id, seat: seatId }: SeatChange,
): Pick<Need, 'post' | 'county'> {
  const seat = shifts.find(({ _id }) => _id === id)?.seats.find((one) => one.id === seatId);
  if (!seat) throw new DomainError('NOT_FOUND', '这个班次或岗位已有变动，请刷新后重新选择。', { id, seat: seatId });
  return seat;
}

/** Only a shift on a statutory holiday moves the holiday load; its year is looked up then. */
async function holidaysBrought(
  changes: readonly SeatChange[],
  days: readonly string[],
  staff: readonly Staff[],
  names: ReadonlyMap<string, string>,
): Promise<Conflict[]> {
  const years = [...new Set(days.filter(legalHoliday).map((day) => Number(day.slice(0, 4))))];
  const found = await Promise.all(
    years.map(async (year) => {
      const holidays = legalHolidaysOf(year).map(([day]) => day);
      const shifts = await shiftsOn(holidays);
      const before = asChecked(shifts, names);
      const { pattern, pools: rules, restHours } = policy().duty;
      const pools = poolsOf(pattern, rules, staff, { included: [], excluded: [] });
      const touched = new Set(
        before.flatMap(({ _id, seats }) =>
          seats.filter(({ id }) => changes.some((one) => one.shift === _id && one.seat === id)).map(postKey),
        ),
      );
      const nowhere = new Date(0);
      return brought(before, changed(before, changes, names), {
        ...{ from: nowhere, to: nowhere, posts: [], restHours },
        pools: pools.filter((pool) => touched.has(postKey(pool))),
      }).filter(({ kind }) => kind === 'holidays');
    }),
  );
  return found.flat();
}
