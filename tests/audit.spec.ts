import { auditCommands } from '../models/audit/audit.commands';
import { maySeeAudit, mayReadSample } from '../models/audit/audit.face';
import { type Audit, PlanAudit, type ReplyFindings } from '../models/audit/audit.schema';
import { auditWorkflow, type AuditStep, STAY_AWAY } from '../models/audit/audit.workflow';
import { type FramedRecord, orderedAudit, planAudit, type PlanFacts } from '../models/audit/planning';
import { commitmentOf } from '../models/audit/sampling';
import { type Role } from '../models/core/access';
import { type DomainError } from '../models/core/errors';
import { type Context, offered, type Outcome } from '../models/core/workflow';
import { aPerson, as, atTime, MORNING, toldTo } from './builders';

const SEED = '0f'.repeat(32);
const PUTUO = { id: 'putuo', name: '普陀分局', county: '330903' as const, head: 'head' };
const PLAN: PlanFacts = {
  unit: { ...PUTUO, types: ['petition', 'alert', 'siteRecord'] },
  ...{ guests: ['guest'], plannedByName: '周局长', commitment: commitmentOf(SEED) },
};
const bureau = (now = MORNING) => as('bureauLeader', 'bureau', { unit: 'leaders', county: null, now });
const auditor = (id = 'lin', now = MORNING) => as('staff', id, { unit: 'policy', county: null, now });
const head = (now = MORNING) => as('staff', 'head', { roles: ['branchHead', 'staff'], now });
const LIN = aPerson('lin', '林示稽', ['auditor'], { unit: 'policy', unitName: '政策法规处' });
const HE = aPerson('he', '何示查', ['officer'], { unit: 'force', unitName: '执法队' });
const asked = (change: object = {}) =>
  PlanAudit.parse({
    ...{ title: '一季度稽查', unit: 'putuo', types: ['petition'], fromDay: '2025-12-01', toDay: '2026-02-28' },
    ...change,
  });

const numbered = ({ document }: Outcome<Audit>): Audit => ({ ...document, version: 1, no: 'ZJ-2026-000001' });
const take = (audit: Audit, step: AuditStep, input: object, context: Context, facts: object = {}) =>
  auditCommands[step].decide(audit, input, context, { guests: audit.guests, people: [LIN, HE], seed: SEED, ...facts });
const after = (audit: Audit, step: AuditStep, input: object, context: Context, facts: object = {}) =>
  take(audit, step, input, context, facts).document;
const refusal = (act: () => unknown): Pick<DomainError, 'code' | 'message'> => {
  try {
    act();
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('nothing was refused');
};

const record = (index: number, change: Partial<FramedRecord> = {}): FramedRecord => ({
  ...{ id: `p${index}`, no: `XF-2026-00000${index}`, at: MORNING, offHours: index % 3 === 0, flags: [] },
  ...change,
});
const FRAMES = { seed: SEED, frames: [{ type: 'petition', records: Array.from({ length: 8 }, (_, i) => record(i)) }] };
const STAFF = { unitPeople: new Map([['wang', '王示海']]) };

const planned = () => numbered(planAudit('a1', asked(), bureau(), PLAN));
const appointed = () => after(planned(), 'appoint', { auditors: ['lin'] }, bureau());
const sampled = () => after(appointed(), 'draw', {}, bureau(), FRAMES);
const reading = () =>
  after(after(sampled(), 'goUnannounced', { reason: '有线索显示材料会被整理' }, auditor()), 'begin', {}, auditor());
const WRONG = {
  ...{ category: 'TIMELINESS', severity: 'VETO', rule: '行政处罚法第八十五条', text: '陈述申辩期按自然日计算' },
  responsible: ['wang'],
};
const MINOR = { ...WRONG, severity: 'MINOR', text: '页码缺失', responsible: [] };
const read = (audit: Audit, findings: object[][] = []) =>
  audit.items.reduce(
    (so, item, index) => after(so, 'review', { item: item.id, findings: findings[index] ?? [] }, auditor(), STAFF),
    audit,
  );
const drafted = (findings: object[][] = [[WRONG], [MINOR]]) =>
  after(read(reading(), findings), 'draftFindings', {}, auditor());
const sent = (now = MORNING) => after(drafted(), 'sendFindings', {}, auditor('lin', now));
const reply = (change: Partial<ReplyFindings> = {}) => ({ stance: 'ACCEPT', text: '认可，立即整改', ...change });
const final = () => {
  const answered = after(sent(), 'reply', reply(), head());
  return after(answered, 'finalise', { ruling: '全部成立' }, auditor());
};

describe('planning an audit', () => {
  it('publishes the commitment to the seed and keeps the seed to itself until the draw', () => {
    expect(planned()).toMatchObject({ status: 'planned', commitment: commitmentOf(SEED), seed: null });
    expect(sampled().seed).toBe(SEED);
  });

  it.each([
    [{ fromDay: '2026-03-01', toDay: '2026-02-28' }, '起始日期不能晚于截止日期'],
    [{ toDay: '2026-03-02' }, '截止日期须早于今天'],
    [{ types: ['case'] }, '普陀分局没有“案件”'],
  ])('refuses the scope %j', (change, words) => {
    const { code, message } = refusal(() => planAudit('a1', asked(change), bureau(), PLAN));
    expect([code, message]).toEqual(['INVALID_INPUT', expect.stringContaining(words)]);
  });

  it('is not for an auditor of the unit, nor for its guest', () => {
    const own = as('auditor', 'x', { unit: 'putuo' });
    const guest = as('auditor', 'guest', { unit: 'policy' });
    for (const planner of [own, guest])
      expect(refusal(() => planAudit('a1', asked(), planner, PLAN)).message).toBe(STAY_AWAY);
    expect(planAudit('a1', asked(), as('auditor', 'lin', { unit: 'policy' }), PLAN).document.unit).toBe('putuo');
  });
});

describe('the auditors', () => {
  const appoint = (person: ReturnType<typeof aPerson>) =>
    refusal(() => take(planned(), 'appoint', { auditors: [person._id] }, bureau(), { people: [person] })).message;

  it.each<[string, Role[], object]>([
    ['of the audited unit', ['auditor'], { unit: 'putuo' }],
    ['its head', ['officer'], { _id: 'head', unit: 'force' }],
    ['its rotation guest', ['officer'], { _id: 'guest', unit: 'force' }],
    ['an administrator of the system', ['auditor', 'systemAdmin'], { unit: 'policy' }],
    ['without office', [], { unit: 'policy' }],
    ['a branch head', ['officer', 'branchHead'], { unit: 'dinghai' }],
    ['who has left', ['auditor'], { unit: 'policy', active: false }],
  ])('are never somebody %s', (_, roles, change) => {
    expect(appoint(aPerson('x', '某人', roles, change))).toMatch(/回避规定|须是在职/);
  });

  it('are told when they join, and released when they are replaced', () => {
    expect(toldTo(take(planned(), 'appoint', { auditors: ['lin'] }, bureau()).effects)).toEqual([
      'audit.conduct → lin',
    ]);
    const { document, effects } = take(appointed(), 'appoint', { auditors: ['he'] }, bureau());
    expect(document.auditors).toEqual(['he']);
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: 'assignment.close', data: { person: 'lin', as: 'cancelled' } }),
    );
  });

  it('are drawn by lot from those who may, the same however often one draws', () => {
    const people = [...'abcdefgh'].map((id) => aPerson(id, id, ['officer'], { unit: id === 'a' ? 'putuo' : 'force' }));
    const facts = { people };
    const once = after(planned(), 'drawAuditors', { count: 2 }, bureau(), facts);
    expect(after(once, 'drawAuditors', { count: 2 }, bureau(), facts).auditors).toEqual(once.auditors);
    expect(once.team.every(({ how, id }) => how === 'drawn' && id !== 'a')).toBe(true);
    expect(
      refusal(() => take(planned(), 'drawAuditors', { count: 3 }, bureau(), { people: people.slice(0, 3) })).code,
    ).toBe('NOT_NOW');
  });

  it('may take no further step once they belong to the unit or have been its guest, whatever was true at the appointment', () => {
    const moved = as('staff', 'lin', { unit: 'putuo' });
    expect(refusal(() => take(sampled(), 'notify', {}, moved))).toMatchObject({ code: 'NOT_NOW', message: STAY_AWAY });
    const steps: [Audit, AuditStep, object][] = [
      [sampled(), 'notify', {}],
      [reading(), 'review', { item: 'petition:p0' }],
      [read(reading()), 'draftFindings', {}],
      [drafted(), 'sendFindings', {}],
      [final(), 'orderRectification', { words: '限期整改' }],
    ];
    for (const [audit, step, input] of steps)
      expect(refusal(() => take(audit, step, input, auditor(), { ...STAFF, guests: ['lin'] })).message).toBe(STAY_AWAY);
  });
});

describe('who may see an audit', () => {
  const readers: [string, Context, boolean][] = [
    ['a bureau leader', bureau(), true],
    ['its auditor', auditor(), true],
    ['another auditor', as('auditor', 'x', { unit: 'policy' }), true],
    ['an auditor of the unit', as('auditor', 'x', { unit: 'putuo' }), false],
    ['an auditor who was its guest', as('auditor', 'guest', { unit: 'policy' }), false],
    ['the administrator of the system', as('systemAdmin', 'admin', { unit: 'policy' }), false],
    ['a duty leader', as('dutyLeader', 'leader', { unit: 'centre' }), false],
    ['an officer of the unit', as('officer', 'wang'), false],
    ['the head of the unit, who has not been told', head(), false],
  ];
  it.each(readers)('%s: %#', (_, { actor }, may) => {
    expect(maySeeAudit(reading(), actor)).toBe(may);
  });

  it('the head once the audit is announced or the findings are sent', () => {
    expect(maySeeAudit(after(sampled(), 'notify', {}, auditor()), head().actor)).toBe(true);
    expect(maySeeAudit(sent(), head().actor)).toBe(true);
  });

  it('sampled records only those who conduct it', () => {
    const may = (context: Context) => mayReadSample(reading(), context.actor);
    expect([may(auditor()), may(bureau()), may(as('auditor', 'x', { unit: 'policy' })), may(head())]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(mayReadSample({ ...reading(), guests: ['lin'] }, auditor().actor)).toBe(false);
  });
});

describe('the draw', () => {
  it('waits for scope and auditors, and happens once', () => {
    expect(refusal(() => take(planned(), 'draw', {}, bureau(), FRAMES)).message).toContain('还没有稽查员');
    expect(refusal(() => take(sampled(), 'draw', {}, bureau(), FRAMES)).code).toBe('ILLEGAL_TRANSITION');
  });

  it('may find nothing: an empty stratum gives an empty sample, and the audit closes without findings', () => {
    const empty = after(appointed(), 'draw', {}, bureau(), { seed: SEED, frames: [{ type: 'petition', records: [] }] });
    expect(empty).toMatchObject({ items: [], strata: [{ size: 0, lot: [], flagged: [] }] });
    const begun = after(after(empty, 'notify', {}, auditor()), 'begin', {}, auditor());
    const done = after(after(begun, 'draftFindings', {}, auditor()), 'closeClean', {}, auditor());
    expect(done.status).toBe('closed');
  });

  it('is refused when the sample is more than an audit can hold', () => {
    const many = Array.from({ length: 401 }, (_, index) => record(index, { id: `x${index}`, flags: ['NO_REPLY'] }));
    const { code, message } = refusal(() =>
      take(appointed(), 'draw', {}, bureau(), { seed: SEED, frames: [{ type: 'petition', records: many }] }),
    );
    expect([code, message]).toEqual(['NOT_NOW', expect.stringContaining('最多400件')]);
  });

  it('adds the queue of the stop rule when that was chosen, and lets one stop only on its word', () => {
    const scope = { ...planned().scope!, stopRule: true };
    const records = Array.from({ length: 200 }, (_, index) =>
      record(index, { id: `x${index}`, offHours: index % 2 === 0 }),
    );
    const drawn = after({ ...appointed(), scope }, 'draw', {}, bureau(), {
      seed: SEED,
      frames: [{ type: 'petition', records }],
    });
    expect(drawn.strata[0]!.sequential!.queue).toHaveLength(110);
    const begun = after(after(drawn, 'notify', {}, auditor()), 'begin', {}, auditor());
    expect(refusal(() => take(begun, 'stopStratum', { type: 'petition' }, auditor())).message).toContain('还不能停止');
    const queue = begun.strata[0]!.sequential!.queue.slice(0, 33);
    const done = queue.reduce((so, item) => after(so, 'review', { item }, auditor(), STAFF), begun);
    const { document, event } = take(done, 'stopStratum', { type: 'petition' }, auditor());
    expect(event).toMatchObject({ type: 'audit.stopped', data: { verdict: 'pass', reviewed: 33 } });
    expect(document.items.every(({ required, reviewedAt }) => required || reviewedAt)).toBe(true);
  });
});

describe('reading', () => {
  it('keeps findings with the record, and names only people of the audited unit as responsible', () => {
    const [item] = reading().items;
    const input = { item: item!.id, findings: [WRONG] };
    const reviewed = after(reading(), 'review', input, auditor(), STAFF).items[0]!;
    expect(reviewed).toMatchObject({
      defective: true,
      reviewedBy: 'lin',
      findings: [{ id: `${item!.id}#1`, responsible: [{ id: 'wang', name: '王示海' }] }],
    });
    const stranger = { ...input, findings: [{ ...WRONG, responsible: ['bureau'] }] };
    expect(refusal(() => take(reading(), 'review', stranger, auditor(), STAFF)).message).toContain(
      '责任人须是被稽查单位的人员',
    );
    expect(refusal(() => take(reading(), 'review', { item: 'petition:none' }, auditor(), STAFF)).code).toBe(
      'INVALID_INPUT',
    );
  });

  it('is not over while a required record is unread', () => {
    const { code, message } = refusal(() => take(reading(), 'draftFindings', {}, auditor()));
    expect([code, message]).toEqual(['NOT_NOW', '还有3件必查记录没有查阅，查阅后再形成稽查意见。']);
  });

  it('is nobody’s who was not appointed', () => {
    for (const reader of [bureau(), as('auditor', 'x', { unit: 'policy' }), as('systemAdmin', 'admin'), head()])
      expect(refusal(() => take(reading(), 'review', { item: 'petition:p0' }, reader, STAFF)).code).toBe(
        'NOT_PERMITTED',
      );
  });

  it('sorts the findings by gravity', () => {
    expect(drafted([[MINOR], [WRONG]]).findings.map(({ severity }) => severity)).toEqual(['VETO', 'MINOR']);
  });
});

describe('the reply', () => {
  it('is due at the end of the fifth working day: from 18 September to 24 September 2026, the worked Sunday counted', () => {
    const audit = sent(new Date('2026-09-18T11:00:00+08:00'));
    expect(audit.replyDueAt).toEqual(new Date('2026-09-24T23:59:59.999+08:00'));
    expect(audit.wakeAt).toEqual(audit.replyDueAt);
  });

  it('of the head covers all findings or those named, and the last one ends the window', () => {
    const [first, second] = sent().findings;
    const one = after(sent(), 'reply', reply({ findings: [first!.id], stance: 'DISPUTE' }), head());
    expect([one.status, one.windowClosedAt, one.findings[1]!.reply]).toEqual(['replyWindow', null, null]);
    const { document, effects } = take(one, 'reply', reply({ findings: [second!.id] }), head());
    expect(document).toMatchObject({ windowClosedAt: MORNING, wakeAt: null });
    expect(toldTo(effects)).toEqual(['audit.final → lin']);
  });

  it('that never comes is recorded as no reply at the end of the window, not before', () => {
    const audit = sent();
    const early = take(audit, 'wake', {}, atTime(new Date(audit.replyDueAt!.getTime() - 1)), { leaders: ['bureau'] });
    expect(early.event.type).toBe('audit.clockStopped');
    const { document, event } = take(audit, 'wake', {}, atTime(audit.replyDueAt!), { leaders: ['bureau'] });
    expect(event).toMatchObject({ type: 'audit.silent', data: { count: 2 } });
    expect(document.findings.map(({ reply: said }) => said!.stance)).toEqual(['NONE', 'NONE']);
    expect(document).toMatchObject({ status: 'replyWindow', wakeAt: null });
    expect(refusal(() => take(document, 'reply', reply(), head())).message).toContain('答复期已结束');
  });

  it('is only the head’s', () => {
    for (const other of [as('officer', 'wang'), auditor(), bureau()])
      expect(refusal(() => take(sent(), 'reply', reply(), other)).code).toBe('NOT_PERMITTED');
  });

  it.each([
    [{ planDueAt: '2026-03-01' }, '完成日期须在今天到'],
    [{ planDueAt: '2026-06-01' }, '完成日期须在今天到2026年4月1日之间'],
    [{ planDueAt: '2026-02-30' }, '没有这一天'],
    [{ planDueAt: '下周' }, '日期应写作'],
    [{ stance: 'MAYBE' }, '请选择是否认可'],
    [{ text: '' }, '请填写答复意见'],
    [{ text: '长'.repeat(1001) }, '最多1000字'],
    [{ findings: ['petition:p0#9'] }, '有问题条目已变化'],
    [{ photos: ['x'] }, '照片还没有上传完'],
    [{ sudo: true }, '不认识的项目'],
  ])('%j is refused in words', (change, words) => {
    const { code, message } = refusal(() => take(sent(), 'reply', { ...reply(), ...change }, head()));
    expect([code, message]).toEqual(['INVALID_INPUT', expect.stringContaining(words)]);
  });
});

describe('the end', () => {
  it('waits for the window, gives up only what was disputed, and puts every named person of what stands into the trail', () => {
    expect(refusal(() => take(sent(), 'finalise', { ruling: '成立' }, auditor())).message).toContain('还在答复期内');
    const disputed = after(sent(), 'reply', reply({ stance: 'DISPUTE' }), head());
    const [first, second] = disputed.findings;
    const upholding = take(disputed, 'finalise', { ruling: '第二条证据不足', withdrawn: [second!.id] }, auditor());
    expect(upholding.document.findings.map(({ upheld }) => upheld)).toEqual([true, false]);
    const traced = upholding.effects!.filter(({ kind }) => kind === 'responsibility.record');
    expect(traced.map(({ data }) => [data['entry'], data['person']])).toEqual([[`audit:a1:${first!.id}:wang`, 'wang']]);
    const accepted = after(sent(), 'reply', reply(), head());
    expect(
      refusal(() => take(accepted, 'finalise', { ruling: '撤销', withdrawn: [first!.id] }, auditor())).message,
    ).toContain('只有被稽查单位提出异议');
  });

  it('asks for rectification within 30 calendar days, or by the day the unit planned', () => {
    const order = (audit: Audit, input: object = {}) =>
      after(audit, 'orderRectification', { words: '限期整改', ...input }, auditor());
    expect(order(final()).rectifyDueAt).toEqual(new Date('2026-04-01T23:59:59.999+08:00'));
    expect(order(final(), { dueOn: '2026-03-20' }).rectifyDueAt).toEqual(new Date('2026-03-20T23:59:59.999+08:00'));
    expect(refusal(() => order(final(), { dueOn: '2026-04-02' })).code).toBe('INVALID_INPUT');
    const promised = after(sent(), 'reply', reply({ planDueAt: '2026-03-13' }), head());
    const settled = after(promised, 'finalise', { ruling: '全部成立' }, auditor());
    expect(order(settled).rectifyDueAt).toEqual(new Date('2026-03-13T23:59:59.999+08:00'));
  });

  it('comes when the rectification is reported and verified, and tells once when it is late', () => {
    const rectifying = after(final(), 'orderRectification', { words: '限期整改' }, auditor());
    expect(refusal(() => take(rectifying, 'verify', { reason: '已整改' }, auditor())).message).toContain('还没有报告');
    const late = take(rectifying, 'wake', {}, atTime(rectifying.rectifyDueAt!), { leaders: ['bureau'] });
    expect(toldTo(late.effects)).toEqual(['audit.overdue → head', 'audit.overdue → bureau', 'audit.overdue → lin']);
    expect(late.document.wakeAt).toBeNull();
    const reported = after(late.document, 'reportRectified', { text: '已全部改正' }, head());
    const back = after(reported, 'returnRectification', { reason: '缺少佐证' }, auditor());
    expect(back).toMatchObject({ status: 'rectifying', rectified: null, rectifyDueAt: rectifying.rectifyDueAt });
    const verified = after(
      after(back, 'reportRectified', { text: '已补充' }, head()),
      'verify',
      { reason: '已核实' },
      auditor(),
    );
    expect(after(verified, 'close', {}, auditor()).status).toBe('closed');
  });

  it('is a referral by a bureau leader when something serious stands, never otherwise', () => {
    expect(after(final(), 'refer', { reason: '涉嫌失职' }, bureau()).status).toBe('referred');
    expect(refusal(() => take(final(), 'refer', { reason: '涉嫌失职' }, auditor())).code).toBe('NOT_PERMITTED');
    const minor = after(drafted([[MINOR]]), 'sendFindings', {}, auditor());
    const slight = after(after(minor, 'reply', reply(), head()), 'finalise', { ruling: '成立' }, auditor());
    expect(refusal(() => take(slight, 'refer', { reason: '涉嫌失职' }, bureau())).message).toContain('没有较重');
  });
});

describe('an audit ordered by another record', () => {
  const ORDER = {
    ...{ audit: 'flying:f1', title: '飞行检查疑似泄密稽查', unit: null, orderedBy: null },
    trigger: { kind: 'FLYING' as const, id: 'f1', no: 'FX-2026-000003' },
  };
  const ordered = () =>
    numbered(
      orderedAudit(ORDER, atTime(MORNING), {
        ...{ unit: null, guests: [], orderedByName: '系统', commitment: commitmentOf(SEED), leaders: ['bureau'] },
      }),
    );

  it('waits for a leader to say unit and period; until then nothing can be drawn', () => {
    expect(offered(auditWorkflow, ordered(), bureau())).toEqual(['rescope', 'callOff']);
    const scope = { unit: 'putuo', types: ['petition'], fromDay: '2026-01-01', toDay: '2026-02-28' };
    const scoped = after(ordered(), 'rescope', scope, bureau(), PLAN);
    expect(scoped).toMatchObject({ unit: 'putuo', head: 'head', guests: ['guest'], trigger: { kind: 'FLYING' } });
    expect(offered(auditWorkflow, scoped, bureau())).toContain('appoint');
  });
});

describe('messages about an audit', () => {
  it('tell number and kind, never the unit, the records or the county', () => {
    const all = [
      take(planned(), 'appoint', { auditors: ['lin'] }, bureau()),
      take(appointed(), 'draw', {}, bureau(), FRAMES),
      take(drafted(), 'sendFindings', {}, auditor()),
    ].flatMap(({ effects = [] }) => effects.filter(({ kind }) => kind === 'assignment.open'));
    expect(all.length).toBeGreaterThan(2);
    for (const { data } of all) {
      expect(data['title']).toBe('ZJ-2026-000001 · 执法稽查');
      expect(data['county']).toBeNull();
      expect(JSON.stringify(data)).not.toMatch(/普陀|XF-|自然日/);
    }
  });
});
