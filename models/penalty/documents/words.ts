/** What the documents of a case say in the same words. Pure; `Source` says what a document needs (models/document/sources.ts). */
import { authorityWords, dayWords, minuteWords } from '../../serving/serving.fields';
import { cited, PENALTY_KINDS, type PenaltyKind } from '../../law/law.schema';
import { type DiscretionSheet } from '../../discretion/discretion.schema';
import { formalAmount, formalDay, yuanWords } from '../../template/amount';
import { type Fields, type Filling } from '../../template/outline';
import { type Letterhead } from '../../template/template.schema';
import { type County } from '../../core/place';
import { type Act } from '../case.schema';
import { type PenaltyCase } from '../penalty.schema';

/** One document of a case as it stands. */
export interface Drafted {
  no: string;
  /** County of the branch in whose name it is; null for the bureau. */
  authority: County | null;
  /** The day it bears; null while it is a draft. */
  at: Date | null;
  createdAt: Date;
  fields: Fields;
  pictures?: Filling['pictures'];
}
export type Draft = (record: PenaltyCase, letterhead: Letterhead) => Drafted | null;

const NONE = '/';
const ID_WORDS = { ORGANISATION: '统一社会信用代码', CITIZEN: '身份证件号码' } as const;

const partyFields = ({ party, partyDetails }: PenaltyCase) => ({
  ...{ 当事人: party.name, 证件名称: ID_WORDS[party.kind] },
  证件号码: partyDetails?.idNumber || party.uscc || NONE,
  ...{ 负责人: partyDetails?.representative || NONE, 地址: partyDetails?.address || NONE },
});

/** Number of the case: that of the filing, before it the clue's. */
export const caseNo = ({ filing, no }: PenaltyCase): string => filing?.no ?? no ?? '';

/** 案由, as the acts name it. */
export const matter = ({ acts, facts }: PenaltyCase): string =>
  acts.length > 0 ? [...new Set(acts.map(({ text }) => text))].join('；') : facts.slice(0, 60);

export const day = (at: Date | string | null | undefined): string => (at ? dayWords(at) : '');
export const minute = (at: Date | null | undefined): string => (at ? minuteWords(at) : '');

/** In whose name the case is handled; before filing the branch's own county. */
export const authorityFor = ({ filing, county }: PenaltyCase): County | null =>
  filing ? (filing.authority as County | null) : county;

/** A draft with the fields that every document of a case has. */
export function drafted(
  record: PenaltyCase,
  letterhead: Letterhead,
  { no, authority, at, createdAt, fields }: Omit<Drafted, 'authority'> & { authority?: County | null },
): Drafted {
  const county = authority === undefined ? authorityFor(record) : authority;
  const on = at ?? createdAt;
  return {
    ...{ no, authority: county, at, createdAt },
    fields: {
      ...{ 文号: no, 机关: authorityWords(letterhead, county), 日期: dayWords(on), 日期大写: formalDay(on) },
      ...{ 案号: caseNo(record), 案由: matter(record), ...partyFields(record) },
      执法人员: record.investigators.map(({ name, certificateNo }) => `${name}（${certificateNo}）`).join('、'),
      ...{ 复议机关: letterhead.reconsideration, 诉讼法院: letterhead.court },
      ...fields,
    },
  };
}

/** A list for a template: each entry with its number from 1. */
export const numbered = <F extends object>(entries: readonly F[]) =>
  entries.map((entry, at) => ({ 序号: String(at + 1), ...entry }));

/** `0` is said as no amount at all, so that its paragraph is left out. */
export const amounts = ({ fineFen, confiscationFen }: { fineFen: number; confiscationFen: number }) => ({
  ...{ 罚款: fineFen > 0 ? yuanWords(fineFen) : '', 罚款大写: fineFen > 0 ? formalAmount(fineFen) : '' },
  没收: confiscationFen > 0 ? yuanWords(confiscationFen) : '',
  没收大写: confiscationFen > 0 ? formalAmount(confiscationFen) : '',
});

/** The penalties one by one, an amount with each that has one. */
export function penaltyLines(said: { kinds: readonly PenaltyKind[]; fineFen: number; confiscationFen: number }) {
  const { fineFen, confiscationFen } = said;
  const kinds = new Set<PenaltyKind>([
    ...said.kinds,
    ...(fineFen > 0 ? (['FINE'] as const) : []),
    ...(confiscationFen > 0 && !said.kinds.includes('CONFISCATE_GOODS') ? (['CONFISCATE_GAINS'] as const) : []),
  ]);
  const amount: Partial<Record<PenaltyKind, number>> = { FINE: fineFen, CONFISCATE_GAINS: confiscationFen };
  return numbered(
    [...kinds].map((kind) => {
      const fen = amount[kind] ?? 0;
      return { 内容: `${PENALTY_KINDS[kind]}${fen > 0 ? `人民币${formalAmount(fen)}（¥${yuanWords(fen)}元）` : ''}` };
    }),
  );
}

export const sheetOf = ({ sheets }: PenaltyCase, act: string): DiscretionSheet | undefined =>
  [...sheets].filter((sheet) => sheet.act === act).sort((a, b) => b.resultFen - a.resultFen)[0];

/** The candidate whose law was chosen. */
export function chosenOf(sheet: DiscretionSheet) {
  const side = sheet.chosen === 'ONLY' ? sheet.candidates[0]?.side : sheet.chosen;
  return sheet.candidates.find((candidate) => candidate.side === side) ?? sheet.candidates[0];
}

function timeOf({ actOn, endedOn, continuous }: Act): string {
  if (!continuous && !endedOn) return dayWords(actOn);
  return `${dayWords(actOn)}至${endedOn ? dayWords(endedOn) : '今'}`;
}

/** 违法行为, each with the clause it is punished under and the sheet's own explanation. */
export const actLines = (record: PenaltyCase) =>
  numbered(
    record.acts.map((act) => {
      const sheet = sheetOf(record, act.id);
      const basis = sheet && chosenOf(sheet)?.basis;
      return {
        ...{ 行为: act.text, 时间: `${timeOf(act)}${act.place ? `，${act.place}` : ''}`, 事实: act.facts },
        处罚依据: basis ? cited(basis) : '待裁量',
        法律适用: sheet && sheet.candidates.length > 1 ? [...sheet.comparison, sheet.chosenReason].join('；') : '',
        裁量: sheet?.explanation ?? '',
      };
    }),
  );
