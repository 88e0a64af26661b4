/** What has to be looked up before a step of an item is decided. */
import { read } from '../core/journal';
import { type Context } from '../core/workflow';
import { peopleWithRole, personById } from '../people/people.store';
import { checkItems } from './checkItem.store';
import { type ApproveFacts, type LeaderFacts } from './writing';

export async function leaderFacts(): Promise<LeaderFacts> {
  return { leaders: (await peopleWithRole('bureauLeader')).map(({ _id, name }) => ({ id: _id, name })) };
}

/** The revision of this item that is in force without an end, other than this one. */
async function standing(id: string): Promise<string | null> {
  const item = await read(checkItems, id);
  const found =
    item &&
    (await checkItems.collection.findOne(
      { key: item.key, status: 'approved', validTo: null, _id: { $ne: id } } as never,
      { projection: { _id: 1 }, sort: { revision: -1 } },
    ));
  return found ? String(found._id) : null;
}

async function approval(_input: unknown, id: string, { actor }: Context): Promise<ApproveFacts> {
  const [person, before] = await Promise.all([personById(actor.id), standing(id)]);
  return { approverName: person?.name ?? '', before };
}

export const checkItemFacts = { propose: leaderFacts, approve: approval };
