/**
 * 排班: turns a pattern, pools of people and what stands already into shifts with names. Pure and deterministic: the same input gives the
 * same plan, and no chance is involved. Days are taken in order; each seat goes to whoever has carried least of what it weighs (statutory
 * holiday, night, day off, turn) among those who are free and rested. What turn-taking leaves uneven is traded (planRepair.ts); what
 * nobody can fill stays empty and is said aloud.
 */
import { addCalendarDays, dayStatus, officialCalendar } from '../core/calendar';
import { type Kind } from './duty.schema';
import { legalHoliday } from './legalHolidays';
import {
  type Need,
  type Pattern,
  type PatternShift,
  postKey,
  postName,
  shiftId,
  shiftName,
  spanOf,
  takesPlace,
} from './pattern';
import {
  book,
  conflicts,
  count,
  isAbsent,
  isFree,
  type Ledger,
  newLedger,
  type PlanPerson,
  type PlanPool,
  seat,
  type Slot,
  yearOf,
} from './planBook';
import { even, fillByMoving, type Measure } from './planRepair';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Pool extends Pick<Need, 'post' | 'county'> {
  people: readonly { id: string; name: string }[];
}
export interface Absence {
  person: string;
  from: Date;
  to: Date;
}
/** A shift that exists already: its people are taken, its load counts, and it is not planned again. Seats of nobody have person ''. */
export interface StandingShift {
  id: string;
  kind: Kind;
  day: string;
  startsAt: Date;
  endsAt: Date;
  seats: readonly (Pick<Need, 'post' | 'county'> & { person: string })[];
}

export interface PlanInput {
  /** First and last Shanghai day, both planned. */
  from: string;
  to: string;
  pattern: Pattern;
  /** One per post; somebody may be in several. */
  pools: readonly Pool[];
  absences: readonly Absence[];
  /** This year's shifts so far, and whatever stands in or next to the planned days. */
  standing: readonly StandingShift[];
  restHours: number;
}

export interface PlannedSeat extends Pick<Need, 'post' | 'county'> {
  /** '' when nobody could be found. */
  person: string;
  personName: string;
  reason: string;
}
export interface PlannedShift {
  id: string;
  kind: Kind;
  day: string;
  startsAt: Date;
  endsAt: Date;
  seats: PlannedSeat[];
}
/** What somebody carries in one pool: this plan, and the standing shifts it was told of. */
export interface Load extends Pick<Need, 'post' | 'county'> {
  person: string;
  name: string;
  turns: number;
  nights: number;
  holidays: number;
  offDays: number;
  hours: number;
}
/** What the plan could not do: when, which post, why, and what would help. */
export interface Problem {
  kind: 'empty' | 'holidays' | 'calendar';
  from: Date;
  to: Date;
  post: Need['post'] | null;
  county: Need['county'];
  words: string;
  help: string;
}
export interface Plan {
  shifts: PlannedShift[];
  loads: Load[];
  problems: Problem[];
}

/** Every day from the first to the last. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addCalendarDays(day, 1)) days.push(day);
  return days;
}

const NIGHT_ENDS = 6 * HOUR;
const SHANGHAI = 8 * HOUR;
/** Whether the stretch of time holds the hours between midnight and six in the morning. */
const touchesNight = (start: number, end: number): boolean => {
  const intoDay = (start + SHANGHAI) % DAY;
  return intoDay < NIGHT_ENDS || intoDay + (end - start) > DAY;
};

type Weight = Pick<Slot, 'start' | 'end' | 'day' | 'kind' | 'holiday' | 'isNight' | 'isOff'>;

function weigh(kind: Kind, day: string, startsAt: Date, endsAt: Date): Weight {
  const [start, end] = [startsAt.getTime(), endsAt.getTime()];
  const holiday = legalHoliday(day) ?? '';
  const isOff = !holiday && !dayStatus(day).works;
  return { start, end, day, kind, holiday, isNight: touchesNight(start, end), isOff };
}

interface Book {
  people: Map<string, PlanPerson>;
  pools: Map<string, PlanPool>;
  rest: number;
}

function openBook({ pools, absences, standing, restHours }: PlanInput): Book {
  const people = new Map<string, PlanPerson>();
  const person = (id: string, name = id): PlanPerson => {
    const known = people.get(id) ?? { id, name, bookings: [], absences: [] };
    people.set(id, known);
    return known;
  };
  const opened = new Map<string, PlanPool>();
  for (const { post, county, people: members } of pools) {
    const inPool = members.map(({ id, name }) => person(id, name));
    const ledger = new Map(inPool.map((member) => [member, newLedger()]));
    opened.set(postKey({ post, county }), { post, county, members: inPool, ledger });
  }
  for (const { person: id, from, to } of absences) {
    const away = people.get(id);
    if (away) away.absences = [...away.absences, { from: from.getTime(), to: to.getTime() }];
  }
  carryOver(standing, people, opened);
  return { people, pools: opened, rest: restHours * HOUR };
}

/** More than this many turns of difference are not caught up with: somebody new would have no free week. */
const CATCH_UP = 1;

function carryOver(standing: readonly StandingShift[], people: Book['people'], pools: Book['pools']): void {
  for (const { kind, day, startsAt, endsAt, seats } of standing) {
    const weight = weigh(kind, day, startsAt, endsAt);
    for (const { post, county, person: id } of seats) {
      const person = people.get(id);
      if (!person) continue;
      book(person, { start: weight.start, end: weight.end, slot: null });
      const ledger = pools.get(postKey({ post, county }))?.ledger.get(person);
      if (!ledger) continue;
      count(ledger, weight, 1);
      ledger.lastEnd = Math.max(ledger.lastEnd, weight.end);
    }
  }
  for (const { ledger } of pools.values()) {
    const all = [...ledger.values()];
    for (const debt of ['turns', 'nights', 'offDays'] as const) {
      const mean = all.reduce((sum, { debts }) => sum + debts[debt], 0) / Math.max(1, all.length);
      for (const { debts } of all) debts[debt] = Math.max(-CATCH_UP, Math.min(CATCH_UP, debts[debt] - mean));
    }
  }
}

/** Everybody who is there that day owes their share of the seat, whoever takes it. */
function share({ pool, start, end, isNight, isOff }: Slot): void {
  const present = pool.members.filter((member) => !isAbsent(member, start, end));
  for (const member of present) {
    const debts = pool.ledger.get(member)?.debts;
    if (!debts) continue;
    debts.turns -= 1 / present.length;
    if (isNight) debts.nights -= 1 / present.length;
    if (isOff) debts.offDays -= 1 / present.length;
  }
}

/** Shares are fractions; what differs by less than a thousandth is equal. */
const level = (debt: number): number => Math.round(debt * 1_000);

/** Smaller comes first: what the seat weighs most, then turns, then the same kind of shift, then the longest rest. */
function rank(slot: Slot, ledger: Ledger): number[] {
  const { debts } = ledger;
  return [
    slot.holiday ? (ledger.holidays.get(yearOf(slot)) ?? 0) : 0,
    slot.isNight ? level(debts.nights) : 0,
    slot.isOff ? level(debts.offDays) : 0,
    level(debts.turns),
    ledger.kinds.get(slot.kind) ?? 0,
    ledger.lastEnd,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let n = 0; n < a.length; n += 1) {
    const difference = (a[n] ?? 0) - (b[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function whyThisOne({ holiday, isNight, isOff, kind }: Slot, ledger: Ledger, year: string, candidates: number): string {
  const among = `当班可排的 ${candidates} 人中轮到`;
  if (holiday) return `${holiday}轮值：本年法定节假日已值 ${ledger.holidays.get(year) ?? 0} 次，${among}`;
  if (isNight && kind !== 'FULL') return `夜班轮值：此前夜班 ${ledger.nights} 次，${among}`;
  if (isOff) return `休息日轮值：此前休息日 ${ledger.offDays} 次，${among}`;
  return `轮值：此前值班 ${ledger.turns} 次，${among}`;
}

/** Give the seat to whoever has carried least. @returns false when nobody is free and rested */
function takeTurn(slot: Slot, rest: number): boolean {
  let best: { person: PlanPerson; ledger: Ledger; rank: number[] } | undefined;
  let candidates = 0;
  for (const person of slot.pool.members) {
    const ledger = slot.pool.ledger.get(person);
    if (!ledger || !isFree(person, slot, rest)) continue;
    candidates += 1;
    const own = rank(slot, ledger);
    if (!best || compare(own, best.rank) < 0) best = { person, ledger, rank: own };
  }
  if (!best) return false;
  slot.reason = whyThisOne(slot, best.ledger, yearOf(slot), candidates);
  seat(slot, best.person);
  best.ledger.lastEnd = slot.end;
  return true;
}

function emptySeat(slot: Slot, rest: number, restHours: number): Problem {
  const { pool, start, end, day, kind } = slot;
  const away = pool.members.filter((member) => isAbsent(member, start, end)).length;
  const taken = pool.members.filter(
    (member) => !isAbsent(member, start, end) && conflicts(member, slot, rest).length > 0,
  ).length;
  const why =
    pool.members.length === 0
      ? '没有可排的人选'
      : [
          `${pool.members.length} 人中`,
          away > 0 ? `${away} 人请假或离岗` : '',
          taken > 0 ? `${taken} 人已有班次或休息不足 ${restHours} 小时` : '',
        ]
          .filter(Boolean)
          .join(' ');
  return {
    kind: 'empty',
    ...{ from: new Date(start), to: new Date(end), post: pool.post, county: pool.county },
    words: `${shiftName(kind, day)}的${postName(pool)}排不出人：${why}`,
    help: `请给${postName(pool)}增加人选，或调整请假、班次时间`,
  };
}

const sameWeight = (a: Slot, b: Slot) => yearOf(a) === yearOf(b) && a.isNight === b.isNight;
const isPlain = ({ holiday, isNight, isOff }: Slot) => !holiday && !isNight && !isOff;

/** In this order; each leaves what the ones before have evened out as it is. */
const measuresOf = (years: readonly string[]): Measure[] => [
  ...years.flatMap((year): Measure[] => {
    const holiday: Omit<Measure, 'keeps'> = {
      carries: (slot) => slot.holiday !== '' && yearOf(slot) === year,
      of: ({ holidays }) => holidays.get(year) ?? 0,
      gives: false,
      words: '法定节假日',
    };
    return [
      { ...holiday, keeps: sameWeight },
      { ...holiday, keeps: (a, b) => yearOf(a) === yearOf(b), gives: true },
    ];
  }),
  {
    carries: ({ isNight, holiday }) => isNight && !holiday,
    of: ({ debts }) => debts.nights,
    keeps: (a, b) => !a.holiday && !b.holiday && a.isOff === b.isOff,
    gives: false,
    words: '夜班',
  },
  {
    carries: ({ isOff }) => isOff,
    of: ({ debts }) => debts.offDays,
    keeps: (a, b) => !a.holiday && !b.holiday && a.isNight === b.isNight,
    gives: false,
    words: '休息日值班',
  },
  { carries: isPlain, of: ({ debts }) => debts.turns, keeps: () => false, gives: true, words: '值班次数' },
];

function evenOut(pool: PlanPool, slots: readonly Slot[], rest: number): void {
  const own = slots.filter((slot) => slot.pool === pool);
  const years = [...new Set(own.filter(({ holiday }) => holiday).map(yearOf))];
  for (const measure of measuresOf(years)) even(pool, measure, rest);
}

function unevenHolidays(pool: PlanPool, slots: readonly Slot[]): Problem[] {
  const own = slots.filter((slot) => slot.pool === pool && slot.holiday);
  return [...new Set(own.map(yearOf))].flatMap((year): Problem[] => {
    const counted = pool.members.map((member) => ({
      member,
      holidays: pool.ledger.get(member)?.holidays.get(year) ?? 0,
    }));
    const ranked = counted.sort((a, b) => b.holidays - a.holidays);
    const [most, least] = [ranked[0], ranked.at(-1)];
    if (!most || !least || most.holidays - least.holidays <= 1) return [];
    const days = own.filter((slot) => yearOf(slot) === year);
    return [
      {
        kind: 'holidays',
        ...{
          from: new Date(days[0]?.start ?? 0),
          to: new Date(days.at(-1)?.end ?? 0),
          post: pool.post,
          county: pool.county,
        },
        words: `${year}年${postName(pool)}的法定节假日班次相差超过 1 次：${most.member.name} ${most.holidays} 次，${least.member.name} ${least.holidays} 次`,
        help: `请核对${least.member.name}的请假和已排班次，或把${most.member.name}的节假日班次调给别人`,
      },
    ];
  });
}

function unknownYears(days: readonly string[]): Problem[] {
  const years = [...new Set(days.map((day) => day.slice(0, 4)))];
  return years
    .filter((year) => !officialCalendar().has(Number(year)))
    .map((year) => ({
      kind: 'calendar',
      ...{ from: new Date(`${year}-01-01T00:00:00+08:00`), to: new Date(`${year}-12-31T23:59:59+08:00`) },
      ...{ post: null, county: null },
      words: `${year}年放假安排尚未载入，休息日暂按周末推算，法定节假日按日历推算`,
      help: '国务院通知发布后，请系统管理员载入业务参数，再核对节假日前后的班次',
    }));
}

function loadsOf(pools: Iterable<PlanPool>): Load[] {
  return [...pools].flatMap(({ post, county, members, ledger }) =>
    members.map((member) => {
      const { turns, nights, offDays, minutes, holidays } = ledger.get(member) ?? newLedger();
      const all = [...holidays.values()].reduce((sum, one) => sum + one, 0);
      return {
        ...{ post, county, person: member.id, name: member.name },
        ...{ turns, nights, offDays, holidays: all, hours: Math.round(minutes / 6) / 10 },
      };
    }),
  );
}

interface Draft extends Omit<PlannedShift, 'seats'> {
  slots: Slot[];
}

function draftShifts({ from, to, pattern, standing }: PlanInput, { pools }: Book): Draft[] {
  const known = new Set(standing.map(({ id }) => id));
  const drafts = daysBetween(from, to).flatMap((day) => {
    const { works } = dayStatus(day);
    return pattern.filter((row) => takesPlace(row, works)).map((row) => draftShift(row, day, pools));
  });
  return drafts
    .filter(({ id }) => !known.has(id))
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.endsAt.getTime() - b.endsAt.getTime());
}

function draftShift(row: PatternShift, day: string, pools: Book['pools']): Draft {
  const { startsAt, endsAt } = spanOf(row, day);
  const weight = weigh(row.kind, day, startsAt, endsAt);
  const slots = row.needs.flatMap((need) => {
    const pool = pools.get(postKey(need)) ?? { post: need.post, county: need.county, members: [], ledger: new Map() };
    return Array.from({ length: need.count }, (): Slot => ({ ...weight, pool, taker: null, reason: '' }));
  });
  return { id: shiftId(row.kind, day), kind: row.kind, day, startsAt, endsAt, slots };
}

const asSeat = ({ pool, taker, reason }: Slot): PlannedSeat => ({
  ...{ post: pool.post, county: pool.county },
  ...{ person: taker?.id ?? '', personName: taker?.name ?? '', reason: taker ? reason : '排不出人，请另行安排' },
});

/** So many seats are planned between two pauses: a few milliseconds of work. */
const SEATS_PER_STRIDE = 120;

/** The planning in strides, so that a server may answer others in between. */
function* planning(input: PlanInput): Generator<void, Plan> {
  const opened = openBook(input);
  const { pools, rest } = opened;
  const drafts = draftShifts(input, opened);
  const slots = drafts.flatMap((draft) => draft.slots);
  for (const [index, slot] of slots.entries()) {
    if (index % SEATS_PER_STRIDE === 0) yield;
    share(slot);
    if (takeTurn(slot, rest)) continue;
    const why = `为补齐${shiftName(slot.kind, slot.day)}，与相邻班次调换后排定`;
    for (const moved of fillByMoving(slot, rest)) moved.reason = why;
  }
  for (const pool of pools.values()) {
    yield;
    evenOut(pool, slots, rest);
  }
  const empty = slots.filter(({ taker }) => taker === null);
  return {
    shifts: drafts.map(({ slots: own, ...shift }) => ({ ...shift, seats: own.map(asSeat) })),
    loads: loadsOf(pools.values()),
    problems: [
      ...empty.map((slot) => emptySeat(slot, rest, input.restHours)),
      ...[...pools.values()].flatMap((pool) => unevenHolidays(pool, slots)),
      ...unknownYears(daysBetween(input.from, input.to)),
    ],
  };
}

/**
 * Plan every seat of the pattern from one day to another.
 *
 * @returns all shifts that do not stand already, what everybody carries, and every problem in words; a seat that cannot be filled is there,
 *   empty, with its problem
 */
export function planRoster(input: PlanInput): Plan {
  const work = planning(input);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The same plan, with a pause after every stride in which others are served. */
export async function planRosterInStrides(input: PlanInput, pause: () => Promise<unknown>): Promise<Plan> {
  const work = planning(input);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await pause();
  }
}
