import { z } from 'zod';
import { ROLES, type Role } from '../core/access';
import { County, Location } from '../core/place';

/** What the order is about. A drill is marked as one on every text that leaves. */
export const KINDS = {
  TYPHOON: '台风',
  SPILL: '溢油',
  INCIDENT: '突发事件',
  DRILL: '演练',
  OTHER: '其他',
} as const;
export const Kind = z.enum(Object.keys(KINDS) as [keyof typeof KINDS], { error: '请选择通知的类别' });
export type Kind = z.infer<typeof Kind>;

export const STATES = { draft: '待发出', sent: '已发出', closed: '已结束', cancelled: '已取消' } as const;
export type AlertStatus = keyof typeof STATES;

/** Fits on a lock screen. */
const TITLE_CHARACTERS = 40;
const TEXT_CHARACTERS = 800;
export const MOST_ANSWERS = 4;
const ANSWER_CHARACTERS = 12;
/** What can be named one by one; beyond it a unit or a role says the same. */
const MOST_NAMED = 500;

/** One answer people may give. `help`: whoever gives it needs somebody, and the one who sent the alert hears of it at once. */
export const Choice = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1, '请填写每一个回复选项')
    .max(ANSWER_CHARACTERS, `回复选项最多${ANSWER_CHARACTERS}个字`)
    .regex(/^[^\d\s][^\s]*$/, '回复选项请写成一个词，不要以数字开头，也不要空格'),
  help: z.boolean().default(false),
});
export type Choice = z.infer<typeof Choice>;

/** Answers that fit most orders; the composer may change them. */
export const USUAL_ANSWERS: readonly Choice[] = [
  { text: '收到', help: false },
  { text: '我已到位', help: false },
  { text: '需要支援', help: true },
];

const ids = z.array(z.string().min(1).max(64)).max(MOST_NAMED, `一次最多点名${MOST_NAMED}人`);

/**
 * Whom the alert is for. Units and counties say where, roles narrow that down (alone: in the whole city); people on duty,
 * supervisors and people named one by one come on top; `except` is taken away at the end.
 */
export const Audience = z.strictObject({
  everyone: z.boolean().default(false),
  units: z.array(z.string().min(1).max(40)).max(100).default([]),
  counties: z.array(County).max(4).default([]),
  roles: z
    .array(z.enum(Object.keys(ROLES) as [Role], { error: '请选择列表中的角色' }))
    .max(20)
    .default([]),
  onDuty: z.boolean().default(false),
  /** 农村环境监督员: told under their protected reference. */
  supervisors: z.boolean().default(false),
  /** People on leave are left out unless asked for. */
  absent: z.boolean().default(false),
  people: ids.default([]),
  except: ids.default([]),
});
export type Audience = z.infer<typeof Audience>;

const when = (what: string) => z.coerce.date({ error: `${what}的时间不对，请重新选择` });

/** What is written on the one page. */
export const ComposeAlert = z.strictObject({
  kind: Kind,
  title: z.string().trim().min(4, '标题至少4个字').max(TITLE_CHARACTERS, `标题最多${TITLE_CHARACTERS}个字`),
  text: z
    .string()
    .trim()
    .min(4, '请写明要大家做什么，至少4个字')
    .max(TEXT_CHARACTERS, `内容最多${TEXT_CHARACTERS}个字`),
  choices: z
    .array(Choice)
    .min(1, '请至少留一个回复选项')
    .max(MOST_ANSWERS, `回复选项最多${MOST_ANSWERS}个`)
    .refine((all) => new Set(all.map(({ text }) => text)).size === all.length, '回复选项不能重复'),
  place: z.string().trim().max(60, '集合地点最多60个字').nullable().default(null),
  location: Location.nullable().default(null),
  assembleAt: when('集合').nullable().default(null),
  answerBy: when('回复截止'),
  /** The county whose branch sends it; null for the whole city. */
  county: County.nullable().default(null),
  audience: Audience,
});
export type ComposeAlert = z.infer<typeof ComposeAlert>;

/** One unit's part of a roll call. */
const UnitTally = z.object({
  unit: z.string().nullable(),
  unitName: z.string(),
  people: z.int(),
  accepted: z.int(),
  delivered: z.int(),
  read: z.int(),
  answered: z.int(),
  late: z.int(),
  help: z.int(),
  unreachable: z.int(),
  /** How many gave each answer. */
  choices: z.record(z.string(), z.int()),
});
export type UnitTally = z.infer<typeof UnitTally>;

/** 紧急通知: one order to many people and the answers to it. Who was told stands in one document per person (alertRecipient.schema.ts). */
export const MassAlert = z.object({
  ...ComposeAlert.shape,
  _id: z.string(),
  version: z.int(),
  status: z.enum(Object.keys(STATES) as [AlertStatus]),
  /** TZ-2026-000001. */
  no: z.string().nullable(),
  composedBy: z.string(),
  composedByName: z.string(),
  composedAt: z.coerce.date(),
  sentBy: z.string().nullable(),
  sentByName: z.string().nullable(),
  sentAt: z.coerce.date().nullable(),
  /** How many people were ordered. */
  people: z.int(),
  /** Rounds taken: 1 is the order itself, each further one a repetition to those who are silent. */
  round: z.int(),
  /** How many of the policy's further ways have been taken. */
  channel: z.int(),
  /** Whether the heads of units have been given their silent people, and who they are. */
  headsTold: z.boolean(),
  heads: z.array(z.string()),
  /** Those who have been asked to see to something – silent people, a call for support – and have not said that they do. */
  waiting: z.array(z.string()),
  /** Whether the sender has been told that the time for answers is over. */
  dueTold: z.boolean(),
  endedAt: z.coerce.date().nullable(),
  endedByName: z.string().nullable(),
  remark: z.string().nullable(),
  /** The roll call as it stood at the end. */
  final: z.array(UnitTally).nullable(),
  /** When the clock has to look at it next. */
  wakeAt: z.coerce.date().nullable(),
});
export type MassAlert = z.infer<typeof MassAlert>;

export const CloseAlert = z.strictObject({ remark: z.string().trim().max(200, '小结最多200个字').default('') });
export type CloseAlert = z.infer<typeof CloseAlert>;
export const CancelAlert = z.strictObject({
  reason: z.string().trim().min(2, '请写明取消的原因').max(100, '原因最多100个字'),
});
export type CancelAlert = z.infer<typeof CancelAlert>;
/** What the outbox of a recipient hands over: somebody needs support. */
export const HelpAsked = z.strictObject({
  recipient: z.string(),
  who: z.string().max(80),
  unitName: z.string().nullable(),
});
export type HelpAsked = z.infer<typeof HelpAsked>;
