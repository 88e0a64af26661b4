/** What the party sees of its case, in plain words: what it was told, what it may do until when, what it has filed, and what is kept from it and why. */
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { type Stored } from '../core/journal';
import { policy } from '../core/policy';
import { advance, type Stateful, type Workflow } from '../core/workflow';
import { CLOSED_FOR, type Hearing, STATES as HEARING_STATES } from '../hearing/hearing.schema';
import { hearingWorkflow } from '../hearing/hearing.workflow';
import { authorityOf } from '../penalty/authority';
import { PENALTY_KINDS, type PenaltyKind } from '../law/law.schema';
import { rightsClock } from '../penalty/clocks';
import { INSTALMENT_STATES } from '../penalty/execution.schema';
import { ledgerOf } from '../penalty/ledger';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { penaltyWorkflow } from '../penalty/penalty.workflow';
import { authorityWords } from '../serving/serving.fields';
import { partyActor } from './filing';
import { FILING_STATES, type FilingKind, FILINGS, type PartyFiling } from './party.schema';

/** What the party is told of where its case stands: stages, not the inner work of the bureau. */
const STAGES: Partial<Record<PenaltyCase['status'], string>> = {
  ...{
    clue: '正在核查',
    notFiled: '不予立案',
    filed: '已立案',
    filingRevoked: '立案已撤销',
    investigating: '正在调查',
  },
  ...{ suspended: '中止调查', terminated: '终止调查', investigated: '正在审查', reviewing: '正在审查' },
  ...{ noticed: '已告知，请在期限内行使权利', stated: '已收到陈述申辩，正在复核', hearingRequested: '已申请听证' },
  ...{ noResponse: '正在作出处理决定', hearingHeld: '听证已结束，正在复核', rechecked: '正在作出处理决定' },
  ...{ legalReviewed: '正在作出处理决定', discussed: '正在作出处理决定', decided: '已作出处罚决定' },
  ...{ served: '处罚决定已送达', paid: '已缴清', instalment: '延期、分期缴纳中', overdue: '逾期未缴' },
  ...{ demanded: '已催告', courtApplied: '已申请法院强制执行', enforced: '已执行完毕', noPenalty: '不予行政处罚' },
  ...{ transferred: '已移送', closed: '已结案', archived: '已结案' },
};

const RIGHTS = [
  {
    title: '陈述和申辩',
    text: '您认为事实、理由、依据或者金额不对的，可以说明情况、提交证据。我们必须充分听取并逐条答复，不会因为您申辩而加重处罚。',
  },
  {
    title: '要求听证',
    text: '符合听证条件的，您可以要求举行听证，当面质证和申辩。听证不收费，您可以本人参加，也可以委托一至二人代理。',
  },
  { title: '申请回避', text: '您认为办案人员或者听证主持人与本案有利害关系、可能影响公正的，可以申请回避。' },
  { title: '查阅材料', text: '您可以查阅与自己有关的材料；依法应当保密的除外。' },
  {
    title: '放弃权利',
    text: '您也可以明确表示放弃。放弃以后不能反悔，请想清楚再决定；什么都不做，到期自动视为没有意见。',
  },
] as const;

/** What is kept from the party, and why. 处罚办法 第四十七条; 行政处罚法 第五十条; 信访工作条例 第三十条. */
const WITHHELD = [
  { what: '立案审批、案件审查、法制审核、集体讨论等内部材料', why: '属于机关内部审批和讨论的过程材料，不对外提供' },
  { what: '举报人、投诉人的身份和联系方式', why: '法律要求保密' },
  { what: '涉及国家秘密、他人商业秘密和个人隐私的材料', why: '法律要求保密' },
] as const;

/** Why this step cannot be taken by the party now; null when it can. */
function standsAgainst<D extends Stateful>(workflow: Workflow<D>, step: string, record: D, now: Date): string | null {
  const { partyKey } = record as unknown as { partyKey: string };
  try {
    advance<D, Workflow<D>>(workflow, step, record, { actor: partyActor(partyKey), now, door: 'page' });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

const CASE_STEPS = {
  ...{ requestHearing: 'requestHearing', waive: 'waive', consentEService: 'consentEService' },
  ...{ confirmReceipt: 'confirmReceipt', requestInstalment: 'requestInstalment', requestRecusal: 'requestRecusal' },
} as const;
const HEARING_STEPS = {
  ...{ askRecusal: 'askRecusal', nameRepresentatives: 'nameRepresentatives', withdrawHearing: 'withdraw' },
  confirmMinutes: 'confirmPage',
} as const;

const NO_HEARING = '本案没有正在进行的听证。';

/** What may be filed now: null, or the reason why not. */
function mayFile(penalty: PenaltyCase, hearing: Hearing | null, now: Date): Record<FilingKind, string | null> {
  const statement = penalty.status === 'hearingRequested' ? 'addStatement' : 'state';
  const ofCase = (step: string) => standsAgainst<PenaltyCase>(penaltyWorkflow, step, penalty, now);
  const ofHearing = (step: string) =>
    hearing ? standsAgainst<Hearing>(hearingWorkflow, step, hearing, now) : NO_HEARING;
  const entries = [
    ['statement', ofCase(statement)],
    ...Object.entries(CASE_STEPS).map(([kind, step]) => [kind, ofCase(step)]),
    ...Object.entries(HEARING_STEPS).map(([kind, step]) => [kind, ofHearing(step)]),
  ];
  const may = Object.fromEntries(entries) as Record<FilingKind, string | null>;
  return penalty.investigators.length > 0
    ? may
    : { ...may, requestRecusal: '办案人员还没有确定，确定后会显示在本页面。' };
}

/** What is still possible once the five days are over. */
const AFTER_RIGHTS =
  '陈述申辩和要求听证的期限已过，网上不能再提交。有新的证据或者正当理由的，请尽快联系办案人员说明；收到处罚决定后，您仍可以申请行政复议或者提起行政诉讼。';

const kindWords = (kinds: readonly PenaltyKind[]) => kinds.map((kind) => PENALTY_KINDS[kind]);

function noticeView({ notice, sheets }: PenaltyCase, now: Date) {
  if (!notice?.serving || !notice.dueAt) return null;
  const { no, facts, basis, reasons, kinds, fineFen, confiscationFen, hearingRight, hearingBecause, dueAt } = notice;
  const { explain, warnings } = rightsClock(notice.serving.at);
  return {
    ...{ no, facts, basis, reasons, kinds: kindWords(kinds), fineFen, confiscationFen, hearingRight, hearingBecause },
    ...{ servedAt: notice.serving.at, waivedAt: notice.waived?.at ?? null },
    clock: { dueAt, explain, warnings, over: now > dueAt, days: notice.days },
    afterwards: now > dueAt && !notice.waived ? AFTER_RIGHTS : null,
    plain: sheets.map((sheet) => (sheet as { plain?: string }).plain ?? '').filter(Boolean),
  };
}

function decisionView({ decision, serving, sent, partyDetails: _, ...penalty }: PenaltyCase) {
  if (!decision || (!serving && !sent)) return null;
  const { no, at, facts, basis, reasons, defence, kinds, fineFen, confiscationFen, order, dueDays } = decision;
  const { reconsideration, court } = policy().documents;
  return {
    ...{ no, at, facts, basis, reasons, defence, order, kinds: kindWords(kinds), fineFen, confiscationFen, dueDays },
    servedAt: serving?.at ?? null,
    confirmBy: serving ? null : (sent?.confirmBy ?? null),
    remedies: `不服本决定的，可以自收到之日起60日内向${reconsideration}申请行政复议，也可以自收到之日起六个月内向${court}提起行政诉讼。复议、诉讼期间处罚不停止执行，法律另有规定的除外。`,
    status: penalty.status,
  };
}

function paymentView({ payment, instalment, remedies, serving }: PenaltyCase, now: Date) {
  if (!payment || !serving) return null;
  const { reference, dueOn, receipts } = payment;
  const { owed, paid, openFen, lateDays } = ledgerOf({ payment, instalment, remedies }, shanghaiDay(now));
  return {
    ...{ reference, dueOn, owed, paid, openFen, lateDays },
    receipts: receipts.map(({ paidOn, amountFen }) => ({ paidOn, amountFen })),
    instalment: instalment && {
      state: INSTALMENT_STATES[instalment.status],
      answerDueAt: instalment.status === 'requested' ? instalment.answerDueAt : null,
      reason: instalment.decisionReason,
      schedule: instalment.schedule,
    },
  };
}

function hearingView(hearing: Hearing | null) {
  if (!hearing) return null;
  const { _id, no, status, at, place, hostName, recorderName, open, closedFor, representatives, recusals } = hearing;
  const { minutes, report, endReason, postponements } = hearing;
  return {
    ...{ id: _id, no, status, statusWords: HEARING_STATES[status], at, place, hostName, recorderName, open, endReason },
    ...{ closedFor: closedFor && CLOSED_FOR[closedFor], representatives },
    postponed: postponements.at(-1)?.reason ?? null,
    recusals: recusals
      .filter(({ askedBy }) => askedBy === 'PARTY')
      .map(({ ground, granted, reason }) => ({ ground, granted, reason })),
    minutes: minutes.map(({ no: page, lines, confirmations }) => {
      const own = confirmations.find(({ role }) => role === 'PARTY');
      return { page, lines, signedAt: own?.signature ? own.at : null, refused: own?.refusal ?? null };
    }),
    ended: report !== null,
  };
}

/** One receipt: 回执. */
export const receiptOf = ({ _id, no, kind, status, receivedAt, refusal, files, filed }: PartyFiling) => ({
  ...{ id: _id, no, kind, what: FILINGS[kind], status, statusWords: FILING_STATES[status], receivedAt, refusal },
  files: files.map(({ hash, name, bytes }) => ({ hash, name, bytes })),
  text: 'text' in filed ? filed.text : null,
});

/** What of the case's file the party may look at. */
function ownFile({ acts, evidence }: PenaltyCase) {
  return {
    acts: acts.map(({ text, actOn, endedOn, facts }) => ({ text, actOn, endedOn, facts })),
    evidence: new Set([...evidence, ...acts.flatMap((act) => act.evidence)]).size,
    withheld: WITHHELD,
  };
}

/** The whole page of the party at `now`. Names each field that leaves; nothing of what is decided inside before it is told. */
export function partyView(
  penalty: Stored<PenaltyCase>,
  hearing: Hearing | null,
  filings: readonly PartyFiling[],
  now: Date,
) {
  const told = Boolean(penalty.notice?.serving);
  const authority = authorityOf(penalty.county, shanghaiDay(penalty.decision?.at ?? now));
  return {
    now,
    case: {
      ...{ no: penalty.filing?.no ?? penalty.no, stage: STAGES[penalty.status] ?? '', party: penalty.party.name },
      authority: authorityWords(policy().documents, authority),
      officers: penalty.investigators.map(({ name, certificateNo }) => ({ name, certificateNo })),
      eServiceAt: penalty.eService ? (penalty.eService as { at: Date }).at : null,
    },
    rights: RIGHTS,
    notice: noticeView(penalty, now),
    hearing: hearingView(hearing),
    decision: decisionView(penalty),
    payment: paymentView(penalty, now),
    may: mayFile(penalty, hearing, now),
    filings: filings.map(receiptOf),
    file: told ? ownFile(penalty) : null,
    limits: { fileMb: policy().party.fileMb },
  };
}
export type PartyView = ReturnType<typeof partyView>;
