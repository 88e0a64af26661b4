/**
 * The items that come with the program: a proposal for the legal office, never in force by themselves. The legal reviewer takes them over,
 * a leader of the bureau approves them (checkItem.workflow.ts).
 */
import { type Sector } from '../../enterprise/enterprise.schema';
import { type WriteItem } from '../checkItem.schema';
import { CATERING } from './catering';
import { COMMON } from './common';
import { MACHINERY } from './machinery';
import { OIL } from './oil';
import { OTHER } from './other';
import { PORT } from './port';
import { QUARRY } from './quarry';
import { itemsOf, type Row } from './row';
import { SEAFOOD } from './seafood';
import { SHIP } from './ship';
import { WASTE } from './waste';
import { WWTP } from './wwtp';

const SECTOR_ROWS: Record<Sector, readonly Row[]> = {
  ...{ SHIP, SEAFOOD, OIL, PORT, QUARRY, MACHINERY, WASTE, WWTP, CATERING, OTHER },
};

/** Every item of the library: common ones first, then those of the ten sectors. */
export const builtInItems = (): WriteItem[] => [
  ...itemsOf('COMMON', null, COMMON),
  ...(Object.entries(SECTOR_ROWS) as [Sector, readonly Row[]][]).flatMap(([sector, rows]) =>
    itemsOf(sector, sector, rows),
  ),
];
