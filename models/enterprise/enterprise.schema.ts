import { z } from 'zod';
import { County, Location } from '../core/place';

const SECTORS = {
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

/** 监管对象: one enterprise. In the demo every one is fictional, its name carries 示例 and its code the prefix DEMO. */
export const Enterprise = z.object({
  _id: z.string(),
  name: z.string().min(1).max(100),
  /** Words people use for it, without legal form: 东海鱼粉. Matched against what a supervisor says. */
  shortNames: z.array(z.string().min(2)),
  uscc: z.string(),
  sector: z.enum(Object.keys(SECTORS) as [keyof typeof SECTORS]),
  county: County,
  place: z.string(),
  location: Location,
  category: z.enum(['GREEN', 'YELLOW', 'RED']),
  controlLevel: z.enum(['NATIONAL', 'PROVINCIAL', 'MUNICIPAL', 'NONE']),
});
export type Enterprise = z.infer<typeof Enterprise>;
