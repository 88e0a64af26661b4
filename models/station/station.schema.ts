import { z } from 'zod';
import { County, Location } from '../core/place';

export const STATION_KINDS = {
  AIR: '空气站',
  RIVER: '地表水断面',
  SOURCE: '饮用水水源',
  BUOY: '海洋浮标',
  ONLINE_WATER: '废水在线监测',
  ONLINE_GAS: '废气在线监测',
  NOISE: '噪声自动监测',
  ODOUR: '异味电子鼻',
} as const;
export type StationKind = keyof typeof STATION_KINDS;

/** What a station last said; `over` when the value stood above its limit. */
export const LastReading = z.object({
  item: z.string(),
  value: z.number(),
  unit: z.string(),
  limit: z.number().nullable(),
  at: z.coerce.date(),
  over: z.boolean(),
});

/** 监测站点: one automatic station or online monitor. In the demo every name carries 示例. */
export const Station = z.object({
  _id: z.string(),
  name: z.string().min(1).max(100),
  kind: z.enum(Object.keys(STATION_KINDS) as [StationKind]),
  place: z.string(),
  location: Location,
  county: County,
  enterpriseId: z.string().nullable(),
  /** A reading is expected every so many minutes. */
  everyMinutes: z.int().min(1),
  lastReadingAt: z.coerce.date().nullable(),
  lastReading: LastReading.nullable(),
  /** From this moment on its silence is an alarm; moved on by every reading. Null: never spoke, so nothing is expected yet. */
  silentAt: z.coerce.date().nullable(),
  active: z.boolean(),
});
export type Station = z.infer<typeof Station>;

const text = (label: string, max: number) =>
  z
    .string({ error: `缺少${label}` })
    .trim()
    .min(1, `缺少${label}`)
    .max(max, `${label}最多${max}字`);

/** 站点名录: what the register says of each station; what stations have said stays. The same number again corrects it. */
export const RegisterStations = z.strictObject({
  stations: z
    .array(
      z.strictObject({
        id: text('站点编号', 60).regex(/^[\w.:-]+$/, '站点编号只能有英文字母、数字和 . : - _'),
        name: text('站点名称', 100),
        kind: z.enum(Object.keys(STATION_KINDS) as [StationKind], { error: '站点种类不对' }),
        place: text('地点', 200),
        location: Location,
        county: County,
        enterpriseId: z.string().max(40).nullable().default(null),
        everyMinutes: z.int('间隔应为整数分钟').min(1, '间隔至少1分钟').max(10_080, '间隔最多一周'),
        active: z.boolean().default(true),
      }),
    )
    .min(1, '名录里没有站点')
    .max(500, '一次最多500个站点，请分批导入'),
});
export type RegisterStations = z.infer<typeof RegisterStations>;
