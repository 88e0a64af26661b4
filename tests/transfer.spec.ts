import { permits } from '../models/core/access';
import { openVault } from '../models/core/identityVault';
import { offered, type Context } from '../models/core/workflow';
import { explained, runningClocks } from '../models/transfer/clocks';
import { openedPieces, sealedPiece } from '../models/transfer/pieces';
import { transferDomain } from '../models/transfer/transfer';
import { transferFace } from '../models/transfer/transfer.face';
import { type CriminalTransfer } from '../models/transfer/transfer.schema';
import { maySeeTransfer } from '../models/transfer/transfer.store';
import { transferWorkflow } from '../models/transfer/transfer.workflow';
import { openTransfer } from '../models/transfer/transferring';
import { as, atTime, toldTo } from './builders';

beforeAll(() => openVault({ current: 'k1', keys: { k1: Buffer.alloc(32, 7) }, pepper: Buffer.alloc(32, 9) }));

const at = (moment: string) => new Date(`${moment}:00+08:00`);
/** A Friday afternoon before the make-up Sunday of 2026-09-20. */
const FRIDAY = at('2026-09-18T15:00');
const GROUP = [
  { id: 'wang', name: '王示海' },
  { id: 'li', name: '李示潮' },
];
const HEAD = { id: 'zhao', name: '赵示局' };
const SECRET = '白泉某厂暗管排放含铬废水';
const SIGNED = { approval: { seen: '0'.repeat(64), opened: ['report', 'case'] } };

const suspected = (change: Partial<CriminalTransfer> = {}): CriminalTransfer => {
  const said = {
    case: 'c1',
    caseNo: '舟环立〔2026〕7号',
    county: '330902' as const,
    kind: 'CRIME' as const,
    hints: [],
  };
  const facts = { group: GROUP, head: HEAD, piece: sealedPiece('t1', 'suspicion', { suspicion: SECRET }) };
  const { document } = openTransfer('t1', { ...said, openedBy: 'wang' }, as('officer', 'wang', { now: FRIDAY }), facts);
  return { ...document, no: 'YS-2026-000003', ...change };
};
const officer = (now: Date, id = 'wang'): Context => {
  const context = as('officer', id, { now });
  return { ...context, actor: { ...context.actor, roles: ['officer', 'staff'] } };
};
const leader = (now: Date, id = 'zhao'): Context => {
  const context = as('bureauLeader', id, { now });
  return { ...context, actor: { ...context.actor, county: null, roles: ['bureauLeader', 'staff'] }, factorAt: now };
};
/** Take one step by its command, with what its texts are sealed to. */
function step(transfer: CriminalTransfer, name: string, input: Record<string, unknown>, context: Context) {
  const texts = Object.keys(input).filter((one) => typeof input[one] === 'string');
  const pieces = texts.map((one) => sealedPiece(transfer._id, one as never, input));
  const facts = { byName: '示名', piece: pieces.at(-1) ?? null, member: { id: 'sun', name: '孙示波' } };
  return transferDomain.commands[name]!.decide(transfer, input, context, facts);
}
/** Steps one after the other. */
const after = (start: CriminalTransfer, ...steps: [name: string, input: Record<string, unknown>, context: Context][]) =>
  steps.reduce((transfer, [name, input, context]) => step(transfer, name, input, context).document, start);

const SENT = {
  ...{ to: '舟山市公安局', letterNo: '舟环移〔2026〕3号', procuratorate: '舟山市人民检察院', items: true },
};
const reported = () => after(suspected(), ['report', { report: '涉嫌污染环境罪' }, officer(FRIDAY)]);
const MONDAY = at('2026-09-21T09:00');
const approved = () => after(reported(), ['approve', SIGNED, leader(MONDAY)]);
const sent = () => after(approved(), ['send', SENT, officer(at('2026-09-22T08:00'))]);
const RECEIVED = at('2026-09-22T10:00');
const received = () => after(sent(), ['receive', { at: RECEIVED, no: '回执1', receiver: '陈示警' }, officer(RECEIVED)]);
const dayOf = (date: Date | null | undefined) =>
  date && new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

describe('a transfer before the police have filed it', () => {
  it('is seen by its group and its head, and by nobody else whatever their role', () => {
    const transfer = reported();
    const see = (context: Context) => maySeeTransfer(transfer, context.actor);
    expect([see(officer(FRIDAY)), see(officer(FRIDAY, 'li')), see(leader(FRIDAY))]).toEqual([true, true, true]);
    const roles = [
      'officer',
      'branchHead',
      'reviewer',
      'bureauLeader',
      'auditor',
      'dutyLeader',
      'dutyOperator',
      'systemAdmin',
    ] as const;
    for (const role of roles) {
      const { actor } = as(role, `other-${role}`, { county: '330902' });
      expect([role, maySeeTransfer(transfer, { ...actor, roles: [role, 'staff'] })]).toEqual([role, false]);
    }
  });
  it('says nothing of its content on the card, in events, in messages or in the stored record', () => {
    const context = officer(FRIDAY);
    const { document, event, effects } = step(suspected(), 'report', { report: `${SECRET}，涉嫌污染环境罪` }, context);
    const outline = transferFace.outline({ ...document, events: [], outbox: [] } as never, context);
    const written = JSON.stringify([document, event, effects, outline]);
    expect(written).not.toContain('暗管');
    expect(written).not.toContain('污染环境罪');
    expect(outline).toMatchObject({ title: '案件移送', number: 'YS-2026-000003', facts: [] });
    expect(openedPieces(document).map(({ text }) => text)).toEqual([SECRET, `${SECRET}，涉嫌污染环境罪`]);
  });
  it('climbs no ladder and stands at no desk: whoever is told is told alone', () => {
    const opened = step(suspected(), 'report', { report: '涉嫌污染环境罪' }, officer(FRIDAY)).effects ?? [];
    const told = opened.filter(({ kind }) => kind === 'assignment.open').map(({ data }) => data);
    expect(told.every((data) => data['ladder'] === false && data['county'] === undefined)).toBe(true);
  });
  it('is opened to those who answer for it once the police have filed it', () => {
    const filed = after(received(), ['policeFiled', { at: RECEIVED, no: '立1' }, officer(RECEIVED)]);
    const see = (role: 'branchHead' | 'bureauLeader' | 'auditor' | 'officer', county = '330902') =>
      maySeeTransfer(filed, { ...as(role, 'x', { county }).actor, roles: [role, 'staff'] });
    expect([
      see('bureauLeader'),
      see('auditor'),
      see('branchHead'),
      see('branchHead', '330903'),
      see('officer'),
    ]).toEqual([true, true, true, false, false]);
  });
});

describe('who decides', () => {
  it('is the principal head named in it, with a second factor, never one of the group', () => {
    const transfer = reported();
    expect(step(transfer, 'approve', SIGNED, leader(MONDAY)).document.decided).toMatchObject({
      approved: true,
      by: 'zhao',
    });
    expect(() => step(transfer, 'approve', SIGNED, leader(MONDAY, 'qian'))).toThrow('权限');
    expect(() => step(transfer, 'approve', SIGNED, officer(MONDAY))).toThrow('权限');
    expect(() => step({ ...transfer, head: 'wang' }, 'approve', SIGNED, leader(MONDAY, 'wang'))).toThrow('参与了');
    const { factorAt: _factorAt, ...unproven } = leader(MONDAY);
    expect(() => step(transfer, 'approve', SIGNED, unproven)).toThrow('请先输入审批密码');
    expect(() => step(transfer, 'approve', SIGNED, { ...leader(MONDAY), door: 'card' })).toThrow('不能在聊天里');
  });
  it('hears of a report only from two officers at least', () => {
    const alone = suspected({ group: GROUP.slice(0, 1), groupIds: ['wang'] });
    expect(() => step(alone, 'report', { report: '涉嫌污染环境罪' }, officer(FRIDAY))).toThrow('至少两名执法人员');
    const joined = step(alone, 'addMember', { person: 'sun' }, officer(FRIDAY));
    expect(joined.document.groupIds).toEqual(['wang', 'sun']);
    expect(joined.document.knowing).toContain('sun');
    expect(toldTo(joined.effects)).toEqual(['transfer.report → sun']);
  });
  it('refuses with reasons that stay in the record, and the case is told', () => {
    const { document, effects } = step(reported(), 'refuse', { decision: '证据不足以认定' }, leader(MONDAY));
    expect(openedPieces(document).at(-1)).toMatchObject({ name: 'decision', text: '证据不足以认定' });
    expect(effects?.filter(({ kind }) => kind === 'penalty.transferAnswered')).toMatchObject([
      { data: { case: 'c1', transfer: 't1', answer: 'REFUSED' } },
    ]);
    expect(document.open).toBe(false);
  });
});

describe('the clocks of a transfer', () => {
  it.each([
    ['the head decides in three days, ended on a rest day moved on', '2026-09-22T15:00', '2026-09-28T23:59'],
    ['a make-up Sunday is a day on which it can end', '2026-09-17T15:00', '2026-09-20T23:59'],
  ])('%s', (_, from, until) => {
    const now = at(from);
    const transfer = after(suspected(), ['report', { report: '涉嫌污染环境罪' }, officer(now)]);
    const [clock] = runningClocks(transfer);
    expect([clock?.name, dayOf(clock?.dueAt)]).toEqual(['decide', until]);
    expect(explained(transfer, clock!).length > 0).toBe(until === '2026-09-28T23:59');
  });
  it('to the police within twenty-four hours, whatever day it is', () => {
    expect(approved().sendBy).toEqual(at('2026-09-22T09:00'));
    const friday = after(reported(), ['approve', SIGNED, leader(at('2026-09-25T16:00'))]);
    expect(friday.sendBy).toEqual(at('2026-09-26T16:00'));
  });
  it.each([
    ['an ordinary case three days', null, '2026-09-28T23:59'],
    ['a clue to be checked seven', 'CHECK', '2026-09-29T23:59'],
    ['a complex one thirty', 'COMPLEX', '2026-10-22T23:59'],
  ])('the police take for %s', (_, term, until) => {
    const transfer = term ? after(received(), ['lengthen', { term }, officer(RECEIVED)]) : received();
    expect(dayOf(transfer.policeBy)).toBe(until);
  });
  it('three days for missing material, and the police count anew from there', () => {
    const asked = after(received(), ['askSupplement', { supplement: '鉴定意见' }, officer(RECEIVED)]);
    expect(dayOf(asked.supplementBy)).toBe('2026-09-28T23:59');
    const given = after(asked, ['supplemented', {}, officer(at('2026-09-24T10:00'))]);
    expect([given.status, dayOf(given.policeBy)]).toEqual(['received', '2026-09-28T23:59']);
  });
  it('three working days to ask for reconsideration, and as many for its answer', () => {
    const on = at('2026-09-24T10:00');
    const refused = after(received(), [
      'policeRefused',
      { at: on, no: '不立1', policeReason: '情节轻微' },
      officer(on),
    ]);
    expect(dayOf(refused.reconsiderBy)).toBe('2026-09-30T23:59');
    const asked = step(
      refused,
      'reconsider',
      { reconsideration: '超标四倍' },
      officer(at('2026-09-30T23:00')),
    ).document;
    expect(dayOf(asked.reconsideration?.dueAt)).toBe('2026-10-10T23:59');
    const late = officer(at('2026-10-08T00:30'));
    expect(() => step(refused, 'reconsider', { reconsideration: '超标四倍' }, late)).toThrow(
      '直接“建议检察机关立案监督”',
    );
    expect(step(refused, 'askSupervision', { supervision: '应当立案' }, late).document.status).toBe('supervisionAsked');
  });
  it('items within three days of filing, entries on the platform within seven', () => {
    const filed = after(received(), ['policeFiled', { at: RECEIVED, no: '立1' }, officer(RECEIVED)]);
    expect(dayOf(filed.itemsBy)).toBe('2026-09-28T23:59');
    expect(filed.platform.map(({ what, dueAt }) => [what, dayOf(dueAt)])).toEqual([
      ['移送信息', '2026-09-29T23:59'],
      ['公安立案信息', '2026-09-29T23:59'],
    ]);
  });
  it('three days once the procuratorate finds that it has to be transferred, even after a refusal', () => {
    const refused = after(reported(), ['refuse', { decision: '证据不足' }, leader(MONDAY)]);
    const told = after(refused, ['opinion', { opinion: '应当移送' }, officer(at('2026-09-22T10:00'))]);
    expect([told.status, dayOf(told.sendBy)]).toEqual(['approved', '2026-09-28T23:59']);
  });
  it('remind before they are over, then tell the head as well, each once', () => {
    const transfer = approved();
    const reminded = step(transfer, 'wake', {}, atTime(transfer.wakeAt!));
    expect(dayOf(transfer.wakeAt)).toBe('2026-09-22T03:00');
    expect(toldTo(reminded.effects)).toEqual(['transfer.send → wang', 'transfer.send → li']);
    const late = step(reminded.document, 'wake', {}, atTime(reminded.document.wakeAt!));
    expect(toldTo(late.effects)).toEqual([
      'transfer.overdue → wang',
      'transfer.overdue → li',
      'transfer.overdue → zhao',
    ]);
    expect(late.document.wakeAt).toBeNull();
  });
});

describe('what goes to the police', () => {
  it('is letter, report and list of items at least', () => {
    expect(() => step(approved(), 'send', { ...SENT, items: false }, officer(MONDAY))).toThrow('必须附涉案物品清单');
    expect(sent().sent?.materials).toEqual(['letter', 'report', 'items']);
  });
  it('is received no sooner than it was sent, and not in the future', () => {
    const receive = (moment: Date) =>
      step(sent(), 'receive', { at: moment, no: '回执1', receiver: '陈示警' }, officer(RECEIVED));
    expect(() => receive(at('2026-09-21T10:00'))).toThrow('早于上一步');
    expect(() => receive(at('2026-09-23T10:00'))).toThrow('还没有到');
  });
});

describe('the end', () => {
  const filed = () => after(received(), ['policeFiled', { at: RECEIVED, no: '立1' }, officer(RECEIVED)]);
  const judge = (fine: number, paid: number, outcome = 'CONVICTED') =>
    step(
      filed(),
      'judge',
      { outcome, criminalFineYuan: fine, finePaidYuan: paid, judgement: '一审判决' },
      officer(RECEIVED),
    );
  it.each([
    [100_000, 30_000, 30_000],
    [20_000, 30_000, 20_000],
    [0, 30_000, 0],
  ])('a criminal fine of %d with %d paid before leaves %d counted', (fine, paid, offset) => {
    expect(judge(fine, paid).document.judgement).toMatchObject({ offsetFen: offset * 100 });
  });
  it('waits for the platform, then gives the case back unless somebody was convicted', () => {
    const end = (outcome: string) => {
      const { document } = judge(0, 0, outcome);
      expect(() => step(document, 'giveBack', { end: '移送结束' }, officer(RECEIVED))).toThrow('没有录入信息平台');
      const entered = after(document, ['enterPlatform', {}, officer(RECEIVED)]);
      const { effects = [] } = step(entered, 'giveBack', { end: '移送结束' }, officer(RECEIVED));
      return effects.filter(({ kind }) => kind === 'penalty.transferAnswered').map(({ data }) => data['answer']);
    };
    expect([end('CONVICTED'), end('NOT_PROSECUTED')]).toEqual([[], ['BACK']]);
  });
  it('of a matter for detention is the decision of the police, without items or reconsideration', () => {
    const matter = after(
      suspected({ kind: 'DETENTION' }),
      ['report', { report: '拒不停止排污' }, officer(FRIDAY)],
      ['approve', SIGNED, leader(MONDAY)],
    );
    expect(dayOf(matter.sendBy)).toBe('2026-09-24T23:59');
    expect(() => step(matter, 'send', SENT, officer(MONDAY))).toThrow('应附已作出的行政处罚决定书');
    const there = after(
      matter,
      ['send', { ...SENT, penaltyDecision: true }, officer(MONDAY)],
      ['receive', { at: MONDAY, no: '回执2', receiver: '陈示警' }, officer(MONDAY)],
    );
    const steps = offered(transferWorkflow, there, officer(MONDAY));
    expect(steps).toEqual(expect.arrayContaining(['detained', 'policeRefused', 'askSupplement']));
    expect(steps).not.toEqual(expect.arrayContaining(['policeFiled']));
    const { document, effects = [] } = step(there, 'detained', { judgement: '拘留五日' }, officer(MONDAY));
    expect(document.judgement?.outcome).toBe('DETAINED');
    expect(effects.map(({ kind }) => kind)).not.toContain('penalty.transferAnswered');
  });
});

it('only those who work on cases open a transfer', () => {
  const may = (role: Parameters<typeof as>[0]) => permits('openTransfer', as(role).actor);
  expect([may('officer'), may('branchHead'), may('reviewer')]).toEqual([true, true, true]);
  expect([may('dutyOperator'), may('enterprise'), may('public'), may('auditor'), may('systemAdmin')]).toEqual([
    ...[false, false, false, false, false],
  ]);
});
