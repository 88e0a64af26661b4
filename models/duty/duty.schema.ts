import { z } from 'zod';
import { County, Location } from '../core/place';

/** 班种. FULL is a 24-hour post, such as the squads on call. */
export const KINDS = { DAY: '白班', EVENING: '晚班', NIGHT: '夜班', FULL: '全天班' } as const;
export const Kind = z.enum(Object.keys(KINDS) as [keyof typeof KINDS], { error: '请选择班种' });
export type Kind = z.infer<typeof Kind>;

export const POSTS = { LEADER: '带班领导', OPERATOR: '值班员', SQUAD: '备勤分队', MONITORING: '应急监测' } as const;
export const Post = z.enum(Object.keys(POSTS) as [keyof typeof POSTS], { error: '请选择岗位' });
export type Post = z.infer<typeof Post>;

export const STATES = {
  planned: '待确认',
  confirmed: '已确认',
  onDuty: '值班中',
  handingOver: '交接中',
  closed: '已交班',
} as const;
export type ShiftStatus = keyof typeof STATES;

/** States in which the people of the shift answer for what happens. */
export const ON_POST: readonly ShiftStatus[] = ['onDuty', 'handingOver'];
/** States in which the roster can still be changed without anybody standing on the post. */
export const AHEAD: readonly ShiftStatus[] = ['planned', 'confirmed'];

export const SEAT_STATES = {
  planned: '待确认',
  confirmed: '已确认',
  checkedIn: '已到岗',
  relieved: '已交班',
  absent: '未到岗',
} as const;

/**
 * 换班 for one seat. `from` leaves it, and comes back should an exchange fail; `with` takes it. The last three states are those of an
 * exchange of two seats under way between two shifts (exchange.ts).
 */
export const Swap = z.object({
  id: z.string(),
  from: z.string(),
  fromName: z.string(),
  with: z.string(),
  withName: z.string(),
  /** The other person's seat that is given in return; null when they simply take this one over. */
  inReturn: z.object({ shift: z.string(), seat: z.string(), label: z.string() }).nullable(),
  state: z.enum(['asked', 'agreed', 'moving', 'released', 'undoing']),
  askedAt: z.coerce.date(),
});
export type Swap = z.infer<typeof Swap>;

/** 岗位: one person's place in a shift. */
export const Seat = z.object({
  id: z.string(),
  post: Post,
  /** Of a squad; null for the posts of the command centre. */
  county: County.nullable(),
  /** DingTalk userid. */
  person: z.string(),
  personName: z.string(),
  state: z.enum(Object.keys(SEAT_STATES) as [keyof typeof SEAT_STATES]),
  /** Why this person, in words for everybody: the pattern, or whom they stand in for and by which comparison. */
  reason: z.string(),
  swap: Swap.nullable(),
  /** When the card was pushed; null while the shift is too far ahead. */
  askedAt: z.coerce.date().nullable(),
  /** Silence until then calls the substitute. */
  confirmBy: z.coerce.date().nullable(),
  /** Nobody there by then calls the substitute and the leader; set when check-in opens. */
  checkInBy: z.coerce.date().nullable(),
  checkedInAt: z.coerce.date().nullable(),
  /** Where the telephone was at check-in; null when it was not told. */
  checkedInFrom: Location.nullable(),
  /** The seat of an absent person that this one fills. */
  insteadOf: z.string().nullable(),
  /** This seat cannot be filled by rule any more; the leader has been told. */
  unfilled: z.boolean(),
});
export type Seat = z.infer<typeof Seat>;

export const LINE_KINDS = {
  incident: '在办事件',
  task: '待签收任务',
  station: '失联站点',
  weather: '天气预警',
  log: '值班记录',
} as const;

/** One line of the handover list. `link` is a page of the micro-app, such as `#/incidents/…`. */
export const Line = z.object({
  id: z.string(),
  kind: z.enum(Object.keys(LINE_KINDS) as [keyof typeof LINE_KINDS]),
  text: z.string().max(200),
  link: z.string().nullable(),
  confirmedAt: z.coerce.date().nullable(),
  confirmedBy: z.string().nullable(),
  confirmedName: z.string().nullable(),
  note: z.string().nullable(),
});
export type Line = z.infer<typeof Line>;

export const Handover = z.object({
  openedAt: z.coerce.date(),
  /** Told to the leaders when it is not done by then. */
  dueAt: z.coerce.date(),
  overdueAt: z.coerce.date().nullable(),
  lines: z.array(Line),
});
export type Handover = z.infer<typeof Handover>;

/** 班次: one stretch of time on duty with everybody who serves it. */
export const Shift = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(Object.keys(STATES) as [ShiftStatus]),
  kind: Kind,
  /** YYYY-MM-DD, the Asia/Shanghai day on which it begins. */
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date(),
  seats: z.array(Seat),
  /** Everybody who has a seat, or is asked to take one in a swap. */
  people: z.array(z.string()),
  /** Whoever has checked in for the shift that follows and takes over from this one; empty before the handover. */
  incoming: z.array(z.string()),
  /** `person|half-hour` for the time on post and the rest after it; unique over all shifts (claims.ts). */
  claims: z.array(z.string()),
  /** When the clock next has to look at it; null when it waits for nothing. */
  wakeAt: z.coerce.date().nullable(),
  /** The moment for which the clock looked last; no later moment is ever planned before it. */
  wokenAt: z.coerce.date().nullable(),
  openedAt: z.coerce.date().nullable(),
  closedAt: z.coerce.date().nullable(),
  handover: Handover.nullable(),
});
export type Shift = z.infer<typeof Shift>;

const id = z.string().min(1).max(100);
const text = (label: string, max: number) =>
  z
    .string({ error: `请填写${label}` })
    .trim()
    .min(2, `请填写${label}`)
    .max(max, `${label}最多${max}字，请精简后再提交`);
/** Which seat is meant; absent when the person has only one that fits. */
const seat = id.optional();

export const ConfirmSeat = z.strictObject({ seat });
export const RequestSwap = z.strictObject({
  seat,
  /** Userid of the colleague, or `userid|shift|seat` to take that seat of theirs in return. */
  person: z
    .string({ error: '请选择换班的同事' })
    .max(300)
    .regex(/^[^|]+(\|[^|]+\|[^|]+)?$/, '请从列表里选择换班的同事'),
});
export type RequestSwap = z.infer<typeof RequestSwap>;
export const AnswerSwap = z.strictObject({ seat });
export const RefuseSwap = z.strictObject({ seat, reason: text('理由', 200) });
export const AskLeave = z.strictObject({ seat, reason: text('请假理由', 200) });
export const CheckIn = z.strictObject({ seat, location: Location.nullable().default(null) });
export type CheckIn = z.infer<typeof CheckIn>;
export const TakeOver = z.strictObject({ seat });
export const Arrange = z.strictObject({
  /** `seat|userid`: who is put where. */
  person: z
    .string({ error: '请选择人员' })
    .max(300)
    .regex(/^[^|]+\|[^|]+$/, '请从列表里选择岗位和人员'),
  reason: z.string().trim().max(100, '说明最多100字').default(''),
});
export type Arrange = z.infer<typeof Arrange>;
/** 对调: two seats of two shifts, exchanged by whoever arranges the roster. */
export const Trade = z.strictObject({ seat: id, shift: id, otherSeat: id });
export type Trade = z.infer<typeof Trade>;
export const BeginHandover = z.strictObject({});
export const ConfirmLine = z.strictObject({
  /** The line meant; absent: the next one. */
  line: id.optional(),
  note: z.string().trim().max(300, '备注最多300字').default(''),
});
export const NoteShift = z.strictObject({ text: text('值班记录', 1000) });
export const CloseShift = z.strictObject({ reason: text('无人接班的原因', 200) });

/** Both sides of an exchange of two seats, as every one of its steps is told. */
export const Exchange = z.object({
  id: z.string(),
  first: z.object({ shift: z.string(), seat: z.string(), person: z.string(), name: z.string() }),
  second: z.object({ shift: z.string(), seat: z.string(), person: z.string(), name: z.string() }),
  why: z.string().default(''),
});
export type Exchange = z.infer<typeof Exchange>;
/** Somebody can no longer serve: an approved absence, or they have left the organisation. */
export const Vacate = z.strictObject({ person: id, why: z.string().min(1).max(100) });
export type Vacate = z.infer<typeof Vacate>;
