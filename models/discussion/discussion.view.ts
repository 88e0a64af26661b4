/** What a member sees before voting, and before confirming the minutes: its hash stands under the vote. Pure. */
import { caseNoOf, type CaseLooked, casePartsOf } from '../approval/caseView';
import { type ApprovalView, type Block, partOf } from '../approval/view';
import { shanghaiDay } from '../core/calendar';
import { yuan } from '../law/law.words';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { nameIn } from './common';
import { CHOICES, type Discussion, STATES, type Vote } from './discussion.schema';

/** The case as it stands, with what is looked up beside it; null when it is gone. */
export interface Discussed {
  record: PenaltyCase;
  looked: CaseLooked;
}

const namesOf = (discussion: Discussion, ids: readonly string[]) => ids.map((id) => nameIn(discussion, id)).join('、');

function question(discussion: Discussion): Block[] {
  const { questions, place, at, members, present, attending, chair } = discussion;
  return [
    { kind: 'text', text: questions },
    {
      kind: 'rows',
      rows: [
        ['时间地点', `${shanghaiDay(at)} ${place}`],
        ['主持人', nameIn(discussion, chair)],
        ['成员', namesOf(discussion, members)],
        ...(present ? ([['到会', namesOf(discussion, present)]] as const) : []),
        ...(attending.length > 0 ? ([['列席，不表决', namesOf(discussion, attending)]] as const) : []),
      ],
    },
  ];
}

const voted = ({ choice, opinion, fineFen }: Vote) =>
  [CHOICES[choice], fineFen === null ? '' : yuan(fineFen), opinion].filter(Boolean).join('；');

function votes({ votes: cast, result }: Discussion): Block[] {
  return [
    { kind: 'rows', rows: cast.map((vote) => [vote.name, voted(vote)] as const) },
    { kind: 'text', text: result?.conclusion ?? '' },
  ];
}

/** @param step `vote` or `confirmMinutes` */
export function discussionView(
  discussion: Discussion,
  step: string,
  label: string,
  discussed: Discussed | null,
): ApprovalView {
  const confirming = step === 'confirmMinutes';
  const own = confirming
    ? [
        partOf('minutes', '讨论记录', [{ kind: 'text', text: discussion.minutes?.text ?? '' }]),
        partOf('votes', '表决意见和结论', votes(discussion)),
      ]
    : [partOf('question', '讨论的问题', question(discussion))];
  const caseParts = discussed && !confirming ? casePartsOf(discussed.record, discussed.looked) : [];
  return {
    ...{ store: 'discussions', record: discussion._id, step, label, no: discussion.no ?? '' },
    title: [STATES[discussion.status], discussed ? caseNoOf(discussed.record) : ''].filter(Boolean).join(' · '),
    deadline: shanghaiDay(discussion.at),
    parts: [...own.filter((part) => part !== null), ...caseParts],
  };
}
