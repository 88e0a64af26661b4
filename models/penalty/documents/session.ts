/** 听证通知、笔录、报告 and 集体讨论记录: written from the record of the session, with the party as the case names it. */
import { read } from '../../core/journal';
import { momentWords } from '../../core/calendar';
import { CHOICES, type Discussion } from '../../discussion/discussion.schema';
import { CLOSED_FOR, type Hearing, OPINIONS } from '../../hearing/hearing.schema';
import { type Filling } from '../../template/outline';
import { type Letterhead } from '../../template/template.schema';
import { type PenaltyCase } from '../penalty.schema';
import { penaltyCases } from '../penalty.store';
import { discussionCauses, proposalOf } from '../routing';
import { type Drafted, drafted, minute, numbered } from './words';

/** A document for which other records have to be read as well. */
export type Gather<R> = (record: R, letterhead: Letterhead) => Promise<Drafted | null>;

type Words<R> = (
  record: R,
  penalty: PenaltyCase,
) => Pick<Drafted, 'no' | 'at' | 'createdAt' | 'fields' | 'pictures'> | null;
const ofCase =
  <R extends { case: string }>(words: Words<R>): Gather<R> =>
  async (record, letterhead) => {
    const penalty = await read(penaltyCases, record.case);
    const said = penalty && words(record, penalty);
    if (!said) return null;
    const { pictures, ...rest } = said;
    return { ...drafted(penalty, letterhead, rest), ...(pictures ? { pictures } : {}) };
  };

const inviting = (hearing: Hearing, penalty: PenaltyCase) => ({
  ...{
    告知文号: penalty.notice?.no ?? '',
    听证时间: hearing.at ? momentWords(hearing.at) : '',
    听证地点: hearing.place ?? '',
  },
  ...{
    主持人: hearing.hostName ?? '',
    听证员: '/',
    记录人: hearing.recorderName ?? '',
    公开: hearing.open ? '是' : '',
  },
  不公开理由: hearing.closedFor ? CLOSED_FOR[hearing.closedFor] : '',
});

const hearingNotice: Words<Hearing> = (hearing, penalty) =>
  hearing.at && hearing.notifiedAt
    ? {
        ...{ no: hearing.no ?? '', at: hearing.notifiedAt, createdAt: hearing.requestedAt },
        fields: inviting(hearing, penalty),
      }
    : null;

const spoken = ({ minutes }: Hearing): string =>
  minutes
    .map(({ no, lines, confirmations }) => {
      const said = lines.map(({ speaker, words }) => `${speaker}：${words}`);
      const refused = confirmations.find(({ refusal }) => refusal !== null);
      return [`（第${String(no)}页）`, ...said, ...(refused ? [`当事人未签名：${refused.refusal ?? ''}`] : [])].join(
        '\n',
      );
    })
    .join('\n');

function inkOf({ minutes }: Hearing): NonNullable<Filling['pictures']> {
  const signature = minutes
    .flatMap(({ confirmations }) => confirmations)
    .find(({ role }) => role === 'PARTY')?.signature;
  return signature ? { 当事人: { signature } } : {};
}

const taken = (hearing: Hearing, penalty: PenaltyCase) => ({
  ...inviting(hearing, penalty),
  ...{
    参加人员: hearing.present ?? '',
    缺席: hearing.status === 'waived' ? (hearing.endReason ?? '当事人未到场') : '',
  },
  听证记录: spoken(hearing) || '没有发言记录。',
});

const hearingMinutes: Words<Hearing> = (hearing, penalty) =>
  hearing.openedAt
    ? {
        ...{ no: hearing.no ?? '', at: hearing.endedAt, createdAt: hearing.openedAt, pictures: inkOf(hearing) },
        fields: taken(hearing, penalty),
      }
    : null;

const hearingReport: Words<Hearing> = (hearing, penalty) => {
  const { report, no } = hearing;
  if (!report) return null;
  const opinion = Object.hasOwn(OPINIONS, report.opinion)
    ? OPINIONS[report.opinion as keyof typeof OPINIONS]
    : report.opinion;
  const fields = { ...taken(hearing, penalty), 听证意见: report.text, 处理建议: opinion };
  return { no: no ?? '', at: report.at, createdAt: report.at, fields };
};

export const HEARING_DRAFTS = {
  hearingNotice: ofCase(hearingNotice),
  hearingMinutes: ofCase(hearingMinutes),
  hearingReport: ofCase(hearingReport),
};

const discussionRecord: Words<Discussion> = (discussion, penalty) => {
  const { no, minutes, result, heldAt, closedAt, place, votes, people, at } = discussion;
  if (!minutes || !result) return null;
  const names = (ids: readonly string[]) =>
    ids
      .map((id) => people.find((person) => person.id === id)?.name ?? '')
      .filter(Boolean)
      .join('、');
  const fields = {
    ...{
      讨论时间: minute(heldAt ?? at),
      讨论地点: place,
      主持人: names([discussion.chair]),
      记录人: names([discussion.secretary]),
    },
    ...{ 参加人员: names(discussion.present ?? discussion.members), 列席人员: names(discussion.attending) || '无' },
    讨论原因: discussionCauses(penalty, proposalOf(penalty)).join('；') || discussion.questions,
    ...{ 讨论记录: minutes.text, 讨论结论: result.conclusion },
    表决: numbered(votes.map(({ name, choice, opinion }) => ({ 姓名: name, 意见: CHOICES[choice], 理由: opinion }))),
  };
  return { no: no ?? '', at: closedAt, createdAt: minutes.at, fields };
};

export const DISCUSSION_DRAFTS = { discussionRecord: ofCase(discussionRecord) };
