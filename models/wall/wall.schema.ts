/** What the wall shows, as it travels from server to page. Instants are numbers: milliseconds since 1970, which a page can compare 20 times a second. */
import { z } from 'zod';
import { type County, type Location } from '../core/place';

/** The stores whose open records stand on the wall, and what each is called there. */
export const KINDS = { incidents: '事件', petitions: '信访', assignments: '待签收', mass_alerts: '紧急通知' } as const;
export type Kind = keyof typeof KINDS;

/**
 * How pressing something is; the wall is sorted by it. `alarm` rings: an emergency, or nobody could be reached. `urgent`: somebody has
 * minutes. `due`: a clock runs. `calm`: in hand, without a clock.
 */
export const LEVELS = ['alarm', 'urgent', 'due', 'calm'] as const;
export type Level = (typeof LEVELS)[number];

/** How far a message has come: noted, accepted by DingTalk, delivered, read, acted on; or it failed. */
export const STAGES = {
  owed: '待发',
  failed: '未送达',
  accepted: '已发出',
  delivered: '已送达',
  read: '已读',
  acted: '已答复',
} as const;
export type Stage = keyof typeof STAGES;

/** One person who has been told, and how much of it has reached them. */
export interface Told {
  name: string;
  stage: Stage;
  /** When it came to that stage. */
  at: number;
}

export interface WallItem {
  /** `<store>:<record id>`. */
  id: string;
  kind: Kind;
  no: string | null;
  /** What it is: no words of a petitioner, no name of one. */
  title: string;
  status: string;
  level: Level;
  county: County | null;
  /** Who has it in hand. */
  whose: string;
  since: number;
  /** The clock that runs. */
  clock: { label: string; at: number } | null;
  /** Who hears of it next when nobody answers, and when. */
  next: { to: string; at: number } | null;
  /** GCJ-02; to 500 m where somebody’s home could be meant. */
  point: Location | null;
  /** People told so far; only of what waits for an answer. */
  told: Told[];
  /** The record it is about: `/api/wall/told` says who knows of it. */
  record: { store: string; id: string };
}

/** Open things of one kind, whether or not the page holds them all. */
export type Tally = Record<Kind, number> & { alarm: number; urgent: number };

export interface Post {
  id: string;
  post: string;
  county: County | null;
  name: string;
  state: 'planned' | 'confirmed' | 'checkedIn' | 'relieved' | 'absent';
  /** Not there although check-in is over. */
  missing: boolean;
}
export interface ShiftOnWall {
  id: string;
  label: string;
  status: string;
  startsAt: number;
  endsAt: number;
  posts: Post[];
  handover: { dueAt: number; overdue: boolean; left: number } | null;
}
/** Who stands on post. Without a roster `posts` of the one shift are the people of the roles, and `rostered` says so. */
export interface DutyOnWall {
  rostered: boolean;
  shifts: ShiftOnWall[];
}
export interface WeatherOnWall {
  id: string;
  label: string;
  level: 'BLUE' | 'YELLOW' | 'ORANGE' | 'RED';
  counties: County[];
  until: number;
}
export interface StationOnWall {
  id: string;
  name: string;
  county: County;
  point: Location;
  /** Since when it should have spoken; null while it speaks. */
  silentSince: number | null;
  over: boolean;
}
/** People on duty where they are known to be: where they checked in, or at the office of their county. */
export interface PostOnWall {
  id: string;
  county: County | null;
  label: string;
  point: Location;
}
/** How many of those ordered by an alert have come how far. */
export interface AlertOnWall {
  /** Of the item. */
  id: string;
  county: County | null;
  people: number;
  accepted: number;
  read: number;
  answered: number;
  help: number;
  unreachable: number;
}
/** How long the synthetic message takes through the whole chain, in ms, and what the watchdog has found. */
export interface HealthOnWall {
  probe: { p50: number; p95: number; p99: number; runs: number; failed: number; lastAt: number | null } | null;
  /** Since when the watchdog has not looked; null while it does. 0: it never has. */
  unwatchedSince: number | null;
  findings: { id: string; label: string }[];
}
/** What stands beside the list. A part that could not be read is null, and the page says so. */
export interface Panels {
  duty: DutyOnWall | null;
  weather: WeatherOnWall[] | null;
  stations: StationOnWall[] | null;
  posts: PostOnWall[] | null;
  alerts: AlertOnWall[] | null;
  health: HealthOnWall | null;
}
export type PanelName = keyof Panels;

/** The answer of `GET /api/wall`: everything, or what has changed since the cursor that was sent. */
export interface WallAnswer {
  at: number;
  /** Sent back as `since`; another process, or one started anew, answers in full. */
  cursor: string;
  full: boolean;
  items: WallItem[];
  gone: string[];
  tally: Tally;
  panels: Partial<Panels>;
}

/** The answer of `GET /api/wall/replay`: the wall as it stood. */
export interface ReplayAnswer {
  at: number;
  items: WallItem[];
  tally: Tally;
  panels: Pick<Panels, 'duty' | 'weather'>;
  /** False when there was more than one answer can hold, or records older than the tracing of facts. */
  complete: boolean;
}

/** One assignment about a record with everybody told of it: the answer of `GET /api/wall/told`. */
export interface ToldOf {
  purpose: string;
  person: string;
  status: string;
  openedAt: number;
  answeredAt: number | null;
  messages: { name: string; means: string; at: number; stages: Partial<Record<Stage, number>> }[];
}

const Instant = z.coerce.date({ error: '时间不对，请重新选择' });
export const WallQuery = z.strictObject({
  since: z
    .string()
    .max(40)
    .regex(/^[0-9a-z]+\.\d+$/, '游标不对，请刷新页面')
    .optional(),
});
export const ReplayQuery = z.strictObject({ at: Instant });
export const ToldQuery = z.strictObject({
  store: z.string().min(1).max(40),
  id: z.string().min(1).max(100),
  at: Instant.optional(),
});
