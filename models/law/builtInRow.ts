/** How a row of the built-in tables is written. */
import { type Clause, type FineRange, type Offence } from './law.schema';

/** Ten thousand yuan, in fen. */
const WAN = 1_000_000;

/** A fine between two amounts, in ten thousand yuan (万元). */
export const fixed = (min: number, max: number): FineRange => ({
  ...{ kind: 'FIXED', minFen: Math.round(min * WAN), maxFen: Math.round(max * WAN) },
});
/** A share of the total investment, in per mille. */
export const share = (minPermille: number, maxPermille: number): FineRange => ({
  ...{ kind: 'SHARE', of: 'investmentFen', minPermille, maxPermille },
});
/** So many times what disposal would have cost; a cost below `floor` (万元) counts as that. */
export const multiple = (min: number, max: number, floor: number): FineRange => ({
  ...{ kind: 'MULTIPLE', of: 'disposalCostFen', minMilli: min * 1_000, maxMilli: max * 1_000, floorFen: floor * WAN },
});

export type Built = Clause;
type More = Partial<Pick<Clause, 'serious' | 'seriousWhen' | 'personRange' | 'kinds' | 'additional' | 'may' | 'stop'>>;

const PLAIN = {
  ...{ serious: null, seriousWhen: '', personRange: null, kinds: ['FINE' as const], additional: [] },
  ...{ may: false, catchAll: false, stop: false, source: '随系统载入，待法制机构核对条款文字' },
};

const row =
  (law: string, validFrom: string, validTo: string | null) =>
  (
    offence: Offence,
    article: string,
    paragraph: string,
    item: string,
    range: FineRange,
    text: string,
    more: More = {},
  ): Built => ({
    ...PLAIN,
    ...{ offence, law, article, paragraph, item, text, validFrom, validTo, range },
    ...more,
  });

/** Rows of a law that stood until this day. */
export const until = (last: string) => (law: string, from: string) => row(law, from, last);
/** Rows of a law that is in force. */
export const since = (law: string, from: string) => row(law, from, null);
