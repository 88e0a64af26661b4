/** What happened in a case, in sentences for its history. */
import { momentWords, monthDayWords } from '../core/calendar';
import { type Face, type Sentence } from '../core/face';
import { type PenaltyKind } from '../law/law.schema';
import { NO_PENALTY_GROUNDS, PAUSES, RECUSAL_GROUNDS, REVIEW_POINTS, type ReviewPoint, SERVED_BY } from './case.schema';
import { penaltyWords } from './notice';
import { type PenaltyCase } from './penalty.schema';
import { OUTCOMES, RESULTS } from './steps.schema';

type Data = Readonly<Record<string, unknown>>;
const str = (data: Data, field: string): string => {
  const value = data[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const word = (words: Readonly<Record<string, string>>, data: Data, field: string) => words[str(data, field)] ?? '';
const sentence = (what: string, detail: string): Sentence => (detail ? { what, detail } : what);
const because =
  (what: string, field = 'reason') =>
  (data: Data) =>
    sentence(what, str(data, field));
const on = (data: Data, field: string): string => {
  const at = data[field];
  return at ? monthDayWords(new Date(at as string | Date)) : '';
};
const amounts = (data: Data): string =>
  penaltyWords({
    kinds: (data['kinds'] as PenaltyKind[] | undefined) ?? [],
    fineFen: Number(data['fineFen'] ?? 0),
    confiscationFen: Number(data['confiscationFen'] ?? 0),
  });
const HEARD = { HELD: '听证结束', ABSENT: '当事人没有到场，视为放弃听证', WITHDRAWN: '当事人撤回听证申请' };

function opinions(data: Data): string {
  const said = (data['opinions'] as { point: ReviewPoint; agrees: boolean; text: string }[] | undefined) ?? [];
  const points = said.map(({ point, agrees, text }) => `${REVIEW_POINTS[point]}：${agrees ? '是' : '否'}，${text}`);
  return [...points, str(data, 'text')].join('\n');
}

export const caseSentences: Face<PenaltyCase>['sentences'] = {
  'penalty.assigned': (data: Data) => `指派调查人员：${str(data, 'officers')}`,
  'penalty.reassigned': (data: Data) => sentence(`更换调查人员：${str(data, 'officers')}`, str(data, 'reason')),
  'penalty.filingRevoked': because('撤销立案'),
  'penalty.terminated': because('终止调查'),
  'penalty.partyDescribed': '核对当事人信息',
  'penalty.actDescribed': (data: Data) =>
    sentence(`写明违法行为 ${str(data, 'act')}：${str(data, 'text')}`, str(data, 'limitation')),
  'penalty.actDropped': (data: Data) => sentence(`去掉违法行为 ${str(data, 'act')}`, str(data, 'reason')),
  'penalty.evidenceAdded': (data: Data) => sentence(`补充证据 ${str(data, 'count')} 件`, str(data, 'text')),
  'penalty.recusalAsked': (data: Data) =>
    sentence(`申请${str(data, 'person')}回避：${word(RECUSAL_GROUNDS, data, 'ground')}`, str(data, 'text')),
  'penalty.recusalGranted': (data: Data) => sentence(`同意${str(data, 'person')}回避`, str(data, 'reason')),
  'penalty.recusalRefused': (data: Data) => sentence(`不同意${str(data, 'person')}回避`, str(data, 'reason')),
  'penalty.paused': (data: Data) => sentence(`办案期限暂停计算：${word(PAUSES, data, 'kind')}`, str(data, 'reason')),
  'penalty.pauseEnded': (data: Data) => `恢复计算办案期限，到${on(data, 'dueAt')}止`,
  'penalty.suspended': because('中止调查'),
  'penalty.resumed': (data: Data) => sentence(`恢复调查，办案期限到${on(data, 'dueAt')}止`, str(data, 'reason')),
  'penalty.moreTimeAsked': (data: Data) => sentence(`申请延长办案期限 ${str(data, 'days')} 日`, str(data, 'reason')),
  'penalty.extendedDecision': (data: Data) => `同意延长办案期限 ${str(data, 'days')} 日，到${on(data, 'dueAt')}止`,
  'penalty.moreTimeRefused': because('不同意延长办案期限'),
  'penalty.reported': (data: Data) => `提交调查终结报告，${word(OUTCOMES, data, 'outcome')}`,
  'penalty.reviewTaken': (data: Data) => `开始审查，${on(data, 'dueAt')}前出具意见`,
  'penalty.reviewed': (data: Data) => sentence(`出具审查意见：${word(RESULTS, data, 'result')}`, opinions(data)),
  'penalty.returned': because('退回补充调查'),
  'penalty.noPenalty': (data: Data) =>
    sentence(`不予处罚 ${str(data, 'no')}：${word(NO_PENALTY_GROUNDS, data, 'ground')}`, str(data, 'reason')),
  'penalty.transferredOut': (data: Data) => sentence(`移送${str(data, 'to')}`, str(data, 'reason')),
  'penalty.transferAnswered': '移送有了答复',
  'penalty.takenBack': '移送退回，继续办理',
  'penalty.noticeDrafted': (data: Data) =>
    `拟事先告知书：${amounts(data)}${data['hearingRight'] ? '，告知听证权利' : ''}`,
  'penalty.noticeApproved': (data: Data) =>
    sentence(`批准告知 ${str(data, 'no')}：${amounts(data)}`, `规则指纹 ${str(data, 'rules')}`),
  'penalty.noticeReturned': because('退回告知书'),
  'penalty.noticeServed': (data: Data) =>
    sentence(
      `${word(SERVED_BY, data, 'how')}事先告知书，当事人可在${on(data, 'dueAt')}前陈述申辩`,
      ((data['warnings'] as string[] | undefined) ?? []).join('\n'),
    ),
  'penalty.stated': (data: Data) => `当事人陈述申辩${data['oral'] ? '（口头，承办人员记录）' : ''}`,
  'penalty.hearingRequested': (data: Data) => `当事人申请听证${data['oral'] ? '（口头，承办人员记录）' : ''}`,
  'penalty.waived': '当事人放弃陈述、申辩和听证的权利',
  'penalty.noResponse': '陈述申辩期满，当事人没有提出意见',
  'penalty.rightsOver': '陈述申辩和申请听证的期限届满',
  'penalty.hearingPlanned': (data: Data) =>
    data['at'] ? `听证定于${momentWords(new Date(data['at'] as string | Date))}` : '安排听证',
  'penalty.hearingHeld': (data: Data) => word(HEARD, data, 'outcome'),
  'penalty.pointAnswered': (data: Data) =>
    sentence(`答复申辩：${str(data, 'point')}，${data['adopted'] ? '采纳' : '不采纳'}`, str(data, 'reason')),
  'penalty.rechecked': (data: Data) =>
    sentence(`复核 ${str(data, 'points')} 点，采纳 ${str(data, 'adopted')} 点`, str(data, 'text')),
  'penalty.legalReviewed': (data: Data) =>
    sentence(`法制审核通过${data['repeated'] ? '（再次审核）' : ''}`, str(data, 'opinion')),
  'penalty.legalReviewRefused': because('法制审核不通过', 'opinion'),
  'penalty.discussionAsked': because('提请集体讨论'),
  'penalty.discussed': (data: Data) =>
    sentence(
      `集体讨论${data['early'] ? '（告知前）' : ''}：${data['agreed'] ? '同意' : '不同意'}`,
      str(data, 'result'),
    ),
  'penalty.sentBack': because('退回重新审查'),
  'penalty.decisionDrafted': (data: Data) => `拟处罚决定：${amounts(data)}`,
  'penalty.decided': (data: Data) =>
    sentence(
      `签发处罚决定 ${str(data, 'no')}：${amounts(data)}${data['late'] ? '（已超过办案期限）' : ''}`,
      `规则指纹 ${str(data, 'rules')}`,
    ),
  'penalty.deadlineNear': (data: Data) => `办案期限还有 ${str(data, 'days')} 日，提醒承办人员和负责人`,
  'penalty.deadlineOver': '办案期限已过，告知承办人员、负责人和局领导',
};
