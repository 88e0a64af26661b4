/** 表决、结果、记录: what becomes of the members' votes. Pure. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import { quorumOf } from './calling';
import { awaited, nameIn, outcome, tell } from './common';
import { tellDiscussion } from './discussion.effects';
import {
  type CastVote,
  type Choice,
  CHOICES,
  type ConfirmMinutes,
  type CountVotes,
  type Discussion,
  type ExcuseMember,
  type ObjectMinutes,
  type Vote,
  type WriteMinutes,
} from './discussion.schema';
import { discussionWorkflow, stillToConfirm, stillToVote } from './discussion.workflow';

const soon = (now: Date) => new Date(now.getTime() + policy().discussion.remindHours * 3_600_000);

/** One member's vote; it stays as it was cast. */
export function castVote(discussion: Discussion, said: CastVote, context: Context): Outcome<Discussion> {
  advance(discussionWorkflow, 'vote', discussion, context);
  const { actor, now } = context;
  const { choice, opinion, fineFen, approval } = said;
  const vote: Vote = {
    ...{ by: actor.id, name: nameIn(discussion, actor.id), choice, opinion, fineFen, at: now },
    approval: signedOf(approval, context),
  };
  const document: Discussion = { ...discussion, votes: [...discussion.votes, vote] };
  const all = stillToVote(document).length === 0;
  // What was voted for stays unsaid in the history until the result is declared.
  return outcome(document, now, 'voted', { name: vote.name }, [
    settle({ person: actor.id, purposes: ['discussion.vote', 'discussion.remind'] }),
    ...(all ? tell(document, [discussion.chair], 'discussion.count', soon(now)) : []),
  ]);
}

/** Somebody had to leave before voting; the others still have to be enough. */
export function excuseMember(
  discussion: Discussion,
  { member, reason }: ExcuseMember,
  context: Context,
): Outcome<Discussion> {
  advance(discussionWorkflow, 'excuse', discussion, context);
  const { present, members } = discussion;
  if (!stillToVote(discussion).includes(member))
    throw new DomainError('NOT_NOW', '这位成员不在到会名单里或已经表决，不用登记离会。', { member });
  const left = (present ?? []).filter((id) => id !== member);
  if (left.length < quorumOf(members.length))
    throw new DomainError('NOT_NOW', '离会后到会成员不足，不能继续表决，请取消后另定时间。', { left: left.length });
  const { now } = context;
  const document: Discussion = { ...discussion, present: left };
  return outcome(document, now, 'excused', { name: nameIn(discussion, member), reason }, [
    settle({ person: member, purposes: ['discussion.vote', 'discussion.remind'] }),
    ...(stillToVote(document).length === 0 ? tell(document, [discussion.chair], 'discussion.count', soon(now)) : []),
  ]);
}

const NONE: Record<Choice, number> = { AGREE: 0, CHANGE: 0, AGAINST: 0, RETURN: 0 };

/** Votes by choice, and the one that has more than the share of the members present that policy asks for; null: none has. */
export function tally(votes: readonly Pick<Vote, 'choice'>[], present: number) {
  const counts = { ...NONE };
  for (const { choice } of votes) counts[choice] += 1;
  const { majorityPermille } = policy().discussion;
  const won = (Object.keys(CHOICES) as Choice[]).find((choice) => counts[choice] * 1_000 > present * majorityPermille);
  return { counts, choice: won ?? null };
}

/** The amount of a changed proposal is one that somebody voted for. @throws DomainError INVALID_INPUT */
function amountOf({ votes }: Discussion, choice: Choice | null, fineFen: number | null): number | null {
  if (choice !== 'CHANGE') return null;
  const asked = votes.filter((vote) => vote.choice === 'CHANGE').flatMap((vote) => vote.fineFen ?? []);
  if (asked.length > 0 && !asked.includes(fineFen ?? -1))
    throw new DomainError('INVALID_INPUT', '变更后的金额应是表决时成员提出的金额之一，请核对。', {
      fields: [{ field: 'fineYuan' }],
    });
  return fineFen;
}

/** 宣布结果 after everybody present has voted. */
export function countVotes(discussion: Discussion, said: CountVotes, context: Context): Outcome<Discussion> {
  const status = advance(discussionWorkflow, 'count', discussion, context);
  const { actor, now } = context;
  const { counts, choice } = tally(discussion.votes, discussion.present?.length ?? 0);
  const fineFen = amountOf(discussion, choice, said.fineFen);
  const result = { choice, counts, conclusion: said.conclusion, fineFen, by: actor.id, at: now };
  const document: Discussion = { ...discussion, status, result };
  return outcome(document, now, 'counted', { counts, choice, conclusion: said.conclusion }, [
    settle({}),
    ...tell(document, [discussion.secretary], 'discussion.minutes', soon(now)),
  ]);
}

/** 讨论记录, put to the members. */
export function writeMinutes(discussion: Discussion, { text }: WriteMinutes, context: Context): Outcome<Discussion> {
  const status = advance(discussionWorkflow, 'writeMinutes', discussion, context);
  const { actor, now } = context;
  const document: Discussion = { ...discussion, status, minutes: { text, by: actor.id, at: now }, confirmations: [] };
  return outcome(document, now, 'minuted', {}, [
    settle({}),
    ...tell(document, stillToConfirm(document), 'discussion.confirm', soon(now)),
  ]);
}

/** A member wants the minutes changed: the secretary writes them again, and everybody confirms anew. */
export function objectMinutes(
  discussion: Discussion,
  { reason }: ObjectMinutes,
  context: Context,
): Outcome<Discussion> {
  const status = advance(discussionWorkflow, 'objectMinutes', discussion, context);
  const { actor, now } = context;
  const objections = [...discussion.objections, { by: actor.id, reason, at: now }];
  const document: Discussion = { ...discussion, status, objections, confirmations: [] };
  return outcome(document, now, 'objected', { name: nameIn(discussion, actor.id), reason }, [
    settle({}),
    ...tell(document, [discussion.secretary], 'discussion.minutes', soon(now)),
  ]);
}

/** Whether the proposal stands, as it was or with another amount. */
const isAgreed = (choice: Choice | null) => choice === 'AGREE' || choice === 'CHANGE';

/** What the case is told: the result in words, with who thought otherwise. */
function toldOf(discussion: Discussion, closedAt: Date) {
  const { _id, no, case: record, heldAt, result } = discussion;
  const choice = result?.choice ?? null;
  const said = choice ? CHOICES[choice] : '没有形成多数意见';
  return tellDiscussion({
    ...{ case: record, discussion: _id, no, at: heldAt ?? closedAt, agreed: isAgreed(choice), choice },
    ...{ result: `${said}。${result?.conclusion ?? ''}`, fineFen: result?.fineFen ?? null },
  });
}

/** 确认记录; the last confirmation closes the discussion and tells the case. */
export function confirmMinutes(
  discussion: Discussion,
  { dissent, approval }: ConfirmMinutes,
  context: Context,
): Outcome<Discussion> {
  advance(discussionWorkflow, 'confirmMinutes', discussion, context);
  const { actor, now } = context;
  const confirmation = {
    ...{ by: actor.id, name: nameIn(discussion, actor.id), at: now, dissent },
    approval: signedOf(approval, context),
  };
  const confirmed: Discussion = { ...discussion, confirmations: [...discussion.confirmations, confirmation] };
  const data = { name: confirmation.name, dissent };
  const own = settle({ person: actor.id, purposes: ['discussion.confirm', 'discussion.remind'] });
  if (stillToConfirm(confirmed).length > 0) return outcome(confirmed, now, 'confirmed', data, [own]);
  const document: Discussion = { ...confirmed, status: 'closed', closedAt: now };
  return outcome(document, now, 'closed', data, [settle({}), toldOf(document, now)]);
}

/** The clock's turn: whoever is waited for is reminded. */
export function remindAwaited(discussion: Discussion, _input: unknown, context: Context): Outcome<Discussion> {
  advance(discussionWorkflow, 'wake', discussion, context);
  const { now } = context;
  return outcome(discussion, now, 'reminded', {}, [
    settle({ purposes: ['discussion.remind'], as: 'cancelled' }),
    ...tell(discussion, awaited(discussion), 'discussion.remind'),
  ]);
}
