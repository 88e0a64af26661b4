/** What the page of a case shows beyond its outline; names each field that leaves the server. Whoever samples it reads it covered. */
import { type Reader } from '../core/face';
import { type Stored } from '../core/journal';
import { maskName, maskText } from '../core/masking';
import { type DiscretionSheet, SIDES } from '../discretion/discretion.schema';
import { cited, OFFENCES, PENALTY_KINDS } from '../law/law.schema';
import { evidenceOf } from '../evidence/evidence.store';
import { type Act, LEGAL_REVIEW_CAUSES, PAUSES, REVIEW_POINTS } from './case.schema';
import { executionShown } from './execution.extra';
import { limitationOfAct } from './limitedAct';
import { type PenaltyCase } from './penalty.schema';
import { readsInFull } from './reading';
import {
  discussionCauses,
  discussionMissing,
  hearingCauses,
  legalReviewCauses,
  legalReviewMissing,
  proposalOf,
} from './routing';

type Case = PenaltyCase;

/** Filled in for records that were made before a case had these. */
const list = <T>(found: readonly T[] | undefined): readonly T[] => found ?? [];

function sheetShown({
  act,
  offence,
  candidates,
  chosen,
  resultFen,
  confiscationFen,
  plain,
  outlier,
  hash,
}: DiscretionSheet) {
  const used = candidates.find(({ side }) => side === chosen) ?? candidates[0];
  return {
    ...{ act, offence: OFFENCES[offence], resultFen, confiscationFen, plain, hash, outlier: outlier?.warning ?? null },
    law: used ? cited(used.basis) : '',
    side: SIDES[chosen],
    range: used?.range ?? null,
  };
}

function actShown(act: Act) {
  const { id, offence, text, place, actOn, endedOn, discoveredOn, harm, facts, evidence } = act;
  const limitation = limitationOfAct(act);
  return {
    ...{ id, offence: OFFENCES[offence], text, place, actOn, endedOn, discoveredOn, harm, facts, evidence },
    limitation: { until: limitation.until, within: limitation.within },
  };
}

const kindsOf = (kinds: readonly (keyof typeof PENALTY_KINDS)[]) => kinds.map((kind) => PENALTY_KINDS[kind]);

function told({ notice }: Case) {
  if (!notice) return null;
  const { no, kinds, fineFen, confiscationFen, hearingRight, hearingBecause, dueAt, serving, waived } = notice;
  const { draftedByName, approvedByName, approvedAt, facts, basis, reasons } = notice;
  return {
    ...{
      no,
      kinds: kindsOf(kinds),
      fineFen,
      confiscationFen,
      hearingRight,
      hearingBecause,
      dueAt,
      facts,
      basis,
      reasons,
    },
    ...{ draftedByName, approvedByName, approvedAt, servedAt: serving?.at ?? null, waivedAt: waived?.at ?? null },
  };
}

function ruled({ decision }: Case) {
  if (!decision) return null;
  const { no, at, byName, kinds, fineFen, confiscationFen, basis, reasons, defence, order, dueDays } = decision;
  return { no, at, byName, kinds: kindsOf(kinds), fineFen, confiscationFen, basis, reasons, defence, order, dueDays };
}

function reviewed({ review }: Case) {
  if (!review) return null;
  const { byName, at, result, text, opinions } = review;
  return { byName, at, result, text, opinions: opinions.map((one) => ({ ...one, point: REVIEW_POINTS[one.point] })) };
}

/** What has to come before the decision, with its reasons: hearing, legal review, collective discussion. */
function needs(record: Case) {
  const proposal = proposalOf(record);
  return {
    ...{ fineFen: proposal.fineFen, confiscationFen: proposal.confiscationFen },
    hearing: hearingCauses(record, proposal),
    legalReview: legalReviewCauses(record).map((cause) => LEGAL_REVIEW_CAUSES[cause]),
    discussion: discussionCauses(record, proposal),
    legalReviewMissing: legalReviewMissing(record) ?? null,
    discussionMissing: discussionMissing(record) ?? null,
  };
}

function worked(record: Case) {
  const { filing, investigators, recusals, pauses, partyDetails, reviewTurn, report, statements, recheck } = record;
  const { legalReview, discussions, hearing, hearingResult, defencePoints, sentBack, noPenalty, transferOut } = record;
  return {
    filing: filing && { no: filing.no, at: filing.at, byName: filing.byName, dueAt: filing.dueAt },
    ...{ investigators, partyDetails, reviewer: reviewTurn?.reviewerName ?? null },
    recusals: list(recusals).map(({ personName, ground, askedBy, decision, reason }) => ({
      ...{ personName, ground, askedBy, decision, reason },
    })),
    pauses: list(pauses).map(({ kind, from, to, reason }) => ({ kind: PAUSES[kind], from, to, reason })),
    acts: list(record.acts).map(actShown),
    sheets: list(record.sheets).map(sheetShown),
    report: report && { at: report.at, by: report.by.map(({ name }) => name), ...report.proposal, facts: report.facts },
    ...{ review: reviewed(record), notice: told(record), hearing, hearingResult, decision: ruled(record) },
    statements: list(statements).map(({ id, at, text, files, oral }) => ({ id, at, text, files, oral })),
    points: list(recheck?.points ?? defencePoints),
    legalReview: legalReview && {
      byName: legalReview.byName,
      at: legalReview.at,
      opinion: legalReview.opinion,
      agrees: legalReview.agrees,
    },
    discussions: list(discussions).map(({ discussion, at, agreed, result }) => ({ discussion, at, agreed, result })),
    sentBack: list(sentBack).map(({ byName, at, reason }) => ({ byName, at, reason })),
    noPenalty: noPenalty && {
      no: noPenalty.no,
      reason: noPenalty.reason,
      education: noPenalty.education,
      at: noPenalty.at,
    },
    transferOut: transferOut && { to: transferOut.to, reason: transferOut.reason, at: transferOut.at },
    ...{ veto: list(record.veto), rules: record.ruleSet?.hash ?? record.noticeRuleSet?.hash ?? null },
  };
}

/** Words that somebody wrote freely; everything else is a code, a day or an amount. */
const WRITTEN = new Set([
  'text',
  'facts',
  'place',
  'reason',
  'reasons',
  'defence',
  'order',
  'education',
  'plain',
  'opinion',
  'point',
  'idNumber',
  'representative',
  'address',
  'because',
]);
/** The same with telephone and identity numbers covered in what was written freely. */
function covered(value: unknown, field = ''): unknown {
  if (typeof value === 'string') return WRITTEN.has(field) ? maskText(value) : value;
  if (Array.isArray(value)) return value.map((one) => covered(one, field));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, covered(one, name)]));
}

const PHOTOS = 24;

/** Thumbnails of the first photos, and what kind each is. */
async function thumbnails(hashes: readonly string[]) {
  const shown = hashes.slice(0, PHOTOS);
  const known = new Map((await evidenceOf(shown)).map((one) => [one._id, one.taken.kind]));
  return shown.map((hash) => ({ hash, of: known.has(hash) ? 'evidence' : 'file', kind: known.get(hash) ?? 'photo' }));
}

export async function caseExtra(record: Stored<PenaltyCase>, { actor, now }: Reader): Promise<object> {
  const { facts, actOn, evidence, enterprise, source, conditions, extension, secrecy, origin } = record;
  const { decidedByName, decidedAt, decisionReason } = record;
  const full = readsInFull(record, actor);
  const party = full ? record.party : { ...record.party, name: coveredName(record), uscc: null };
  return {
    ...{
      party,
      facts: full ? facts : maskText(facts),
      actOn,
      evidence,
      enterprise,
      source,
      conditions,
      secrecy,
      origin,
    },
    ...{ decidedByName, decidedAt, decisionReason },
    extension: extension && {
      ...{ reason: extension.reason, approvedAt: extension.approvedAt, refusedReason: extension.refusedReason },
    },
    thumbnails: await thumbnails(evidence),
    execution: executionShown(record, now),
    case: record.filing ? caseShown(record, full) : null,
  };
}

function caseShown(record: Case, full: boolean): unknown {
  const shown = { ...worked(record), needs: needs(record) };
  return full ? shown : covered(shown);
}

const coveredName = ({ party }: Case) => (party.kind === 'CITIZEN' ? maskName(party.name) : party.name);
