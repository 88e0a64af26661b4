/** What the server answers about the roster (server/duty.routes.ts, server/roster.routes.ts). Instants are ISO text. */
import { type County } from '../../models/core/place';
import { type Kind, KINDS, type Post, type ShiftStatus } from '../../models/duty/duty.schema';
import { type Pattern, postKey, postName } from '../../models/duty/pattern';
import { type Forecast, type GAPS, type RosterStatus } from '../../models/duty/roster.schema';

export interface RosterDay {
  day: string;
  works: boolean;
  /** 周四 国庆节. */
  words: string;
  holiday: string | null;
}
export interface RosterSeat {
  id?: string;
  post: Post;
  county: County | null;
  person: string;
  personName: string;
  reason: string;
  state?: 'planned' | 'confirmed' | 'checkedIn' | 'relieved' | 'absent';
  swapping?: boolean;
}
export interface RosterShift {
  id: string;
  kind: Kind;
  day: string;
  startsAt: string;
  endsAt: string;
  status?: ShiftStatus;
  seats: RosterSeat[];
}
export interface RosterLoad {
  post: Post;
  county: County | null;
  person: string;
  name: string;
  turns: number;
  nights: number;
  holidays: number;
  offDays: number;
  hours: number;
}
export interface RosterMonth {
  month: string;
  days: RosterDay[];
  shifts: RosterShift[];
  loads: RosterLoad[];
  may: { arrange: boolean; plan: boolean; publish: boolean };
}
export interface Colleague {
  id: string;
  name: string;
  unitName: string | null;
  county: County | null;
  pinyin: string;
  /** Keys of the posts whose pool they belong to. */
  posts: string[];
}
export interface RosterConflict {
  kind: string;
  words: string;
  blocks: boolean;
}
export interface Gaps extends Omit<Forecast, 'gaps' | 'at' | 'until'> {
  gaps: { kind: keyof typeof GAPS; at: string; shift: string | null; words: string }[];
}
export interface PlanProblem {
  kind: string;
  words: string;
  help: string;
}
/** `extra` of GET /api/rosters/:id beyond every record's answer. */
export interface PlanExtra {
  source: 'pattern' | 'import';
  from: string;
  to: string;
  pattern: Pattern;
  included: { post: Post; county: County | null; person: string }[];
  excluded: string[];
  pools: { post: Post; county: County | null; people: { id: string; name: string }[] }[];
  loads: RosterLoad[];
  problems: PlanProblem[];
  kept: { id: string; status: string }[];
  deviations: string[];
  /** How many shifts publishing would write. */
  planned: number;
}
export interface ListedPlan {
  id: string;
  status: RosterStatus;
  from: string;
  to: string;
  problemCount: number;
  draftedByName: string;
}

/** A seat with the shift it is in, as it is dragged, dropped upon and chosen. */
export interface Placed {
  shift: RosterShift;
  seat: RosterSeat;
}
export interface RosterColumn {
  key: string;
  kind: Kind;
  post: Post;
  county: County | null;
  name: string;
}

/** One column per post of a kind of shift, in the order of the day. */
export function columnsOf(shifts: readonly RosterShift[]): RosterColumn[] {
  const found = new Map<string, RosterColumn & { order: number }>();
  for (const { kind, startsAt, endsAt, seats } of shifts)
    for (const { post, county } of seats) {
      const key = `${kind} ${postKey({ post, county })}`;
      if (found.has(key)) continue;
      // The posts of a whole day come after the shifts that make it up.
      const long = new Date(endsAt).getTime() - new Date(startsAt).getTime() > 12 * 3_600_000;
      const order = (long ? 24 : 0) + ((new Date(startsAt).getUTCHours() + 8) % 24);
      found.set(key, { key, kind, post, county, name: postName({ post, county }), order });
    }
  return [...found.values()].sort((a, b) => a.order - b.order);
}

export const kindName = (kind: Kind): string => KINDS[kind];
export const isEmptySeat = ({ person, state }: RosterSeat): boolean => !person || state === 'absent';

/** The month before or after, `YYYY-MM`. */
export function monthBeside(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}
export const monthWords = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
