import { permits } from '../models/core/access';
import { type DomainError } from '../models/core/errors';
import { type Context, offered } from '../models/core/workflow';
import { recordEntry, responsibilityCommands } from '../models/responsibility/responsibility.commands';
import { responsibilityFace } from '../models/responsibility/responsibility.face';
import { type Responsibility } from '../models/responsibility/responsibility.schema';
import { responsibilityWorkflow } from '../models/responsibility/responsibility.workflow';
import { as, atTime, toldTo } from './builders';

const AT = new Date('2026-09-29T15:00:00+08:00');
const TOLD = {
  ...{
    entry: 'audit:a1:petition:p1#1:wang',
    person: 'wang',
    personName: '王示海',
    unit: 'putuo',
    unitName: '普陀分局',
  },
  record: { type: 'petition', id: 'p1', no: 'XF-2026-000001' },
  source: { kind: 'AUDIT' as const, id: 'a1', no: 'JC-2026-000001' },
  ...{ category: 'TIMELINESS' as const, severity: 'MAJOR' as const, rule: '信访工作条例第三十四条', text: '超期答复' },
};
const LEADERS = { leaders: [{ id: 'bureau', name: '周局长' }] };
const recorded = (): Responsibility => ({
  ...recordEntry(TOLD, atTime(AT)).document,
  version: 1,
  no: 'ZR-2026-000001',
});
const wang = (now = AT) => as('staff', 'wang', { now });
const bureau = () => as('bureauLeader', 'bureau', { now: AT });
const take = (entry: Responsibility, step: keyof typeof responsibilityCommands, input: object, context: Context) =>
  responsibilityCommands[step].decide(entry, input, context, LEADERS);
const objected = () => take(recorded(), 'object', { text: '当日停航，已报备' }, wang()).document;
const code = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as DomainError).code;
  }
  return 'done';
};

describe('an entry of the responsibility trail', () => {
  it('is told to the named person, who may object until the end of the fifth working day', () => {
    const { effects, document } = recordEntry(TOLD, atTime(AT));
    expect(toldTo(effects)).toEqual(['responsibility.recorded → wang']);
    expect(document.objectBy).toEqual(new Date('2026-10-12T23:59:59.999+08:00'));
  });

  it('stands when nobody objects in time', () => {
    const { document } = take(recorded(), 'wake', {}, atTime(recorded().objectBy));
    expect(document).toMatchObject({ status: 'final', wakeAt: null });
  });

  it('is objected to by nobody else, and not after the time', () => {
    for (const other of [as('staff', 'zhang'), as('branchHead', 'head'), bureau(), as('systemAdmin', 'admin')])
      expect(code(() => take(recorded(), 'object', { text: '有异议' }, other))).toBe('NOT_PERMITTED');
    const late = new Date(recorded().objectBy.getTime() + 1);
    expect(code(() => take(recorded(), 'object', { text: '有异议' }, wang(late)))).toBe('NOT_NOW');
    expect(code(() => take(recorded(), 'object', { text: '长'.repeat(1001) }, wang()))).toBe('INVALID_INPUT');
  });

  it('is upheld or withdrawn by a bureau leader with a reason, and kept in both cases', () => {
    const { document, effects } = take(objected(), 'withdraw', { reason: '停航属实' }, bureau());
    expect(document).toMatchObject({
      status: 'withdrawn',
      text: '超期答复',
      decision: { upheld: false, byName: '周局长' },
    });
    expect(toldTo(effects)).toEqual(['responsibility.decided → wang']);
    expect(take(objected(), 'uphold', { reason: '报备晚于期限' }, bureau()).document.status).toBe('upheld');
    expect(code(() => take(objected(), 'uphold', { reason: '维持' }, as('branchHead', 'head')))).toBe('NOT_PERMITTED');
    expect(code(() => take(recorded(), 'uphold', { reason: '维持' }, bureau()))).toBe('ILLEGAL_TRANSITION');
  });

  it('is decided by nobody about themselves', () => {
    const own = { ...objected(), person: 'bureau' };
    expect(code(() => take(own, 'withdraw', { reason: '撤销' }, bureau()))).toBe('NOT_NOW');
    expect(offered(responsibilityWorkflow, own, bureau())).toEqual([]);
  });

  it('is read by the named person and bureau leaders, by nobody else', () => {
    const may = (context: Context) => permits('seeResponsibility', context.actor, recorded());
    expect([may(wang()), may(bureau())]).toEqual([true, true]);
    for (const role of [
      'branchHead',
      'auditor',
      'systemAdmin',
      'auditAdmin',
      'dutyLeader',
      'officer',
      'staff',
    ] as const)
      expect(may(as(role, `other-${role}`))).toBe(false);
  });

  it('holds no amounts and no counts of cases', () => {
    expect(JSON.stringify(recorded())).not.toMatch(/fen|amount|count|score/i);
  });
});

describe('its card', () => {
  it('tells number, source and deadline; person, record and finding are on the page alone', async () => {
    const stored = { ...recorded(), events: [], outbox: [], updatedAt: AT, sealed: 0, unsealedAt: null };
    const card = JSON.stringify(responsibilityFace.outline(stored, wang()));
    expect(card).toContain('JC-2026-000001');
    expect(card).not.toMatch(/王示海|XF-2026|超期答复|第三十四条/);
    expect(JSON.stringify(await responsibilityFace.extra!(stored, wang()))).toContain('超期答复');
  });
});
