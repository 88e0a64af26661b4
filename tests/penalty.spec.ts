import { type Context, offered } from '../models/core/workflow';
import { clueFor, FACTS, YES } from './support/clue';
import { penaltyCommands } from '../models/penalty/penalty';
import { penaltyFace, penaltyOutline } from '../models/penalty/penalty.face';
import { type PenaltyCase, RegisterClue } from '../models/penalty/penalty.schema';
import { penaltyWorkflow } from '../models/penalty/penalty.workflow';
import { as, atTime, MORNING, toldTo } from './builders';

const head = { ...as('branchHead', 'head'), factorAt: MORNING };
const bureau = { ...as('bureauLeader', 'bureau'), factorAt: MORNING };
const wang = as('staff', 'wang');
const APPROVAL = { approval: { seen: 'a'.repeat(64), opened: ['facts'] } };
const APPROVALS: readonly string[] = ['file', 'approveExtension'];
const take = (name: keyof typeof penaltyCommands, clue: PenaltyCase, by: Context, input: object = {}) =>
  penaltyCommands[name].decide(clue, { ...input, ...(APPROVALS.includes(name) ? APPROVAL : {}) }, by, {
    ...{ ...FACTS, decidedByName: '示head', byName: '示head', reviewers: [], no: '舟环(普)立〔2026〕1号' },
  });
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  return 'nothing';
};
const clue = (change: Partial<PenaltyCase> = {}): PenaltyCase => ({ ...clueFor().document, ...change });

describe('a clue', () => {
  it('goes to the head of the branch with fifteen calendar days, and carries each piece of evidence once', () => {
    const hash = 'a'.repeat(64);
    const { document, effects, number } = clueFor({ evidence: [hash, hash, 'b'.repeat(64)] });
    expect(number).toBe('XS');
    expect(document.evidence).toEqual([hash, 'b'.repeat(64)]);
    expect(document.reviewDueAt).toEqual(new Date('2026-03-17T23:59:59.999+08:00'));
    expect(toldTo(effects)).toEqual(['penalty.clue → head']);
  });

  it('ends its review on a working day: what falls on a holiday rolls to the day after', () => {
    const at = new Date('2026-09-18T10:00:00+08:00');
    const { document } = clueFor({}, { ...wang, now: at });
    const words = penaltyFace.clocks!(document as never)[0]!
      .explain.map(({ reason }) => reason)
      .join('');
    expect(document.reviewDueAt).toEqual(new Date('2026-10-08T23:59:59.999+08:00'));
    expect(words).toContain('顺延');
  });

  it('goes past a head who found it himself to a leader of the bureau', () => {
    const own = clueFor({}, wang, { ...FACTS, officers: [{ id: 'head', name: '示head' }] });
    expect(toldTo(own.effects)).toEqual(['penalty.clue → bureau']);
    expect(refusal(() => take('file', own.document, head, YES))).toContain('由您发现或登记');
    expect(take('file', own.document, bureau, YES).document.status).toBe('filed');
  });

  it('is filed when all four conditions are met, each with its reason', () => {
    const { document, effects } = take('file', clue(), head, YES);
    expect(document).toMatchObject({
      ...{ status: 'filed', decidedBy: 'head', wakeAt: new Date('2026-05-22T08:00:00+08:00') },
      filing: { no: '舟环(普)立〔2026〕1号', authority: null, dueAt: new Date('2026-06-01T23:59:59.999+08:00') },
      conditions: { jurisdiction: { met: true, reason: '本县区' } },
    });
    expect(toldTo(effects)).toEqual(['penalty.decided → wang', 'penalty.assign → head']);
  });

  it.each(['initialEvidence', 'penaltyPossible', 'jurisdiction', 'withinLimitation'])(
    'is not filed while “%s” is not met, nor without an answer to it, nor without its reason',
    (name) => {
      expect(refusal(() => take('file', clue(), head, { ...YES, [name]: false }))).toContain('不能立案');
      expect(refusal(() => take('file', clue(), head, { ...YES, [name]: undefined }))).toContain('INVALID_INPUT');
      expect(refusal(() => take('file', clue(), head, { ...YES, [`${name}Reason`]: '  ' }))).toContain('INVALID_INPUT');
    },
  );

  it('has to be filed when all four are met', () => {
    expect(refusal(() => take('refuse', clue(), head, { ...YES, reason: '不想立' }))).toContain('应当立案');
    const refused = take('refuse', clue(), head, { ...YES, jurisdiction: false, reason: '移送海警' });
    expect(refused.document).toMatchObject({ status: 'notFiled', decisionReason: '移送海警' });
  });

  it.each(['officer', 'reviewer', 'auditor', 'dutyLeader', 'systemAdmin', 'ruralSupervisor'] as const)(
    'cannot be decided by %s',
    (role) => {
      expect(refusal(() => take('file', clue(), as(role), YES))).toContain('NOT_PERMITTED');
    },
  );

  it('cannot be decided by the head of another county, nor twice', () => {
    expect(refusal(() => take('file', clue(), as('branchHead', 'x', { county: '330921' }), YES))).toContain(
      'NOT_PERMITTED',
    );
    const filed = take('file', clue(), head, YES).document;
    expect(refusal(() => take('refuse', filed, head, { ...YES, jurisdiction: false, reason: 'x' }))).toContain(
      'ILLEGAL',
    );
  });

  it('gets fifteen days more, once, when somebody else approves it', () => {
    const asked = take('askExtension', clue(), wang, { reason: '报告未出' });
    expect(toldTo(asked.effects)).toEqual(['penalty.extension → head']);
    const { document } = take('approveExtension', asked.document, head);
    expect(document.reviewDueAt).toEqual(new Date('2026-04-01T23:59:59.999+08:00'));
    expect(refusal(() => take('askExtension', document, wang, { reason: '还没出' }))).toContain('只能延长一次');
    expect(refusal(() => take('approveExtension', document, head))).toContain('没有等待批准');
  });

  it('is not extended by whoever asked for it, nor after the time is over', () => {
    const asked = take('askExtension', clue(), head, { reason: '报告未出' });
    expect(toldTo(asked.effects)).toEqual(['penalty.extension → bureau']);
    expect(refusal(() => take('approveExtension', asked.document, head))).toContain('由其他负责人');
    const late = { ...wang, now: new Date('2026-03-18T00:00:00+08:00') };
    expect(refusal(() => take('askExtension', clue(), late, { reason: '晚了' }))).toContain('期限已过');
  });

  it('stays with its fifteen days when the extension is refused', () => {
    const asked = take('askExtension', clue(), wang, { reason: '报告未出' }).document;
    const { document } = take('refuseExtension', asked, head, { reason: '材料已齐' });
    expect(document.reviewDueAt).toEqual(asked.reviewDueAt);
    expect(refusal(() => take('askExtension', document, wang, { reason: '再等等' }))).toContain('没有同意');
  });

  it('reminds three days before, and tells the leaders when the time is over', () => {
    const first = clue();
    expect(first.wakeAt).toEqual(new Date('2026-03-14T08:00:00+08:00'));
    const reminded = take('wake', first, atTime(first.wakeAt!));
    expect(toldTo(reminded.effects)).toEqual(['penalty.due → head']);
    const late = take('wake', reminded.document, atTime(new Date('2026-03-18T00:00:00+08:00')));
    expect(toldTo(late.effects)).toEqual(['penalty.due → head', 'penalty.due → bureau']);
    expect(late.document.wakeAt).toBeNull();
  });

  it('shows neither party nor facts on a card or in a list of messages', () => {
    const words = JSON.stringify(penaltyOutline(clue(), { actor: head.actor, now: MORNING }));
    expect(words).not.toContain('东海鱼粉');
    expect(words).not.toContain('除臭');
    expect(JSON.stringify(clueFor().effects)).not.toContain('东海鱼粉');
  });

  it('offers nobody a step that would be refused', () => {
    expect(offered(penaltyWorkflow, clue(), head)).toEqual(['file', 'refuse', 'askExtension']);
    expect(offered(penaltyWorkflow, clue(), wang)).toEqual(['askExtension']);
    expect(offered(penaltyWorkflow, clue(), as('reviewer', 'r'))).toEqual([]);
  });

  it.each([
    ['an act that has not happened yet', { actOn: '2027-01-01' }],
    ['a day that is in no calendar', { actOn: '2026-02-30' }],
    ['evidence that is no hash', { evidence: ['photo.jpg'] }],
    ['no facts', { facts: ' ' }],
    ['a source of no kind', { source: { kind: 'RUMOUR' } }],
    ['a stranger', { remark: 'x' }],
  ])('is refused with %s', (_what, change) => {
    const said = { ...clueFor().document, ...change };
    const { source, enterprise, party, county, facts, actOn, evidence } = said as PenaltyCase;
    const parse = () => {
      const asked = RegisterClue.parse({ source, enterprise, party, county, facts, actOn, evidence, ...change });
      clueFor(asked);
    };
    expect(parse).toThrow();
  });
});
