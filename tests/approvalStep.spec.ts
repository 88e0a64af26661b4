import { approved } from '../models/approval/approval.schema';
import { checked, type Context, advance, offered, type StandsFor, type Workflow } from '../models/core/workflow';
import { as, MORNING } from './builders';

interface Paper {
  _id: string;
  version: number;
  status: 'open' | 'agreed';
  county: string;
  draftedBy: string;
}
const workflow = {
  noun: '呈批件',
  states: { open: '待批', agreed: '已批' },
  steps: {
    agree: {
      ...{ label: '同意', from: ['open'], to: 'agreed', by: 'decideClue', approval: { parts: ['facts'] } },
      unless: ({ draftedBy }: Paper, { actor }: Pick<Context, 'actor'>) =>
        draftedBy === actor.id ? '由您起草，请由其他负责人审批。' : undefined,
    },
    vote: { label: '表决', from: ['open'], by: 'decideClue', approval: { parts: [], own: true } },
    comment: { label: '批注', from: ['open'], by: 'decideClue' },
  },
} as const satisfies Workflow<Paper>;

const paper = (change: Partial<Paper> = {}): Paper => ({
  ...{ _id: 'p', version: 1, status: 'open', county: '330903', draftedBy: 'wang' },
  ...change,
});
const minutesAgo = (n: number) => new Date(MORNING.getTime() - n * 60_000);
const head: Context = { ...as('branchHead', 'head'), factorAt: minutesAgo(4) };
const bureau = as('bureauLeader', 'bureau', { county: null });
const lent: StandsFor = {
  ...{ delegation: 'd', actor: bureau.actor, name: '示局长', steps: ['agree', 'vote'] },
  ...{ from: minutesAgo(60), until: new Date(MORNING.getTime() + 1) },
};
/** A head of another county: may approve here only for somebody else. */
const elsewhere: Context = {
  ...as('branchHead', 'far', { county: '330921' }),
  ...{ factorAt: minutesAgo(1), standsFor: lent },
};
type Name = keyof typeof workflow.steps;
const refusal = (step: Name, context: Context, document = paper()): string => {
  try {
    return advance<Paper, typeof workflow>(workflow, step, document, context);
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
};

describe('a step under approval', () => {
  it('is taken within five minutes of the second factor', () => {
    expect(refusal('agree', head)).toBe('agreed');
    expect(refusal('agree', { ...head, factorAt: minutesAgo(5) })).toBe('agreed');
  });

  it('is refused without it, a millisecond too late, and with one from the future', () => {
    const { factorAt: _, ...without } = head;
    expect(refusal('agree', without)).toContain('SECOND_FACTOR 请先输入审批密码');
    expect(refusal('agree', { ...head, factorAt: new Date(minutesAgo(5).getTime() - 1) })).toContain('SECOND_FACTOR');
    expect(refusal('agree', { ...head, factorAt: minutesAgo(-1) })).toContain('SECOND_FACTOR');
  });

  it.each(['card', 'sentence', 'voice', 'clock', 'system'] as const)('is never taken by %s', (door) => {
    expect(refusal('agree', { ...head, door })).toContain('SECOND_FACTOR “同意”不能在聊天里或卡片上完成');
  });

  it('says who may not before it asks for a PIN', () => {
    expect(refusal('agree', as('officer'))).toContain('NOT_PERMITTED');
    expect(refusal('agree', as('branchHead', 'head'), paper({ status: 'agreed' }))).toContain('ILLEGAL_TRANSITION');
  });

  it('leaves other steps alone', () => {
    expect(refusal('comment', { ...as('branchHead', 'head'), door: 'card' })).toBe('open');
    expect(offered<Paper>(workflow, paper(), as('branchHead', 'head'))).toEqual(['agree', 'vote', 'comment']);
  });

  it('demands, beside its own input, what was seen', () => {
    const schema = approved({});
    const approval = { seen: 'a'.repeat(64), opened: ['facts'] };
    expect(checked(schema, { approval })).toEqual({ approval });
    const wrong = [{}, { approval: {} }, { approval: { ...approval, seen: 'a' } }, { approval: { ...approval, x: 1 } }];
    for (const input of wrong) expect(() => checked(schema, input)).toThrow();
  });
});

describe('somebody who signs for another', () => {
  it('may what the other may, until the last moment of the delegation', () => {
    const { standsFor: _, ...alone } = elsewhere;
    expect(refusal('agree', alone)).toContain('NOT_PERMITTED');
    expect(refusal('agree', elsewhere)).toBe('agreed');
    expect(offered<Paper>(workflow, paper(), elsewhere)).toEqual(['agree']);
  });

  it('may no longer a second after it ended, nor before it begins', () => {
    const ended = { ...elsewhere, now: new Date(lent.until.getTime() + 1_000) };
    expect(refusal('agree', { ...ended, factorAt: ended.now })).toContain('NOT_PERMITTED 示局长的授权已经到期');
    const early = { ...lent, from: new Date(MORNING.getTime() + 1) };
    expect(refusal('agree', { ...elsewhere, standsFor: early })).toContain('还没有开始');
  });

  it('may only the steps that were lent, and cast nobody else’s vote', () => {
    expect(refusal('agree', { ...elsewhere, standsFor: { ...lent, steps: ['vote'] } })).toContain('没有授权您代办');
    expect(refusal('vote', elsewhere)).toContain('不能代办');
    expect(refusal('comment', elsewhere)).toContain('不能代办');
  });

  it('lends nobody a right they do not have', () => {
    const standsFor = { ...lent, actor: as('officer', 'li').actor };
    expect(refusal('agree', { ...head, standsFor })).toContain('NOT_PERMITTED');
  });

  it('is bound by what either of them drafted', () => {
    expect(refusal('agree', elsewhere, paper({ draftedBy: 'far' }))).toContain('NOT_NOW 由您起草');
    expect(refusal('agree', elsewhere, paper({ draftedBy: 'bureau' }))).toContain('NOT_NOW 由您起草');
  });
});
