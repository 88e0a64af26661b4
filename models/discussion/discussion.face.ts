/** 集体讨论 as those who sit in it see it: on the card number, time and place; the case itself only on the page. */
import { permits } from '../core/access';
import { momentWords } from '../core/calendar';
import { type Face, type Outline, type Reader, type Tone } from '../core/face';
import { type FormOptions } from '../core/form';
import { type Stored } from '../core/journal';
import { yuan } from '../law/law.words';
import { nameIn } from './common';
import { discussionDomain } from './discussion';
import { discussionForms } from './discussion.form';
import { type Choice, CHOICES, type Discussion, STATES } from './discussion.schema';
import { stillToConfirm, stillToVote } from './discussion.workflow';

const TONES: Record<Discussion['status'], Tone> = {
  ...{ called: 'blue', voting: 'orange', counted: 'orange', minuted: 'orange', closed: 'green', cancelled: 'grey' },
};

function noteOf(discussion: Discussion, { actor: { id } }: Reader): string {
  const { status, attending, chair, secretary, answers } = discussion;
  if (attending.includes(id)) return '您列席讨论，可以发言，不参加表决。';
  if (status === 'called') return answers.some(({ by }) => by === id) ? '' : '请回复能否参加。';
  if (status === 'voting' && stillToVote(discussion).includes(id)) return '请看过材料后，用本人手机表决。';
  if (status === 'voting' && id === chair) return `还有${String(stillToVote(discussion).length)}人没有表决。`;
  if (status === 'counted' && id === secretary) return '请写讨论记录，写好后由成员确认。';
  return status === 'minuted' && stillToConfirm(discussion).includes(id)
    ? '请看过讨论记录后确认，有不同意见可以写明。'
    : '';
}

function outline(discussion: Stored<Discussion>, reader: Reader): Outline {
  const { no, status, at, place, chair, secretary, members, present } = discussion;
  return {
    title: '集体讨论',
    number: no ?? '',
    status: STATES[status],
    tone: TONES[status],
    facts: [
      ['时间', momentWords(at)],
      ['地点', place],
      ['主持人', nameIn(discussion, chair)],
      ['记录人', nameIn(discussion, secretary)],
      ['成员', `${String(members.length)} 名${present ? `，到会 ${String(present.length)} 名` : ''}`],
    ],
    note: noteOf(discussion, reader),
    until: status === 'called' ? at : null,
  };
}

type Data = Readonly<Record<string, unknown>>;
const said = (value: unknown) => (typeof value === 'string' ? value : '');
const detailed = (what: string, detail: unknown) => (said(detail) ? { what, detail: said(detail) } : what);
const countsIn = (counts: unknown) =>
  Object.entries(counts as Record<Choice, number>)
    .filter(([, count]) => count > 0)
    .map(([choice, count]) => `${CHOICES[choice as Choice]} ${String(count)} 票`)
    .join('，');

const sentences: Face<Discussion>['sentences'] = {
  'discussion.called': ({ members }: Data) => `召集集体讨论，成员 ${String(members)} 名`,
  'discussion.answered': ({ comes, reason }: Data) => detailed(comes ? '回复能参加' : '回复不能参加', reason),
  'discussion.begun': ({ present }: Data) => detailed('开始表决，到会成员', (present as string[]).join('、')),
  'discussion.voted': ({ name }: Data) => `${said(name)}已表决`,
  'discussion.excused': ({ name, reason }: Data) => detailed(`${said(name)}离会`, reason),
  'discussion.counted': ({ counts, conclusion }: Data) => detailed(`宣布结果：${countsIn(counts)}`, conclusion),
  'discussion.minuted': '提交讨论记录，请成员确认',
  'discussion.objected': ({ name, reason }: Data) => detailed(`${said(name)}认为记录要改`, reason),
  'discussion.confirmed': ({ name, dissent }: Data) => detailed(`${said(name)}确认记录`, dissent),
  'discussion.closed': ({ name, dissent }: Data) => detailed(`${said(name)}确认记录，讨论结束，结果告知案件`, dissent),
  'discussion.cancelled': ({ reason }: Data) => detailed('取消讨论', reason),
  'discussion.reminded': () => undefined,
};

/** Votes stay unsaid until the result is declared: nobody votes after somebody else's vote. */
const isDeclared = ({ result }: Discussion) => result !== null;

function extra(discussion: Stored<Discussion>) {
  const { case: record, caseNo, questions, members, attending, present, answers, votes, result, minutes } = discussion;
  const name = (id: string) => nameIn(discussion, id);
  return {
    ...{ case: record, caseNo, questions, present, attending: attending.map(name) },
    members: members.map((id) => ({
      ...{ id, name: name(id), answer: answers.find(({ by }) => by === id) ?? null },
      voted: votes.some(({ by }) => by === id),
    })),
    votes: isDeclared(discussion)
      ? votes.map((vote) => ({
          ...{ name: vote.name, choice: CHOICES[vote.choice], opinion: vote.opinion },
          fine: vote.fineFen === null ? null : yuan(vote.fineFen),
        }))
      : [],
    result: result && {
      ...{ choice: result.choice ? CHOICES[result.choice] : '没有形成多数意见', counts: countsIn(result.counts) },
      ...{ conclusion: result.conclusion, fine: result.fineFen === null ? null : yuan(result.fineFen) },
    },
    minutes: minutes && { text: minutes.text, at: minutes.at },
    confirmations: discussion.confirmations.map((one) => ({ name: one.name, at: one.at, dissent: one.dissent })),
  };
}

const options = (discussion: Stored<Discussion>): Promise<FormOptions> =>
  Promise.resolve({
    person: stillToVote(discussion).map((id) => ({ value: id, text: nameIn(discussion, id) })),
  });

export const discussionFace: Face<Discussion> = {
  domain: discussionDomain,
  path: 'discussions',
  maySee: (discussion, actor) => permits('seeDiscussion', actor, discussion),
  seenBy: ['readers'],
  outline,
  forms: discussionForms,
  sentences,
  options,
  extra,
  readFirst: ['begin', 'writeMinutes'],
};
