/** How far the simple procedure reaches; asked by the phone before the party signs, and by the server (行政处罚法 第五十一、六十八、六十九条). */
import { type PaperLimits } from '../template/template.schema';
import { type IssueSpotPenalty } from './spotPenalty.schema';

type Amounts = Pick<PaperLimits, 'citizenFen' | 'organisationFen' | 'collectFen'>;
type Decided = Pick<IssueSpotPenalty, 'warning' | 'fineFen' | 'party'> & {
  collection: Pick<NonNullable<IssueSpotPenalty['collection']>, 'why' | 'words'> | null;
};
const yuan = (fen: number) => String(fen / 100);

/** Why this cannot be decided on the spot, as a sentence; undefined when it can. */
export function simpleFault({ warning, fineFen, party }: Decided, limits: Amounts): string | undefined {
  const isCitizen = party.kind === 'CITIZEN';
  const limit = isCitizen ? limits.citizenFen : limits.organisationFen;
  if (!warning && fineFen === null) return '请选择警告或填写罚款金额。';
  if (fineFen !== null && fineFen > limit)
    return `${isCitizen ? '对个人' : '对单位'}当场罚款最多${yuan(limit)}元，超过的请走普通程序立案。`;
  return undefined;
}

/** Why the officers may not take the money themselves, as a sentence; undefined when they may, or do not. */
export function collectFault({ fineFen, collection }: Decided, { collectFen }: Amounts): string | undefined {
  if (!collection) return undefined;
  if (fineFen === null) return '只给警告的没有罚款可收，请去掉当场收缴。';
  if (collection.why === 'SMALL')
    return fineFen > collectFen
      ? `罚款超过${yuan(collectFen)}元，不能以小额为由当场收缴，请由当事人到银行缴纳。`
      : undefined;
  if (collection.words.length >= 4) return undefined;
  return collection.why === 'REMOTE' ? '请写明当事人提出当场缴纳的原话。' : '请写明事后难以执行的原因。';
}
