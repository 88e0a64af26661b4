import { type Actor, isReference } from '../models/core/access';
import { addressOf, referenceOf } from '../models/core/identityVault';
import { actorOf, type Person } from '../models/people/people.schema';
import { personById } from '../models/people/people.store';

/** Somebody who can be reached in DingTalk. `userId` of a protected person never leaves this folder. */
export interface Receiver {
  userId: string;
  unionId: string;
  actor: Actor;
  person: Person;
}

function receiverFrom(person: Person | null): Receiver | null {
  if (!person) return null;
  return { userId: person._id, unionId: person.unionId, person, actor: actorOf(person, referenceOf(person._id)) };
}

/** Who is behind an actor id: a userid, or the protected reference of a petitioner; null when no longer with us or without DingTalk. */
export async function receiverOf(actorId: string): Promise<Receiver | null> {
  const userId = isReference(actorId) ? await addressOf(actorId) : actorId;
  return userId ? receiverFrom(await personById(userId)) : null;
}

/** The active person with this DingTalk userid, as an actor. */
export const receiverByUserId = async (userId: string): Promise<Receiver | null> =>
  receiverFrom(await personById(userId));
