import { actionCodeIn, actionCodeOf } from '../models/inspection/actionCode';
import { inspectionCommands } from '../models/inspection/inspection';
import { inspectionOutline } from '../models/inspection/inspection.face';
import { CreateInspection, type Inspection } from '../models/inspection/inspection.schema';
import { type Candidate, type CreateFacts } from '../models/inspection/lookups';
import { capWarning, createInspection } from '../models/inspection/ordering';
import { offered, type Context } from '../models/core/workflow';
import { inspectionWorkflow } from '../models/inspection/inspection.workflow';
import { as, atTime, MORNING, toldTo } from './builders';

const TODAY = '2026-03-02';
const head = (change: object = {}) => as('branchHead', 'head', change);
const officer = (id: string, change: Partial<Candidate> = {}): Candidate => ({
  ...{ id, name: `示${id}`, isOfficer: true, county: '330903' },
  ...{ certificateNo: `ZF-${id}`, certificateValidTo: '2028-12-31' },
  ...change,
});
const PEOPLE = [
  officer('wang'),
  officer('zhang'),
  officer('li'),
  officer('old', { certificateValidTo: '2026-03-04' }),
  officer('helper', { isOfficer: false, certificateNo: null, certificateValidTo: null }),
  officer('odd', { certificateValidTo: '2028/12/31' }),
  officer('far', { county: '330921' }),
  officer('force', { county: null }),
  officer('twin', { certificateNo: 'ZF-wang' }),
];
const facts = (change: Partial<CreateFacts> = {}): CreateFacts => ({
  site: {
    ...{ id: 'E07', name: '东海鱼粉示例有限公司', sector: 'SEAFOOD', county: '330903', place: '展茅' },
    location: [122.31, 30.03],
  },
  ...{ trigger: null, candidates: PEOPLE, routine: 0, orderedByName: '示head' },
  ...{ heads: [{ id: 'head', name: '示head' }], leaders: [{ id: 'bureau', name: '示bureau' }] },
  ...change,
});
const asked = (change: Partial<CreateInspection> = {}): CreateInspection =>
  CreateInspection.parse({
    ...{ checkType: 'ROUTINE', plan: { id: '舟环检计〔2026〕1号', text: '' }, enterprise: 'E07' },
    ...{ plannedOn: '2026-03-05', officers: ['wang', 'zhang'] },
    ...change,
  });
const order = (change: Partial<CreateInspection> = {}, by: Context = head(), looked: Partial<CreateFacts> = {}) =>
  createInspection('i1', asked(change), by, facts(looked));
const assigned = (change: Partial<Inspection> = {}): Inspection => ({ ...order().document, ...change });
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  return 'nothing';
};
const CAUSE = { kind: 'ABNORMAL_DATA' as const, id: null, no: null, text: '3月1日废水在线超标' };

describe('a check on a plan', () => {
  it('is assigned to two certified officers, each of whom is asked', () => {
    const { document, effects, number } = order();
    expect(document).toMatchObject({ status: 'assigned', team: ['wang', 'zhang'], county: '330903', trigger: null });
    expect(document.dueAt).toEqual(new Date('2026-03-05T23:59:59.999+08:00'));
    expect(number).toBe('JC');
    expect(toldTo(effects)).toEqual(['inspection.task → wang', 'inspection.task → zhang']);
  });

  it('without officers asks the head of the county to name them', () => {
    const { document, effects } = order({ officers: null }, as('bureauLeader', 'bureau'));
    expect(document).toMatchObject({ status: 'planned', officers: [] });
    expect(toldTo(effects)).toEqual(['inspection.assign → head']);
  });

  it.each([
    ['one officer alone', ['wang'], '至少要两名'],
    ['the same officer twice', ['wang', 'wang'], '只能选一次'],
    ['auxiliary staff', ['wang', 'helper'], '没有执法证'],
    ['a certificate that ends before the day', ['wang', 'old'], '2026-03-04 到期'],
    ['a certificate whose day cannot be read', ['wang', 'odd'], '有效期填写不对'],
    ['two officers with one certificate', ['wang', 'twin'], '执法证号相同'],
    ['somebody who is not on the roll', ['wang', 'ghost'], '不在通讯录'],
    ['somebody of another county', ['wang', 'far'], '其他县区'],
  ])('is refused with %s', (_what, officers, words) => {
    expect(refusal(() => order({ officers }))).toContain(words);
  });

  it('takes a certificate on its very last day, and officers of the city force', () => {
    expect(order({ officers: ['wang', 'old'], plannedOn: '2026-03-04' }).document.team).toEqual(['wang', 'old']);
    expect(order({ officers: ['wang', 'force'] }).document.team).toEqual(['wang', 'force']);
  });

  it('may take officers of any county when a bureau leader sends them', () => {
    expect(order({ officers: ['wang', 'far'] }, as('bureauLeader', 'bureau')).document.team).toEqual(['wang', 'far']);
  });

  it('needs the number of its plan, and days that make sense', () => {
    expect(refusal(() => order({ plan: null }))).toContain('检查计划编号');
    expect(refusal(() => order({ plannedOn: '2026-03-01' }))).toContain('已经过去');
    expect(refusal(() => order({ plannedOn: '2028-03-01' }))).toContain('太远');
    expect(refusal(() => order({ dueOn: '2026-03-04' }))).toContain('不早于');
    expect(CreateInspection.safeParse({ ...asked(), plannedOn: '2026-02-30' }).success).toBe(false);
  });

  it('warns beyond two visits a year and does not stop', () => {
    expect(capWarning('ROUTINE', 1)).toBeNull();
    expect(order({}, head(), { routine: 2 }).event.data?.['warning']).toContain('上限2次');
    expect(capWarning('CASE', 9)).toBeNull();
  });
});

describe('a check for a cause', () => {
  const caused = (change: Partial<CreateInspection> = {}, by: Context = head(), trigger: typeof CAUSE | null = CAUSE) =>
    order({ checkType: 'CASE', plan: null, ...change }, by, { trigger });

  it('is refused without one', () => {
    expect(refusal(() => caused({}, head(), null))).toContain('触发事由');
    expect(refusal(() => caused({}, head(), { ...CAUSE, text: '' }))).toContain('具体情况');
    expect(
      refusal(() => caused({}, head(), { ...CAUSE, kind: 'PETITION' as never, no: 'XF-2026-9' as never })),
    ).toContain('核对编号');
  });

  it('may be ordered by the duty desk, which leaves people to the branch', () => {
    const desk = as('dutyOperator', 'duty', { county: null });
    expect(toldTo(caused({ officers: null }, desk).effects)).toEqual(['inspection.assign → head']);
    expect(refusal(() => caused({}, desk))).toContain('不指定人员');
    expect(refusal(() => order({ officers: null }, desk))).toContain('指挥中心只下达');
  });

  it('may concern a site that is nobody’s, named with its county', () => {
    const { document } = caused({ enterprise: null, siteName: '桃花岛茅草屋滩', county: '330903' }, head(), CAUSE);
    expect(document.enterpriseName).toBe('东海鱼粉示例有限公司');
    const nobody = createInspection(
      'i2',
      asked({ checkType: 'CASE', plan: null, enterprise: null, siteName: '桃花岛沙滩', county: '330903' }),
      head(),
      facts({ site: null, trigger: CAUSE }),
    ).document;
    expect(nobody).toMatchObject({ enterprise: null, enterpriseName: '桃花岛沙滩', sector: 'OTHER' });
    expect(
      refusal(() => createInspection('i3', asked({ enterprise: 'gone' }), head(), facts({ site: null }))),
    ).toContain('企业名录');
  });

  it.each(['officer', 'auditor', 'reviewer', 'systemAdmin', 'ruralSupervisor'] as const)(
    'cannot be ordered by %s',
    (role) => {
      expect(refusal(() => caused({}, as(role)))).toContain('NOT_PERMITTED');
    },
  );

  it('cannot be ordered by the head of another county', () => {
    expect(refusal(() => caused({}, as('branchHead', 'other', { county: '330921' })))).toContain('NOT_PERMITTED');
  });
});

describe('an assigned check', () => {
  const take = (name: keyof typeof inspectionCommands, document: Inspection, by: Context, input: object = {}) =>
    inspectionCommands[name].decide(document, input, by, facts());
  const wang = as('staff', 'wang');

  it('is acknowledged by each of its officers once, and by nobody else', () => {
    const once = take('acknowledge', assigned(), wang).document;
    expect(once).toMatchObject({ status: 'acknowledged', acknowledgedBy: ['wang'] });
    expect(refusal(() => take('acknowledge', once, wang))).toContain('已经签收');
    expect(take('acknowledge', once, as('staff', 'zhang')).document.acknowledgedBy).toEqual(['wang', 'zhang']);
    expect(refusal(() => take('acknowledge', assigned(), as('staff', 'li')))).toContain('NOT_PERMITTED');
  });

  it('asks the head for somebody else when an officer cannot go', () => {
    const { document, effects } = take('decline', assigned(), wang, { reason: '台风停航，人在外地' });
    expect(toldTo(effects)).toEqual(['inspection.declined → head']);
    expect(refusal(() => take('acknowledge', document, wang))).toContain('等分局负责人改派');
    expect(inspectionOutline(document, { actor: head().actor, now: MORNING }).status).toContain('去不了');
    const again = take('reassign', document, head(), { first: 'zhang', second: 'li' });
    expect(again.document).toMatchObject({ team: ['zhang', 'li'], declined: [], status: 'assigned' });
    expect(toldTo(again.effects)).toEqual(['inspection.task → li', 'inspection.released → wang']);
  });

  it('is not assigned anew to the same people, nor to one person twice', () => {
    expect(refusal(() => take('reassign', assigned(), head(), { first: 'wang', second: 'zhang' }))).toContain(
      '没有变化',
    );
    expect(refusal(() => take('reassign', assigned(), head(), { first: 'li', second: 'li' }))).toContain('只能选一次');
    expect(refusal(() => take('reassign', assigned(), wang, { first: 'li', second: 'zhang' }))).toContain(
      'NOT_PERMITTED',
    );
  });

  it('moves to another day only while every certificate is valid on it', () => {
    const moved = take('reschedule', assigned({ acknowledgedBy: ['wang'], status: 'acknowledged' }), head(), {
      ...{ plannedOn: '2026-03-10', reason: '大风停航' },
    });
    expect(moved.document).toMatchObject({ plannedOn: '2026-03-10', acknowledgedBy: [], status: 'assigned' });
    expect(toldTo(moved.effects)).toEqual(['inspection.task → wang', 'inspection.task → zhang']);
    const ending = assigned({ ...order({ officers: ['wang', 'old'], plannedOn: '2026-03-03' }).document });
    expect(refusal(() => take('reschedule', ending, head(), { plannedOn: '2026-03-10', reason: '大风' }))).toContain(
      '到期',
    );
    expect(
      refusal(() => take('reschedule', assigned(), head(), { plannedOn: '2026-02-10', reason: '大风' })),
    ).toContain('已经过去');
  });

  it('is cancelled with a reason by its head; the duty desk takes back only what it ordered', () => {
    const { document, effects } = take('cancel', assigned(), head(), { reason: '企业停产' });
    expect(document).toMatchObject({ status: 'cancelled', cancelledReason: '企业停产', wakeAt: null });
    expect(toldTo(effects)).toEqual(['inspection.cancelled → wang', 'inspection.cancelled → zhang']);
    const desk = as('dutyOperator', 'duty', { county: null });
    expect(refusal(() => take('cancel', assigned(), desk, { reason: '误下' }))).toContain('联系下达的人');
    expect(take('cancel', assigned({ orderedBy: 'duty' }), desk, { reason: '误下' }).document.status).toBe('cancelled');
    expect(refusal(() => take('cancel', assigned(), head(), { reason: ' ' }))).toContain('请填写');
  });

  it('lives again when its officers had landed before they could hear that it was called off', () => {
    const gone = take('cancel', assigned(), head(), { reason: '改天' }).document;
    const begun = take('begin', gone, atTime(MORNING), { siteRecord: 'i1', at: MORNING });
    expect(begun.document).toMatchObject({ status: 'onSite', siteRecord: 'i1', startedAt: MORNING });
    expect(begun.event.data).toMatchObject({ afterCancel: true });
  });

  it('ends with what the site record found, and tells whoever ordered it', () => {
    const begun = take('begin', assigned(), atTime(MORNING), { siteRecord: 'i1', at: MORNING }).document;
    const { document, effects } = take('finish', begun, atTime(MORNING), {
      ...{ siteRecord: 'i1', at: MORNING, outcome: 'VIOLATION' },
    });
    expect(document).toMatchObject({ status: 'done', outcome: 'VIOLATION', wakeAt: null });
    expect(toldTo(effects)).toEqual(['inspection.finished → head']);
    expect(refusal(() => take('begin', document, atTime(MORNING), { siteRecord: 'i1', at: MORNING }))).toContain(
      'ILLEGAL',
    );
  });

  it('reminds its officers, then its head, then a leader, each once', () => {
    const wake = (document: Inspection, now: string) => take('wake', document, atTime(new Date(`${now}+08:00`)));
    const open = assigned();
    expect(open.wakeAt).toEqual(new Date('2026-03-04T08:00:00+08:00'));
    const reminded = wake(open, '2026-03-04T08:00:01');
    expect(toldTo(reminded.effects)).toEqual(['inspection.remind → wang', 'inspection.remind → zhang']);
    const late = wake(reminded.document, '2026-03-06T00:00:00');
    expect(toldTo(late.effects)).toEqual([
      'inspection.overdue → wang',
      'inspection.overdue → zhang',
      'inspection.overdue → head',
    ]);
    const later = wake(late.document, '2026-03-09T00:00:00');
    expect(toldTo(later.effects)).toEqual(['inspection.overdue → head', 'inspection.overdue → bureau']);
    expect(later.document.wakeAt).toBeNull();
  });

  it('asks for the record a day after arrival', () => {
    const begun = take('begin', assigned(), atTime(MORNING), { siteRecord: 'i1', at: MORNING }).document;
    expect(begun.wakeAt).toEqual(new Date(MORNING.getTime() + 24 * 3_600_000));
    expect(toldTo(take('wake', begun, atTime(begun.wakeAt!)).effects)).toContain('inspection.unsubmitted → head');
  });

  it('offers nobody a step that would be refused', () => {
    const actions = (by: Context) => offered(inspectionWorkflow, assigned(), by);
    expect(actions(wang)).toEqual(['acknowledge', 'decline']);
    expect(actions(head())).toEqual(['reassign', 'reschedule', 'cancel']);
    expect(actions(as('auditor', 'auditor'))).toEqual([]);
  });
});

describe('the action code', () => {
  const code = actionCodeOf('ZSXW', '330903', TODAY, 'a'.repeat(64));

  it('is the check’s own, carries county and day, and is read from a link as well', () => {
    expect(order().document.actionCode).toMatch(/^ZSXW-330903-20260302-[0-9A-Z]{9}$/);
    expect(createInspection('i2', asked(), head(), facts()).document.actionCode).not.toBe(order().document.actionCode);
    expect(actionCodeIn(`https://example.gov/c/${code}?from=qr`)).toBe(code);
    expect(actionCodeIn(` ${code.toLowerCase()} `)).toBe(code);
  });

  it('is refused with one letter altered, at any place', () => {
    for (let at = 5; at < code.length; at++) {
      const other = code.charAt(at) === '7' ? '8' : '7';
      const altered = `${code.slice(0, at)}${other}${code.slice(at + 1)}`;
      if (code.charAt(at) !== '-') expect([altered, actionCodeIn(altered)]).toEqual([altered, null]);
    }
    expect(actionCodeIn('')).toBeNull();
  });
});
