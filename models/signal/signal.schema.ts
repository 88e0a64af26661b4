import { z } from 'zod';
import { County, Location } from '../core/place';
import { IncidentType, Source } from '../incident/incident.schema';
import { EnterWarning } from '../weather/weather.schema';

const name = (label: string, max: number) =>
  z
    .string({ error: `缺少${label}` })
    .trim()
    .min(1, `缺少${label}`)
    .max(max, `${label}最多${max}字`);
const code = (label: string) => name(label, 60).regex(/^[\w.:-]+$/, `${label}只能有英文字母、数字和 . : - _`);
const quantity = (label: string) =>
  z
    .number({ error: `${label}应为数字` })
    .min(-1e9, `${label}超出范围`)
    .max(1e9, `${label}超出范围`);
const instant = (label: string) =>
  z.iso.datetime({ offset: true, error: `${label}应写作 2026-03-02T10:00:00+08:00` }).pipe(z.coerce.date<string>());

const measured = {
  station: code('站点编号 station'),
  item: name('监测项目 item', 40),
  value: quantity('数值 value'),
  unit: z.string().trim().max(20, '单位 unit 最多20字').default(''),
  at: instant('时间 at'),
};

/** 监测数据: a value of a station in its ordinary rhythm. */
const Reading = z.strictObject({
  kind: z.literal('reading'),
  ...measured,
  limit: quantity('限值 limit').nullable().default(null),
});
/** 超标告警: a value above its limit. Of a station that is not on our register `place`, `county` and `type` say where and what. */
const Exceedance = z.strictObject({
  kind: z.literal('exceedance'),
  ...measured,
  limit: quantity('限值 limit'),
  place: z.string().trim().max(200, '地点 place 最多200字').default(''),
  county: County.nullable().default(null),
  location: Location.nullable().default(null),
  type: IncidentType.nullable().default(null),
});
/** 其他系统报来的事件. Names and telephones have no field: they stay with the sender, who is asked by its own number. */
const Report = z.strictObject({
  kind: z.literal('report'),
  source: Source,
  type: IncidentType,
  place: name('地点 place', 200),
  county: County,
  location: Location.nullable().default(null),
  words: name('情况 words', 500),
  /** The sender's number of the matter: reports under the same one are one incident. */
  reference: z.string().trim().max(60, '编号 reference 最多60字').default(''),
  at: instant('时间 at'),
});
const warning = EnterWarning.shape;
/** 气象海况预警; the same `warning` again replaces what was said before, `lifted` ends it. */
const Weather = z
  .strictObject({
    kind: z.literal('weather'),
    warning: code('预警编号 warning'),
    lifted: z.boolean().default(false),
    hazard: warning.kind,
    level: warning.level,
    counties: warning.counties,
    startsAt: instant('生效时间 startsAt'),
    endsAt: instant('失效时间 endsAt'),
    windForce: z.int('风力 windForce 应为整数').min(0).max(17, '风力最大17级').nullable().default(null),
    waveMetres: quantity('浪高 waveMetres').min(0).max(30, '浪高最大30米').nullable().default(null),
    words: warning.words,
  })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, { error: '失效时间要晚于生效时间', path: ['endsAt'] });

/** What a system may send: one signal per request. */
export const SignalBody = z.discriminatedUnion('kind', [Reading, Exceedance, Report, Weather], {
  error: '信号种类 kind 应为 reading、exceedance、report 或 weather',
});
export type SignalBody = z.infer<typeof SignalBody>;

/**
 * 信号: what another system has told, exactly once. Kept beside the incidents: thousands may belong to one of them. No record with
 * a workflow: it is written once by the door, given its incident once by the consolidator, and never changed by a person.
 */
export interface Signal {
  /** `<system>:<event id>`: the same event can be written only once. */
  _id: string;
  /** What the sender is answered, on every repetition the same. */
  receipt: string;
  system: string;
  body: SignalBody;
  /** SHA-256 of the raw body: another body under the same event id is another matter. */
  digest: string;
  receivedAt: Date;
  /** A date means it has still to be consolidated, null that it is done: the same sense as in the outbox. */
  dueAt: Date | null;
  incident: string | null;
  lastError?: string;
  /** Ordinary readings are forgotten after a while; what belongs to an incident is kept. */
  expireAt: Date | null;
}
