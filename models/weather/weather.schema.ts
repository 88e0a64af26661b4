import { z } from 'zod';
import { County } from '../core/place';

export const WARNING_KINDS = {
  WIND: '大风',
  TYPHOON: '台风',
  WAVE: '海浪',
  FOG: '海上大雾',
  RAIN: '暴雨',
  SURGE: '风暴潮',
} as const;
export const LEVELS = { BLUE: '蓝色', YELLOW: '黄色', ORANGE: '橙色', RED: '红色' } as const;
export const STATES = { inForce: '生效中', lifted: '已解除' } as const;
const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];

/** 气象海况预警: what a station of weather or sea has warned of, and for how long. */
export const WeatherWarning = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(keysOf(STATES)),
  kind: z.enum(keysOf(WARNING_KINDS)),
  level: z.enum(keysOf(LEVELS)),
  /** Counties it holds for; empty: the whole city and its waters. */
  counties: z.array(County),
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date(),
  /** Beaufort force and height of waves in metres; null when not said. */
  windForce: z.int().min(0).max(17).nullable(),
  waveMetres: z.number().min(0).max(30).nullable(),
  words: z.string().max(500),
  /** The system that sent it, or null when the desk entered it. */
  system: z.string().nullable(),
});
export type WeatherWarning = z.infer<typeof WeatherWarning>;

const told = {
  kind: z.enum(keysOf(WARNING_KINDS), { error: '请选择预警种类' }),
  level: z.enum(keysOf(LEVELS), { error: '请选择预警级别' }),
  counties: z.array(County).max(4).default([]),
  startsAt: z.coerce.date({ error: '请填写生效时间' }),
  endsAt: z.coerce.date({ error: '请填写失效时间' }),
  windForce: z.coerce.number().int().min(0).max(17, '风力最大17级').nullable().default(null),
  waveMetres: z.coerce.number().min(0).max(30, '浪高最大30米').nullable().default(null),
  words: z.string().trim().max(500, '说明最多500字').default(''),
};

/** What desk and webhook may say of a warning. */
export const EnterWarning = z
  .strictObject(told)
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, { error: '失效时间要晚于生效时间', path: ['endsAt'] });
export type EnterWarning = z.infer<typeof EnterWarning>;
export const LiftWarning = z.strictObject({});
