/** Which case a line of the bank belongs to: by the code on the decision, else by the decision's number; never by name or amount. */
import { penaltyCases } from '../penalty/penalty.store';
import { codesIn } from '../penalty/paymentCode';
import { type BankLine } from './payment.schema';

export interface FoundCase {
  id: string;
  /** The decision's number, else the case's. */
  no: string;
  county: string;
}
/** A case, or why a person has to look. */
export type Match = FoundCase | { reason: string };

const numberOf = (code: string) => `XS-${code.slice(0, 4)}-${code.slice(4, 10)}`;

/** 舟环(普)罚〔2026〕12号, whatever brackets the bank's clerk typed. */
export function decisionNumbersIn(remark: string): string[] {
  const found = remark
    .replace(/\s+/g, '')
    .matchAll(
      /([\u4e00-\u9fff]{2,8}(?:[(（][\u4e00-\u9fff]{1,3}[)）])?[\u4e00-\u9fff]{1,4})[〔[【(（](\d{4})[〕\]】)）]第?(\d{1,6})号/g,
    );
  return [...found].map(([, name = '', year = '', n = '']) => {
    const plain = name.replace('（', '(').replace('）', ')');
    return `${plain}〔${year}〕${String(Number(n))}号`;
  });
}

type Listed = { _id: string; no: string | null; county: string; decision: { no: string } | null };
const PROJECTION = { no: 1, county: 1, 'decision.no': 1 } as const;
const foundFrom = ({ _id, no, county, decision }: Listed): FoundCase => ({
  id: _id,
  no: decision?.no ?? no ?? _id,
  county,
});

async function casesBy(field: 'no' | 'decision.no', values: readonly string[]): Promise<Listed[]> {
  if (values.length === 0) return [];
  const query = { [field]: { $in: [...values], $gt: '' } };
  return await penaltyCases.collection.find(query as never, { projection: PROJECTION }).toArray();
}

/** For each line its case. Two reads, however long the list is. */
export async function matchesOf(lines: readonly BankLine[]): Promise<Match[]> {
  const named = lines.map(({ remark }) => ({
    codes: codesIn(remark).map(numberOf),
    decisions: decisionNumbersIn(remark),
  }));
  const [byCode, byDecision] = await Promise.all([
    casesBy(
      'no',
      named.flatMap(({ codes }) => codes),
    ),
    casesBy(
      'decision.no',
      named.flatMap(({ decisions }) => decisions),
    ),
  ]);
  return named.map(({ codes, decisions }) => {
    const found = [
      ...byCode.filter(({ no }) => no !== null && codes.includes(no)),
      ...byDecision.filter(({ decision }) => decision !== null && decisions.includes(decision.no)),
    ];
    const ids = new Set(found.map(({ _id }) => _id));
    const [first] = found;
    if (first && ids.size === 1) return foundFrom(first);
    if (ids.size > 1) return { reason: '附言里写了不止一件案件，请核对后认领' };
    return {
      reason:
        codes.length + decisions.length > 0
          ? '附言里的缴款码或者文号没有对应的案件'
          : '附言里没有缴款码，也没有决定书文号',
    };
  });
}

/** Cases a person may claim a payment for, by the beginning of a number or by code. */
export async function casesToClaim(asked: string, limit: number): Promise<FoundCase[]> {
  const codes = codesIn(asked).map(numberOf);
  const typed = asked.trim();
  const until = `${typed}\uffff`;
  const query = {
    $or: [{ no: { $in: [...codes, typed], $gt: '' } }, { 'decision.no': { $gte: typed, $lt: until, $gt: '' } }],
  };
  const found = await penaltyCases.collection.find(query as never, { projection: PROJECTION, limit }).toArray();
  return (found as unknown as Listed[]).map(foundFrom);
}
export const caseToClaim = async (id: string): Promise<FoundCase | null> => {
  const found = await penaltyCases.collection.findOne({ _id: id } as never, { projection: PROJECTION });
  return found ? foundFrom(found) : null;
};
