import { type Outcome } from '../models/core/workflow';
import { alarmsOf, openVisit, visitDue, wakeFollowUp } from '../models/followUp/clocks';
import {
  approveExtension,
  askExtension,
  closeFollowUp,
  handOn,
  refuseExtension,
  rescheduleUnderOrder,
  roundsOf,
  sendBack,
  signOff,
  startDaily,
} from '../models/followUp/deciding';
import { type FollowUp, STATES } from '../models/followUp/followUp.schema';
import { followUpWorkflow } from '../models/followUp/followUp.workflow';
import { type PlanFacts, planFollowUp } from '../models/followUp/planning';
import {
  judgeNotRectified,
  judgePartly,
  judgeRectified,
  judgeRelapse,
  markItem,
  pairPhotos,
  recordVisit,
} from '../models/followUp/visiting';
import { type Context } from '../models/core/workflow';
import { mayOf, permits } from '../models/core/access';
import { shanghaiDay } from '../models/core/calendar';
import { as, atTime, toldTo } from './builders';

const BEFORE = 'a'.repeat(64);
const AFTER = 'b'.repeat(64);
const at = (day: string, time = '10:00') => new Date(`${day}T${time}:00+08:00`);
const wang = (now: Date): Context => as('staff', 'wang', { now });
const head = (now: Date): Context => as('branchHead', 'head', { now });
const stranger = (now: Date): Context => as('staff', 'farOfficer', { now, county: '330902' });
const refused = (code: string, words?: RegExp): Error =>
  expect.objectContaining({ code, ...(words ? { message: expect.stringMatching(words) as string } : {}) }) as Error;

const facts = (
  change: { offences?: string[]; servedOn?: string; correctBy?: string; orders?: boolean } = {},
): PlanFacts => ({
  case: {
    ...{
      id: 'case-1',
      no: '舟环罚〔2026〕12号',
      county: '330903',
      enterprise: 'E07',
      partyName: '东海鱼粉示例有限公司',
    },
    ...{ offences: change.offences ?? ['exceedWater'], evidence: [BEFORE], payDueOn: '2026-09-15' },
  },
  location: [122.31, 30.03],
  officers: [
    { id: 'wang', name: '王示海' },
    { id: 'zhang', name: '张示潮' },
  ],
  orders:
    change.orders === false
      ? []
      : [
          {
            ...{ id: 'order-1', no: '舟环责改〔2026〕1号', servedOn: change.servedOn ?? '2026-09-01' },
            ...{ correctBy: change.correctBy ?? '2026-09-20', verified: null },
            demands: [
              { what: '停止超标排放', how: '立即' },
              { what: '检修治理设施', how: '更换膜组件' },
            ],
          },
        ],
  rectifications: [],
});
const planned = (change: Parameters<typeof facts>[0] = {}, now = at('2026-09-01')): Outcome<FollowUp> =>
  planFollowUp(
    'followup-case-1',
    { case: 'case-1', servedAt: now, orders: [], items: [], priority: 'NONE' },
    atTime(now),
    facts(change),
  );
const announced = () => planned({ offences: ['eiaForm'] }).document;
const hidden = () => planned().document;

/** Visited on this day with this finding. */
function visited(followUp: FollowUp, on: string, finding: 'CONTINUES' | 'REFUSED' | 'STOPPED' | 'OTHER' = 'CONTINUES') {
  const inspection = openVisit(followUp)?.inspection ?? null;
  const facts = {
    inspection,
    arrivedAt: at(on),
    lockedAt: at(on, '12:00'),
    siteRecord: `site-${on}`,
    evidence: [AFTER],
  };
  return recordVisit(followUp, { finding, note: '看了排放口', photos: [] }, wang(at(on, '13:00')), facts).document;
}
function marked(followUp: FollowUp, results: readonly ('DONE' | 'PARTLY' | 'NOT_DONE')[], now: Date): FollowUp {
  const items = followUp.items.filter(({ obligation }) => obligation !== 'PAY');
  return items.reduce(
    (one, { id }, index) => markItem(one, { item: id, result: results[index] ?? 'DONE', note: '' }, wang(now)).document,
    followUp,
  );
}
const due = (followUp: FollowUp, now: Date) => wakeFollowUp(followUp, {}, atTime(now), ['head']);
const inDaily = (on = '2026-09-19', finding: 'CONTINUES' | 'REFUSED' | 'STOPPED' = 'CONTINUES') => {
  const now = at(on, '14:00');
  return judgeNotRectified(
    marked(visited(hidden(), on, finding), ['NOT_DONE', 'NOT_DONE'], now),
    { note: '' },
    wang(now),
    ['head'],
  ).document;
};
const dailyFacts = (change: object = {}) => ({
  ...{
    heads: ['head'],
    evidence: [AFTER],
    party: { kind: 'ORGANISATION' as const, name: '东海鱼粉示例有限公司', uscc: null },
  },
  original: {
    ...{ id: 'case-1', no: '舟环罚〔2026〕12号', offences: ['exceedWater'], fineFen: 40_600_000 },
    ...{ decidedOn: '2026-08-28', servedOn: '2026-08-31', ...change },
  },
});

describe('a follow-up', () => {
  it('is planned from the decision and its orders; an announced one reminds three working days before and visits within ten after', () => {
    const { document, effects } = planned({ offences: ['eiaForm'] });
    expect(document).toMatchObject({ status: 'scheduled', unannounced: false, dueOn: '2026-09-20' });
    expect(document.items.map(({ obligation }) => obligation)).toEqual(['PAY', 'RECTIFY', 'RECTIFY']);
    expect(toldTo(effects)).toEqual(['followUp.planned → wang', 'followUp.planned → zhang']);
    // 2026-09-20 is a Sunday on which people work: Friday, Thursday and Wednesday before it.
    expect(document.wakeAt).toEqual(at('2026-09-16', '08:00'));
    const notified = due(document, at('2026-09-16', '08:00'));
    expect(notified.document.status).toBe('notified');
    expect(notified.effects?.filter(({ kind }) => kind === 'party.tell')).toHaveLength(1);
    const ordered = due(notified.document, new Date('2026-09-20T23:59:59.999+08:00'));
    expect(ordered.effects?.filter(({ kind }) => kind === 'inspection.ordered')).toHaveLength(1);
    // Ten working days after the make-up Sunday, over Mid-Autumn and the National Day, to the make-up Saturday.
    expect(openVisit(ordered.document)?.dueAt).toEqual(new Date('2026-10-10T23:59:59.999+08:00'));
    expect(toldTo(due(ordered.document, new Date('2026-10-10T23:59:59.999+08:00')).effects)).toContain(
      'followUp.overdue → head',
    );
  });

  it('says nothing to the party where days may be punished, and orders its hidden visit inside the window at once', () => {
    const { document, effects = [] } = planned();
    expect(document).toMatchObject({ status: 'scheduled', unannounced: true });
    expect(effects.map(({ kind }) => kind).sort()).toEqual([
      'assignment.open',
      'assignment.open',
      'inspection.ordered',
    ]);
    const order = effects.find(({ kind }) => kind === 'inspection.ordered')?.data ?? {};
    expect(String(order['plannedOn']) >= '2026-09-02' && String(order['plannedOn']) <= '2026-10-01').toBe(true);
    expect(order['dueOn']).toBe('2026-10-01');
    const kinds = ['2026-09-26', '2026-10-01'].reduce<{ document: FollowUp; kinds: string[] }>(
      (one, day) => {
        const next = due(one.document, new Date(`${day}T23:59:59.999+08:00`));
        return { document: next.document, kinds: [...one.kinds, ...(next.effects ?? []).map(({ kind }) => kind)] };
      },
      { document, kinds: [] },
    ).kinds;
    expect(kinds).not.toContain('party.tell');
    for (const role of ['enterprise', 'public'] as const) {
      const { actor } = as(role, 'ref:env', { county: '330903' });
      expect(permits('seeFollowUp', actor, document)).toBe(false);
      expect(mayOf(actor).seeFollowUp).toBe(false);
    }
  });

  it('plans into a year without a calendar with a warning', () => {
    const { document } = planned({ offences: ['eiaForm'], correctBy: '2030-01-31' });
    expect(document.dueOn).toBe('2030-01-31');
    expect(visitDue('2030-01-31', at('2026-09-01')).warnings).toEqual([expect.stringContaining('2030年')]);
  });

  it('takes a visit only when its site record is handed in', () => {
    const inspection = openVisit(hidden())?.inspection ?? null;
    const none = { inspection, arrivedAt: null, lockedAt: null, siteRecord: null, evidence: [] };
    const input = { finding: 'CONTINUES' as const, note: '看了排放口', photos: [] };
    expect(() => recordVisit(hidden(), input, wang(at('2026-09-19')), none)).toThrow(
      refused('NOT_NOW', /笔录还没有提交/),
    );
    expect(() => recordVisit(announced(), input, wang(at('2026-09-19')), none)).toThrow(
      refused('NOT_NOW', /还没有到核查/),
    );
    expect(visited(hidden(), '2026-09-19')).toMatchObject({ status: 'visited', evidence: [BEFORE, AFTER] });
  });

  it('keeps a pair of photos of the same angle, of this case only', () => {
    const { document } = pairPhotos(hidden(), { before: BEFORE, after: AFTER }, wang(at('2026-09-19')));
    expect(document.visits[0]?.pairs).toEqual([expect.objectContaining({ before: BEFORE, after: AFTER })]);
    expect(document.evidence).toEqual([BEFORE]);
    expect(() => pairPhotos(hidden(), { before: AFTER, after: BEFORE }, wang(at('2026-09-19')))).toThrow(
      refused('INVALID_INPUT'),
    );
  });

  it('is corrected only when everything is done and proved, and signed off only by somebody else when paid', () => {
    const now = at('2026-09-19', '14:00');
    const seen = visited(hidden(), '2026-09-19', 'STOPPED');
    const judge = (one: FollowUp) => judgeRectified(one, { note: '' }, wang(now), ['head']);
    expect(() => judge(seen)).toThrow(refused('NOT_NOW', /逐项登记/));
    expect(() => judge(marked(seen, ['DONE', 'NOT_DONE'], now))).toThrow(refused('NOT_NOW', /没有完成/));
    const all = marked(seen, ['DONE', 'DONE'], now);
    expect(() => judge(all)).toThrow(refused('NOT_NOW', /同角度/));
    const proved = pairPhotos(all, { before: BEFORE, after: AFTER }, wang(now)).document;
    const rectified = judge(proved);
    expect(toldTo(rectified.effects)).toEqual(['followUp.signOff → head']);
    const sign = (context: Context, paid = true) =>
      signOff(rectified.document, { note: '' }, context, { name: '赵分局', paid });
    expect(() => sign(wang(now))).toThrow(refused('NOT_PERMITTED'));
    expect(() => sign(as('branchHead', 'wang', { now }))).toThrow(refused('NOT_NOW', /其他负责人/));
    expect(() => sign(head(now), false)).toThrow(refused('NOT_NOW', /缴清/));
    expect(sign(head(now)).document).toMatchObject({ status: 'signedOff', signedOff: { by: 'head' }, wakeAt: null });
    expect(sendBack(rectified.document, { reason: '照片不清' }, head(now)).document.status).toBe('visited');
    expect(() => markItem(seen, { item: 'pay', result: 'DONE', note: '' }, wang(now))).toThrow(
      refused('INVALID_INPUT', /银行/),
    );
  });

  it('is extended once, at most thirty days from the visit, by another than who asked', () => {
    const now = at('2026-09-19', '14:00');
    const partly = judgePartly(
      marked(visited(hidden(), '2026-09-19', 'OTHER'), ['DONE', 'PARTLY'], now),
      { note: '' },
      wang(now),
    ).document;
    const ask = (until: string) => askExtension(partly, { until, reason: '设备未到' }, wang(now), ['head']);
    for (const until of ['2026-10-20', '2026-09-19', '2026-09-01'])
      expect(() => ask(until)).toThrow(refused('INVALID_INPUT'));
    const asked = ask('2026-10-19').document;
    expect(() => approveExtension(asked, {}, as('branchHead', 'wang', { now }))).toThrow(refused('NOT_NOW'));
    expect(() => approveExtension(partly, {}, head(now))).toThrow(refused('NOT_NOW', /没有等待/));
    const extended = approveExtension(asked, {}, head(now)).document;
    expect(extended).toMatchObject({ status: 'extended', dueOn: '2026-10-19' });
    expect(alarmsOf(extended).map(({ kind }) => kind)).toEqual(['due']);
    const again = marked(
      visited(due(extended, at('2026-10-20')).document, '2026-10-21', 'OTHER'),
      ['DONE', 'PARTLY'],
      at('2026-10-21'),
    );
    expect(() => judgePartly(again, { note: '' }, wang(at('2026-10-21')))).toThrow(refused('NOT_NOW', /延期过一次/));
    expect(refuseExtension(asked, { reason: '不符合' }, head(now)).document.status).toBe('dailyCheck');
  });

  it('starts a daily penalty of 18 days, 7,308,000 yuan, as a case of its own', () => {
    const { document, effects = [] } = startDaily(inDaily(), {}, wang(at('2026-09-20')), dailyFacts());
    const clue = effects.find(({ kind }) => kind === 'penalty.clue')?.data;
    expect(document).toMatchObject({ status: 'penalised', visits: [{ chargedBy: clue?.['penalty'] as string }] });
    expect(clue).toMatchObject({
      source: { kind: 'DAILY' },
      daily: { original: 'case-1', days: 18, fineFen: 730_800_000, order: 'order-1', recheck: 'site-2026-09-19' },
    });
    expect(startDaily(inDaily('2026-09-19', 'REFUSED'), {}, wang(at('2026-09-20')), dailyFacts()).document.status).toBe(
      'penalised',
    );
  });

  it('counts day 30 and blocks day 31 with what to do, and starts nothing when it has stopped or before the original decision', () => {
    const start = (followUp: FollowUp, change = {}) =>
      startDaily(followUp, {}, wang(at('2026-10-03')), dailyFacts(change));
    expect(start(inDaily('2026-10-01')).event.data).toMatchObject({ days: 30 });
    expect(() => start(inDaily('2026-10-02'))).toThrow(refused('NOT_NOW', /第 31 天.*重新作出责令改正/));
    expect(() => start(inDaily('2026-09-19', 'STOPPED'))).toThrow(refused('NOT_NOW', /已经停止/));
    expect(() => start(inDaily(), { servedOn: null })).toThrow(refused('NOT_NOW', /原处罚决定/));
  });

  it('goes round again under a new order, and counts only the new days', () => {
    const penalised = startDaily(inDaily(), {}, wang(at('2026-09-20')), dailyFacts()).document;
    const order = { id: 'order-2', no: '舟环责改〔2026〕2号', servedOn: '2026-09-20', correctBy: '2026-09-30' };
    expect(() => rescheduleUnderOrder(penalised, {}, wang(at('2026-09-20')), { order: null })).toThrow(
      refused('NOT_NOW', /重新作出责令改正/),
    );
    const again = rescheduleUnderOrder(penalised, {}, wang(at('2026-09-20')), { order }).document;
    expect(again).toMatchObject({ status: 'scheduled', unannounced: true });
    const now = at('2026-10-10', '14:00');
    const second = judgeNotRectified(
      marked(visited(again, '2026-10-10'), ['NOT_DONE', 'NOT_DONE'], now),
      { note: '' },
      wang(now),
      [],
    ).document;
    expect(roundsOf(second)).toHaveLength(2);
    expect(startDaily(second, {}, wang(now), dailyFacts()).event.data).toMatchObject({ days: 20 });
  });

  it('turns a relapse into one clue with its evidence, that of the site record if it has made one', () => {
    const now = at('2026-09-19', '14:00');
    const { document, effects = [] } = judgeRelapse(
      visited(hidden(), '2026-09-19'),
      { reason: '又开了暗管' },
      wang(now),
      dailyFacts(),
    );
    expect(document.status).toBe('relapsed');
    expect(effects.find(({ kind }) => kind === 'penalty.clue')?.data).toMatchObject({
      penalty: 'site-site-2026-09-19',
      evidence: [AFTER],
    });
    expect(toldTo(effects)).toEqual(['followUp.relapsed → head']);
  });

  it('is handed on or ended by a head who was not there', () => {
    const now = at('2026-09-20');
    expect(handOn(inDaily(), { reason: '非排污行为' }, head(now), dailyFacts()).document.status).toBe('handedOn');
    expect(closeFollowUp(inDaily(), { reason: '已查封' }, head(now)).document.status).toBe('closed');
    expect(() => closeFollowUp(inDaily(), { reason: '已查封' }, as('branchHead', 'zhang', { now }))).toThrow(
      refused('NOT_NOW'),
    );
  });

  it('lets nobody take a step that is not theirs', () => {
    const now = at('2026-09-20');
    const steps = Object.entries(followUpWorkflow.steps).filter(([, { by }]) => by !== 'keepTime');
    for (const [, { by }] of steps) {
      expect(permits(by, stranger(now).actor, hidden())).toBe(false);
      expect(permits(by, as('branchHead', 'farHead', { county: '330902' }).actor, hidden())).toBe(false);
      for (const role of ['enterprise', 'public', 'auditor', 'reviewer'] as const)
        expect(permits(by, as(role).actor, hidden())).toBe(false);
    }
    expect(() =>
      judgeRelapse(visited(hidden(), '2026-09-19'), { reason: '再次' }, stranger(now), dailyFacts()),
    ).toThrow(refused('NOT_PERMITTED'));
  });

  it('reaches every state that is named', () => {
    const reached = new Set<string>([
      'scheduled',
      ...Object.values(followUpWorkflow.steps).flatMap((step) => ('to' in step ? [step.to] : [])),
    ]);
    expect([...reached].sort()).toEqual(Object.keys(STATES).sort());
    expect(shanghaiDay(at('2026-09-01'))).toBe('2026-09-01');
  });
});
