import { z } from 'zod';
import { County, Location } from '../core/place';
import { Dossier } from './dossier.schema';

export const SECTORS = {
  SHIP: '船舶修造',
  SEAFOOD: '水产和鱼粉',
  OIL: '石化和油品储运',
  PORT: '港口堆场',
  QUARRY: '采石和水泥',
  MACHINERY: '机械和电镀',
  WASTE: '固废和油污水处置',
  WWTP: '污水处理',
  CATERING: '旅游餐饮',
  OTHER: '其他',
} as const;
export type Sector = keyof typeof SECTORS;
export const Sector = z.enum(Object.keys(SECTORS) as [Sector], { error: '请选择行业' });

/** 监管类别. */
export const CATEGORIES = { GREEN: '绿色监管', YELLOW: '黄色警示', RED: '红色严管' } as const;
export type Category = keyof typeof CATEGORIES;

export const CONTROL_LEVELS = { NATIONAL: '国控', PROVINCIAL: '省控', MUNICIPAL: '市控', NONE: '非重点' } as const;

/** 监管对象: one enterprise. In the demo every one is fictional, its name carries 示例 and its code the prefix DEMO. */
export const Enterprise = z.object({
  _id: z.string(),
  name: z.string().min(1).max(100),
  /** Words people use for it, without legal form: 东海鱼粉. Matched against what a supervisor says. */
  shortNames: z.array(z.string().min(2)),
  uscc: z.string(),
  sector: Sector,
  county: County,
  place: z.string(),
  location: Location,
  category: z.enum(Object.keys(CATEGORIES) as [Category]),
  controlLevel: z.enum(Object.keys(CONTROL_LEVELS) as [keyof typeof CONTROL_LEVELS]),
  /** Name and short names in pinyin, whole and by initials, for searching with a Latin keyboard (pinyin.ts). */
  pinyin: z.array(z.string()).optional(),
  /** 一企一档, as far as it is known; absent for an enterprise of which only the register speaks. */
  dossier: Dossier.optional(),
});
export type Enterprise = z.infer<typeof Enterprise>;
