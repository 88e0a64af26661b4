/**
 * “Why did this reach me, and who else knows”: the reason in words for one reader, who was told when and by which means, who answered,
 * and what comes next. Pure. Somebody under a protected reference is named by what they are, never by who.
 */
import { purposeLabel } from './assignment.purposes';
import { type Assignment, MEANS, type Message, STATES, type Told } from './assignment.schema';
import { toldOf } from './assignment.commands';
import { afterQuiet, rungAt, rungsOf } from './ladder';
import { type Stand, STANDS } from './rungs';
import { isReference } from '../core/access';
import { clockWords } from '../core/calendar';

const PROTECTED_NAME = '反映人';
const shownName = (id: string, name: string) => (isReference(id) ? PROTECTED_NAME : name);

/** 夜班 begins in the evening and ends with the office hours. */
function tonight(at: Date): string {
  const hour = Number(clockWords(at).slice(0, 2));
  return hour >= 17 || hour < 8 ? '今晚' : '今天';
}
const stretchWords = (minutes: number) =>
  minutes < 120 ? `${minutes}分钟` : `${Number((minutes / 60).toFixed(1))}小时`;

/** What somebody is on a rung, said to themselves. */
const YOU_ARE: Record<Stand, (told: Told, name: string) => string> = {
  same: () => '这是您的任务',
  deputy: (_, name) => `您是${name}的代理人或单位副职`,
  watch: ({ at }) => `您是${tonight(at)}的值班员`,
  dutyLeader: ({ at }) => `您是${tonight(at)}带班领导`,
  unitHead: (_, name) => `您是${name}的单位负责人`,
  branchHead: () => '您是分局负责人',
  bureauLeader: () => '您是局领导',
};

const isStand = (word: string): word is Stand => Object.hasOwn(STANDS, word);
/** What somebody who was told is called; a word of an earlier ladder stays as it is. */
const standWords = (word: string): string => (isStand(word) ? STANDS[word] : word);

function silenceWords({ minutes, promised }: Told, name: string): string {
  return promised ? `${name}答应${clockWords(promised)}前办到，过时未到` : `${name}${stretchWords(minutes)}未签收`;
}

function rungReason(assignment: Assignment, told: Told): string {
  const isSelf = told.person === assignment.person;
  const name = isSelf ? '您' : shownName(assignment.person, assignment.personName);
  const youAre = isStand(told.to) ? YOU_ARE[told.to](told, name) : YOU_ARE.same(told, name);
  return `${youAre}，${silenceWords(told, name)}`;
}

/**
 * Why a message of this rung went to this person, in one line for them. Stays the same words however often it is asked.
 *
 * @returns null for somebody under a protected reference: they brought the matter up themselves
 */
export function reasonFor(assignment: Assignment, { to, rung }: Pick<Message, 'to' | 'rung'>): string | null {
  if (isReference(to)) return null;
  const told = toldOf(assignment)
    .filter((one) => one.person === to && one.rung === rung)
    .at(-1);
  if (rung > 0 && told) return rungReason(assignment, told);
  return assignment.because ?? `任务派给了您：${purposeLabel(assignment.purpose)}`;
}

/** Why this reader was told: by the last rung that reached them, or because the task is theirs. */
export function reasonOf(assignment: Assignment, reader: string): string {
  const told = toldOf(assignment)
    .filter(({ person }) => person === reader)
    .at(-1);
  if (told) return rungReason(assignment, told);
  if (reader === assignment.person) return reasonFor(assignment, { to: reader, rung: 0 }) ?? '这件事是您反映的';
  return '您所在的岗位可以查看这项任务';
}

const presentMessage = ({ means, at, acceptedAt, deliveredAt, readAt, actedAt, failed, rung }: Message) => ({
  ...{ means, meansLabel: MEANS[means], rung, at, acceptedAt, deliveredAt, readAt, actedAt },
  failed: failed !== null,
});

/** Everybody who was told of this assignment, the person it is for first. */
function whoKnows(assignment: Assignment) {
  const { person, personName, openedAt, messages } = assignment;
  const all = [{ person, name: personName, as: '任务本人', since: openedAt }].concat(
    toldOf(assignment).map(({ person: id, name, to, at }) => ({ person: id, name, as: standWords(to), since: at })),
  );
  const once = all.filter((one, index) => all.findIndex(({ person: id }) => id === one.person) === index);
  return once.map(({ person: id, name, as, since }) => {
    const own = messages.filter(({ to }) => to === id);
    return {
      name: shownName(id, name),
      as,
      since,
      readAt: own.find(({ readAt }) => readAt)?.readAt ?? null,
      reached: own.some(({ acceptedAt }) => acceptedAt),
      messages: own.map(presentMessage),
    };
  });
}

/** The ladder from here: who would be told when, while nobody answers. */
function whatComes(assignment: Assignment) {
  if (assignment.status === 'acknowledged' && assignment.promisedUntil)
    return [{ at: assignment.promisedUntil, to: '本人', means: ['再次提醒，并继续逐级报告'], quiet: false }];
  if (assignment.status !== 'open' || !assignment.nextRungAt) return [];
  const [next, ...later] = rungsOf(assignment).slice(assignment.rung);
  const row = (rung: typeof next, at: Date | null) =>
    rung && at
      ? [{ at, to: STANDS[rung.to], means: rung.means.map((means) => MEANS[means]), quiet: isMorning(assignment, at) }]
      : [];
  return [
    ...row(next, assignment.nextRungAt),
    ...later.flatMap((rung, index) => row(rung, rungAt(assignment, assignment.rung + 2 + index))),
  ];
}

/** Whether the moment is where the quiet hours end: it waited for the morning. */
const isMorning = ({ urgency }: Assignment, at: Date) =>
  afterQuiet(new Date(at.getTime() - 1), urgency).getTime() === at.getTime();

/** Everything the page shows, for a reader who may see it. @param about every assignment of the same record */
export function whyOf(assignment: Assignment, about: readonly Assignment[], reader: string) {
  const { _id, title, purpose, urgency, status, openedAt, acknowledgedAt, promisedUntil, closedAt, unreachable } =
    assignment;
  const others = about.filter((one) => one._id !== _id && !isReference(one.person));
  return {
    id: _id,
    ...{ title, purpose, purposeLabel: purposeLabel(purpose), urgency, status, statusLabel: STATES[status] },
    ...{ openedAt, acknowledgedAt, promisedUntil: promisedUntil ?? null, closedAt, unreachable },
    reason: reasonOf(assignment, reader),
    answeredBy: acknowledgedAt ? shownName(assignment.person, assignment.personName) : null,
    knows: whoKnows(assignment),
    next: whatComes(assignment),
    alsoTold: others.map((one) => ({
      name: one.personName,
      purposeLabel: purposeLabel(one.purpose),
      since: one.openedAt,
      statusLabel: STATES[one.status],
    })),
  };
}
export type Why = ReturnType<typeof whyOf>;
