/**
 * At which wind and sea boats stop, as long as the bureau's settings say nothing else [D]. Browser-safe.
 */
import { z } from 'zod';

/** Wind (Beaufort) or height of waves in metres at which a boat stays in port. */
const Limits = z.strictObject({ wind: z.number().min(1).max(17), wave: z.number().min(0.1).max(20) });
export type Limits = z.infer<typeof Limits>;

export const FERRY_LIMITS = {
  changbai: { wind: 8, wave: 2.5 },
  putuoshan: { wind: 8, wave: 2.5 },
  liuheng: { wind: 7, wave: 2.5 },
  xiazhi: { wind: 7, wave: 2 },
  taohua: { wind: 7, wave: 2.5 },
  dongji: { wind: 7, wave: 2 },
  changtu: { wind: 8, wave: 2.5 },
  qushan: { wind: 7, wave: 2.5 },
  yangshan: { wind: 7, wave: 2 },
  shengshan: { wind: 7, wave: 2 },
} as const satisfies Record<string, Limits>;
export type Ferry = keyof typeof FERRY_LIMITS;

/** Ferries by the id of their crossing; one given here replaces the default, the others stay. */
export const FerryLimits = z
  .partialRecord(z.enum(Object.keys(FERRY_LIMITS) as [Ferry]), Limits)
  .transform((given): Record<Ferry, Limits> => ({ ...FERRY_LIMITS, ...given }));

/** 执法艇: leaves when it is called, at every hour, needs a share of the ferry's time, and stops earlier. */
export const PatrolBoat = z.strictObject({
  readyMinutes: z.int().min(0).max(1_440).default(30),
  share: z.number().min(0.1).max(2).default(0.7),
  wind: Limits.shape.wind.default(6),
  wave: Limits.shape.wave.default(1.5),
});

/** What a level of warning means at sea when the warning itself names no force; [K]. */
const Force = Limits.shape.wind;
export const LevelWind = z.strictObject({
  BLUE: Force.default(7),
  YELLOW: Force.default(9),
  ORANGE: Force.default(11),
  RED: Force.default(13),
});
