import { type Context } from '../models/core/workflow';
import { adopt } from '../models/core/policy';
import { callDiscussion, quorumOf } from '../models/discussion/calling';
import { discussionCommands } from '../models/discussion/discussion';
import { CallDiscussion, type Discussion } from '../models/discussion/discussion.schema';
import { tally } from '../models/discussion/voting';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { discussionMissing } from '../models/penalty/routing';
import { ToldDiscussion } from '../models/discussion/discussion.schema';
import { aPerson, as, atTime, MORNING, toldTo } from './builders';
import { aDecidedCase } from './support/decidedCase';

const LEADERS = ['bureau', 'vice', 'third'];
const PEOPLE = [
  ...LEADERS.map((id) => aPerson(id, `示${id}`, ['bureauLeader'], { county: null })),
  aPerson('head', '示head', ['branchHead']),
  aPerson('wang', '示wang', ['officer']),
  aPerson('zhang', '示zhang', ['officer']),
  aPerson('jurist', '示jurist', ['reviewer'], { county: null }),
];
const record = (change: Partial<PenaltyCase> = {}) => aDecidedCase({ status: 'rechecked', decision: null, ...change });
const bureau = as('bureauLeader', 'bureau', { county: null });
const signing = (id: string, now = MORNING): Context => ({
  ...as('bureauLeader', id, { county: null, now }),
  factorAt: now,
});
const asked = (change: object = {}) =>
  CallDiscussion.parse({
    ...{ id: '0123456789abcdef', case: 'c1', secretary: 'jurist', members: ['vice', 'third', 'head'] },
    ...{ at: '2026-03-03 09:00', place: '三楼会议室', questions: '是否同意拟处罚意见', ...change },
  });
const call = (change: object = {}, of = record(), by: Context = bureau) =>
  callDiscussion(asked(change), by, { record: of, people: PEOPLE, caseNo: '舟环立〔2026〕1号' });
const take = (name: keyof typeof discussionCommands, discussion: Discussion, by: Context, input: object = {}) =>
  discussionCommands[name].decide(discussion, input, by, undefined);
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  return 'nothing';
};
const APPROVAL = { approval: { seen: 'a'.repeat(64), opened: ['question'] } };
const vote = (discussion: Discussion, id: string, choice = 'AGREE', more: object = {}) =>
  take('vote', discussion, signing(id), { ...APPROVAL, choice, opinion: '同意', ...more }).document;
const called = () => call().document;
const voting = (present = ['vice', 'third']) => take('begin', called(), bureau, { present }).document;
const allVoted = (choices: Record<string, string> = {}) =>
  ['bureau', 'vice', 'third'].reduce((discussion, id) => vote(discussion, id, choices[id] ?? 'AGREE'), voting());
const minuted = () => {
  const counted = take('count', allVoted(), bureau, { conclusion: '同意' }).document;
  return take('writeMinutes', counted, as('staff', 'jurist'), { text: '会议讨论了本案，三名成员同意。' }).document;
};
const confirm = (discussion: Discussion, id: string, dissent = '') =>
  take('confirmMinutes', discussion, signing(id), { ...APPROVAL, dissent });

afterEach(() => adopt({}));

describe('a discussion that a leader calls', () => {
  it('invites the members with a time and a link, and lets the investigators attend', () => {
    const { document, effects, number } = call();
    expect(number).toBe('JT');
    expect(document.members).toEqual(['bureau', 'vice', 'third', 'head']);
    expect(document.attending).toEqual(['wang', 'zhang']);
    expect(toldTo(effects)).toEqual([
      ...['discussion.invited → vice', 'discussion.invited → third', 'discussion.invited → head'],
      ...['discussion.attend → jurist', 'discussion.attend → wang', 'discussion.attend → zhang'],
    ]);
    expect(JSON.stringify(effects)).not.toContain('是否同意');
  });

  it.each([
    ['an investigator as member', { members: ['vice', 'wang'] }, 'INVALID_INPUT'],
    ['too few', { members: ['vice'] }, '至少3名成员'],
    ['a member who writes it down', { secretary: 'vice' }, '记录人不能同时是讨论成员'],
    ['an investigator who writes it down', { secretary: 'wang' }, '记录人不能是本案的调查人员'],
    ['a stranger', { members: ['vice', 'third', 'nobody'] }, '局领导和分局负责人'],
    ['a time that is over', { at: '2026-03-01 09:00' }, '已经过去'],
  ])('is refused with %s', (_, change, words) => {
    expect(refusal(() => call(change))).toContain(words);
  });

  it('is refused to a leader who found or investigated the case, and to members who did or are recused', () => {
    expect(refusal(() => call({}, record({ team: ['bureau'] })))).toContain('不能作为成员表决');
    expect(refusal(() => call({}, record({ everInvestigated: ['vice'] })))).toContain('示vice参与本案');
    const recusal = { person: 'third', decision: 'GRANTED' } as PenaltyCase['recusals'][number];
    expect(refusal(() => call({}, record({ recusals: [recusal] })))).toContain('示third');
  });

  it('is refused for a case that is decided', () => {
    expect(refusal(() => call({}, aDecidedCase()))).toContain('NOT_NOW');
  });

  it('begins with enough members only, and with nobody who merely attends', () => {
    expect([3, 4, 5, 6, 9].map(quorumOf)).toEqual([3, 3, 4, 5, 7]);
    expect(refusal(() => take('begin', called(), bureau, { present: ['vice'] }))).toContain('不足3名');
    expect(refusal(() => take('begin', called(), bureau, { present: ['vice', 'wang'] }))).toContain('不是讨论成员');
    expect(voting().present).toEqual(['bureau', 'vice', 'third']);
  });
});

describe('a vote', () => {
  it('is cast once, by members who are there, under their own second factor', () => {
    const first = vote(voting(), 'vice');
    expect(first.votes).toMatchObject([{ by: 'vice', choice: 'AGREE', approval: { by: 'vice', onBehalf: null } }]);
    expect(refusal(() => vote(first, 'vice'))).toContain('已经表决');
    const input = { ...APPROVAL, choice: 'AGREE', opinion: '同意' };
    expect(refusal(() => take('vote', first, as('bureauLeader', 'third', { county: null }), input))).toContain(
      'SECOND_FACTOR',
    );
    const head = { ...as('branchHead', 'head'), factorAt: MORNING };
    expect(refusal(() => take('vote', first, head, input))).toContain('不在到会成员名单');
    const onBehalf: Context = {
      ...signing('third'),
      standsFor: {
        ...{ delegation: 'd', actor: signing('bureau').actor, name: '示bureau', steps: ['vote'] },
        ...{ from: MORNING, until: MORNING },
      },
    };
    expect(refusal(() => take('vote', first, onBehalf, input))).toContain('不能代办');
  });

  it.each(['wang', 'jurist'])('is never cast by %s, who attends or writes it down', (id) => {
    const by = { ...as('officer', id), factorAt: MORNING };
    expect(refusal(() => take('vote', voting(), by, { ...APPROVAL, choice: 'AGREE', opinion: '同意' }))).toContain(
      'NOT_PERMITTED',
    );
  });

  it('names an amount only for a change, in yuan and fen', () => {
    expect(vote(voting(), 'vice', 'CHANGE', { fineYuan: '216000.5' }).votes[0]!.fineFen).toBe(21_600_050);
    expect(refusal(() => vote(voting(), 'vice', 'AGREE', { fineYuan: '1' }))).toContain('只有建议变更');
    expect(refusal(() => vote(voting(), 'vice', 'CHANGE', { fineYuan: '1.001' }))).toContain('INVALID_INPUT');
  });

  it('wins with more than half of those present, and with nothing less', () => {
    const votes = (...choices: string[]) => choices.map((choice) => ({ choice }) as Discussion['votes'][number]);
    expect(tally(votes('AGREE', 'AGREE', 'AGAINST'), 3).choice).toBe('AGREE');
    expect(tally(votes('AGREE', 'AGREE', 'AGAINST', 'RETURN'), 4).choice).toBeNull();
    adopt({ discussion: { majorityPermille: 667 } });
    expect(tally(votes('AGREE', 'AGREE', 'AGAINST'), 3).choice).toBeNull();
  });
});

describe('the result', () => {
  it('is declared when everybody present has voted; who had to leave still leaves enough', () => {
    expect(refusal(() => take('count', vote(voting(), 'vice'), bureau, { conclusion: '同意' }))).toContain('还有2位');
    expect(refusal(() => take('excuse', voting(), bureau, { member: 'third', reason: '急事' }))).toContain('不足');
    const four = voting(['vice', 'third', 'head']);
    expect(take('excuse', four, bureau, { member: 'head', reason: '急事' }).document.present).toHaveLength(3);
  });

  it('with another amount is one that somebody voted for', () => {
    const changed = ['bureau', 'vice', 'third'].reduce(
      (discussion, id) => vote(discussion, id, 'CHANGE', { fineYuan: '300000' }),
      voting(),
    );
    expect(refusal(() => take('count', changed, bureau, { conclusion: '变更', fineYuan: '1' }))).toContain('金额之一');
    const { document } = take('count', changed, bureau, { conclusion: '变更', fineYuan: '300000' });
    expect(document.result).toMatchObject({ choice: 'CHANGE', fineFen: 30_000_000 });
  });

  it('reaches the case with the last confirmation of the minutes, dissent kept', () => {
    const two = confirm(confirm(minuted(), 'bureau').document, 'vice', '金额偏高').document;
    expect(two.status).toBe('minuted');
    const { document, effects = [] } = confirm(two, 'third');
    expect(document).toMatchObject({ status: 'closed', openOf: null, wakeAt: null });
    expect(document.confirmations.map(({ dissent }) => dissent)).toEqual(['', '金额偏高', '']);
    const told = effects.find(({ kind }) => kind === 'penalty.discussed')!;
    expect(ToldDiscussion.parse(told.data)).toMatchObject({ case: 'c1', agreed: true, choice: 'AGREE', at: MORNING });
  });

  it('is written again when a member wants it changed, and confirmed by all anew', () => {
    const one = confirm(minuted(), 'bureau').document;
    const { document } = take('objectMinutes', one, signing('vice'), { reason: '漏记我的意见' });
    expect(document).toMatchObject({ status: 'counted', confirmations: [] });
    expect(refusal(() => confirm(document, 'third'))).toContain('ILLEGAL_TRANSITION');
  });

  it('reminds whom it waits for, and nobody else', () => {
    const waiting = vote(voting(), 'vice');
    expect(toldTo(take('wake', waiting, atTime(waiting.wakeAt!)).effects)).toEqual([
      ...['discussion.remind → bureau', 'discussion.remind → third'],
    ]);
  });
});

describe('a discussion before the defence', () => {
  const at = (day: string) => new Date(`2026-03-${day}T10:00:00+08:00`);
  const early = { discussion: 'd', at: at('02'), beforeNotice: true, result: '同意', agreed: true, fineFen: null };
  const needed = { discussionAsked: '案情复杂', discussions: [early] };
  const statements = [{ at: at('10') } as PenaltyCase['statements'][number]];

  it('does while nothing followed, and is held again once the party has defended itself', () => {
    expect(discussionMissing(record(needed))).toBeUndefined();
    expect(discussionMissing(record({ ...needed, statements }))).toContain('重新');
    const again = [early, { ...early, at: at('25'), beforeNotice: false }];
    expect(discussionMissing(record({ ...needed, statements, discussions: again }))).toBeUndefined();
  });
});
