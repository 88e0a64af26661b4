/** 一票否决事项: of each of the 25 a file that fails and one that passes. Source: 生态环境行政执法案卷评查细则 (2024). */
import { dailyDays } from '../models/dailyPenalty/dailyDays';
import { type Discussion } from '../models/discussion/discussion.schema';
import { type DiscretionSheet } from '../models/discretion/discretion.schema';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { vetoed, vetoItems, VETO_RULES } from '../models/penalty/veto';
import { type DailyFact, type HoldFact, type VetoLinked } from '../models/penalty/veto/verdict';
import { aReadyCase, aVisit, BASIS, DAY, NOTICE, PHOTO, SERVING, someLinked, theAct } from './support/caseFile';
import { on } from './support/decidedCase';

interface File {
  record?: Partial<PenaltyCase>;
  linked?: Partial<VetoLinked>;
  now?: Date;
}
const judge = (no: number, { record = {}, linked = {}, now = DAY }: File = {}) =>
  vetoItems(aReadyCase(record), someLinked(linked), now)[no - 1]!;

const READY = aReadyCase();
const SHEET = READY.sheets[0] as DiscretionSheet;
const opinions = (point: string) =>
  READY.review!.opinions.map((one) => (one.point === point ? { ...one, agrees: false } : one));
const unsure = (point: string): Partial<PenaltyCase> => ({ review: { ...READY.review!, opinions: opinions(point) } });
const drafted = (change: object): Partial<PenaltyCase> => ({ decisionDraft: { ...READY.decisionDraft!, ...change } });
/** The sheet with another clause under it; hash and amount stay those of the first. */
const under = (change: object, amount: Partial<DiscretionSheet> = {}): DiscretionSheet => ({
  ...SHEET,
  ...amount,
  candidates: SHEET.candidates.map((one) => ({ ...one, basis: { ...one.basis, ...change } })),
});

const hold = (change: Partial<HoldFact> = {}): HoldFact => ({
  ...{ _id: 'hold-1', no: '舟环(普)存〔2026〕1号', status: 'returned', enterprise: 'E07', siteRecord: 'visit-1' },
  party: { kind: 'ORGANISATION', name: READY.party.name, idNumber: '', representative: '', address: '' },
  objects: [{ name: '台账', spec: '', quantity: '1本', condition: '完好', photos: [] }],
  ...{ serving: { at: on('2026-08-20') } as HoldFact['serving'], approvedAt: on('2026-08-20'), lapse: null },
  decision: { measure: 'COPIED', reason: '已复制固定', at: on('2026-08-25'), by: 'head' },
  ...{ decisionDueAt: on('2026-08-31'), handedBack: null, ...change },
});

const talk = (change: Partial<Discussion> = {}): Discussion => ({
  ...{
    _id: 'talk-1',
    openOf: null,
    version: 3,
    no: 'JT-2026-000001',
    status: 'closed',
    case: READY._id,
    caseNo: null,
    county: '330903',
  },
  ...{ chair: 'head', secretary: 'clerk', members: ['head', 'bureau'], attending: ['wang'], readers: [] },
  people: [
    { id: 'head', name: '示head' },
    { id: 'wang', name: '示wang' },
  ],
  ...{
    callAt: on('2026-10-09'),
    at: on('2026-10-10'),
    place: '会议室',
    questions: '是否处罚',
    answers: [],
    present: null,
  },
  ...{ heldAt: on('2026-10-10'), votes: [], objections: [], confirmations: [], closedAt: on('2026-10-10') },
  result: { choice: 'AGREE', counts: {} as never, conclusion: '同意', fineFen: null, by: 'head', at: on('2026-10-10') },
  minutes: { text: '一致同意。', by: 'clerk', at: on('2026-10-10') },
  ...{ cancelled: null, alarms: [], wakeAt: null, ...change },
});
const ASKED: Partial<PenaltyCase> = { discussionAsked: '案情重大' };
const told = (at: string) => ({
  ...{ discussion: 'talk-1', at: on(at), beforeNotice: false, result: '同意', agreed: true, fineFen: null },
});
const STATED: Partial<PenaltyCase> = {
  statements: [{ id: 's1', at: on('2026-09-22'), text: '请求从轻', files: [], by: 'p', oral: false }],
};
const recheck = (fineFen: number, at = '2026-09-28') => ({
  ...{ by: 'reviewer', byName: '示reviewer', at: on(at), kinds: ['FINE' as const], fineFen, confiscationFen: 0 },
  points: [{ point: '请求从轻', adopted: false, reason: '没有法定情节' }],
});

const DAILY: Partial<PenaltyCase> = {
  origin: { original: 'first', days: 18, fineFen: 730_800_000, order: 'order-1', recheck: 'visit-2' },
};
const daily = (change: Partial<DailyFact> = {}): Partial<VetoLinked> => ({
  daily: {
    original: {
      id: 'first',
      no: '罚1号',
      fineFen: 40_600_000,
      decidedAt: on('2026-08-25'),
      servedAt: on('2026-08-28'),
    },
    order: { id: 'order-1', no: '责改1号', servedAt: on('2026-09-01') },
    recheck: { id: 'visit-2', on: '2026-09-19' },
    counted: { ok: true, days: 18, from: '2026-09-02', to: '2026-09-19' },
    ...change,
  },
});

/** [number, the file that fails, words of the refusal, the file that passes]. */
const TABLE: readonly (readonly [number, File, RegExp, File])[] = [
  [1, { record: unsure('authority') }, /没有确认本机关有管辖权/, {}],
  [2, { linked: { fields: [aVisit({ certified: 1 })] } }, /亮证|出示有效执法证的人员少于两人/, {}],
  [
    3,
    { linked: { fields: [aVisit({ partyName: '东海鱼粉厂' })] } },
    /“东海鱼粉厂”.*不一致/,
    { linked: { fields: [aVisit({ partyName: null })] } },
  ],
  [4, { linked: { enterprise: { name: READY.party.name, uscc: '别家' } } }, /处罚对象是否正确/, {}],
  [5, { record: { acts: [theAct({ evidence: [] })] } }, /没有对应的证据/, {}],
  [6, { linked: { fields: [aVisit({ samples: [] })] } }, /没有采样记录/, {}],
  [7, { record: { report: { ...READY.report!, noFault: ' ' } } }, /无过错的证据/, {}],
  [8, { record: { acts: [theAct({ offence: 'odour' })] } }, /与违法行为不对应/, {}],
  [9, { record: drafted({ kinds: ['FINE', 'REVOKE_PERMIT'] }) }, /条款没有规定/, {}],
  [10, { record: drafted({ basis: '有关法律规定' }) }, /没有写明《生态环境法典》/, {}],
  [
    11,
    { record: { sheets: [under({ catchAll: true })] } },
    /只引用了兜底条款/,
    { record: { sheets: [under({ catchAll: true })], ...drafted({ basis: `${BASIS}、《海洋观测示例法》第三条` }) } },
  ],
  [12, { record: { sheets: [{ ...SHEET, resultFen: 50_000_000 }] } }, /与计算结果不一致/, {}],
  [
    13,
    { linked: { holds: [hold({ siteRecord: 'elsewhere', enterprise: 'E99' })] } },
    /没有关联/,
    { linked: { holds: [hold()] } },
  ],
  [14, { now: on('2026-09-24', '12:00') }, /2026-09-24 才届满/, {}],
  [15, { record: STATED }, /还没有复核/, { record: { ...STATED, recheck: recheck(40_600_000) } }],
  [
    16,
    { linked: { holds: [hold()], fields: [aVisit({ rightsTold: false })] } },
    /没有告知权利/,
    { linked: { holds: [hold()] } },
  ],
  [
    17,
    { record: ASKED },
    /要先集体讨论/,
    { record: { ...ASKED, discussions: [told('2026-10-10')] }, linked: { discussions: [talk()] } },
  ],
  [
    18,
    { linked: { discussions: [talk({ members: ['head', 'wang'] })] } },
    /示wang是本案调查人员，却参加了表决/,
    { linked: { discussions: [talk()] } },
  ],
  [19, { record: { evidenceAt: on('2026-10-11') } }, /重新进行法制审核/, {}],
  [20, { record: { acts: [theAct({ actOn: '2019-01-05', harm: false })] } }, /超过时效/, {}],
  [21, { record: { review: { ...READY.review!, by: 'zhang', byName: '示zhang' } } }, /示zhang调查过本案/, {}],
  [22, { record: DAILY, linked: daily({ order: null }) }, /先责令改正并送达/, { record: DAILY, linked: daily() }],
  [
    23,
    { record: DAILY, linked: daily({ counted: dailyDays({ orderServedOn: '2026-09-01', recheckOn: '2026-10-02' }) }) },
    /第 31 天/,
    { record: DAILY, linked: daily() },
  ],
  [
    24,
    { record: DAILY, linked: daily({ original: { ...daily().daily!.original!, servedAt: null } }) },
    /等原决定送达后/,
    { record: DAILY, linked: daily() },
  ],
  [25, { linked: { holds: [hold({ decision: null })] } }, /超过七个工作日/, { linked: { holds: [hold()] } }],
];

it('there are twenty-five items, each tested', () => {
  expect(VETO_RULES).toHaveLength(25);
  expect(TABLE.map(([no]) => no)).toEqual(VETO_RULES.map((_, at) => at + 1));
});

describe.each(TABLE)('item %i', (no, failing, refusal, passing) => {
  it('is red where the file fails, and says what to do', () => {
    const item = judge(no, failing);
    expect(item).toMatchObject({ no, ok: false });
    expect(item.because).toMatch(refusal);
    expect(item.because).toMatch(/请|应当|不得|不能/);
  });

  it('is green where it is in order, with what proves it', () => {
    const item = judge(no, passing);
    expect(item).toMatchObject({ no, ok: true });
    expect(item.because.length).toBeGreaterThan(4);
    if (no !== 9) expect(item.proof).not.toBeNull();
  });
});

describe('further ways in which a file fails', () => {
  it.each<[string, number, File, RegExp]>([
    ['a branch decides before it had a name of its own', 1, { now: on('2026-08-01') }, /以市局名义/],
    [
      'a certificate has run out',
      2,
      { now: on('2099-12-31', '10:00'), record: { investigators: [READY.investigators[0]!] } },
      /少于两人/,
    ],
    [
      'the papers of the party were not looked at',
      4,
      { record: { party: { ...READY.party, uscc: null }, partyDetails: null } },
      /没有核对当事人的证照/,
    ],
    ['the record on site is another firm’s', 4, { linked: { fields: [aVisit({ enterprise: 'E99' })] } }, /承包、运维/],
    [
      'an act rests on a picture that is not in the file',
      5,
      { record: { acts: [theAct({ evidence: ['f'.repeat(64)] })] } },
      /不在本案证据目录/,
    ],
    ['a file never arrived', 6, { linked: { evidence: [{ hash: PHOTO, kept: false, flags: [] }] } }, /没有上传完整/],
    [
      'all that proves an act is doubtful',
      6,
      { linked: { evidence: [{ hash: PHOTO, kept: true, flags: ['模拟定位'] }] } },
      /带疑点/,
    ],
    [
      'nobody was with them as they sampled',
      6,
      { linked: { fields: [aVisit({ samples: [{ no: 'S-1', accompaniedBy: ' ' }] })] } },
      /陪同人/,
    ],
    [
      'the clause was no longer in force',
      10,
      { record: { sheets: [under({ validTo: '2026-08-31' })] } },
      /不是有效版本/,
    ],
    [
      'the draft is another amount than the sheets',
      12,
      { record: drafted({ fineFen: 40_000_000 }) },
      /与裁量结果406,000元不一致/,
    ],
    [
      'a hearing was possible and nobody said so',
      14,
      { record: { notice: { ...NOTICE, hearingRight: false } } },
      /没有告知听证权利/,
    ],
    [
      'nothing proves that the notice arrived',
      14,
      { record: { notice: { ...NOTICE, serving: { ...SERVING, proof: [] } } } },
      /没有送达的证明/,
    ],
    [
      'the test result was kept from the party',
      14,
      { record: { notice: { ...NOTICE, facts: '排放污染物。' } } },
      /没有告知监测结果/,
    ],
    ['the defence made it heavier', 15, { record: { ...STATED, recheck: recheck(50_000_000) } }, /不得因申辩加重/],
    [
      'a hearing was asked for and never held',
      15,
      { record: { hearingRequest: { at: on('2026-09-21'), text: '', by: 'p', oral: false } } },
      /还没有举行/,
    ],
    [
      'it was discussed before the party defended itself',
      17,
      { record: { ...ASKED, ...STATED, discussions: [told('2026-09-10')] }, linked: { discussions: [talk()] } },
      /重新集体讨论/,
    ],
    [
      'what was discussed was not written down',
      17,
      { record: { ...ASKED, discussions: [told('2026-10-10')] }, linked: { discussions: [talk({ minutes: null })] } },
      /没有形成记录/,
    ],
    [
      'the recheck came on the day of the order',
      22,
      { record: DAILY, linked: daily({ recheck: { id: 'v', on: '2026-09-01' } }) },
      /重新暗查/,
    ],
    [
      'the fine is no multiple of the original',
      24,
      { record: { origin: { ...DAILY.origin!, fineFen: 1 } }, linked: daily() },
      /乘以计罚日数/,
    ],
    [
      'things are kept after the measure has lapsed',
      25,
      { linked: { holds: [hold({ lapse: { why: 'DECISION', at: DAY } })] } },
      /立即返还/,
    ],
  ])('%s', (_, no, file, sentence) => {
    expect(judge(no, file)).toMatchObject({ ok: false, because: expect.stringMatching(sentence) as string });
  });
});

describe('the whole list', () => {
  it('of a file in order has no red item, and what does not apply is neither', () => {
    const items = vetoItems(READY, someLinked(), DAY);
    expect(items.filter(({ ok }) => ok === false)).toEqual([]);
    expect(items.filter(({ ok }) => ok === null).map(({ no }) => no)).toEqual([11, 13, 16, 17, 18, 22, 23, 24, 25]);
    expect(vetoed(items)).toBeUndefined();
  });

  it('of a bare file says in one sentence what fails first', () => {
    const items = vetoItems(aReadyCase({ conditions: null, notice: null }), someLinked(), DAY);
    expect(vetoed(items)).toMatch(/^案卷有一票否决事项，不能决定。第1项“处罚主体和管辖权合法”：.*第14项/);
  });
});
