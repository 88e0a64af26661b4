/** 调查报告、案件审查、法制审核、复核. 生态环境行政处罚办法 第三十八至四十五条; 行政处罚法 第五十八条. */
import { LEGAL_REVIEW_CAUSES, REVIEW_POINTS } from '../case.schema';
import { actLines, caseNo, day, type Draft, drafted, minute, numbered, penaltyLines } from './words';

const OUTCOMES = {
  PENALTY: '建议给予行政处罚',
  NO_PENALTY: '建议不予行政处罚',
  TRANSFER: '建议移送',
  NO_VIOLATION: '违法事实不能成立，建议不予处罚',
} as const;

export const investigationReport: Draft = (record, letterhead) => {
  const { report, filing } = record;
  if (!report) return null;
  const { at, facts, evidence, nature, noFault, correction, proposal } = report;
  const fields = {
    ...{ 立案日期: day(filing?.at), 事实: facts, 违法行为: actLines(record), 证据综述: evidence },
    ...{ 无过错情况: noFault, 性质: nature, 改正情况: correction, 处罚: penaltyLines(proposal) },
    调查结论: `${OUTCOMES[proposal.outcome]}。${proposal.reason}`,
  };
  return drafted(record, letterhead, { no: caseNo(record), at, createdAt: at, fields });
};

const RESULTS = { PENALTY: '同意给予行政处罚', NO_PENALTY: '不予行政处罚', TRANSFER: '移送' } as const;

export const caseReview: Draft = (record, letterhead) => {
  const { review } = record;
  if (!review) return null;
  const { at, byName, opinions, result, text } = review;
  const fields = {
    ...{ 审查人: byName, 审查时间: minute(at), 审查结论: `${RESULTS[result]}。${text}` },
    意见: numbered(
      opinions.map(({ point, agrees, text: words }) => ({
        ...{ 事项: REVIEW_POINTS[point], 结论: agrees ? '是' : '否', 说明: words },
      })),
    ),
  };
  return drafted(record, letterhead, { no: caseNo(record), at, createdAt: at, fields });
};

export const legalReview: Draft = (record, letterhead) => {
  const { legalReview: review, recheck, notice, report } = record;
  if (!review) return null;
  const { at, byName, opinion, agrees, causes, repeatedBecause, no } = review;
  const proposal = recheck ?? notice ?? report?.proposal;
  const why = causes.map((cause) => LEGAL_REVIEW_CAUSES[cause]).join('；');
  const fields = {
    ...{ 审核人: byName, 审核时间: minute(at), 重新审核: repeatedBecause ?? '' },
    审核意见: why ? `${why}。${opinion}` : opinion,
    审核结论: agrees ? '审核通过' : '审核不通过，退回办理',
    处罚建议: proposal
      ? penaltyLines(proposal)
          .map((line) => line.内容)
          .join('；')
      : '',
  };
  return drafted(record, letterhead, { no: no ?? caseNo(record), at, createdAt: at, fields });
};

export const defenceRecheck: Draft = (record, letterhead) => {
  const { recheck, notice, hearingResult } = record;
  if (!recheck) return null;
  const { at, byName, points } = recheck;
  const fields = {
    ...{ 告知文号: notice?.no ?? '', 告知日期: day(notice?.serving?.at), 复核人: byName, 复核时间: minute(at) },
    申辩意见: numbered(
      points.map(({ point, adopted, reason }) => ({ 意见: point, 处理: adopted ? '采纳' : '不采纳', 理由: reason })),
    ),
    听证情况: hearingResult ? `${day(hearingResult.at)}。${hearingResult.opinion}` : '',
    复核结论:
      penaltyLines(recheck)
        .map((line) => line.内容)
        .join('；') || '不予处罚',
  };
  return drafted(record, letterhead, { no: caseNo(record), at, createdAt: at, fields });
};
