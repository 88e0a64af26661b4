/** The last site records of an enterprise with what was answered, so that the next officers see what was found before. */
import { type Result } from '../checkItem/checkItem.schema';
import { foldSiteRecord } from '../siteRecord/fold';
import { type SiteRecord } from '../siteRecord/siteRecord.schema';
import { lockedAt } from '../siteRecord/siteRecord.store';

/** One earlier visit, as its locked site record told it. */
export interface EarlierVisit {
  /** Id of the site record. */
  id: string;
  /** Arrival. */
  at: Date;
  officers: string[];
  /** Every item that was answered, with the text written for it. */
  answers: { item: string; question: string; result: Result; text: string }[];
}

const EACH = 3;

function visitOf({ _id, seed, field, arrivedAt, lockedAt: over }: SiteRecord): EarlierVisit {
  const { answers } = foldSiteRecord(seed, field);
  return {
    ...{ id: _id, at: arrivedAt ?? over ?? new Date(0), officers: seed.officers.map(({ name }) => name) },
    answers: seed.checklist.flatMap(({ key: item, question }) => {
      const said = answers[item];
      return said && !said.struck ? [{ item, question, result: said.value.result, text: said.value.text }] : [];
    }),
  };
}

/** The latest three site records of each of these enterprises, by enterprise. */
export async function visitsTo(ids: readonly string[]): Promise<Map<string, EarlierVisit[]>> {
  const visits = new Map<string, EarlierVisit[]>();
  for (const record of await lockedAt(ids, EACH)) {
    const known = visits.get(record.enterprise ?? '') ?? [];
    if (record.enterprise && known.length < EACH) visits.set(record.enterprise, [...known, visitOf(record)]);
  }
  return visits;
}
