import { type Actor } from '../core/access';
import { type Workflow } from '../core/workflow';
import { type Discussion, STATES } from './discussion.schema';

interface By {
  actor: Pick<Actor, 'id'>;
  now: Date;
}
type Guard = (discussion: Discussion, by: By) => string | undefined;

/** What has to be opened before a vote, and before confirming the minutes. */
const CASE = ['question', 'facts', 'law', 'amount', 'defence'] as const;
const MINUTES = ['minutes', 'votes'] as const;

/**
 * 集体讨论: called by the chair, voted on by every member on their own phone, written down by the secretary, confirmed by the members.
 * Investigators attend and have no vote (处罚办法 第三十八条; 案卷评查细则 第18项). One row, one line.
 */
// prettier-ignore
export const discussionWorkflow = {
  noun: '集体讨论',
  states: STATES,
  steps: {
    answer: { label: '回复能否参加', from: ['called'], by: 'sitInDiscussion', unless: answered, tone: 'primary' },
    begin: { label: '开始表决', from: ['called'], to: 'voting', by: 'chairDiscussion', tone: 'primary' },
    vote: { label: '表决', from: ['voting'], by: 'sitInDiscussion', unless: mayNotVote, tone: 'primary', approval: { parts: CASE, own: true } },
    excuse: { label: '成员离会', from: ['voting'], by: 'chairDiscussion' },
    count: { label: '宣布结果', from: ['voting'], to: 'counted', by: 'chairDiscussion', unless: votesMissing, tone: 'primary' },
    writeMinutes: { label: '提交讨论记录', from: ['counted'], to: 'minuted', by: 'minuteDiscussion', tone: 'primary' },
    confirmMinutes: { label: '确认记录', from: ['minuted'], by: 'sitInDiscussion', unless: mayNotConfirm, tone: 'primary', approval: { parts: MINUTES, own: true } },
    objectMinutes: { label: '记录要改', from: ['minuted'], to: 'counted', by: 'sitInDiscussion', unless: mayNotConfirm },
    cancel: { label: '取消讨论', from: ['called', 'voting'], to: 'cancelled', by: 'chairDiscussion', tone: 'danger' },
    wake: { label: '到时提醒', from: ['called', 'voting', 'counted', 'minuted'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Discussion>;
export type DiscussionStep = keyof typeof discussionWorkflow.steps;

/** Members who were there and have not voted. */
export const stillToVote = ({ present, votes }: Pick<Discussion, 'present' | 'votes'>): string[] =>
  (present ?? []).filter((member) => !votes.some(({ by }) => by === member));
/** Members who voted and have not confirmed the minutes. */
export const stillToConfirm = ({ votes, confirmations }: Pick<Discussion, 'votes' | 'confirmations'>): string[] =>
  votes.map(({ by }) => by).filter((member) => !confirmations.some(({ by }) => by === member));

function answered({ answers }: Discussion, { actor }: By) {
  return answers.some(({ by }) => by === actor.id) ? '您已经回复过了，有变化请告诉主持人。' : undefined;
}

function mayNotVote({ present, votes, attending }: Discussion, { actor }: By): ReturnType<Guard> {
  if (attending.includes(actor.id)) return '您列席讨论，可以发言，不参加表决。';
  if (!present?.includes(actor.id)) return '您不在到会成员名单里，不能表决；已经到会的，请告诉主持人。';
  return votes.some(({ by }) => by === actor.id) ? '您已经表决，表决后不能更改。' : undefined;
}

function votesMissing(discussion: Discussion): ReturnType<Guard> {
  const open = stillToVote(discussion).length;
  return open > 0 ? `还有${String(open)}位到会成员没有表决，请等表决完再宣布结果。` : undefined;
}

function mayNotConfirm(discussion: Discussion, { actor }: By): ReturnType<Guard> {
  return stillToConfirm(discussion).includes(actor.id)
    ? undefined
    : '只由参加表决的成员确认记录，您不用确认或已经确认。';
}
