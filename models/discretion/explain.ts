/** Every yuan in words: once for the decision document, once for the party. Runs in the browser as well. */
import { cited, GRADES, OFFENCES } from '../law/law.schema';
import { yuan } from '../law/law.words';
import {
  ADJUSTMENTS,
  type Adjustment,
  type Candidate,
  type DiscretionSheet,
  GROUNDS,
  SIDES,
} from './discretion.schema';
import { percent } from './table';

export type Explained = Pick<
  DiscretionSheet,
  | 'offence'
  | 'grade'
  | 'candidates'
  | 'comparison'
  | 'lighter'
  | 'chosen'
  | 'chosenReason'
  | 'factors'
  | 'adjustments'
  | 'confiscationFen'
>;

/** The candidate that was chosen. */
export const chosenOf = ({ candidates, chosen }: Pick<DiscretionSheet, 'candidates' | 'chosen'>): Candidate =>
  (candidates.find(({ side }) => side === chosen) ?? candidates[0]) as Candidate;

/** 证据：文件 2 件（a1b2c3d4、…），记录 1 件. */
function evidenceWords(evidence: readonly string[]): string {
  const files = evidence.filter((one) => !one.includes(':'));
  const records = evidence.length - files.length;
  const named = files
    .slice(0, 3)
    .map((hash) => hash.slice(0, 8))
    .join('、');
  return [
    files.length > 0 ? `文件${files.length}件（指纹 ${named}${files.length > 3 ? ' 等' : ''}）` : '',
    records > 0 ? `在案记录${records}件` : '',
  ]
    .filter(Boolean)
    .join('，');
}

const NOT_ESTABLISHED = '现有证据不能认定，按最低一档计';
const ground = ({ kind, ground: code }: Adjustment): string =>
  (GROUNDS[kind] as Readonly<Record<string, string>>)[code] ?? code;

/** ＋72,000 元, －200,000 元, 0 元: what one line brings. */
export const signed = (fen: number): string => (fen < 0 ? `－${yuan(-fen)}` : fen === 0 ? yuan(0) : `＋${yuan(fen)}`);

function factorLines({ factors }: Explained, { lines, table }: Candidate): string[] {
  const isLevels = table.kind === 'LEVEL_AVG';
  return lines
    .filter(({ kind }) => kind === 'FACTOR')
    .map(({ code, label, step, established, share, fen }, index) => {
      const answer = factors[code];
      const unit = table.factors.find((one) => one.code === code)?.unit ?? '';
      const value = answer?.value == null || !established ? '' : `（${answer.value / 1_000}${unit}）`;
      const proof = established ? evidenceWords(answer?.evidence ?? []) : NOT_ESTABLISHED;
      const said = [proof && (established ? `证据：${proof}` : proof), answer?.note].filter(Boolean).join('；');
      const weight = `${isLevels ? '折合' : '占'}${percent(share ?? 0)}`;
      return `${index + 1}. ${label}：${step}${value}，${weight}，${signed(fen)}${said ? `（${said}）` : ''}。`;
    });
}

function adjustmentLines({ adjustments }: Explained, { lines }: Candidate): string[] {
  return lines.flatMap(({ kind, code, fen, label }) => {
    if (kind === 'ROUNDING') return [`取整：${signed(fen)}。`];
    if (kind === 'BOUND') return [`${label}：${signed(fen)}。`];
    const adjustment = adjustments.find((one) => one.kind === kind && one.ground === code);
    if (!adjustment) return [];
    const of = kind === 'REDUCED' ? '法定下限减少' : '法定上限的';
    const proof = evidenceWords(adjustment.evidence);
    return [
      `${ADJUSTMENTS[adjustment.kind]}（${of}${adjustment.permille / 10}%）：${ground(adjustment)}，${adjustment.reason}，${signed(fen)}${proof ? `（证据：${proof}）` : ''}。`,
    ];
  });
}

function formula({ table, range, sum, lines }: Candidate): string {
  const base = lines
    .filter(({ kind }) => kind === 'START' || kind === 'FACTOR')
    .reduce((total, { fen }) => total + fen, 0);
  const [min, max] = [yuan(range.minFen), yuan(range.maxFen)];
  const way =
    table.kind === 'MAX_SHARE' ? `${max} × ${percent(sum)}` : `${min} ＋（${max} － ${min}）× ${percent(sum)}`;
  return `合计${percent(sum)}：${way} ＝ ${yuan(base)}。`;
}

const range = ({ range: { minFen, maxFen } }: Candidate) => `${yuan(minFen)}至${yuan(maxFen)}`;
const gradeWords = ({ grade }: Explained) => (grade === 'BASE' ? '' : `（${GRADES[grade]}）`);

function lawWords(sheet: Explained, chosen: Candidate): string[] {
  if (sheet.candidates.length < 2)
    return [`一、适用法律。${cited(chosen.basis)}${gradeWords(sheet)}，法定罚款幅度为${range(chosen)}。`];
  const against = sheet.lighter === sheet.chosen ? '' : `比较结果以${SIDES[sheet.lighter]}为较轻，本案仍适用后者。`;
  return [
    '一、适用法律（从旧兼从轻）。',
    ...sheet.comparison,
    ...sheet.candidates.map(
      (one) => `按${SIDES[one.side]}${cited(one.basis)}计算，罚款${yuan(one.resultFen)}（幅度${range(one)}）。`,
    ),
    `选择适用${SIDES[sheet.chosen]}${cited(chosen.basis)}${gradeWords(sheet)}，理由：${sheet.chosenReason}。${against}`,
  ];
}

/**
 * The reasons of the amount, ready for the decision document: law, range, each factor with step, share, yuan and evidence, each
 * adjustment, the amount.
 */
export function explanationOf(sheet: Explained): string {
  const chosen = chosenOf(sheet);
  const { table } = chosen;
  const moved = adjustmentLines(sheet, chosen);
  const start = chosen.lines.find(({ kind }) => kind === 'START');
  return [
    `关于“${OFFENCES[sheet.offence]}”的裁量：`,
    ...lawWords(sheet, chosen),
    `二、裁量。依据裁量表“${table.name}”（${table.code}第${table.edition}版，${table.source}）：`,
    `起点：${start?.label ?? ''}，${yuan(start?.fen ?? 0)}。`,
    ...factorLines(sheet, chosen),
    formula(chosen),
    ...(moved.length > 0 ? ['三、调整。', ...moved] : []),
    `${moved.length > 0 ? '四' : '三'}、罚款金额为${yuan(chosen.resultFen)}。${
      sheet.confiscationFen > 0 ? `没收违法所得${yuan(sheet.confiscationFen)}另行计算，不计入罚款。` : ''
    }`,
  ].join('\n');
}

const PLAIN_KINDS = {
  LIGHTER: '因为您有从轻的情节',
  HEAVIER: '因为有从重的情节',
  REDUCED: '因为您有依法减轻的情节',
} as const;

/** The same for the party: what was looked at, what each thing cost, and what can be said against it. */
export function plainOf(sheet: Explained): string {
  const chosen = chosenOf(sheet);
  const other = sheet.candidates.find((one) => one !== chosen);
  const start = chosen.lines.find(({ kind }) => kind === 'START');
  const factors = chosen.lines.filter(({ kind }) => kind === 'FACTOR');
  const rest = chosen.lines.flatMap(({ kind, code, fen, label }) => {
    if (kind === 'START' || kind === 'FACTOR') return [];
    if (kind === 'BOUND' || kind === 'ROUNDING') return [`${label}，${signed(fen)}。`];
    const adjustment = sheet.adjustments.find((one) => one.kind === kind && one.ground === code);
    return adjustment ? [`${PLAIN_KINDS[kind]}（${ground(adjustment)}），${signed(fen)}。`] : [];
  });
  return [
    `这笔罚款是怎样算出来的（${OFFENCES[sheet.offence]}）：`,
    `法律规定可以罚${range(chosen)}（${cited(chosen.basis)}）。${
      other ? `行为时和现在的法律不同，我们都算了一遍：另一部法律算出来是${yuan(other.resultFen)}。` : ''
    }`,
    `从${yuan(start?.fen ?? 0)}算起：`,
    ...factors.map(({ code, label, step, share, fen, established }) => {
      const proof = established ? evidenceWords(sheet.factors[code]?.evidence ?? []) : '';
      const why = established ? (proof ? `，证据：${proof}` : '') : '，没有足够证据，按最轻的算';
      return `· ${label}是“${step}”，占${percent(share ?? 0)}，${signed(fen)}${why}。`;
    }),
    ...rest.map((line) => `· ${line}`),
    `一共是${yuan(chosen.resultFen)}。`,
    ...(sheet.confiscationFen > 0 ? [`另外没收违法所得${yuan(sheet.confiscationFen)}，不算在罚款里。`] : []),
    '如果您认为哪一项不对，可以在期限内提出，并附上证据。',
  ].join('\n');
}
