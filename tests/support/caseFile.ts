/** A penalty case of which every item of the veto checklist is in order: D5, water above the limit, 406,000 yuan, about to be decided. */
import { BUILT_IN_TABLES } from '../../models/discretion/builtIn';
import { AssessAct, type FactorAnswers } from '../../models/discretion/discretion.schema';
import { builtInTable } from '../../models/discretion/proposing';
import { builtInBases } from '../../models/law/builtIn';
import { assessAct } from '../../models/penalty/assessment';
import { type Act, REVIEW_POINTS, type ReviewPoint } from '../../models/penalty/case.schema';
import { CONDITIONS, type ConditionName, type PenaltyCase } from '../../models/penalty/penalty.schema';
import { type FieldFact, type VetoLinked } from '../../models/penalty/veto/verdict';
import { as } from '../builders';
import { aDecidedCase, on } from './decidedCase';

export const PHOTO = 'a'.repeat(64);
/** The day of the decision: the five days after the notice of 2026-09-18 are over. */
export const DAY = on('2026-10-12');
const PARTY = '东海鱼粉示例有限公司';
const USCC = '91330900MA28示例01';

export const theAct = (change: Partial<Act> = {}): Act => ({
  ...{ id: 'a1', offence: 'exceedWater', text: '超标排放水污染物', place: '展茅示例厂', actOn: '2026-08-20' },
  ...{ endedOn: null, continuous: false, discoveredOn: '2026-08-20', harm: true, quantities: {} },
  ...{ facts: '总排口化学需氧量超标0.4倍。', evidence: [PHOTO], ...change },
});

const answers = (steps: Record<string, string>, values: Record<string, number>): FactorAnswers =>
  Object.fromEntries(
    Object.entries(steps).map(([code, step]) => [
      code,
      { step, established: true, value: values[code] ?? null, evidence: [PHOTO], note: '' },
    ]),
  );
const D5 = { multiple: 'below05', receiving: 'class4', volume: 'below100', times: 'second', complaints: 'one' };

export function assessedCase(record: PenaltyCase, change: Partial<AssessAct> = {}): PenaltyCase {
  const said = AssessAct.parse({
    ...{ act: 'a1', factors: answers(D5, {}), chosen: 'ONLY', chosenReason: '行为和决定适用同一规定', ...change },
  });
  const facts = {
    ...{ bases: builtInBases(DAY), tables: BUILT_IN_TABLES.map((table) => builtInTable(table, DAY).document) },
    ...{ past: [], earlier: [], complaints: [], byName: '示wang' },
  };
  return {
    ...assessAct({ ...record, status: 'investigating' }, said, as('staff', 'wang', { now: DAY }), facts).document,
  };
}

const who = (id: string, day: string) => ({ by: id, byName: `示${id}`, at: on(day) });
const FINE = { kinds: ['FINE' as const], fineFen: 40_600_000, confiscationFen: 0 };
export const BASIS = '《生态环境法典》第一千一百零七条第一款';

const REPORT: NonNullable<PenaltyCase['report']> = {
  ...{ at: on('2026-09-10'), by: [{ id: 'wang', name: '示wang' }], facts: '总排口化学需氧量超标0.4倍。' },
  ...{ evidence: '现场笔录、采样记录、监测报告相互印证。', nature: '超标排放水污染物。' },
  ...{ noFault: '当事人未提出没有主观过错的证据。', correction: '已责令改正，设施已修复。' },
  proposal: { ...FINE, outcome: 'PENALTY', reason: '事实清楚，证据充分。' },
};
const REVIEW: NonNullable<PenaltyCase['review']> = {
  ...who('reviewer', '2026-09-14'),
  opinions: (Object.keys(REVIEW_POINTS) as ReviewPoint[]).map((point) => ({ point, agrees: true, text: '同意。' })),
  ...{ result: 'PENALTY', complex: false, publicInterest: false, text: '同意给予处罚。' },
};
export const SERVING: NonNullable<PenaltyCase['serving']> = {
  ...{ how: 'DIRECT', at: on('2026-09-18'), receiver: '示厂长', place: '展茅示例厂', witness: null },
  ...{ remark: '', proof: [PHOTO], by: 'wang' },
};
export const NOTICE: NonNullable<PenaltyCase['notice']> = {
  ...{
    no: '舟环(普)罚告〔2026〕1号',
    draftedBy: 'wang',
    draftedByName: '示wang',
    draftedAt: on('2026-09-15'),
    ...FINE,
  },
  ...{ facts: '监测报告显示化学需氧量超标0.4倍。', basis: BASIS, reasons: '按裁量基准计算。', hearingRight: true },
  ...{ hearingBecause: ['罚款达到200,000元'], days: 5, approvedBy: 'head', approvedByName: '示head' },
  ...{ approvedAt: on('2026-09-16'), approval: null, serving: SERVING, dueAt: on('2026-09-24', '23:59'), waived: null },
};
const LEGAL: NonNullable<PenaltyCase['legalReview']> = {
  ...{ ...who('legal', '2026-10-10'), opinion: '程序合法，依据准确。', agrees: true, causes: ['HEARING'] },
  ...{ repeatedBecause: null, no: '舟环(普)法审〔2026〕1号' },
};

/** Ready for the decision, with what the test changes. */
export function aReadyCase(change: Partial<PenaltyCase> = {}): PenaltyCase {
  const yes = Object.fromEntries(
    (Object.keys(CONDITIONS) as ConditionName[]).map((name) => [name, { met: true, reason: '是' }]),
  );
  const base = aDecidedCase({
    ...{ status: 'legalReviewed', decision: null, enterprise: 'E07', evidence: [PHOTO], acts: [theAct()] },
    party: { kind: 'ORGANISATION', name: PARTY, uscc: USCC },
    partyDetails: { idNumber: USCC, representative: '何示厂', address: '展茅示例路1号' },
    conditions: yes as NonNullable<PenaltyCase['conditions']>,
    ...{ report: REPORT, review: REVIEW, notice: NOTICE, legalReview: LEGAL },
    decisionDraft: {
      ...{
        ...who('wang', '2026-10-11'),
        ...FINE,
        facts: '化学需氧量超标0.4倍。',
        defence: '当事人未陈述申辩。',
        basis: BASIS,
      },
      ...{ reasons: '按裁量基准计算为406,000元。', order: '责令你单位立即改正违法行为。' },
    },
  });
  const { sheets } = assessedCase(base);
  return { ...base, sheets, ...change };
}

export const aVisit = (change: Partial<FieldFact> = {}): FieldFact => ({
  ...{ path: 'site-records', id: 'visit-1', no: 'JC-2026-000001', partyName: PARTY, enterprise: 'E07', certified: 2 },
  ...{ rightsTold: true, closed: true, samples: [{ no: 'S-1', accompaniedBy: '何示厂' }], ...change },
});

/** What is linked to it, in order as well. */
export const someLinked = (change: Partial<VetoLinked> = {}): VetoLinked => ({
  fields: [aVisit()],
  evidence: [{ hash: PHOTO, kept: true, flags: [] }],
  ...{ holds: [], orders: [], hearing: null, discussions: [], daily: null },
  enterprise: { name: PARTY, uscc: USCC },
  ...change,
});
