/** 事先告知和各种决定. What a decision must say: 行政处罚法 第五十九条. */
import { type County } from '../../core/place';
import { policy } from '../../core/policy';
import { NO_PENALTY_GROUNDS } from '../case.schema';
import { paymentCode } from '../paymentCode';
import { type PenaltyCase } from '../penalty.schema';
import { actLines, amounts, caseNo, day, type Draft, drafted, numbered, penaltyLines } from './words';

const contact = () => {
  const { address, telephone } = policy().documents;
  return { 联系地址: address, 联系电话: telephone };
};

export const priorNotice: Draft = (record, letterhead) => {
  const { notice } = record;
  if (!notice) return null;
  const { no, facts, basis, reasons, hearingRight, approvedAt, dueAt, days, draftedAt } = notice;
  const until = dueAt ? day(dueAt) : `送达后第${String(days)}个工作日`;
  const fields = {
    ...{ 事实: facts, 违法行为: actLines(record), 证据综述: record.report?.evidence ?? '', 依据: basis, 理由: reasons },
    ...{ 处罚: penaltyLines(notice), ...amounts(notice), 听证: hearingRight ? '是' : '', ...contact() },
    ...{ 申辩期限: until, 听证期限: until },
  };
  return drafted(record, letterhead, { no: no ?? '', at: approvedAt, createdAt: draftedAt, fields });
};

/** How the party was told and heard, and what became of it. */
function heard({ notice, recheck, hearingResult, report }: PenaltyCase) {
  const points = recheck?.points ?? [];
  return {
    ...{ 告知文号: notice?.no ?? '', 告知日期: day(notice?.serving?.at), 无过错情况: report?.noFault ?? '' },
    申辩意见: numbered(
      points.map(({ point, adopted, reason }) => ({
        ...{ 意见: point, 处理: adopted ? '我局予以采纳' : '我局不予采纳', 理由: reason },
      })),
    ),
    听证: hearingResult ? '是' : '',
    听证情况: hearingResult ? `听证日期：${day(hearingResult.at)}。${hearingResult.opinion}` : '',
  };
}

/** Only where the committee decided: 行政处罚法 第五十七条第二款. */
function discussedWords({ discussions }: PenaltyCase): string {
  const last = discussions.at(-1);
  return last ? `经我局负责人${day(last.at)}集体讨论。` : '';
}

function performing(record: PenaltyCase, fineFen: number) {
  const { no, decision } = record;
  const reference = no ? `，缴款码：${paymentCode(no)}` : '';
  return {
    履行期限: fineFen > 0 ? `${String(decision?.dueDays ?? 15)}日内` : '本决定自送达之日起生效。',
    缴款方式: `${policy().documents.payAt}${reference}`,
  };
}

export const decided = (record: PenaltyCase) => {
  const { decision, report, filing } = record;
  if (!decision) return null;
  const { facts, basis, reasons, defence, order } = decision;
  return {
    ...{ 立案日期: day(filing?.at), 事实: facts, 违法行为: actLines(record), 证据综述: report?.evidence ?? '' },
    ...{ 依据: basis, 理由: reasons, 申辩处理: defence, 责令改正: order, 集体讨论: discussedWords(record) },
    ...{ ...heard(record), 处罚: penaltyLines(decision), ...amounts(decision) },
    ...performing(record, decision.fineFen + decision.confiscationFen),
  };
};

export const decision: Draft = (record, letterhead) => {
  const fields = decided(record);
  if (!record.decision || !fields || record.origin) return null;
  const { no, at, authority } = record.decision;
  return drafted(record, letterhead, { no, at, createdAt: at, authority: authority as County | null, fields });
};

export const noPenalty: Draft = (record, letterhead) => {
  const { noPenalty: decided, report, filing } = record;
  if (!decided) return null;
  const { no, at, ground, reason, education, commitment } = decided;
  const fields = {
    ...{ 立案日期: day(filing?.at), 事实: report?.facts ?? record.facts, 违法行为: actLines(record) },
    ...{ 证据综述: report?.evidence ?? '', ...heard(record) },
    不予处罚理由: `${NO_PENALTY_GROUNDS[ground]}。${reason}`,
    不予处罚依据: '《中华人民共和国行政处罚法》第三十三条、《生态环境行政处罚办法》第四十二条',
    教育措施: [education, commitment].filter(Boolean).join('　当事人承诺：') || '已对当事人进行教育。',
  };
  return drafted(record, letterhead, { no: no ?? caseNo(record), at, createdAt: at, fields });
};
