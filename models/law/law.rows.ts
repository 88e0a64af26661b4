/** What a clause says, row by row: on the card, at the top of the page, and where it is approved. */
import { type Outline } from '../core/face';
import { type FineRange, type LegalBasis, PENALTY_KINDS } from './law.schema';
import { rangeWords } from './law.words';
import { daysWords } from './validity';

type Facts = Outline['facts'];
const fact = (label: string, value: string | null | undefined): Facts => (value ? [[label, value]] : []);
const graded = (label: string, range: FineRange | null): Facts => (range ? [[label, rangeWords(range)]] : []);
const kindsWords = (kinds: LegalBasis['kinds']) => kinds.map((kind) => PENALTY_KINDS[kind]).join('、');

/** Label and value, as people read them. */
export function basisRows(row: LegalBasis): Facts {
  const { range, serious, seriousWhen, personRange, kinds, additional, source, may, stop, catchAll } = row;
  return [
    ['有效期', daysWords(row)],
    ['罚款', `${rangeWords(range)}${may ? '（可以处）' : ''}`],
    ...graded(`加重情形${seriousWhen && `（${seriousWhen}）`}`, serious),
    ...graded('直接责任人员', personRange),
    ['处罚种类', kindsWords(kinds)],
    ...fact('可以并处', kindsWords(additional)),
    ...fact('同时', stop ? '责令停止违法行为' : ''),
    ...fact('兜底条款', catchAll ? '是，须有其他法律明确规定' : ''),
    ...fact('来源', source),
  ];
}

/** What of a row leaves the server. */
export function presentBasis(row: LegalBasis) {
  const { _id: id, version, status, offence, law, article, paragraph, item, text, validFrom, validTo } = row;
  const { range, serious, seriousWhen, personRange, kinds, additional, may, catchAll, stop, source } = row;
  const { replaces, origin, note, authorName, decidedByName, decidedAt, decision, proposedAt } = row;
  return {
    ...{ id, version, status, offence, law, article, paragraph, item, text, validFrom, validTo },
    ...{ range, serious, seriousWhen, personRange, kinds, additional, may, catchAll, stop, source },
    ...{ replaces, origin, note, authorName, decidedByName, decidedAt, decision, proposedAt },
  };
}
export type PresentedBasis = ReturnType<typeof presentBasis>;
