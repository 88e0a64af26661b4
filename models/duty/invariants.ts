/**
 * What must hold of every roster, checked by code that knows nothing of how it was made: no uncovered minute, nobody on two posts, rest
 * between posts, nobody who is away, and no more than one statutory holiday of difference over a year. Publishing, every edit, the
 * gap forecast and the planner's own specification ask here.
 */
import { COUNTIES, type County } from '../core/place';
import { type Kind, KINDS, type Post, POSTS } from './duty.schema';
import { legalHoliday } from './legalHolidays';

const HOUR = 3_600_000;
const SHANGHAI = 8 * HOUR;

export interface CheckedSeat {
  id?: string;
  post: Post;
  county: County | null;
  /** '' for a seat that nobody has. */
  person: string;
  personName: string;
}
export interface CheckedShift {
  _id: string;
  kind: Kind;
  day: string;
  startsAt: Date;
  endsAt: Date;
  seats: readonly CheckedSeat[];
}

export interface Requirements {
  /** The stretch of time in which every post must be manned; outside it shifts count for rest and load only. */
  from: Date;
  to: Date;
  posts: readonly { post: Post; county: County | null; count: number }[];
  restHours: number;
  absences?: readonly { person: string; from: Date; to: Date }[];
  /** Who shares the holidays of a post; compared over each calendar year. Absent: not compared. */
  pools?: readonly { post: Post; county: County | null; people: readonly { id: string; name: string }[] }[];
}

export interface Violation {
  kind: 'uncovered' | 'double' | 'rest' | 'absent' | 'holidays';
  /** One sentence: what is wrong, and when. */
  words: string;
  from: Date;
  to: Date;
  post: Post;
  county: County | null;
  people: string[];
  shifts: string[];
}

/** 12月1日 08:30. */
export function momentWords(at: Date): string {
  const text = new Date(at.getTime() + SHANGHAI).toISOString();
  return `${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日 ${text.slice(11, 16)}`;
}
const span = (from: Date, to: Date) => `${momentWords(from)} 至 ${momentWords(to)}`;
const named = (post: Post, county: County | null) => `${county ? COUNTIES[county] : ''}${POSTS[post]}`;
const titled = ({ kind, day }: CheckedShift) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日${KINDS[kind]}`;

interface Taken {
  shift: CheckedShift;
  seat: CheckedSeat;
}

/** Stretches in which fewer people than `count` stand on the post. */
function uncovered(all: readonly Taken[], { from, to, posts }: Requirements): Violation[] {
  return posts.flatMap(({ post, county, count }) => {
    const steps = new Map<number, number>();
    const step = (at: Date, change: number) => {
      const within = Math.min(Math.max(at.getTime(), from.getTime()), to.getTime());
      steps.set(within, (steps.get(within) ?? 0) + change);
    };
    step(from, 0);
    step(to, 0);
    for (const { shift, seat } of all) {
      if (seat.post !== post || seat.county !== county || !seat.person) continue;
      step(shift.startsAt, 1);
      step(shift.endsAt, -1);
    }
    const gaps: { from: number; to: number; here: number }[] = [];
    let here = 0;
    const moments = [...steps].sort(([a], [b]) => a - b);
    moments.forEach(([at, change], index) => {
      here += change;
      const until = moments[index + 1]?.[0];
      if (until === undefined || here >= count) return;
      const last = gaps.at(-1);
      if (last && last.to === at && last.here === here) last.to = until;
      else gaps.push({ from: at, to: until, here });
    });
    return gaps.map((gap): Violation => {
      const [start, end] = [new Date(gap.from), new Date(gap.to)];
      const missing = gap.here === 0 ? '没有人' : `只有 ${gap.here} 人，应有 ${count} 人`;
      return {
        kind: 'uncovered',
        words: `${span(start, end)} ${named(post, county)}${missing}`,
        ...{ from: start, to: end, post, county, people: [], shifts: [] },
      };
    });
  });
}

function about(kind: Violation['kind'], words: string, { shift, seat }: Taken, other: CheckedShift = shift): Violation {
  const { post, county, person } = seat;
  const shifts = [...new Set([other._id, shift._id])];
  return { kind, words, from: shift.startsAt, to: shift.endsAt, post, county, people: [person], shifts };
}

/** Two posts at once, or too little rest between them: each seat against the one that ended last before it. */
function tooClose(own: readonly Taken[], restHours: number): Violation[] {
  const inOrder = [...own].sort((a, b) => a.shift.startsAt.getTime() - b.shift.startsAt.getTime());
  let last: Taken | undefined;
  return inOrder.flatMap((taken) => {
    const before = last;
    if (!before || taken.shift.endsAt > before.shift.endsAt) last = taken;
    if (!before) return [];
    const rest = taken.shift.startsAt.getTime() - before.shift.endsAt.getTime();
    if (rest >= restHours * HOUR) return [];
    const { personName } = taken.seat;
    if (rest < 0)
      return [
        about(
          'double',
          `${personName}同时在${titled(before.shift)}和${titled(taken.shift)}两个岗位`,
          taken,
          before.shift,
        ),
      ];
    const hours = Math.floor(rest / (HOUR / 10)) / 10;
    const words = `${personName}在${titled(before.shift)}与${titled(taken.shift)}之间只休息 ${hours} 小时，少于 ${restHours} 小时`;
    return [about('rest', words, taken, before.shift)];
  });
}

function awayAtTheTime(own: readonly Taken[], absences: Requirements['absences'] = []): Violation[] {
  return own.flatMap((taken) => {
    const { shift, seat } = taken;
    const away = absences.find(
      ({ person, from, to }) => person === seat.person && from < shift.endsAt && to > shift.startsAt,
    );
    return away ? [about('absent', `${seat.personName}在${titled(shift)}期间请假或离岗`, taken)] : [];
  });
}

function unevenHolidays(all: readonly Taken[], pools: Requirements['pools'] = []): Violation[] {
  const years = [...new Set(all.map(({ shift }) => shift.day.slice(0, 4)))];
  return pools.flatMap(({ post, county, people }) =>
    years.flatMap((year): Violation[] => {
      const days = all.filter(
        ({ shift, seat }) =>
          seat.post === post && seat.county === county && shift.day.startsWith(year) && legalHoliday(shift.day),
      );
      const counted = people
        .map((person) => ({ ...person, days: days.filter(({ seat }) => seat.person === person.id).length }))
        .sort((a, b) => b.days - a.days);
      const [most, least, first] = [counted[0], counted.at(-1), days[0]];
      if (!most || !least || !first || most.days - least.days <= 1) return [];
      const words = `${year}年${named(post, county)}法定节假日班次相差 ${most.days - least.days} 次：${most.name} ${most.days} 次，${least.name} ${least.days} 次`;
      return [{ ...about('holidays', words, first), people: [most.id, least.id], shifts: [] }];
    }),
  );
}

/** Everything that does not hold of these shifts, in the order of kinds; empty when all is well. */
export function violations(shifts: readonly CheckedShift[], requirements: Requirements): Violation[] {
  const all = shifts.flatMap((shift) => shift.seats.map((seat) => ({ shift, seat })));
  const byPerson = new Map<string, Taken[]>();
  for (const taken of all) {
    if (!taken.seat.person) continue;
    const own = byPerson.get(taken.seat.person);
    if (own) own.push(taken);
    else byPerson.set(taken.seat.person, [taken]);
  }
  const people = [...byPerson.values()];
  return [
    ...uncovered(all, requirements),
    ...people.flatMap((own) => tooClose(own, requirements.restHours)),
    ...people.flatMap((own) => awayAtTheTime(own, requirements.absences)),
    ...unevenHolidays(all, requirements.pools),
  ];
}
