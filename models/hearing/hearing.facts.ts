/** What has to be looked up before a step of a hearing is decided. */
import { read } from '../core/journal';
import { namesOf } from '../people/people.store';
import { approversOf } from '../serving/serving.facts';
import { hearings } from './hearing.store';

export interface HearingFacts {
  /** Names of those the input names, as far as they are on roll. */
  names: ReadonlyMap<string, string>;
  /** Who may arrange: heads of the branch, or the leaders; none with a part in the case. */
  arrangers: string[];
}

const NAMED = ['host', 'recorder'] as const;

async function lookUp(input: unknown, id: string): Promise<HearingFacts> {
  const hearing = await read(hearings, id);
  const said = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  const ids = NAMED.flatMap((field) => (typeof said[field] === 'string' ? [said[field]] : []));
  const [names, arrangers] = await Promise.all([
    namesOf(ids),
    hearing ? approversOf(hearing.county, hearing.barred) : Promise.resolve([]),
  ]);
  return { names, arrangers };
}

export const hearingFacts = {
  ...{ schedule: lookUp, decideRecusal: lookUp, askRecusal: lookUp, recuseSelf: lookUp, excuse: lookUp, wake: lookUp },
};
