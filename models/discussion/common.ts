/** What the commands of a discussion share. Pure. */
import { assign } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { minutes } from '../core/calendar';
import { policy } from '../core/policy';
import { type Effect, type Outcome } from '../core/workflow';
import { type Discussion } from './discussion.schema';
import { stillToConfirm, stillToVote } from './discussion.workflow';

export const titleOf = ({ no }: Pick<Discussion, 'no'>) => `${no ?? UNNUMBERED} · 集体讨论`;

export const nameIn = ({ people }: Pick<Discussion, 'people'>, id: string): string =>
  people.find((one) => one.id === id)?.name ?? '已离职人员';

/** A card or a notice for each of these: number, title and time, nothing of the case. */
export const tell = (
  discussion: Discussion,
  people: readonly string[],
  purpose: `discussion.${string}`,
  dueAt?: Date,
): Effect[] =>
  [...new Set(people)].map((person) =>
    assign({
      ...{ person, purpose, title: titleOf(discussion), county: discussion.county, ladder: dueAt !== undefined },
      ...(dueAt === undefined ? {} : { dueAt }),
    }),
  );

/** Whom the discussion waits for now. */
export function awaited(discussion: Discussion): string[] {
  const { status, members, answers, secretary } = discussion;
  if (status === 'called') return members.filter((member) => !answers.some(({ by }) => by === member));
  if (status === 'voting') return stillToVote(discussion);
  if (status === 'counted') return [secretary];
  return status === 'minuted' ? stillToConfirm(discussion) : [];
}

const HOUR = minutes(60);

/** When the clock next looks whether somebody has to be reminded; null when nothing is waited for. */
export function nextLook(discussion: Discussion, now: Date): Date | null {
  if (awaited(discussion).length === 0) return null;
  const later = new Date(now.getTime() + policy().discussion.remindHours * HOUR);
  return discussion.status === 'called' && discussion.at > now && discussion.at < later ? discussion.at : later;
}

const OPEN: readonly Discussion['status'][] = ['called', 'voting', 'counted', 'minuted'];

/** The record as it becomes, with its next reminder. */
export const outcome = (
  document: Discussion,
  now: Date,
  type: string,
  data: Record<string, unknown>,
  effects: Effect[] = [],
): Outcome<Discussion> => ({
  document: {
    ...document,
    openOf: OPEN.includes(document.status) ? document.case : null,
    wakeAt: nextLook(document, now),
  },
  event: { type: `discussion.${type}`, data },
  effects,
});
