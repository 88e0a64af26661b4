/** What the bureau's own records say about the party of a case: earlier decisions and complaints found true, by index and bounded. */
import { addCalendarDays, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Act } from '../penalty/case.schema';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { penaltyCases } from '../penalty/penalty.store';
import { petitions } from '../petition/petition.store';
import { type FileFacts, type Known, lookBack } from './fill';

/** More would take the highest step all the same. */
const MOST = 50;

const within = ([first, last]: [string, string]) => ({
  $gte: startOfShanghaiDay(first),
  $lt: startOfShanghaiDay(addCalendarDays(last, 1)),
});

/** Decisions against the same organisation, annulled ones left out; null for a citizen, whom only a person can recognise. */
async function earlierOf({ _id, party }: PenaltyCase, { discoveredOn }: Act): Promise<Known[] | null> {
  if (!party.uscc) return null;
  const found = (await penaltyCases.collection
    .find(
      {
        ...{ 'party.uscc': party.uscc, _id: { $ne: _id }, annulled: null },
        'decision.at': within(lookBack(discoveredOn, policy().discretion.timesYears)),
      } as never,
      { projection: { 'decision.no': 1, 'decision.at': 1 }, sort: { 'decision.at': -1 }, limit: MOST },
    )
    .toArray()) as unknown as { _id: string; decision: { no: string; at: Date } }[];
  return found.map(({ _id: id, decision: { no, at } }) => ({ ref: `penalty:${id}`, no, onDay: shanghaiDay(at) }));
}

async function complaintsOf({ enterprise }: PenaltyCase, { discoveredOn }: Act): Promise<Known[] | null> {
  if (!enterprise) return null;
  const found = (await petitions.collection
    .find(
      {
        enterpriseId: enterprise,
        registeredAt: within(lookBack(discoveredOn, policy().discretion.complaintYears)),
        result: { $in: ['TRUE', 'PARTLY'] },
      } as never,
      { projection: { no: 1, registeredAt: 1 }, sort: { registeredAt: -1 }, limit: MOST },
    )
    .toArray()) as unknown as { _id: string; no: string | null; registeredAt: Date }[];
  return found.map(({ _id: id, no, registeredAt }) => ({
    ...{ ref: `petition:${id}`, no: no ?? '', onDay: shanghaiDay(registeredAt) },
  }));
}

/** Everything the file knows about one act, without what was entered before. */
export async function fileFacts(record: PenaltyCase, act: Act): Promise<Pick<FileFacts, 'earlier' | 'complaints'>> {
  const [earlier, complaints] = await Promise.all([earlierOf(record, act), complaintsOf(record, act)]);
  return { earlier, complaints };
}
