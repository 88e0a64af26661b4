/** 带上岛: everything a phone takes along for days without network, as one file. */
import { z } from 'zod';

export const MOST_PLACES = 12;
/** Beyond this a phone would carry a register, not an island. */
export const MOST_ENTERPRISES = 400;

/** Compressed bytes of one dossier, and of what every pack carries once; measured by bench/pack.bench.ts. */
export const ENTERPRISE_BYTES = 1_500;
export const COMMON_BYTES = 90_000;

const PlaceName = z.string().trim().min(1).max(40);
/** `places`: names of islands and towns, separated by commas. */
export const PackQuery = z.strictObject({
  places: z
    .string('请先选择要去的岛或乡镇')
    .max(600, '一次选得太多，请分几次带')
    .transform((text) => [...new Set(text.split(',').filter(Boolean))].sort())
    .pipe(
      z
        .array(PlaceName)
        .min(1, '请先选择要去的岛或乡镇')
        .max(MOST_PLACES, `一次最多带${MOST_PLACES}个岛或乡镇，请分几次带`),
    ),
});

/** One island or town that may be packed, and roughly what it weighs on the way (bytes, compressed). */
export interface PackPlace {
  place: string;
  county: string;
  enterprises: number;
  /** Open inspections of the reader there. */
  mine: number;
  bytes: number;
}

/** What stands in a pack; each part has the shape its own word gives it. */
export const Pack = z.object({
  format: z.literal(1),
  person: z.string(),
  places: z.array(z.string()),
  /** Open inspections of the reader there, each with what its site record starts from. */
  inspections: z.array(z.object({ task: z.looseObject({ _id: z.string() }), seed: z.unknown() })),
  /** Dossiers (models/enterprise/dossier.ts), by enterprise. */
  enterprises: z.array(z.looseObject({ enterprise: z.looseObject({ _id: z.string() }) })),
  /** Check items by sector. */
  checklists: z.record(z.string(), z.array(z.unknown())),
  /** Document templates in force. */
  templates: z.array(z.unknown()),
  /** Free document numbers of the reader, by kind. */
  numbers: z.record(z.string(), z.array(z.string())),
  /** The operator's own outline of the city; null: the page's sketch. */
  boundary: z.unknown(),
});
export type Pack = z.infer<typeof Pack>;
