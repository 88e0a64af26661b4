/** Items about the law and the amount: 9 to 12, 20. */
import { chosenOf } from '../../discretion/explain';
import { type DiscretionSheet } from '../../discretion/discretion.schema';
import { isIntact } from '../../discretion/sheet';
import { isInForce } from '../../checkItem/legalBasis';
import { cited } from '../../law/law.schema';
import { shanghaiDay } from '../../core/calendar';
import { type Act } from '../case.schema';
import { limitationOfAct } from '../limitedAct';
import { type PenaltyCase } from '../penalty.schema';
import { proposalOf, yuanWords } from '../routing';
import { green, notHere, paper, red, type Rule } from './verdict';

const sheetsOf = ({ sheets, acts }: PenaltyCase): { sheet: DiscretionSheet; act: Act }[] =>
  sheets.flatMap((sheet) => {
    const act = acts.find(({ id }) => id === sheet.act);
    return act ? [{ sheet, act }] : [];
  });
const DAILY = '按日连续处罚依据《生态环境法典》第一千零六十条，以原处罚决定为准。';

/** 9: a clause allows every kind of penalty that is imposed. */
export const basisExists: Rule = (record) => {
  const { decisionDraft, origin } = record;
  if (origin) return green(DAILY, paper('dailyPenalty'));
  const all = sheetsOf(record);
  const open = record.acts.filter(({ id }) => !all.some(({ act }) => act.id === id));
  if (all.length === 0 || open.length > 0) return red('有违法行为还没有处罚依据，请先完成裁量；没有依据的不得处罚。');
  const allowed = new Set(
    all.flatMap(({ sheet }) => [...chosenOf(sheet).basis.kinds, ...chosenOf(sheet).basis.additional]),
  );
  const { kinds } = decisionDraft ?? proposalOf(record);
  const without = kinds.filter((kind) => kind !== 'CONFISCATE_GAINS' && !allowed.has(kind));
  return without.length > 0
    ? red('拟处罚的种类里有条款没有规定的，请删去或者补充依据。', paper('priorNotice'))
    : green(`每项处罚都有依据：${[...new Set(all.map(({ sheet }) => cited(chosenOf(sheet).basis)))].join('；')}。`);
};

/** 10: the exact clause, in the version of the right day. */
export const exactClause: Rule = (record, _linked, now) => {
  if (record.origin) return green(DAILY, paper('dailyPenalty'));
  const words = (record.decisionDraft ?? record.notice)?.basis ?? '';
  const on = shanghaiDay(record.decision?.at ?? now);
  for (const { sheet, act } of sheetsOf(record)) {
    const { basis, side } = chosenOf(sheet);
    const day = side === 'OLD' ? (act.endedOn ?? act.actOn) : on;
    if (!isInForce(basis, day)) return red(`${cited(basis)}在 ${day} 不是有效版本，请重新裁量，选用当日有效的条款。`);
    if (sheet.chosen !== sheet.lighter && sheet.chosenReason.trim().length < 2)
      return red('没有按从旧兼从轻选择法律，也没有写明理由，请重新裁量。');
    if (!words.includes(basis.article) || !words.includes(basis.law))
      return red(`拟稿的依据里没有写明${cited(basis)}，请引用到条、款、项。`, paper('priorNotice'));
    const lines = [basis.paragraph, basis.item].filter((part) => part && !words.includes(part));
    if (lines.length > 0) return red(`依据没有引用到“${lines.join('')}”，请引用到款、项。`, paper('priorNotice'));
  }
  if (record.sheets.length === 0) return red('还没有裁量，无法核对引用的条款，请先完成裁量。');
  return green('依据引用到条、款、项，版本与行为和决定的日期相符。', paper('priorNotice', record.notice?.no));
};

/** 11: a catch-all clause alone is no basis. */
export const catchAll: Rule = (record) => {
  const caught = sheetsOf(record).filter(({ sheet }) => chosenOf(sheet).basis.catchAll);
  if (caught.length === 0) return notHere('没有适用兜底条款。');
  const words = (record.decisionDraft ?? record.notice)?.basis ?? '';
  const own = new Set(caught.map(({ sheet }) => `《${chosenOf(sheet).basis.law}》`));
  const others = (words.match(/《[^》]+》[^《]*?第[一二三四五六七八九十百千零〇]+条/g) ?? []).filter(
    (citation) =>
      ![...own].some(
        (law) =>
          citation.startsWith(law) && caught.some(({ sheet }) => citation.includes(chosenOf(sheet).basis.article)),
      ),
  );
  return others.length > 0
    ? green('兜底条款同时引用了规定该违法行为的法律。', paper('priorNotice'))
    : red('只引用了兜底条款，请同时引用明确规定该违法行为的法律条款。', paper('priorNotice'));
};

/** 12: the amount follows from the sheets, inside the range, below it only with a ground. */
export const amountInside: Rule = (record) => {
  const { decisionDraft, origin, notice } = record;
  for (const { sheet, act } of sheetsOf(record)) {
    if (!isIntact(sheet)) return red(`“${act.text}”的裁量表与计算结果不一致，请重新裁量。`);
    const { range } = chosenOf(sheet);
    if (sheet.resultFen > range.maxFen)
      return red(`“${act.text}”的罚款超过法定上限${yuanWords(range.maxFen)}，请重新裁量。`);
    const reduced = sheet.adjustments.find(({ kind }) => kind === 'REDUCED');
    if (sheet.resultFen < range.minFen && !reduced?.reason.trim())
      return red(`“${act.text}”的罚款低于法定下限${yuanWords(range.minFen)}，减轻处罚要有法定理由和证据。`);
    if (reduced && reduced.evidence.length === 0) return red(`“${act.text}”减轻处罚没有证据，请补充减轻情节的证据。`);
  }
  const { fineFen } = proposalOf(record);
  if (!origin && record.sheets.length === 0) return red('还没有裁量，请先完成裁量。');
  const drafted = decisionDraft ?? notice;
  if (drafted && drafted.fineFen !== fineFen)
    return red(`拟稿罚款${yuanWords(drafted.fineFen)}与裁量结果${yuanWords(fineFen)}不一致，请按裁量结果拟稿。`);
  return green(`罚款${yuanWords(fineFen)}，与裁量计算一致，在法定幅度内。`, paper('priorNotice', notice?.no));
};

/** 20: discovered before the limitation ran out. */
export const withinLimitation: Rule = ({ acts }) => {
  if (acts.length === 0) return red('还没有写明违法行为，无法计算追责时效，请先填写。');
  for (const act of acts) {
    const { within, explain } = limitationOfAct(act);
    if (within !== true)
      return red(`“${act.text}”：${explain.join('')}超过时效的，应当不予处罚。`, paper('investigationReport'));
  }
  return green(`${acts.length}项违法行为都在追责时效内发现。`, paper('investigationReport'));
};
