/** 集体讨论: the whole domain as the doors see it. */
import { lookAtCase } from '../approval/caseApproval';
import { type Approvable, approvingBy } from '../approval/signing';
import { type Domain } from '../core/domain';
import { read } from '../core/journal';
import { command } from '../core/workflow';
import { penaltyCases } from '../penalty/penalty.store';
import { answerInvitation, beginVoting, cancelDiscussion } from './calling';
import {
  AnswerInvitation,
  BeginVoting,
  CancelDiscussion,
  CastVote,
  ConfirmMinutes,
  CountVotes,
  type Discussion,
  ExcuseMember,
  Nothing,
  ObjectMinutes,
  WriteMinutes,
} from './discussion.schema';
import { discussions } from './discussion.store';
import { type Discussed, discussionView } from './discussion.view';
import { type DiscussionStep, discussionWorkflow, stillToConfirm, stillToVote } from './discussion.workflow';
import {
  castVote,
  confirmMinutes,
  countVotes,
  excuseMember,
  objectMinutes,
  remindAwaited,
  writeMinutes,
} from './voting';

/** Every command behind its schema. The names are those of the workflow's steps. */
export const discussionCommands = {
  answer: command(AnswerInvitation, answerInvitation),
  begin: command(BeginVoting, beginVoting),
  vote: command(CastVote, castVote),
  excuse: command(ExcuseMember, excuseMember),
  count: command(CountVotes, countVotes),
  writeMinutes: command(WriteMinutes, writeMinutes),
  confirmMinutes: command(ConfirmMinutes, confirmMinutes),
  objectMinutes: command(ObjectMinutes, objectMinutes),
  cancel: command(CancelDiscussion, cancelDiscussion),
  wake: command(Nothing, remindAwaited),
};

async function discussed({ case: id }: Discussion, now: Date): Promise<Discussed | null> {
  const record = await read(penaltyCases, id);
  return record && { record, looked: await lookAtCase(record, false, now) };
}

export const discussionApprovable: Approvable<Discussion, Discussed | null> = {
  workflow: discussionWorkflow,
  look: (discussion, _step, now) => discussed(discussion, now),
  view: (discussion, step, looked) =>
    discussionView(discussion, step, discussionWorkflow.steps[step as DiscussionStep].label, looked),
  waits: {
    vote: (discussion, person) => stillToVote(discussion).includes(person),
    confirmMinutes: (discussion, person) => stillToConfirm(discussion).includes(person),
  },
  back: { confirmMinutes: 'objectMinutes' },
};

export const discussionDomain: Domain<Discussion> = {
  store: discussions,
  workflow: discussionWorkflow,
  commands: discussionCommands,
  facts: {},
  approving: approvingBy(discussionApprovable),
};
