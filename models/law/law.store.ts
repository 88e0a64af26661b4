import { defineStore, type Stored } from '../core/journal';
import { isInForce } from '../checkItem/legalBasis';
import { type LegalBasis, type Offence } from './law.schema';
import { standingRows } from './validity';

/** One open proposal of a norm at a time: so two approvals can never put overlapping rows in force. */
export const legalBases = defineStore<LegalBasis>('legal_bases', {
  live: true,
  indexes: [
    [{ offence: 1, status: 1, validFrom: 1 }],
    [{ norm: 1, status: 1 }],
    [{ status: 1, proposedAt: -1 }],
    [{ asked: 1 }, { unique: true, partialFilterExpression: { asked: { $gt: '' } } }],
  ],
  clash: { field: 'asked', message: '这一条依据已有一份待批准的提议，请等局领导处理后再提交。' },
});

const ROW = { events: 0, outbox: 0 } as const;
/** Far more than one offence or one list has. */
const MOST = 1_000;

const inForce = (query: object): Promise<LegalBasis[]> =>
  legalBases.collection
    .find({ ...query, status: 'inForce' } as never, { projection: ROW, sort: { validFrom: 1, _id: 1 }, limit: MOST })
    .toArray();

/** Rows in force for this offence, of every day: what `compareBases` chooses from. */
export const basesOf = async (offence: Offence): Promise<LegalBasis[]> => standingRows(await inForce({ offence }));

/** Rows for this offence that are in force on this Shanghai day (YYYY-MM-DD). */
export const basesOn = async (offence: Offence, day: string): Promise<LegalBasis[]> =>
  (await basesOf(offence)).filter((row) => isInForce(row, day));

/** Rows in force with the same norm. */
export const basesOfNorm = (norm: string): Promise<LegalBasis[]> => inForce({ norm });

export interface LawFilter {
  offence?: Offence | undefined;
  status?: LegalBasis['status'] | undefined;
  onDay?: string | undefined;
}

/** Rows for a list, ordered by offence and day. */
export const listBases = ({ offence, status, onDay }: LawFilter): Promise<Stored<LegalBasis>[]> =>
  legalBases.collection
    .find(
      {
        ...(offence ? { offence } : {}),
        ...(status ? { status } : {}),
        ...(onDay ? { validFrom: { $lte: onDay }, $or: [{ validTo: null }, { validTo: { $gte: onDay } }] } : {}),
      } as never,
      { projection: ROW, sort: { offence: 1, validFrom: 1, _id: 1 }, limit: MOST },
    )
    .toArray();
