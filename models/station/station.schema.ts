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
