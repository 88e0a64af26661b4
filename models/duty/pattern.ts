/**
 * 排班模式 as data: which shifts a day has, which posts each needs, and who may stand on a post. The bureau's own is in the policy
 * (core/policy.ts); every plan starts from a copy that may be changed. Runs in the browser.
 */
import { z } from 'zod';
import { ROLES, type Role } from '../core/access';
import { startOfShanghaiDay } from '../core/calendar';
import { COUNTIES, County } from '../core/place';
import { Kind, KINDS, Post, POSTS } from './duty.schema';

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, '时间应写作 08:30');

/** People needed on one post of a shift; `county` null for the posts of the command centre. */
export const Need = z.strictObject({ post: Post, county: County.nullable(), count: z.int().min(1).max(20) });
export type Need = z.infer<typeof Need>;

/** One shift of the day. `to` not after `from` means the next day; `days` narrows it to working days or to days off. */
export const PatternShift = z.strictObject({
  kind: Kind,
  from: Clock,
  to: Clock,
  days: z.enum(['all', 'working', 'off']).default('all'),
  needs: z.array(Need).min(1, '每个班次至少要有一个岗位').max(40),
});
export type PatternShift = z.infer<typeof PatternShift>;
export const Pattern = z
  .array(PatternShift)
  .min(1, '至少要有一个班次')
  .max(8)
  .refine((rows) => rows.every((row, n) => !rows.some((other, m) => m < n && sameDays(row, other))), {
    error: '同一天里同一班种只能有一行，请合并',
  });
export type Pattern = z.infer<typeof Pattern>;

const sameDays = (a: PatternShift, b: PatternShift) =>
  a.kind === b.kind && (a.days === 'all' || b.days === 'all' || a.days === b.days);

/** Who belongs to the pool of a post: one of the roles, one of the units, and, for a squad, of the county. All that are named must fit. */
export const PoolRule = z.strictObject({
  post: Post,
  roles: z.array(z.enum(Object.keys(ROLES) as [Role])).max(10),
  /** Names of units. */
  units: z.array(z.string().max(60)).max(20),
  ownCounty: z.boolean(),
});
export type PoolRule = z.infer<typeof PoolRule>;

const COUNTY_CODES = Object.keys(COUNTIES) as County[];
const CENTRE: Need[] = [
  { post: 'LEADER', county: null, count: 1 },
  { post: 'OPERATOR', county: null, count: 1 },
];

/** Three shifts at the command centre; squads and monitoring are on call for 24 hours [D]. */
export const DEFAULT_PATTERN: Pattern = [
  { kind: 'NIGHT', from: '00:00', to: '08:30', days: 'all', needs: CENTRE },
  { kind: 'DAY', from: '08:30', to: '17:30', days: 'all', needs: CENTRE },
  {
    kind: 'FULL',
    from: '08:30',
    to: '08:30',
    days: 'all',
    needs: [
      ...COUNTY_CODES.map((county): Need => ({ post: 'SQUAD', county, count: 2 })),
      { post: 'MONITORING', county: null, count: 1 },
    ],
  },
  { kind: 'EVENING', from: '17:30', to: '24:00', days: 'all', needs: CENTRE },
];

/** The order matters: somebody who fits several pools belongs to the first. */
export const DEFAULT_POOLS: PoolRule[] = [
  { post: 'LEADER', roles: ['dutyLeader', 'bureauLeader'], units: [], ownCounty: false },
  { post: 'OPERATOR', roles: ['dutyOperator'], units: [], ownCounty: false },
  { post: 'SQUAD', roles: ['officer'], units: [], ownCounty: true },
  { post: 'MONITORING', roles: [], units: ['监测科'], ownCounty: false },
];

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Beginning and end of a shift of this Shanghai day, in UTC. */
export function spanOf({ from, to }: Pick<PatternShift, 'from' | 'to'>, day: string): { startsAt: Date; endsAt: Date } {
  const midnight = startOfShanghaiDay(day).getTime();
  const [first, last] = [minuteOf(from), minuteOf(to)];
  const end = last > first ? last : last + DAY_MINUTES;
  return { startsAt: new Date(midnight + first * MINUTE), endsAt: new Date(midnight + end * MINUTE) };
}

/** Whether the shift takes place on a day on which people work, or do not. */
export const takesPlace = ({ days }: Pick<PatternShift, 'days'>, works: boolean): boolean =>
  days === 'all' || (days === 'working') === works;

/** Stands for a post in tables: `SQUAD 330902`, `LEADER`. */
export const postKey = ({ post, county }: Pick<Need, 'post' | 'county'>): string =>
  county ? `${post} ${county}` : post;

/** 带班领导, 定海区备勤分队: the post in words. */
export const postName = ({ post, county }: Pick<Need, 'post' | 'county'>): string =>
  `${county ? COUNTIES[county] : ''}${POSTS[post]}`;

/** Every post of the pattern once, with the smallest number it is ever manned with: what must stand there at every minute. */
export function postsOf(pattern: Pattern): Need[] {
  const found = new Map<string, Need>();
  for (const need of pattern.flatMap(({ needs }) => needs)) {
    const known = found.get(postKey(need));
    found.set(postKey(need), known ? { ...known, count: Math.min(known.count, need.count) } : need);
  }
  return [...found.values()];
}

/** 12月1日白班. */
export const shiftName = (kind: Kind, day: string): string =>
  `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日${KINDS[kind]}`;

/** The same day and kind is the same shift, however often a plan is published. */
export const shiftId = (kind: Kind, day: string): string => `shift-${day}-${kind}`;
