/** Where tables are kept, and the past sheets of cases: found by index, bounded, and without a word about the party. */
import { shanghaiDay } from '../core/calendar';
import { create, defineStore, EVER, read } from '../core/journal';
import { asClock } from '../core/workflow';
import { type Offence } from '../law/law.schema';
import { penaltyCases } from '../penalty/penalty.store';
import { BUILT_IN_TABLES } from './builtIn';
import { type DiscretionSheet, type DiscretionTable } from './discretion.schema';
import { chosenOf } from './explain';
import { builtInTable, idOf } from './proposing';
import { type SimulatedSheet } from './simulation';

export const discretionTables = defineStore<DiscretionTable>('discretion_tables', {
  live: true,
  indexes: [
    [{ offences: 1, status: 1, validFrom: -1 }],
    [{ code: 1, edition: -1 }, { unique: true }],
    [{ status: 1, proposedAt: -1 }],
  ],
});

const ROW = { events: 0, outbox: 0 } as const;
const MOST_LISTED = 300;

/** Tables in force, of every day, for this offence. */
export const tablesFor = (offence: Offence): Promise<DiscretionTable[]> =>
  discretionTables.collection
    .find({ offences: offence, status: 'inForce' } as never, {
      projection: { ...ROW, simulation: 0 },
      sort: { validFrom: -1 },
      limit: 50,
    })
    .toArray();

/** Every edition, the latest of each code first; without its simulation. */
export const listTables = (code?: string): Promise<DiscretionTable[]> =>
  discretionTables.collection
    .find((code ? { code } : {}) as never, {
      projection: { ...ROW, simulation: 0 },
      sort: { code: 1, edition: -1 },
      limit: MOST_LISTED,
    })
    .toArray();

/** The highest edition under a code, whatever became of it; 0 where there is none. */
export async function latestEdition(code: string): Promise<number> {
  const found = await discretionTables.collection.findOne({ code } as never, {
    projection: { edition: 1 },
    sort: { edition: -1 },
  });
  return found ? Number(found.edition) : 0;
}

/** Tables in force without an end that share an offence or the code with this one. */
export const standingBeside = ({ _id, code, offences }: DiscretionTable): Promise<DiscretionTable[]> =>
  discretionTables.collection
    .find(
      {
        status: 'inForce',
        validTo: null,
        _id: { $ne: _id },
        $or: [{ code }, { offences: { $in: offences } }],
      } as never,
      { projection: { ...ROW, simulation: 0 }, limit: 50 },
    )
    .toArray();

/** Put in force what comes with the program, under every code that has no table yet. */
export async function keepBuiltInTables(now: Date): Promise<void> {
  for (const table of BUILT_IN_TABLES) {
    const _id = idOf(table.code, 1);
    if (await read(discretionTables, _id)) continue;
    await create(discretionTables, builtInTable(table, now), asClock(now, `${_id}:builtIn`));
  }
}

interface DecidedCase {
  _id: string;
  no: string | null;
  filing: { no: string } | null;
  decision: { no: string; at: Date };
  sheets: DiscretionSheet[];
}

const KEPT = ['act', 'offence', 'resultFen', 'factors', 'adjustments', 'bounds', 'chosen'] as const;
const PAST = {
  ...{
    no: 1,
    'filing.no': 1,
    'decision.no': 1,
    'decision.at': 1,
    'sheets.candidates.side': 1,
    'sheets.candidates.range': 1,
  },
  ...Object.fromEntries(KEPT.map((name) => [`sheets.${name}`, 1])),
};

/**
 * Sheets of decided cases, each under the norm that governed its act, the latest decisions first.
 *
 * @param most cases read
 */
export async function pastSheets(
  offences: readonly Offence[],
  most: number,
  except: string | null = null,
): Promise<SimulatedSheet[]> {
  const found = (await penaltyCases.collection
    .find({ 'sheets.offence': { $in: offences }, 'decision.at': { $gt: EVER } } as never, {
      projection: PAST,
      sort: { 'decision.at': -1 },
      limit: most,
    })
    .toArray()) as unknown as DecidedCase[];
  return found
    .filter(({ _id }) => _id !== except)
    .flatMap(({ _id: id, no, filing, decision, sheets }) =>
      sheets
        .filter(({ offence }) => offences.includes(offence))
        .map((sheet) => ({
          ...{ id, no: decision.no ?? filing?.no ?? no, decidedOn: shanghaiDay(decision.at), offence: sheet.offence },
          ...{ range: chosenOf(sheet).range, resultFen: sheet.resultFen, factors: sheet.factors },
          ...{ adjustments: sheet.adjustments, bounds: sheet.bounds },
        })),
    );
}
