/** A case of Putuo walked by its own commands: wang and zhang investigate, reviewer and legal review, head signs. */
import { type Role } from '../../models/core/access';
import { type Context, type Outcome } from '../../models/core/workflow';
import { penaltyCommands } from '../../models/penalty/penalty';
import { type PenaltyCase } from '../../models/penalty/penalty.schema';
import { REVIEW_POINTS } from '../../models/penalty/case.schema';
import { as, aPerson } from '../builders';
import { assessedCase, PHOTO, someLinked } from './caseFile';
import { clueFor, YES } from './clue';
import { on } from './decidedCase';

export const SEEN = { approval: { seen: 'a'.repeat(64), opened: ['facts'] } };
const named = (id: string) => ({ id, name: `示${id}` });
const certified = (id: string, validTo = '2099-12-31') =>
  aPerson(id, `示${id}`, ['officer'], { certificateNo: `示${id}`, certificateValidTo: validTo });

/** Whatever any step looks up. */
export const LOOKED = {
  ...{ heads: [named('head')], leaders: [named('bureau')], reviewers: [named('reviewer'), named('legal')] },
  ...{ byName: '示某', decidedByName: '示head', no: '舟环(普)号〔2026〕1号', linked: someLinked() },
  ...{ officers: [named('wang')], registeredBy: named('wang'), exemption: null, lastViolationOn: null },
  chosen: [certified('wang'), certified('zhang'), certified('zhao'), certified('old', '2026-08-19')],
  subject: null as unknown,
};

/** Somebody, with a fresh second factor, at a moment. */
export function who(role: Role, id: string, now: Date): Context {
  return { ...as(role, id, { now }), factorAt: now };
}
export const HEAD = (now: Date) => who('branchHead', 'head', now);
export const WANG = (now: Date) => who('staff', 'wang', now);
export const REVIEWER = (now: Date) => who('reviewer', 'reviewer', now);
export const LEGAL = (now: Date) => who('reviewer', 'legal', now);
export const PARTY = (now: Date) => who('party', 'party:c1', now);

export type StepName = keyof typeof penaltyCommands;
/** One step by somebody. */
export const go = (
  record: PenaltyCase,
  step: StepName,
  by: Context,
  input: object = {},
  looked: object = {},
): Outcome<PenaltyCase> => penaltyCommands[step].decide(record, input, by, { ...LOOKED, ...looked });
/** Where the case stands after it. */
export const after = (...said: Parameters<typeof go>): PenaltyCase => go(...said).document;

/** What is refused, by code and words; nothing when it is not. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  return 'nothing';
}

export const ACT = {
  ...{ act: '', offence: 'exceedWater', text: '超标排放水污染物', place: '', actOn: '2026-08-20', endedOn: '' },
  ...{ continuous: false, discoveredOn: '2026-08-20', harm: true, investmentYuan: '', disposalCostYuan: '' },
  ...{ facts: '监测报告显示总排口化学需氧量超标0.4倍。', photos: [PHOTO] },
};
export const REPORT = {
  ...{ facts: '总排口化学需氧量超标0.4倍。', evidence: '笔录、采样、监测报告相互印证。', nature: '超标排放水污染物。' },
  ...{
    noFault: '没有提出没有过错的证据。',
    correction: '已改正。',
    outcome: 'PENALTY',
    additional: '',
    reason: '事实清楚。',
  },
};
const points = Object.keys(REVIEW_POINTS).flatMap((point): [string, boolean | string][] => [
  [point, true],
  [`${point}Text`, '同意。'],
]);
export const OPINIONS: Readonly<Record<string, boolean | string>> = {
  ...Object.fromEntries(points),
  ...{ result: 'PENALTY', complex: false, publicInterest: false, text: '同意给予处罚。' },
};
export const RECEIPT = {
  ...{ how: 'DIRECT', on: '2026-09-18', receiver: '示厂长', place: '厂区', witness: '', remark: '', photos: [PHOTO] },
};

/** Filed on 2026-08-20. */
export const FILED = on('2026-08-20');
export const filed = (): PenaltyCase => {
  const clue = clueFor({ actOn: '2026-08-20', evidence: [PHOTO] }, WANG(on('2026-08-20', '09:00'))).document;
  return after(clue, 'file', HEAD(FILED), { ...YES, ...SEEN });
};
export const CREW = { first: 'wang', second: 'zhang', third: '' };
export const investigating = (): PenaltyCase => after(filed(), 'assignInvestigators', HEAD(on('2026-08-21')), CREW);
/** Its one act is written down and assessed: 406,000 yuan. */
export const assessed = (): PenaltyCase => ({
  ...assessedCase(after(investigating(), 'describeAct', WANG(on('2026-08-24')), ACT)),
  status: 'investigating',
});
export const reported = (): PenaltyCase => after(assessed(), 'report', WANG(on('2026-09-10')), REPORT);
export const reviewing = (): PenaltyCase => after(reported(), 'takeReview', REVIEWER(on('2026-09-11')));
export const reviewed = (): PenaltyCase => after(reviewing(), 'review', REVIEWER(on('2026-09-14')), OPINIONS);
export const drafted = (): PenaltyCase => after(reviewed(), 'draftNotice', WANG(on('2026-09-15')), {});
export const approvedNotice = (): PenaltyCase => after(drafted(), 'approveNotice', HEAD(on('2026-09-16')), SEEN);
/** Handed over on Friday 2026-09-18: Sunday the 20th is a make-up day, so the five working days end on the 24th. */
export const noticed = (): PenaltyCase =>
  after(approvedNotice(), 'serveNotice', WANG(on('2026-09-18', '15:00')), RECEIPT);
