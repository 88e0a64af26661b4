/** What happens to a penalty case of the demo on the way to each state: the decisions that make a real one, and the clock between them. */
import { CLOCK, type Actor } from '../core/access';
import { addCalendarDays, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { contentHash } from '../core/contentHash';
import { type Context } from '../core/workflow';
import { type tablesFor } from '../discretion/discretion.store';
import { caseView, NOTHING_LOOKED } from '../approval/caseView';
import { type Enterprise } from '../enterprise/enterprise.schema';
import { OFFENCES } from '../law/law.schema';
import { type basesOf } from '../law/law.store';
import { actorOf, type Person } from '../people/people.schema';
import { paymentId } from '../payment/payment';
import { comparisonOf } from '../penalty/assessment';
import { ledgerAt } from '../penalty/execution';
import { hashesOf } from '../penalty/linked';
import { penaltyCommands } from '../penalty/penalty';
import { type PenaltyCase, type PenaltyStatus } from '../penalty/penalty.schema';
import { penaltyWorkflow, type PenaltyStep } from '../penalty/penalty.workflow';
import { type Plan } from './cases.plan';
import { type Act, contextOf, enter, type Tale } from './life';

/** How far each fate goes on the road of a case. */
export const ROAD: readonly PenaltyStatus[] = [
  ...([
    'filed',
    'investigating',
    'investigated',
    'reviewing',
    'noticed',
    'legalReviewed',
    'discussed',
    'decided',
  ] as const),
  ...(['served', 'overdue', 'paid', 'courtApplied', 'closed'] as const),
];

export interface Stage {
  now: Date;
  people: { head: Person; leader: Person; crew: [Person, Person]; reviewers: [Person, Person] };
  enterprise: Enterprise;
  /** SHA-256 of photos that the demo painted. */
  photos: readonly string[];
  laws: { bases: Awaited<ReturnType<typeof basesOf>>; tables: Awaited<ReturnType<typeof tablesFor>> };
  numbers: Readonly<Record<'notice' | 'legal' | 'decision' | 'noPenalty', string>>;
}

export const named = ({ _id, name }: Person) => ({ id: _id, name });
const MINUTES = 60_000;

/** The moment on the k-th day of a case, in office hours. */
export const moment = (start: Date, day: number, hour = 10): Date =>
  new Date(startOfShanghaiDay(addCalendarDays(shanghaiDay(start), day)).getTime() + hour * 60 * MINUTES);

/** One case on its way: who acts, what is looked up for them, and the clock that acts between two of them. */
export function traveller(tale: Tale<PenaltyCase>, stage: Stage) {
  const { people, laws, numbers } = stage;
  const { head, leader, crew, reviewers } = people;
  const everybody = [head, leader, ...crew, ...reviewers];
  const usual = {
    ...{ heads: [named(head)], leaders: [named(leader)], reviewers: reviewers.map(named), finance: [], chosen: crew },
    ...{ ...laws, past: [], earlier: [], complaints: [], exemption: null, lastViolationOn: null },
  };
  const commands = penaltyCommands as Record<string, (typeof penaltyCommands)['wake']>;
  const decide = (step: PenaltyStep, input: object, context: Context, facts: object) =>
    commands[step]!.decide(tale.document, input, context, facts);
  const pass = (until: Date) => {
    for (let at = tale.document.wakeAt; at && at <= until; at = tale.document.wakeAt) {
      const act: Act = { actor: CLOCK, at, door: 'clock' };
      enter(tale, decide('wake', {}, contextOf(act), { ...usual, byName: '' }), act);
    }
  };
  const linked = () => ({
    fields: [
      {
        ...{
          path: 'site-records' as const,
          id: `demo-site-${tale.document._id}`,
          no: '',
          enterprise: stage.enterprise._id,
        },
        ...{ partyName: tale.document.party.name, certified: 2, rightsTold: true, closed: true },
        samples: [{ no: 'S1', accompaniedBy: '示陪同' }],
      },
    ],
    evidence: hashesOf(tale.document).map((hash) => ({ hash, kept: true, flags: [] })),
    ...{ holds: [], orders: [], hearing: null, discussions: [], daily: null },
    enterprise: { name: stage.enterprise.name, uscc: stage.enterprise.uscc },
  });
  const approvalOf = (step: PenaltyStep) => {
    const view = caseView(tale.document, step, penaltyWorkflow.steps[step].label, NOTHING_LOOKED);
    const row = penaltyWorkflow.steps[step] as { approval?: { parts: readonly string[] } };
    return row.approval ? { approval: { seen: contentHash(view), opened: [...row.approval.parts] } } : {};
  };
  const go = (step: PenaltyStep, by: Person | Actor, at: Date, input: object = {}, number = '') => {
    pass(at);
    const actor = '_id' in by ? actorOf(by, by._id) : by;
    const context: Context = { ...contextOf({ actor, at, door: 'page' }), factorAt: at };
    const byName = everybody.find(({ _id }) => _id === actor.id)?.name ?? '';
    const facts = { ...usual, byName, decidedByName: byName, no: number, linked: linked() };
    enter(tale, decide(step, { ...input, ...approvalOf(step) }, context, facts), { actor, at, door: 'page' });
  };
  return { go, pass, numbers };
}

const CONDITIONS = {
  ...{ initialEvidence: true, initialEvidenceReason: '现场检查照片和监测结果相互印证（示例）' },
  ...{ penaltyPossible: true, penaltyPossibleReason: '对应条款规定可以处以罚款（示例）' },
  ...{ jurisdiction: true, jurisdictionReason: '违法行为发生在本县区（示例）' },
  ...{ withinLimitation: true, withinLimitationReason: '在追责时效之内（示例）' },
};
const REVIEWED: Readonly<Record<string, unknown>> = Object.fromEntries(
  ['authority', 'facts', 'evidence', 'procedure', 'limitation', 'law', 'discretion'].flatMap(
    (point): [string, unknown][] => [
      [point, true],
      [`${point}Text`, '经审查，同意（示例）'],
    ],
  ),
);

/** The day of the act: fixed where the version of the law matters and the demo is not much later. */
export function actedOn({ acted = 9 }: Plan, start: Date): string {
  const fixed = typeof acted === 'string' && acted > addCalendarDays(shanghaiDay(start), -500) ? acted : null;
  return fixed ?? addCalendarDays(shanghaiDay(start), -(typeof acted === 'number' ? acted : 9));
}

function tableFactors(plan: Plan, stage: Stage) {
  const table = stage.laws.tables.find(({ offences }) => offences.includes(plan.offence));
  return Object.fromEntries(
    Object.entries(table ? plan.factors : {}).map(([code, step]) => [
      code,
      { step, established: true, value: null, evidence: [stage.photos[0]], note: '' },
    ]),
  );
}

type Leg = (
  plan: Plan,
  stage: Stage,
  start: Date,
  travel: ReturnType<typeof traveller>,
  tale: Tale<PenaltyCase>,
) => void;
const signer = ({ filing }: PenaltyCase, { people }: Stage) => (filing?.authority ? people.head : people.leader);

/** What happens on the way to each state. */
export const LEGS: Readonly<Partial<Record<PenaltyStatus, Leg>>> = {
  filed: (_plan, { people }, start, { go }) => go('file', people.head, moment(start, 1), CONDITIONS),
  investigating: (plan, stage, start, { go }) => {
    const { head, crew } = stage.people;
    go('assignInvestigators', head, moment(start, 1, 15), { first: crew[0]._id, second: crew[1]._id, third: '' });
    go('describeParty', crew[0], moment(start, 2), {
      idNumber: stage.enterprise.uscc,
      representative: '示法人',
      address: '',
    });
    go('describeAct', crew[0], moment(start, 3), {
      ...{ act: '', offence: plan.offence, text: OFFENCES[plan.offence], place: '厂区（示例）' },
      ...{ actOn: actedOn(plan, start), endedOn: '', continuous: false, discoveredOn: shanghaiDay(start), harm: false },
      ...{ investmentYuan: plan.investmentYuan ?? 12_000_000, disposalCostYuan: 30_000 },
      facts: `检查时发现${OFFENCES[plan.offence]}，有照片、记录和监测结果为证（示例）。`,
      photos: [...stage.photos],
    });
  },
  investigated: (plan, stage, start, { go }, tale) => {
    const [first] = stage.people.crew;
    const at = moment(start, 6);
    const [act] = tale.document.acts;
    if (act) {
      const { lighter: chosen } = comparisonOf(act, plan.offence, 'BASE', shanghaiDay(at), stage.laws.bases);
      go('assess', first, at, {
        ...{ act: act.id, factors: tableFactors(plan, stage), chosen, chosenReason: '从旧兼从轻（示例）' },
        adjustments: plan.adjustment ? [{ ...plan.adjustment, evidence: [stage.photos[0]] }] : [],
      });
    }
    go('report', first, moment(start, 8), {
      ...{
        facts: '查明的事实与现场记录一致（示例）。',
        evidence: '照片、记录相互印证（示例）。',
        noFault: '没有提出无过错的证据（示例）。',
      },
      ...{ nature: `${OFFENCES[plan.offence]}（示例）。`, correction: '已责令改正（示例）。', additional: '' },
      ...{ outcome: 'PENALTY', reason: '事实清楚、证据充分（示例）。' },
    });
  },
  reviewing: (_plan, { people }, start, { go }) => go('takeReview', people.reviewers[0], moment(start, 9)),
  noticed: (_plan, stage, start, { go, numbers }, tale) => {
    const { crew, reviewers } = stage.people;
    go('review', reviewers[0], moment(start, 11), {
      ...{ ...REVIEWED, result: 'PENALTY', complex: false, publicInterest: false, text: '同意处罚（示例）' },
    });
    go('draftNotice', crew[0], moment(start, 12));
    go('approveNotice', signer(tale.document, stage), moment(start, 13), {}, numbers.notice);
    go('serveNotice', crew[0], moment(start, 14), {
      ...{ how: 'DIRECT', on: shanghaiDay(moment(start, 14)), receiver: '示签收', place: '企业办公室（示例）' },
      photos: [stage.photos[0]],
    });
  },
  legalReviewed: (plan, { people }, start, { go, pass, numbers }, tale) => {
    const { crew, reviewers } = people;
    if (plan.defence) go('recordStatement', crew[0], moment(start, 16), { text: plan.defence });
    pass(moment(start, 25));
    if (plan.defence) {
      const answer = { point: '请求从轻', adopted: false, reason: '不属于法定从轻情形，裁量已考虑改正情况（示例）' };
      go('answerPoint', reviewers[0], moment(start, 26), answer);
      go('recheck', reviewers[0], moment(start, 26, 11), { text: '维持（示例）' });
    }
    if (tale.document.notice?.hearingRight)
      go('legalReview', reviewers[1], moment(start, 28), { opinion: '同意（示例）', cause: '' }, numbers.legal);
  },
  decided: (_plan, stage, start, { go, numbers }, tale) => {
    go('draftDecision', stage.people.crew[0], moment(start, 31), { order: '立即改正违法行为（示例）' });
    go('decide', signer(tale.document, stage), moment(start, 33), {}, numbers.decision);
  },
  served: (_plan, { people, photos }, start, { go }) =>
    go('serve', people.crew[0], moment(start, 36), {
      ...{ how: 'DIRECT', on: shanghaiDay(moment(start, 36)), receiver: '示签收', place: '企业办公室（示例）' },
      photos: [photos[0]],
    }),
  overdue: (_plan, { now }, start, { pass }) => pass(new Date(Math.min(now.getTime(), moment(start, 70).getTime()))),
  paid: (_plan, _stage, start, { go }, tale) => {
    const paidOn = shanghaiDay(moment(start, 45));
    const ref = `DEMO-${tale.document._id}`;
    const payment = paymentId('BANK', ref);
    const amountFen = ledgerAt(tale.document, paidOn).openFen;
    if (amountFen > 0) go('receivePayment', CLOCK, moment(start, 46), { payment, ref, paidOn, amountFen, item: null });
  },
  courtApplied: (_plan, stage, start, { go, pass }, tale) => {
    const { crew } = stage.people;
    pass(moment(start, 70));
    go('demand', crew[0], moment(start, 72));
    go('serveDemand', crew[0], moment(start, 74), {
      ...{ how: 'DIRECT', on: shanghaiDay(moment(start, 74)), receiver: '示签收', place: '企业办公室（示例）' },
      photos: [stage.photos[0]],
    });
    go('applyCourt', signer(tale.document, stage), moment(start, 240), { court: '舟山市普陀区人民法院' });
  },
  closed: (_plan, { people }, start, { go }) => {
    go('proposeClosing', people.crew[0], moment(start, 60), { kind: 'PERFORMED', summary: '罚款已经缴清（示例）。' });
    go('closeCase', people.head, moment(start, 62));
  },
  noPenalty: (_plan, stage, start, { go, numbers }, tale) => {
    const { reviewers } = stage.people;
    go('review', reviewers[0], moment(start, 11), {
      ...{ ...REVIEWED, result: 'NO_PENALTY', complex: false, publicInterest: false, text: '轻微并已改正（示例）' },
    });
    const input = {
      ...{
        ground: 'MINOR',
        rule: '',
        correctedOn: shanghaiDay(moment(start, 3)),
        reason: '轻微，及时改正，没有危害后果（示例）。',
      },
      ...{ education: '已当面教育，讲明法律规定（示例）。', commitment: '承诺今后按规定运行（示例）。' },
    };
    go('noPenalty', signer(tale.document, stage), moment(start, 14), input, numbers.noPenalty);
  },
  hearingRequested: (_plan, { people }, start, { go }) =>
    go('recordHearingRequest', people.crew[0], moment(start, 17), { text: '要求听证（示例）' }),
  discussed: (_plan, _stage, start, { go }, tale) =>
    go('discussed', CLOCK, moment(start, 30), {
      ...{ discussion: `demo-discussion-${tale.document._id}`, at: moment(start, 30), agreed: true },
      result: '同意处罚意见（示例）',
    }),
};

/** The legs of a case in order: the road as far as its fate, without the detours of others. */
export function legsOf(fate: PenaltyStatus): PenaltyStatus[] {
  const upTo = (last: PenaltyStatus) => ROAD.slice(0, ROAD.indexOf(last) + 1);
  const without = (all: PenaltyStatus[], ...out: PenaltyStatus[]) => all.filter((one) => !out.includes(one));
  if (fate === 'noPenalty') return [...upTo('reviewing'), 'noPenalty'];
  if (fate === 'hearingRequested') return [...upTo('noticed'), 'hearingRequested'];
  if (fate === 'discussed') return upTo('discussed');
  if (fate === 'overdue') return without(upTo('overdue'), 'discussed');
  if (fate === 'courtApplied') return without(upTo('courtApplied'), 'discussed', 'overdue', 'paid');
  if (fate === 'closed') return without(upTo('closed'), 'discussed', 'overdue', 'courtApplied');
  return without(upTo(fate), ...(['served', 'decided'].includes(fate) ? (['discussed'] as const) : []));
}
