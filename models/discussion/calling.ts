/** 召集: who sits in a discussion, and who may not. Pure. */
import { settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { type Person } from '../people/people.schema';
import { nameIn, outcome, tell } from './common';
import {
  type AnswerInvitation,
  type BeginVoting,
  type CallDiscussion,
  type CancelDiscussion,
  type Discussion,
} from './discussion.schema';
import { discussionWorkflow } from './discussion.workflow';

export interface CallingFacts {
  record: PenaltyCase;
  /** Everybody named, as they stand in the organisation. */
  people: readonly Person[];
  /** Number of the case as people know it. */
  caseNo: string | null;
}

const faulty = (field: string, message: string) => new DomainError('INVALID_INPUT', message, { fields: [{ field }] });

/** Whoever investigated, found or registered it, and whoever is recused. */
export function barredFrom(record: PenaltyCase): string[] {
  const recused = record.recusals.filter(({ decision }) => decision === 'GRANTED').map(({ person }) => person);
  return [...new Set([...record.investigatorIds, ...record.everInvestigated, ...record.team, ...recused])];
}

const isLeader = ({ roles }: Person) => roles.includes('bureauLeader') || roles.includes('branchHead');

function membersOf(chair: string, said: CallDiscussion, { record, people }: CallingFacts): string[] {
  const members = [...new Set([chair, ...said.members])];
  const barred = barredFrom(record);
  const byId = new Map(people.map((person) => [person._id, person]));
  for (const id of members) {
    const person = byId.get(id);
    if (!person || !isLeader(person)) throw faulty('members', '讨论成员由局领导和分局负责人担任，请重新选择。');
    if (barred.includes(id))
      throw faulty('members', `${person.name}参与本案调查、登记或已回避，可以列席，不能作为成员表决，请去掉。`);
  }
  const least = policy().discussion.leastMembers;
  if (members.length < least) throw faulty('members', `集体讨论至少${String(least)}名成员，请再选。`);
  return members;
}

function secretaryOf(
  members: readonly string[],
  { secretary }: CallDiscussion,
  { record, people }: CallingFacts,
): string {
  const person = people.find(({ _id }) => _id === secretary);
  if (!person || person.roles.includes('ruralSupervisor') || person.roles.includes('enterprise'))
    throw faulty('secretary', '请从本单位工作人员里选记录人。');
  if (members.includes(secretary)) throw faulty('secretary', '记录人不能同时是讨论成员，请另选一位。');
  if (barredFrom(record).includes(secretary)) throw faulty('secretary', '记录人不能是本案的调查人员，请另选一位。');
  return secretary;
}

/** Before the case is over, and not while another discussion of it is open. */
const DISCUSSABLE: readonly PenaltyCase['status'][] = [
  ...(['investigating', 'investigated', 'reviewing', 'suspended', 'noticed', 'stated', 'hearingRequested'] as const),
  ...(['noResponse', 'hearingHeld', 'rechecked', 'legalReviewed', 'discussed'] as const),
];

/**
 * Call a discussion: the members get a card with the time and the link, those who attend are told.
 *
 * @throws DomainError NOT_NOW (the state of the case) | INVALID_INPUT (a member, the secretary, the time)
 */
export function callDiscussion(
  said: CallDiscussion,
  { actor, now }: Context,
  facts: CallingFacts,
): Outcome<Discussion> {
  const { record, people, caseNo } = facts;
  if (!DISCUSSABLE.includes(record.status))
    throw new DomainError('NOT_NOW', '这件案件现在不能提交集体讨论，请查看案件的最新情况。', { status: record.status });
  if (said.at <= now) throw faulty('at', '讨论时间已经过去，请选以后的时间。');
  const members = membersOf(actor.id, said, facts);
  const secretary = secretaryOf(members, said, facts);
  const known = new Set(people.map(({ _id }) => _id));
  const attending = [...new Set([...record.investigatorIds, ...said.attending])].filter(
    (id) => known.has(id) && !members.includes(id) && id !== secretary,
  );
  const everybody = [...members, secretary, ...attending];
  const document: Discussion = {
    ...{
      _id: said.id,
      version: 0,
      no: null,
      status: 'called',
      case: record._id,
      openOf: record._id,
      caseNo,
      county: record.county,
    },
    ...{ chair: actor.id, secretary, members, attending, readers: everybody },
    people: people.filter(({ _id }) => everybody.includes(_id)).map(({ _id: id, name }) => ({ id, name })),
    ...{ callAt: now, at: said.at, place: said.place, questions: said.questions },
    // The chair comes.
    answers: [{ by: actor.id, comes: true, reason: '', at: now }],
    ...{ present: null, heldAt: null, votes: [], result: null, minutes: null, objections: [], confirmations: [] },
    ...{ closedAt: null, cancelled: null, alarms: [], wakeAt: null },
  };
  const invited = tell(
    document,
    members.filter((id) => id !== actor.id),
    'discussion.invited',
    said.at,
  );
  const told = tell(document, [secretary, ...attending], 'discussion.attend');
  const data = { members: members.length, attending: attending.length, at: said.at };
  return { ...outcome(document, now, 'called', data, [...invited, ...told]), number: 'JT' };
}

/** 回复: comes or not, and why. */
export function answerInvitation(
  discussion: Discussion,
  said: AnswerInvitation,
  context: Context,
): Outcome<Discussion> {
  advance(discussionWorkflow, 'answer', discussion, context);
  const { actor, now } = context;
  const answers = [...discussion.answers, { by: actor.id, ...said, at: now }];
  const { comes, reason } = said;
  return outcome({ ...discussion, answers }, now, 'answered', { comes, reason }, [
    settle({ person: actor.id, purposes: ['discussion.invited', 'discussion.remind'] }),
    ...(comes ? [] : tell(discussion, [discussion.chair], 'discussion.absent')),
  ]);
}

/** How many of the members have to be there. */
export function quorumOf(members: number): number {
  const { quorumPermille, leastMembers } = policy().discussion;
  return Math.max(Math.ceil((members * quorumPermille) / 1_000), Math.min(leastMembers, members));
}

/** 开始表决 with the members who are there. @throws DomainError INVALID_INPUT | NOT_NOW (too few) */
export function beginVoting(discussion: Discussion, said: BeginVoting, context: Context): Outcome<Discussion> {
  const status = advance(discussionWorkflow, 'begin', discussion, context);
  const { members, chair } = discussion;
  const present = [...new Set([chair, ...said.present])];
  if (present.some((id) => !members.includes(id)))
    throw faulty('present', '到会名单里有人不是讨论成员，列席人员不用点选，请去掉。');
  const needed = quorumOf(members.length);
  if (present.length < needed)
    throw new DomainError(
      'NOT_NOW',
      `${String(members.length)}名成员到会${String(present.length)}名，不足${String(needed)}名，不能开会，请另定时间。`,
      { present: present.length, needed },
    );
  const { now } = context;
  const document: Discussion = { ...discussion, status, present, heldAt: now };
  return outcome(document, now, 'begun', { present: present.map((id) => nameIn(discussion, id)) }, [
    settle({}),
    ...tell(
      document,
      present,
      'discussion.vote',
      new Date(now.getTime() + policy().discussion.remindHours * 3_600_000),
    ),
  ]);
}

/** 取消. */
export function cancelDiscussion(
  discussion: Discussion,
  { reason }: CancelDiscussion,
  context: Context,
): Outcome<Discussion> {
  const status = advance(discussionWorkflow, 'cancel', discussion, context);
  const { actor, now } = context;
  const document: Discussion = { ...discussion, status, cancelled: { reason, by: actor.id, at: now } };
  const others = discussion.readers.filter((id) => id !== actor.id);
  return outcome(document, now, 'cancelled', { reason }, [
    settle({}),
    ...tell(document, others, 'discussion.cancelled'),
  ]);
}
