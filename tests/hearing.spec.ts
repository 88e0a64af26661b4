import { barredFrom } from '../models/hearing/hearing.handlers';
import { heardAgainBecause, proposalOf } from '../models/hearing/again';
import { beginHearing, hearingDomain } from '../models/hearing/hearing';
import { hearingFace } from '../models/hearing/hearing.face';
import { type Hearing } from '../models/hearing/hearing.schema';
import { linesOf } from '../models/hearing/minutes';
import { type Context, type Outcome } from '../models/core/workflow';
import { as, atTime, toldTo } from './builders';

/** A Friday before a make-up Sunday and the Mid-Autumn holiday: the seventh working day after it is Tuesday 2026-09-29. */
const ASKED = new Date('2026-09-18T10:00:00+08:00');
const DAY = '2026-09-30 09:30';
const AT = new Date('2026-09-30T09:30:00+08:00');
const PROPOSAL = { kinds: ['FINE'], fineFen: 40_600_000, confiscationFen: 0, factsHash: 'f' };
const NAMES = new Map([
  ['host', '示host'],
  ['clerk', '示clerk'],
  ['other', '示other'],
  ['wang', '示wang'],
]);
const FACTS = { names: NAMES, arrangers: ['head'] };

const head = as('branchHead', 'head', { now: ASKED });
const host = (now = AT) => as('staff', 'host', { now });
const clerk = as('staff', 'clerk', { now: AT });
const party = (now = ASKED, id = 'party:c1') => as('party', id, { now, county: null });

const asked = (): Hearing =>
  beginHearing(
    'c1-hearing',
    {
      ...{ _id: 'c1', no: 'XS-2026-000123', partyKey: 'party:c1', county: '330903', barred: ['wang', 'reviewer'] },
      investigators: [{ id: 'wang', name: '示wang' }],
      proposal: PROPOSAL,
    },
    atTime(ASKED),
    ['head'],
  ).document;
function take(step: string, hearing: Hearing, by: Context, input: object = {}): Outcome<Hearing> {
  return hearingDomain.commands[step]!.decide(hearing, input, by, FACTS);
}
const SCHEDULE = { at: DAY, place: '二楼会议室', host: 'host', recorder: 'clerk', open: true };
const scheduled = (change: object = {}) => take('schedule', asked(), head, { ...SCHEDULE, ...change }).document;
const begun = () => take('begin', scheduled(), host(), { present: '当事人、代理人、办案人员' }).document;
const SIGNATURE = {
  ...{ width: 1000, height: 500 },
  strokes: [
    [
      [200, 100, 0],
      [800, 150, 90],
      [300, 250, 190],
    ],
    [
      [300, 300, 300],
      [800, 275, 390],
      [700, 400, 480],
    ],
    [
      [500, 75, 600],
      [450, 250, 690],
      [500, 425, 780],
    ],
  ],
};
const written = () =>
  take('writePage', begun(), clerk, { text: '主持人：现在开始听证。\n当事人：监测数据不准。' }).document;
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  return 'nothing';
};

describe('a hearing asked for', () => {
  it('goes to whoever arranges it, and is refused to those who had a part in the case', () => {
    const outcome = beginHearing('h', { ...asked(), _id: 'c1', no: null, proposal: PROPOSAL }, atTime(ASKED), ['head']);
    expect(toldTo(outcome.effects)).toEqual(['hearing.arrange → head']);
    expect(refusal(() => take('schedule', asked(), as('branchHead', 'wang', { now: ASKED }), SCHEDULE))).toContain(
      '参与过本案',
    );
    expect(
      refusal(() => take('schedule', asked(), as('branchHead', 'far', { county: '330902', now: ASKED }), SCHEDULE)),
    ).toMatch(/^NOT_PERMITTED/);
    expect(refusal(() => take('schedule', asked(), party(), SCHEDULE))).toMatch(/^NOT_PERMITTED/);
  });

  it('is announced seven working days before: the make-up Sunday counts, the holiday does not', () => {
    expect(refusal(() => scheduled({ at: '2026-09-29 16:00' }))).toContain('最早可以安排在9月29日之后');
    const { document, effects = [] } = take('schedule', asked(), head, SCHEDULE);
    expect(document).toMatchObject({ status: 'scheduled', at: AT, notifiedAt: ASKED, hostName: '示host' });
    expect(toldTo(effects)).toEqual(['hearing.attend → wang', 'hearing.host → host', 'hearing.host → clerk']);
    expect(effects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['party.tell', 'penalty.hearingPlanned']));
  });

  it.each([
    ['an investigator hosts', { host: 'wang' }, '不能是本案的调查、审查人员'],
    ['a reviewer records', { recorder: 'reviewer' }, '不能是本案的调查、审查人员'],
    ['one person hosts and records', { recorder: 'host' }, '不能是同一人'],
    ['a stranger hosts', { host: 'nobody' }, '通讯录里没有这个人'],
    ['it is closed without a ground of the law', { open: false }, '应当公开'],
    ['it is public and closed at once', { closedFor: 'PRIVACY' }, '应当公开'],
    ['there is no such day', { at: '2026-09-31 09:00' }, '没有这一天'],
  ])('is refused in words when %s', (_, change, words) => {
    expect(refusal(() => scheduled(change))).toContain(words);
  });

  it('bars whoever found, investigated or reviewed the case from hosting it', () => {
    const penalty = {
      team: ['finder'],
      registeredBy: 'clerk1',
      investigatorIds: ['a'],
      everInvestigated: ['a', 'before'],
      reviewTurn: { reviewer: 'r' },
      review: { by: 'r' },
      legalReview: { by: 'l' },
      recheck: null,
    };
    expect(barredFrom(penalty as never)).toEqual(['finder', 'clerk1', 'a', 'before', 'r', 'l']);
  });
});

describe('the host', () => {
  it('asked to stand back opens no session until somebody else has decided, and another host takes over', () => {
    const open = take('askRecusal', scheduled(), party(), { ground: '主持人是办案人员的亲属' }).document;
    expect(refusal(() => take('begin', open, host(), { present: '双方' }))).toContain('回避');
    expect(refusal(() => take('askRecusal', open, party(), { ground: '再次申请' }))).toContain('等待决定');
    expect(refusal(() => take('askRecusal', scheduled(), party(ASKED, 'party:c2'), { ground: '别人的案件' }))).toMatch(
      /^NOT_PERMITTED/,
    );
    const own = { ...open, host: 'head' };
    expect(refusal(() => take('decideRecusal', own, head, { granted: true, reason: '属实', host: 'other' }))).toContain(
      '本人',
    );
    expect(refusal(() => take('decideRecusal', open, head, { granted: true, reason: '情况属实' }))).toContain(
      '新的听证主持人',
    );
    const { document, effects } = take('decideRecusal', open, head, {
      granted: true,
      reason: '情况属实',
      host: 'other',
    });
    expect(document).toMatchObject({ host: 'other', status: 'scheduled' });
    expect(document.barred).toContain('host');
    expect(toldTo(effects)).toContain('hearing.host → other');
  });

  it('begins no sooner than half an hour before, and notes an absence as a waiver or as a reason for another day', () => {
    expect(
      refusal(() => take('begin', scheduled(), host(new Date(AT.getTime() - 31 * 60_000)), { present: '双方' })),
    ).toContain('9月30日 09:30');
    const early = new Date(AT.getTime() - 60_000);
    expect(refusal(() => take('absent', scheduled(), host(early), { text: '未到场' }))).toMatch(/^NOT_NOW/);
    const waived = take('absent', scheduled(), host(), { text: '通知后无故未到场' });
    expect(waived.document.status).toBe('waived');
    expect(waived.effects?.find(({ kind }) => kind === 'penalty.hearingHeld')?.data).toMatchObject({
      outcome: 'ABSENT',
    });
    const excused = take('excuse', scheduled(), host(), { text: '住院，有证明' });
    expect(excused.document.status).toBe('scheduled');
    expect(toldTo(excused.effects)).toEqual(['hearing.postpone → head']);
  });
});

describe('the minutes', () => {
  it('are read line by line with their speakers, and refused when the first line names nobody', () => {
    expect(linesOf('主持人：开始。\n请说明\n\n当事人: 好。')).toEqual([
      { speaker: '主持人', words: '开始。\n请说明' },
      { speaker: '当事人', words: '好。' },
    ]);
    expect(refusal(() => linesOf('开始了'))).toContain('发言人：');
    expect(refusal(() => linesOf('主持人：'))).toContain('没有内容');
  });

  it('keep the hearing open until each page is signed or its refusal noted', () => {
    const report = { opinion: 'LIGHTER', text: '当事人提出的检修记录属实，建议从轻。' };
    expect(refusal(() => take('conclude', begun(), host(), report))).toContain('还没有笔录');
    expect(refusal(() => take('conclude', written(), host(), report))).toContain('第1页');
    expect(
      refusal(() => take('confirmPage', written(), party(AT, 'party:c2'), { page: 1, signature: SIGNATURE })),
    ).toMatch(/^NOT_PERMITTED/);
    expect(refusal(() => take('confirmPage', written(), party(AT), { page: 2, signature: SIGNATURE }))).toContain(
      '没有第2页',
    );
    const signed = take('confirmPage', written(), party(AT), { page: 1, signature: SIGNATURE }).document;
    expect(refusal(() => take('signPage', signed, clerk, { page: 1, signature: SIGNATURE }))).toContain('已经签过名');
    const refused = take('refusedPage', written(), host(), {
      page: 1,
      reason: '当事人认为记录不全，拒绝签名',
    }).document;
    for (const closed of [signed, refused]) {
      const { document, effects } = take('conclude', closed, host(), report);
      expect(document).toMatchObject({ status: 'held', report: { opinion: 'LIGHTER' } });
      const told = effects?.find(({ kind }) => kind === 'penalty.hearingHeld')?.data;
      expect(told).toMatchObject({ case: 'c1', outcome: 'HELD', at: AT });
    }
  });

  it('are read over by those who were there for the bureau, not by who wrote them', () => {
    expect(refusal(() => take('readPages', written(), clerk))).toContain('由到场的办案人员核对');
    const read = take('readPages', written(), as('staff', 'wang', { now: AT })).document;
    expect(read.minutes[0]?.confirmations).toMatchObject([{ role: 'INVESTIGATOR', by: 'wang' }]);
    expect(refusal(() => take('readPages', read, as('staff', 'wang', { now: AT })))).toContain('没有等您核对');
  });
});

describe('the party', () => {
  it('withdraws before the day, and the case goes on', () => {
    const { document, effects } = take('withdraw', scheduled(), party());
    expect(document.status).toBe('withdrawn');
    expect(effects?.find(({ kind }) => kind === 'penalty.hearingHeld')?.data).toMatchObject({ outcome: 'WITHDRAWN' });
    expect(refusal(() => take('withdraw', begun(), party(AT)))).toMatch(/^ILLEGAL_TRANSITION/);
  });

  it('is heard again when facts, kinds or amounts become others, not when they become lighter', () => {
    const heard = { proposal: PROPOSAL };
    expect(heardAgainBecause(heard, PROPOSAL)).toBeUndefined();
    expect(heardAgainBecause(heard, { ...PROPOSAL, fineFen: 30_000_000 })).toBeUndefined();
    expect(heardAgainBecause(heard, { ...PROPOSAL, fineFen: 40_600_001 })).toContain('金额加重');
    expect(heardAgainBecause(heard, { ...PROPOSAL, kinds: ['FINE', 'CLOSE'] })).toContain('处罚种类');
    expect(heardAgainBecause(heard, { ...PROPOSAL, factsHash: 'other' })).toContain('事实有变化');
    const act = { offence: 'x', actOn: '2026-09-01', endedOn: null, facts: '未运行' };
    const of = (facts: string) =>
      proposalOf({ acts: [{ ...act, facts }], notice: null, report: null } as never).factsHash;
    expect(of('未运行')).toBe(of('未运行'));
    expect(of('未运行')).not.toBe(of('未正常运行'));
  });
});

describe('the clock of a hearing', () => {
  it('reminds the working day before, and the head when nothing was arranged', () => {
    const { document, effects } = take('wake', { ...asked() }, atTime(new Date('2026-09-25T00:00:00+08:00')));
    expect(toldTo(effects)).toEqual(['hearing.arrangeLate → head']);
    expect(document.wakeAt).toBeNull();
    const reminded = take('wake', scheduled(), atTime(new Date('2026-09-29T08:00:00+08:00')));
    expect(toldTo(reminded.effects)).toEqual(['hearing.remind → host', 'hearing.remind → wang']);
    expect(reminded.document.wakeAt).toEqual(new Date('2026-09-30T23:59:59.999+08:00'));
  });

  it('is shown on a card that says nothing of the case', () => {
    const stored = { ...scheduled(), no: 'TZ-2026-000001', events: [], outbox: [] } as never;
    const shown = JSON.stringify(hearingFace.outline(stored, host()));
    expect(shown).toContain('9月30日 09:30');
    expect(shown).not.toMatch(/40600000|406,000|代理人/);
  });
});
