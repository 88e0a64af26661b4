/** 决定以后: instalments, demand, court, transfer, closing. 行政处罚法 第六十六、七十二条; 行政强制法 第五十三、五十四条. */
import { policy } from '../../core/policy';
import { formalAmount, yuanWords } from '../../template/amount';
import { CLOSINGS } from '../execution.schema';
import { type PenaltyCase } from '../penalty.schema';
import { amounts, caseNo, day, type Draft, drafted, minute, numbered, penaltyLines } from './words';

export const instalment: Draft = (record, letterhead) => {
  const { instalment: asked, decision } = record;
  if (!asked?.decidedAt || !decision) return null;
  const granted = asked.status !== 'refused';
  const fields = {
    ...{ 决定文号: decision.no, 决定日期: day(decision.at), 申请日期: day(asked.requestedAt), 申请理由: asked.reason },
    ...{ 准予: granted ? '是' : '', 不准予理由: granted ? '' : (asked.decisionReason ?? ''), ...amounts(decision) },
    期次: numbered(
      asked.schedule.map(({ dueOn, amountFen }) => ({
        ...{ 期限: day(dueOn), 金额: yuanWords(amountFen), 金额大写: formalAmount(amountFen) },
      })),
    ),
  };
  const { decidedAt: at, requestedAt: createdAt } = asked;
  return drafted(record, letterhead, { no: caseNo(record), at, createdAt, fields });
};

interface Demanded {
  fineFen: number;
  confiscationFen: number;
  lateFen: number;
}
/** What was owed on that day: of the decision, of it paid, and the late penalty. */
function due(record: PenaltyCase, { fineFen, confiscationFen, lateFen }: Demanded) {
  const { decision, serving } = record;
  const owed = (decision?.fineFen ?? 0) + (decision?.confiscationFen ?? 0);
  const open = fineFen + confiscationFen;
  return {
    ...{ 决定文号: decision?.no ?? '', 决定日期: day(decision?.at), 决定送达: day(serving?.at) },
    ...{ 应缴: yuanWords(owed), 已缴: yuanWords(Math.max(0, owed - open)), 未缴: yuanWords(open) },
    ...{ 加处: yuanWords(lateFen), 加处大写: formalAmount(lateFen) },
    ...{ 合计: yuanWords(open + lateFen), 合计大写: formalAmount(open + lateFen) },
    其他义务: decision?.order ?? '',
  };
}

export const demand: Draft = (record, letterhead) => {
  const made = record.enforcement?.demand;
  if (!made) return null;
  const { address, telephone, payAt } = policy().documents;
  const fields = {
    ...due(record, made),
    催告期限: made.dueAt ? day(made.dueAt) : `送达后第${String(policy().execution.demand.n)}个工作日`,
    ...{ 缴款方式: payAt, 联系地址: address, 联系电话: telephone },
  };
  return drafted(record, letterhead, { no: caseNo(record), at: made.at, createdAt: made.at, fields });
};

const ENCLOSED = [
  '行政处罚决定书及作出决定的事实、理由和依据',
  '当事人的意见及行政机关催告情况',
  '申请强制执行标的情况',
  '送达回证',
];

export const courtApplication: Draft = (record, letterhead) => {
  const asked = record.enforcement?.court;
  if (!asked) return null;
  const { demand: demanded } = record.enforcement ?? {};
  const fields = {
    ...{ ...due(record, asked), 诉讼法院: asked.court, 催告文号: caseNo(record), 催告送达: day(demanded?.serving?.at) },
    申请理由: demanded?.answer ? `被申请人的意见：${demanded.answer}` : '',
    ...{ 审批人: record.decision?.byName ?? '', 附件: numbered(ENCLOSED.map((words) => ({ 内容: words }))) },
  };
  return drafted(record, letterhead, { no: caseNo(record), at: asked.at, createdAt: asked.at, fields });
};

const MATERIALS = ['涉嫌犯罪案件情况的调查报告', '涉案物品清单', '检验报告、监测报告或者鉴定意见', '其他有关材料'];

export const criminalTransfer: Draft = (record, letterhead) => {
  const { transferOut, report } = record;
  if (!transferOut) return null;
  const { kind, to, reason, at, byName } = transferOut;
  const isCrime = kind === 'CRIME';
  const fields = {
    ...{ 受移送机关: to, 抄送机关: isCrime ? '同级人民检察院' : '/', 涉嫌犯罪: isCrime ? '是' : '' },
    案情: [report?.facts ?? record.facts, reason].join('\n'),
    移送依据: isCrime
      ? '《行政执法机关移送涉嫌犯罪案件的规定》第三条、第五条'
      : '《生态环境行政处罚办法》关于移送管辖的规定',
    ...{ 批准情况: `${byName}，${minute(at)}`, 附件: numbered(MATERIALS.map((words) => ({ 内容: words }))) },
  };
  return drafted(record, letterhead, { no: caseNo(record), at, createdAt: at, fields });
};

/** What became of the case, in a line. */
function resultWords({ decision, noPenalty, transferOut, ended }: PenaltyCase): string {
  if (decision)
    return penaltyLines(decision)
      .map((line) => line.内容)
      .join('；');
  if (noPenalty) return '不予行政处罚';
  if (transferOut) return `移送${transferOut.to}`;
  return ended ? ended.reason : '';
}

export const closing: Draft = (record, letterhead) => {
  const { closing: closed, filing, decision, noPenalty, investigators } = record;
  if (!closed) return null;
  const fields = {
    ...{ 立案日期: day(filing?.at), 决定文号: decision?.no ?? noPenalty?.no ?? '/' },
    ...{ 决定日期: day(decision?.at ?? noPenalty?.at) || '/', 处理结果: resultWords(record), 执行情况: closed.summary },
    ...{ 结案理由: CLOSINGS[closed.kind], 承办人: investigators.map(({ name }) => name).join('、') },
    审批意见: closed.approvedAt ? '同意结案' : '',
    ...{ 审批人: closed.approvedByName ?? '', 审批时间: minute(closed.approvedAt) },
  };
  const { approvedAt: at, proposedAt: createdAt } = closed;
  return drafted(record, letterhead, { no: caseNo(record), at, createdAt, fields });
};
