/** Who had been told of something by a moment, and how much of it had reached them. */
import { type Message } from '../assignment/assignment.schema';
import { type Stage, type Told } from './wall.schema';
import { isReference } from '../core/access';

export type Sent = Pick<
  Message,
  'to' | 'toName' | 'at' | 'acceptedAt' | 'deliveredAt' | 'readAt' | 'actedAt' | 'failed' | 'rung'
>;

/** Petitioners and supervisors act under a reference and are shown by what they are. */
export const shownName = (id: string, name: string): string => (isReference(id) ? '反映人' : name);

const MARKS = [
  ['acted', 'actedAt'],
  ['read', 'readAt'],
  ['delivered', 'deliveredAt'],
  ['accepted', 'acceptedAt'],
] as const;

/** The messages as they stood at `at`: later ones are not there, later marks are not made. When a send failed is not kept, so it counts from its beginning. */
export const messagesAt = <M extends Sent>(messages: readonly M[], at: Date): M[] =>
  messages
    .filter((message) => message.at <= at)
    .map((message) => ({
      ...message,
      ...Object.fromEntries(MARKS.map(([, mark]) => [mark, since(message[mark], at)])),
    }));
const since = (moment: Date | null, at: Date) => (moment && moment <= at ? moment : null);

/** Every stage that a message has passed, with its moment. */
export function stagesOf(message: Sent): Partial<Record<Stage, number>> {
  const passed = MARKS.flatMap(([stage, mark]) => (message[mark] ? [[stage, message[mark].getTime()] as const] : []));
  if (passed.length > 0) return Object.fromEntries(passed);
  return { [message.failed ? 'failed' : 'owed']: message.at.getTime() };
}

function furthest(message: Sent): Omit<Told, 'name'> {
  const stages = stagesOf(message);
  const stage =
    [...MARKS.map(([name]) => name), 'failed' as const].find((name) => stages[name] !== undefined) ?? 'owed';
  return { stage, at: stages[stage] ?? message.at.getTime() };
}

const RANK: readonly Stage[] = ['failed', 'owed', 'accepted', 'delivered', 'read', 'acted'];

/** One entry per person, in the order in which they were told: whatever reached them furthest, by whichever way. */
export function toldBy(messages: readonly Sent[]): Told[] {
  const people = new Map<string, Told>();
  for (const message of messages) {
    const [known, heard] = [people.get(message.to), furthest(message)];
    if (!known || RANK.indexOf(heard.stage) > RANK.indexOf(known.stage))
      people.set(message.to, { name: shownName(message.to, message.toName), ...heard });
  }
  return [...people.values()];
}

/** On the latest rung everything was tried and nothing was accepted. */
export function nothingArrived(messages: readonly Sent[]): boolean {
  const rung = Math.max(-1, ...messages.map((message) => message.rung));
  const latest = messages.filter((message) => message.rung === rung);
  return latest.some(({ failed }) => failed !== null) && latest.every(({ acceptedAt }) => acceptedAt === null);
}
