/** What a case proposes, and what that makes necessary: hearing, legal review, collective discussion. Each with its reasons in words. */
import { policy } from '../core/policy';
import { fineOf } from '../discretion/sheet';
import { COMMITTEE_KINDS, HEARING_KINDS, PENALTY_KINDS, type PenaltyKind } from '../law/law.schema';
import { LEGAL_REVIEW_CAUSES, type LegalReviewCause } from './case.schema';
import { type PenaltyCase } from './penalty.schema';

export interface Proposal {
  kinds: PenaltyKind[];
  fineFen: number;
  confiscationFen: number;
}

/** 100 → 1,000,000.00 元 without empty decimals. */
export const yuanWords = (fen: number): string =>
  `${(fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: fen % 100 === 0 ? 0 : 2, maximumFractionDigits: 2 })}元`;

/**
 * The fine of all acts together. One act under several norms is fined once, by the highest (行政处罚法 第二十九条); a daily penalty is the
 * original fine times its days.
 */
export function proposalOf({ sheets, origin, report }: Pick<PenaltyCase, 'sheets' | 'origin' | 'report'>): Proposal {
  const fineFen = origin ? origin.fineFen : fineOf(sheets);
  const confiscationFen = sheets.reduce((sum, sheet) => sum + sheet.confiscationFen, 0);
  const kinds: PenaltyKind[] = [
    ...(fineFen > 0 ? (['FINE'] as const) : []),
    ...(confiscationFen > 0 ? (['CONFISCATE_GAINS'] as const) : []),
    ...(report?.proposal.kinds ?? []),
  ];
  return { kinds: [...new Set(kinds)], fineFen, confiscationFen };
}

const reaches = (fen: number, limit: number, inclusive: boolean) => (inclusive ? fen >= limit : fen > limit);
const among = (kinds: readonly PenaltyKind[], grave: readonly PenaltyKind[]) =>
  kinds.filter((kind) => grave.includes(kind));

/** Why the party may ask for a hearing; empty when it may not. 处罚办法 第四十六条. */
export function hearingCauses(
  { party }: Pick<PenaltyCase, 'party'>,
  { kinds, fineFen, confiscationFen }: Proposal,
): string[] {
  const { citizenFen, organisationFen, inclusive } = policy().penalty.hearing;
  const limit = party.kind === 'CITIZEN' ? citizenFen : organisationFen;
  const word = inclusive ? '达到' : '超过';
  return [
    ...(fineFen > 0 && reaches(fineFen, limit, inclusive) ? [`罚款${word}${yuanWords(limit)}`] : []),
    ...(confiscationFen > 0 && reaches(confiscationFen, limit, inclusive) ? [`没收${word}${yuanWords(limit)}`] : []),
    ...among(kinds, HEARING_KINDS).map((kind) => `拟${PENALTY_KINDS[kind]}`),
  ];
}

type Routed = Pick<PenaltyCase, 'sheets' | 'review' | 'discussionAsked'>;
/** Why it has to be discussed collectively; empty when it has not. 处罚办法 第五十二条. */
export function discussionCauses(
  { sheets, review, discussionAsked }: Routed,
  { kinds, fineFen, confiscationFen }: Proposal,
): string[] {
  const { fen, inclusive } = policy().penalty.committee;
  const reduced = sheets.flatMap(({ discussBecause }) => (discussBecause ? [discussBecause] : []));
  return [
    ...(fineFen + confiscationFen > 0 && reaches(fineFen + confiscationFen, fen, inclusive)
      ? [`罚款和没收合计${inclusive ? '达到' : '超过'}${yuanWords(fen)}`]
      : []),
    ...among(kinds, COMMITTEE_KINDS).map((kind) => `拟${PENALTY_KINDS[kind]}`),
    ...(review?.complex ? ['案情复杂或者涉及多个法律关系'] : []),
    ...reduced,
    ...(discussionAsked ? [`负责人认为需要：${discussionAsked}`] : []),
  ];
}

/** Why a legal review is required; empty when it is not. 处罚办法 第四十九条; 行政处罚法 第五十八条. */
export function legalReviewCauses({ review, hearingResult, notice }: PenaltyCase): LegalReviewCause[] {
  const heard = hearingResult?.outcome === 'HELD';
  const couldBeHeard = policy().penalty.legalReviewWithHearingRight && notice?.hearingRight === true;
  return [
    ...(review?.publicInterest ? (['PUBLIC_INTEREST'] as const) : []),
    ...(heard || couldBeHeard ? (['HEARING'] as const) : []),
    ...(review?.complex ? (['COMPLEX'] as const) : []),
  ];
}

/** When the party's defence ended: a discussion before it does not do (评查细则 item 17). */
const defendedAt = ({ statements, hearingResult }: PenaltyCase): Date | null =>
  [...statements.map(({ at }) => at), ...(hearingResult?.outcome === 'HELD' ? [hearingResult.at] : [])].sort(
    (a, b) => b.getTime() - a.getTime(),
  )[0] ?? null;

/** Why the legal review still stands in the way; undefined when it does not. */
export function legalReviewMissing(record: PenaltyCase): string | undefined {
  const causes = legalReviewCauses(record);
  if (causes.length === 0) return undefined;
  const { legalReview, evidenceAt } = record;
  if (!legalReview) return `这件案件要先法制审核：${causes.map((cause) => LEGAL_REVIEW_CAUSES[cause]).join('；')}。`;
  if (!legalReview.agrees) return '法制审核没有通过，请按意见修改后重新审核。';
  return evidenceAt && evidenceAt > legalReview.at ? '法制审核之后又补充了证据，请重新进行法制审核。' : undefined;
}

/** Why the collective discussion still stands in the way; undefined when it does not. */
export function discussionMissing(record: PenaltyCase): string | undefined {
  const causes = discussionCauses(record, proposalOf(record));
  if (causes.length === 0) return undefined;
  const last = record.discussions.at(-1);
  if (!last) return `这件案件要先集体讨论：${causes.join('；')}。`;
  const defended = defendedAt(record);
  if (defended && last.at < defended) return '集体讨论之后，当事人又陈述申辩或者举行了听证，请重新集体讨论。';
  const returned = record.sentBack.at(-1);
  if (returned && last.at < returned.at) return '集体讨论之后案件退回过，请重新集体讨论。';
  if (!last.agreed) return '集体讨论没有同意处罚意见，请按讨论结果办理。';
  const { fineFen } = proposalOf(record);
  return last.fineFen !== null && last.fineFen !== fineFen
    ? `集体讨论决定罚款${yuanWords(last.fineFen)}，与裁量结果${yuanWords(fineFen)}不一致，请先调整裁量。`
    : undefined;
}
