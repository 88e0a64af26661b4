/** 行政处罚案件 from filing to the decision: who may, who may not, and why not. */
import { type Actor } from '../models/core/access';
import { offered } from '../models/core/workflow';
import { penaltyCommands } from '../models/penalty/penalty';
import { caseClocks } from '../models/penalty/clocks';
import { penaltyFace } from '../models/penalty/penalty.face';
import { type PenaltyCase, STATES } from '../models/penalty/penalty.schema';
import { ruleSetHash } from '../models/penalty/ruleSet';
import { penaltyWorkflow } from '../models/penalty/penalty.workflow';
import { adopt } from '../models/core/policy';
import { as, atTime, toldTo } from './builders';
import { assessedCase } from './support/caseFile';
import { on } from './support/decidedCase';
import * as road from './support/caseRoad';

const { after, go, HEAD, LEGAL, PARTY, refusal, REVIEWER, SEEN, WANG, who } = road;
const steps = Object.keys(penaltyWorkflow.steps) as road.StepName[];

afterEach(() => adopt({}));

describe('the table of a case', () => {
  it('has a command, a form and a sentence in words for every step', () => {
    const quiet = (name: string) => 'quiet' in penaltyWorkflow.steps[name as road.StepName];
    expect(steps.filter((name) => !Object.hasOwn(penaltyCommands, name) && !quiet(name))).toEqual([]);
    const asks = steps.filter((name) => !quiet(name) && penaltyCommands[name].schema.safeParse({}).success === false);
    const own = ['assess', 'requestInstalment', 'recordInstalmentRequest', 'consentEService', 'confirmReceipt'];
    const bare = asks.filter((name) => penaltyFace.forms[name] === undefined && !own.includes(name));
    expect(bare.filter((name) => refusal(() => penaltyCommands[name].schema.parse(SEEN)) !== 'nothing')).toEqual([]);
  });

  it('leads from every state somewhere, and to every state from somewhere', () => {
    const rows = Object.values(penaltyWorkflow.steps) as { from: readonly string[]; to?: string }[];
    const reached = new Set(['clue', ...rows.flatMap(({ to }) => (to ? [to] : []))]);
    expect(Object.keys(STATES).filter((state) => !reached.has(state))).toEqual([]);
    const left = new Set(rows.flatMap(({ from, to }) => (to ? from : [])));
    expect(Object.keys(STATES).filter((state) => !left.has(state))).toEqual(['notFiled', 'archived']);
  });

  const strangers: [string, Actor][] = (
    [
      'officer',
      'auditor',
      'dutyLeader',
      'dutyOperator',
      'systemAdmin',
      'enterprise',
      'ruralSupervisor',
      'public',
    ] as const
  ).map((role) => [role, as(role, 'stranger').actor]);
  it.each(strangers)('offers %s who has no part in it no step of a filed case', (_role, actor) => {
    for (const record of [road.filed(), road.assessed(), road.reviewing(), road.drafted(), road.noticed()])
      expect(offered(penaltyWorkflow, record, { actor, now: on('2026-09-18') })).toEqual([]);
  });

  it('offers the head of another county nothing, and the party of another case neither', () => {
    const elsewhere = as('branchHead', 'x', { county: '330921' }).actor;
    const another = as('party', 'party:c2').actor;
    for (const actor of [elsewhere, another])
      expect(offered(penaltyWorkflow, road.noticed(), { actor, now: on('2026-09-18') })).toEqual([]);
  });

  it('has a sentence for every event on the road', () => {
    const told = [
      'assigned',
      'actDescribed',
      'reported',
      'reviewed',
      'noticeDrafted',
      'noticeServed',
      'stated',
      'decided',
    ];
    for (const type of told) expect(penaltyFace.sentences[`penalty.${type}`]).toBeDefined();
  });
});

describe('filing', () => {
  it('gives the case a number and ninety days: 2026-08-20 + 90 is 2026-11-18', () => {
    const { filing, dueAt } = road.filed();
    expect(filing).toMatchObject({ no: road.LOOKED.no, authority: '330903' });
    expect(filing?.dueAt).toEqual(new Date('2026-11-18T23:59:59.999+08:00'));
    expect(dueAt).toEqual(filing?.dueAt);
  });

  it('is in the name of the bureau before branches decide in their own name', () => {
    adopt({ penalty: { branchOwnNameFrom: null } });
    expect(road.filed().filing?.authority).toBeNull();
  });

  it('is revoked by a head when its conditions turn out unmet, with the second factor', () => {
    expect(
      refusal(() =>
        go(road.filed(), 'revokeFiling', { ...HEAD(road.FILED), factorAt: undefined } as never, {
          reason: '不符合',
          ...SEEN,
        }),
      ),
    ).toContain('SECOND_FACTOR');
    const { status, ended } = after(road.filed(), 'revokeFiling', HEAD(road.FILED), {
      reason: '不符合立案条件',
      ...SEEN,
    });
    expect([status, ended?.kind]).toEqual(['filingRevoked', 'REVOKED']);
  });
});

describe('investigators', () => {
  const assign = (crew: object) => () =>
    go(road.filed(), 'assignInvestigators', HEAD(on('2026-08-21')), { third: '', ...crew });
  it('are at least two different officers whose certificates hold on the day', () => {
    expect(refusal(assign({ first: 'wang', second: 'wang' }))).toContain('不得少于2人');
    expect(refusal(assign({ first: 'wang', second: 'old' }))).toContain('没有有效的执法证');
    expect(refusal(assign({ first: 'wang', second: 'nobody' }))).toContain('没有有效的执法证');
    expect(toldTo(assign({ first: 'wang', second: 'zhang' })().effects)).toEqual([
      'penalty.investigate → wang',
      'penalty.investigate → zhang',
    ]);
  });

  it('are not chosen again once recused, and a third person takes over while the case goes on', () => {
    const subject = { _id: 'zhang', name: '示zhang', roles: ['officer'] };
    const said = { ground: 'RELATION', text: '与当事人是同学' };
    const asked = after(road.investigating(), 'recuse', who('staff', 'zhang', on('2026-08-22')), said, { subject });
    expect(asked.recusals[0]).toMatchObject({ decides: 'OFFICER', decision: null });
    expect(after(asked, 'describeAct', WANG(on('2026-08-24')), road.ACT).acts).toHaveLength(1);
    const granted = after(asked, 'decideRecusal', HEAD(on('2026-08-25')), { grant: true, reason: '属实' });
    expect(granted.investigatorIds).toEqual(['wang']);
    const crew = { first: 'wang', second: 'zhang', third: '', reason: '补充' };
    expect(refusal(() => go(granted, 'changeInvestigators', HEAD(on('2026-08-25')), crew))).toContain('已回避');
    const full = after(granted, 'changeInvestigators', HEAD(on('2026-08-25')), { ...crew, second: 'zhao' });
    expect(full.everInvestigated).toEqual(['wang', 'zhang', 'zhao']);
  });

  it("never decide about their own recusal, and a leader's is not decided by a branch head", () => {
    const subject = { _id: 'head', name: '示head', roles: ['branchHead'] };
    const said = { person: 'head', ground: 'INTEREST', text: '持有股份' };
    const asked = after(road.investigating(), 'requestRecusal', PARTY(on('2026-08-22')), said, { subject });
    expect(
      refusal(() => go(asked, 'decideRecusal', HEAD(on('2026-08-23')), { grant: false, reason: '不属实' })),
    ).toContain('不能决定自己的回避');
    const other = who('branchHead', 'other', on('2026-08-23'));
    expect(refusal(() => go(asked, 'decideRecusal', other, { grant: false, reason: '不属实' }))).toContain(
      '由主要负责人决定',
    );
    const bureau = who('bureauLeader', 'bureau', on('2026-08-23'));
    expect(after(asked, 'decideRecusal', bureau, { grant: false, reason: '不属实' }).recusals[0]?.decision).toBe(
      'REFUSED',
    );
  });

  it('report only with every act assessed, and a change of an act voids its sheet', () => {
    const described = after(road.investigating(), 'describeAct', WANG(on('2026-08-24')), road.ACT);
    expect(refusal(() => go(described, 'report', WANG(on('2026-09-10')), road.REPORT))).toContain('还没有裁量');
    const changed = after(road.assessed(), 'describeAct', WANG(on('2026-09-01')), {
      ...road.ACT,
      act: 'a1',
      text: '改写',
    });
    expect([road.assessed().sheets.length, changed.sheets.length]).toEqual([1, 0]);
  });
});

describe('the separation of persons', () => {
  it.each(['wang', 'zhang'])('keeps %s, who investigates, from review, legal review and decision', (id) => {
    const both = (role: 'reviewer' | 'branchHead') => who(role, id, on('2026-09-11'));
    expect(refusal(() => go(road.reported(), 'takeReview', both('reviewer')))).toContain('您是本案的调查人员');
    expect(refusal(() => go(ready(), 'legalReview', both('reviewer'), { opinion: '同意' }))).toContain(
      '您是本案的调查人员',
    );
    expect(refusal(() => go(road.drafted(), 'approveNotice', both('branchHead'), SEEN))).toContain(
      '您是本案的调查人员',
    );
  });

  it('keeps whoever investigated once away, also after a change of investigators', () => {
    const changed = after(road.assessed(), 'changeInvestigators', HEAD(on('2026-09-01')), {
      first: 'wang',
      second: 'zhao',
      third: '',
      reason: '轮岗',
    });
    const sent = after(changed, 'report', WANG(on('2026-09-10')), road.REPORT);
    expect(refusal(() => go(sent, 'takeReview', who('reviewer', 'zhang', on('2026-09-11'))))).toContain('调查人员');
  });

  it('keeps the reviewer from the legal review of the same case', () => {
    expect(refusal(() => go(ready(), 'legalReview', REVIEWER(on('2026-10-09')), { opinion: '同意' }))).toContain(
      '另一名法制审核人员',
    );
    expect(after(ready(), 'legalReview', LEGAL(on('2026-10-09')), { opinion: '同意', cause: '' }).status).toBe(
      'legalReviewed',
    );
  });

  it('keeps a second reviewer out of a review that somebody has in hand', () => {
    expect(refusal(() => go(road.reviewing(), 'review', LEGAL(on('2026-09-14')), road.OPINIONS))).toContain(
      '由示某审查',
    );
  });
});

/** No word from the party until the end of the fifth day. */
const ready = (): PenaltyCase => after(road.noticed(), 'wake', atTime(road.noticed().wakeAt!));

describe('the review', () => {
  it('goes on to a penalty only when all seven points hold', () => {
    const against = { ...road.OPINIONS, evidence: false };
    expect(refusal(() => go(road.reviewing(), 'review', REVIEWER(on('2026-09-14')), against))).toContain('没有通过');
    const back = after(road.reviewing(), 'returnForEvidence', REVIEWER(on('2026-09-14')), { reason: '缺采样记录' });
    expect([back.status, back.reviewTurn, back.sentBack.length]).toEqual(['investigating', null, 1]);
  });

  it('is refused with a point left out or without words', () => {
    const { lawText: _left, ...short } = road.OPINIONS;
    expect(refusal(() => go(road.reviewing(), 'review', REVIEWER(on('2026-09-14')), short))).toContain('INVALID_INPUT');
    expect(
      refusal(() => go(road.reviewing(), 'review', REVIEWER(on('2026-09-14')), { ...road.OPINIONS, text: ' ' })),
    ).toContain('INVALID_INPUT');
  });
});

describe('the notice', () => {
  it('tells the hearing right from 200,000 yuan on, and what was computed', () => {
    expect(road.drafted().notice).toMatchObject({ fineFen: 40_600_000, hearingRight: true, kinds: ['FINE'] });
    adopt({ penalty: { hearing: { organisationFen: 40_600_000, inclusive: false } } });
    expect(road.drafted().notice?.hearingRight).toBe(false);
    adopt({ penalty: { hearing: { organisationFen: 40_600_000, inclusive: true } } });
    expect(road.drafted().notice?.hearingRight).toBe(true);
  });

  it('is not approved by whoever drafted it, nor when the amount changed since', () => {
    const own = { ...road.drafted(), notice: { ...road.drafted().notice!, draftedBy: 'head' } };
    expect(refusal(() => go(own, 'approveNotice', HEAD(on('2026-09-16')), SEEN))).toContain('由您拟稿');
    const changed = { ...road.drafted(), notice: { ...road.drafted().notice!, fineFen: 1 } };
    expect(refusal(() => go(changed, 'approveNotice', HEAD(on('2026-09-16')), SEEN))).toContain('金额与告知书不一致');
  });

  it('is not served before it is approved, nor on a day that cannot be', () => {
    const served = (record: PenaltyCase, change: object) => () =>
      go(record, 'serveNotice', WANG(on('2026-09-18')), { ...road.RECEIPT, ...change });
    expect(refusal(served(road.drafted(), {}))).toContain('还没有批准');
    expect(refusal(served(road.approvedNotice(), { on: '2026-09-19' }))).toContain('还没有到');
    expect(refusal(served(road.approvedNotice(), { on: '2026-09-15' }))).toContain('早于');
    expect(refusal(served(road.approvedNotice(), { how: 'LEFT' }))).toContain('见证人');
    expect(refusal(served(road.approvedNotice(), { photos: [] }))).toContain('送达回证');
  });

  it('gives five working days of which the make-up Sunday counts: 2026-09-18 ends on 2026-09-24', () => {
    expect(road.noticed().notice?.dueAt).toEqual(new Date('2026-09-24T23:59:59.999+08:00'));
    const days = caseClocks(road.noticed()).find(({ label }) => label.includes('陈述'))?.explain;
    expect(days).toContainEqual({ day: '2026-09-20', counts: true, reason: '调休上班' });
  });

  it('ends after a holiday week on 2026-10-12 when it came on 2026-09-29', () => {
    const late = after(road.approvedNotice(), 'serveNotice', WANG(on('2026-09-29')), {
      ...road.RECEIPT,
      on: '2026-09-29',
    });
    expect(late.notice?.dueAt).toEqual(new Date('2026-10-12T23:59:59.999+08:00'));
  });

  it('warns in a year whose holidays are not known', () => {
    const record = road.approvedNotice();
    const at = on('2026-12-30');
    const served = go(record, 'serveNotice', WANG(at), { ...road.RECEIPT, on: '2026-12-30' });
    expect(served.event.data?.['warnings']).toEqual([expect.stringContaining('2027年放假安排尚未载入')]);
    expect(JSON.stringify(caseClocks(served.document))).toContain('2027年放假安排尚未载入');
  });

  it('becomes final at the end of day five and not a moment before', () => {
    const due = road.noticed().notice!.dueAt!;
    expect(refusal(() => go(road.noticed(), 'wake', atTime(due)))).toContain('NOT_NOW');
    const silent = go(road.noticed(), 'wake', atTime(new Date(due.getTime() + 1)));
    expect([silent.document.status, silent.event.type]).toEqual(['noResponse', 'penalty.noResponse']);
    expect(refusal(() => go(road.noticed(), 'state', PARTY(new Date(due.getTime() + 1)), statement))).toContain(
      '期限已过',
    );
    expect(after(road.noticed(), 'state', PARTY(due), statement).status).toBe('stated');
  });

  it('is waived by the party alone, in so many words', () => {
    const waived = after(road.noticed(), 'waive', PARTY(on('2026-09-19')), { text: '放弃' });
    expect([waived.status, waived.notice?.waived?.by]).toEqual(['noResponse', 'party:c1']);
  });
});

const statement = { id: '01J0000000000000000000001', text: '我司已整改，请求从轻。', files: [] };
const stated = () => after(road.noticed(), 'state', PARTY(on('2026-09-21')), statement);

describe('the defence', () => {
  it('counts a statement that arrives twice once', () => {
    expect(after(stated(), 'state', PARTY(on('2026-09-21')), statement).statements).toHaveLength(1);
  });

  it('is not rechecked while the party may still speak', () => {
    expect(refusal(() => go(stated(), 'recheck', REVIEWER(on('2026-09-24')), {}))).toContain('还没有届满');
  });

  it('is answered point by point, each with its reason', () => {
    const over = after(stated(), 'wake', atTime(new Date(stated().notice!.dueAt!.getTime() + 1)));
    expect(refusal(() => go(over, 'recheck', REVIEWER(on('2026-09-28')), {}))).toContain('逐点答复');
    const point = { point: '请求从轻', adopted: false, reason: '没有法定情形' };
    const answered = after(over, 'answerPoint', REVIEWER(on('2026-09-28')), point);
    const checked = go(answered, 'recheck', REVIEWER(on('2026-09-28')), {});
    expect(checked.document).toMatchObject({ status: 'rechecked', recheck: { points: [point], fineFen: 40_600_000 } });
    expect(toldTo(checked.effects)).toEqual(['penalty.legalReview → legal']);
  });

  it('never makes the penalty heavier', () => {
    const lower = { ...stated(), notice: { ...stated().notice!, fineFen: 40_000_000, dueAt: on('2026-09-22') } };
    const answered = { ...lower, defencePoints: [{ point: '一', adopted: false, reason: '无' }] };
    expect(refusal(() => go(answered, 'recheck', REVIEWER(on('2026-09-28')), {}))).toContain(
      '不得因当事人陈述申辩而加重',
    );
    const silent = { ...ready(), notice: { ...ready().notice!, fineFen: 40_000_000 }, legalReview: legal() };
    expect(refusal(() => go(silent, 'draftDecision', WANG(on('2026-10-10')), {}))).toContain('比告知的重');
  });

  it('takes the hearing out of the ninety days', () => {
    const asked = after(road.noticed(), 'requestHearing', PARTY(on('2026-09-21')), { text: '申请听证' });
    expect(asked.pauses.at(-1)).toMatchObject({ kind: 'HEARING', to: null });
    const { hearing } = asked;
    const held = after(asked, 'hearingHeld', atTime(on('2026-10-20')), {
      hearing,
      outcome: 'HELD',
      at: on('2026-10-20'),
      opinion: '维持',
    });
    // Filed 08-20 + 90 days = 11-18; 09-17..18 on the way to the party and 09-21..10-20 for the hearing do not count.
    const due = caseClocks(held).find(({ label }) => label === '办案期限')!;
    expect(due.explain.filter(({ reason }) => reason.includes('听证'))).toHaveLength(30);
    expect(due.dueAt).toEqual(new Date('2026-12-21T23:59:59.999+08:00'));
  });

  it('knows no hearing below the threshold', () => {
    const small = { ...road.noticed(), notice: { ...road.noticed().notice!, hearingRight: false } };
    expect(refusal(() => go(small, 'requestHearing', PARTY(on('2026-09-21')), {}))).toContain('没有达到听证的条件');
  });
});

const legal = () => after(ready(), 'legalReview', LEGAL(on('2026-10-09')), { opinion: '同意', cause: '' }).legalReview;
const lawful = () => after(ready(), 'legalReview', LEGAL(on('2026-10-09')), { opinion: '同意', cause: '' });
const draft = (record = lawful()) =>
  after(record, 'draftDecision', WANG(on('2026-10-10')), { order: '责令改正违法行为。' });

describe('the decision', () => {
  it('is signed once everything holds, with its number, its rules and its amount frozen', () => {
    const ready = {
      ...draft(),
      partyDetails: { idNumber: '91330900MA28示例01', representative: '何示厂', address: '展茅' },
    };
    const linked = {
      ...road.LOOKED.linked,
      enterprise: null,
      fields: road.LOOKED.linked.fields.map((one) => ({ ...one, partyName: ready.party.name })),
    };
    const decided = after(ready, 'decide', HEAD(on('2026-10-12')), SEEN, { linked });
    expect(decided).toMatchObject({
      status: 'decided',
      decision: { fineFen: 40_600_000, authority: '330903', dueDays: 15 },
    });
    expect(decided.veto.filter(({ ok }) => ok === false)).toEqual([]);
    expect(ruleSetHash(decided.ruleSet!)).toBe(decided.ruleSet?.hash);
  });

  it('keeps its amount whatever is edited in law and figures afterwards', () => {
    const rules = road.approvedNotice().noticeRuleSet!;
    adopt({ penalty: { committee: { fen: 1 }, hearing: { organisationFen: 1 } } });
    expect(ruleSetHash(rules)).toBe(rules.hash);
    expect(assessedCase(road.assessed()).sheets[0]?.hash).toBe(road.assessed().sheets[0]?.hash);
    expect(rules.figures).toMatchObject({ hearing: { organisationFen: 20_000_000 } });
  });

  it('waits for the legal review, and for another one when evidence came after it', () => {
    expect(refusal(() => draft(ready()))).toContain('先法制审核');
    const more = after(lawful(), 'addEvidence', WANG(on('2026-10-10')), {
      photos: ['b'.repeat(64)],
      text: '补充监测报告',
    });
    expect(refusal(() => draft(more))).toContain('重新进行法制审核');
    const again = after(more, 'legalReview', LEGAL(on('2026-10-11')), { opinion: '仍同意', cause: '' });
    expect(again.legalReviews).toHaveLength(1);
    expect(draft(again).decisionDraft).not.toBeNull();
  });

  it('waits for the collective discussion from 500,000 yuan on, held again after a defence', () => {
    adopt({ penalty: { committee: { fen: 40_600_000 } } });
    expect(refusal(() => draft())).toContain('先集体讨论');
    const said = { discussion: 'd1', at: on('2026-10-10'), agreed: true, result: '同意', fineFen: null };
    const discussed = after(lawful(), 'discussed', atTime(on('2026-10-10')), said);
    expect(draft(discussed).decisionDraft).not.toBeNull();
    const early = after(road.reviewed(), 'discussedEarly', atTime(on('2026-09-14')), { ...said, at: on('2026-09-14') });
    expect(early).toMatchObject({ status: 'reviewing', discussions: [{ beforeNotice: true }] });
    const heard = { ...lawful(), discussions: early.discussions, statements: stated().statements };
    expect(refusal(() => draft(heard))).toContain('重新集体讨论');
    const against = after(lawful(), 'discussed', atTime(on('2026-10-10')), { ...said, agreed: false });
    expect(refusal(() => draft(against))).toContain('没有同意');
  });

  it('is not signed by whoever drafted it, nor by a branch head where the bureau decides', () => {
    const own = { ...draft(), decisionDraft: { ...draft().decisionDraft!, by: 'head' } };
    expect(refusal(() => go(own, 'decide', HEAD(on('2026-10-12')), SEEN))).toContain('由您拟稿');
    const bureaus = { ...draft(), filing: { ...draft().filing!, authority: null } };
    expect(refusal(() => go(bureaus, 'decide', HEAD(on('2026-10-12')), SEEN))).toContain('以市局名义');
  });

  it('is refused while a veto item is red, naming it', () => {
    const linked = { ...road.LOOKED.linked, fields: [] };
    expect(refusal(() => go(draft(), 'decide', HEAD(on('2026-10-12')), SEEN, { linked }))).toContain('一票否决');
  });

  it('is refused for an act beyond its limitation', () => {
    const old = lawful();
    const acts = old.acts.map((act) => ({ ...act, actOn: '2021-08-19', harm: true }));
    expect(refusal(() => draft({ ...old, acts }))).toContain('追责时效');
  });

  it('is refused two years after an act before the Code that polluted, five years after one that endangered health', () => {
    const old = lawful();
    const before = (healthHarm: boolean) =>
      draft({ ...old, acts: old.acts.map((act) => ({ ...act, actOn: '2023-08-19', harm: true, healthHarm })) });
    expect(refusal(() => before(false))).toContain('追责时效');
    expect(before(true).decisionDraft).not.toBeNull();
  });

  it('is taken by nobody from a card, nor without a fresh second factor', () => {
    const stale = { ...HEAD(on('2026-10-12')), factorAt: on('2026-10-12', '09:54') };
    expect(refusal(() => go(draft(), 'decide', stale, SEEN))).toContain('SECOND_FACTOR');
    expect(refusal(() => go(draft(), 'decide', { ...HEAD(on('2026-10-12')), door: 'card' }, SEEN))).toContain(
      'SECOND_FACTOR',
    );
  });

  it('is replaced by education where nothing is punished', () => {
    const said = {
      ground: 'MINOR',
      rule: '',
      correctedOn: '2026-08-21',
      reason: '轻微并及时改正',
      education: '已教育',
      ...SEEN,
    };
    const nothing = (more: object) => () =>
      go(road.reviewed(), 'noPenalty', HEAD(on('2026-09-16')), { ...said, ...more });
    expect(refusal(nothing({ commitment: '' }))).toContain('改正承诺');
    expect(nothing({ commitment: '承诺改正' })().document).toMatchObject({
      status: 'noPenalty',
      noPenalty: { ground: 'MINOR' },
    });
  });
});

describe('the ninety days', () => {
  it('stop while the investigation is suspended and explain each day', () => {
    const suspended = after(road.investigating(), 'suspend', HEAD(on('2026-09-01')), {
      reason: '等待另案裁判',
      ...SEEN,
    });
    expect(suspended.wakeAt).toBeNull();
    const resumed = after(suspended, 'resume', HEAD(on('2026-09-10')), { reason: '另案已裁判' });
    const [clock] = caseClocks(resumed);
    expect(clock?.explain.slice(0, 10).map(({ day }) => day)).toEqual(
      Array.from({ length: 10 }, (_, n) => `2026-09-${String(n + 1).padStart(2, '0')}`),
    );
    expect(clock?.explain[0]?.reason).toBe('暂停计算：中止调查（等待另案裁判）');
    expect(clock?.dueAt).toEqual(new Date('2026-11-30T23:59:59.999+08:00'));
  });

  it('pause for monitoring and appraisal, one at a time', () => {
    const paused = after(road.investigating(), 'pause', WANG(on('2026-08-25')), {
      kind: 'MONITORING',
      reason: '委托监测',
    });
    expect(refusal(() => go(paused, 'pause', WANG(on('2026-08-26')), { kind: 'APPRAISAL', reason: '鉴定' }))).toContain(
      '先结束',
    );
    const ended = after(paused, 'endPause', WANG(on('2026-08-27')));
    expect(ended.filing?.dueAt).toEqual(new Date('2026-11-23T23:59:59.999+08:00'));
    expect(refusal(() => go(paused, 'pause', WANG(on('2026-08-25')), { kind: 'SUSPENSION', reason: 'x' }))).toContain(
      'INVALID_INPUT',
    );
  });

  it('grow by thirty days once a head agrees, then by a collective decision, and no more', () => {
    const ask = { days: 30, reason: '案情复杂' };
    expect(
      refusal(() => go(road.investigating(), 'askMoreTime', WANG(on('2026-11-01')), { ...ask, days: 31 })),
    ).toContain('最多延长30天');
    const asked = after(road.investigating(), 'askMoreTime', WANG(on('2026-11-01')), ask);
    const more = after(asked, 'extendDecision', HEAD(on('2026-11-02')), SEEN);
    expect(more.filing?.dueAt).toEqual(new Date('2026-12-18T23:59:59.999+08:00'));
    const again = after(more, 'askMoreTime', WANG(on('2026-12-01')), ask);
    expect(refusal(() => go(again, 'extendDecision', HEAD(on('2026-12-02')), SEEN))).toContain('集体讨论');
    const said = { discussion: 'd1', at: on('2026-12-02', '12:00'), agreed: true, result: '同意延长', fineFen: null };
    const discussed = after(again, 'discussedEarly', atTime(on('2026-12-02', '12:00')), said);
    const twice = after(discussed, 'extendDecision', HEAD(on('2026-12-02', '13:00')), SEEN);
    expect(twice.decisionExtensions.map(({ level, granted }) => [level, granted])).toEqual([
      ['HEAD', true],
      ['COLLECTIVE', true],
    ]);
    expect(refusal(() => go(twice, 'askMoreTime', WANG(on('2026-12-03')), ask))).toContain('不能再延长');
  });

  it('are not extended by whoever asked, nor after they are over', () => {
    const own = after(road.investigating(), 'askMoreTime', WANG(on('2026-11-01')), { days: 10, reason: '复杂' });
    const asked = { ...own, decisionExtensions: own.decisionExtensions.map((one) => ({ ...one, askedBy: 'head' })) };
    expect(refusal(() => go(asked, 'extendDecision', HEAD(on('2026-11-02')), SEEN))).toContain('由您申请');
    expect(
      refusal(() => go(road.investigating(), 'askMoreTime', WANG(on('2026-11-19')), { days: 10, reason: '晚了' })),
    ).toContain('办案期限已过');
  });

  it('remind handler and head ten, three and one day before, and tell the leaders when they are over', () => {
    let record = road.investigating();
    const days: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      days.push(record.wakeAt!.toISOString());
      const rung = go(record, 'wake', atTime(record.wakeAt!));
      expect(toldTo(rung.effects)).toEqual(['wang', 'zhang', 'head'].map((id) => `penalty.deadline → ${id}`));
      expect(JSON.stringify(rung.effects)).not.toContain('鱼粉');
      record = rung.document;
    }
    expect(days).toEqual(['2026-11-08T00:00:00.000Z', '2026-11-15T00:00:00.000Z', '2026-11-17T00:00:00.000Z']);
    const over = go(record, 'wake', atTime(record.wakeAt!));
    expect(toldTo(over.effects)).toContain('penalty.late → bureau');
    expect(over.document.wakeAt).toBeNull();
  });
});

describe('bad input', () => {
  it.each([
    ['an act of no kind', { offence: 'nothing' }],
    ['a day that is in no calendar', { actOn: '2026-02-30' }],
    ['a day to come', { actOn: '2026-12-01', discoveredOn: '2026-12-01' }],
    ['a discovery before the act', { actOn: '2026-08-21' }],
    ['too many words', { facts: '长'.repeat(2_001) }],
    ['evidence that is no hash', { photos: ['x'] }],
    ['half a fen', { investmentYuan: 0.001 }],
    ['a stranger', { more: 1 }],
  ])('is refused with %s', (_what, change) => {
    expect(
      refusal(() => go(road.investigating(), 'describeAct', WANG(on('2026-08-24')), { ...road.ACT, ...change })),
    ).toContain('INVALID_INPUT');
  });
});
