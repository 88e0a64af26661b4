import { addCalendarDays, shanghaiDay } from '../models/core/calendar';
import { type Credit } from '../models/credit/credit.schema';
import { pointsOf, scoreOf } from '../models/credit/score';
import { disclosureDomain } from '../models/disclosure/disclosure';
import { type Disclosure, PublicPenalty } from '../models/disclosure/disclosure.schema';
import { dueOf, draftOf, materialOfCase } from '../models/disclosure/preparing';
import { publicHash, publicOf } from '../models/disclosure/publicText';
import { findPersonal, without } from '../models/disclosure/redaction';
import { type Context } from '../models/core/workflow';
import { as, atTime, toldTo } from './builders';
import { aDecidedCase, on, servedOn } from './support/decidedCase';

const kindsIn = (text: string, names: string[] = [], allowed: string[] = []) =>
  findPersonal(text, names, allowed).map(({ kind, text: found }) => `${kind} ${found}`);

describe('personal data in a text', () => {
  it.each([
    ['身份证号330903198001011234。', 'ID_NUMBER 330903198001011234'],
    ['身份证33090319800101123X，', 'ID_NUMBER 33090319800101123X'],
    ['请致电13800001111核实', 'PHONE 13800001111'],
    ['手机138 0000 1111', 'PHONE 138 0000 1111'],
    ['办公电话0580-2028888', 'PHONE 0580-2028888'],
    ['联系方式：000-5000-5001', 'PHONE 000-5000-5001'],
    ['账号6222 0212 0300 1234 567已核对', 'BANK_ACCOUNT 6222 0212 0300 1234 567'],
    ['邮箱a.b@example.com', 'EMAIL a.b@example.com'],
    ['货车浙L12345倾倒', 'PLATE 浙L12345'],
    ['渔船浙普渔62345号', 'PLATE 浙普渔62345'],
    ['家住展茅街道示范村12号', 'ADDRESS 家住展茅街道示范村12号'],
    ['厂长陈示舟在场', 'NAME 陈示舟'],
    ['负责人为欧阳示海', 'NAME 欧阳示海'],
    ['王示海说没有开机', 'NAME 王示海'],
    ['有两名中学生在场', 'MINOR 两名中学生'],
    ['其子16周岁', 'MINOR 16周岁'],
  ])('is found in “%s”', (text, find) => {
    expect(kindsIn(text)).toContain(find);
  });

  it.each([
    '罚款406,000元，限十五日内缴纳。',
    '舟环(普)罚〔2026〕12号，2026年10月8日作出',
    '依据《生态环境法典》第一千零六十条第二款',
    '废水化学需氧量浓度为356毫克每升，超标2.56倍',
    '该公司负责人未到场，经理对此无异议',
    '员工应当佩戴防护用品',
  ])('is not found in “%s”', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });

  it('known to the record is found wherever it stands, and what is published anyway is not', () => {
    expect(kindsIn('由秘密人甲操作，秘密人甲承认', ['秘密人甲'])).toEqual(['NAME 秘密人甲', 'NAME 秘密人甲']);
    expect(kindsIn('统一社会信用代码91330903MA28K12345', [], ['91330903MA28K12345'])).toEqual([]);
  });

  it('removed leaves the family name and no digit', () => {
    const text = '厂长陈示舟（电话13800001111）在场';
    expect(without(text, findPersonal(text, []))).toBe('厂长陈某（电话＊＊＊）在场');
  });
});

const SECRETS = ['陈示舟', '13800001111', '330903198001011234', '示wang', '示zhang'];
const FACTS = '厂长陈示舟（身份证330903198001011234，电话13800001111）在场，除臭设施未运行。';
const aDraft = (change: Partial<Disclosure> = {}): Disclosure => {
  const material = materialOfCase(servedOn('2026-09-17', aDecidedCase({}, { facts: FACTS })), {
    ...{ bureau: '示例市生态环境局', branches: { '330903': '普陀分局' }, reconsideration: '', court: '' },
  })!;
  return { ...draftOf('CASE-c1', material), ...change };
};
const FACTS_OF_STEPS = { name: '示某', reviewers: ['reviewer'], heads: ['head'] };
const take = (name: string, record: Disclosure, by: Context, input: object = {}) =>
  disclosureDomain.commands[name]!.decide(record, input, by, FACTS_OF_STEPS);
const handler = as('staff', 'wang', { now: on('2026-09-18') });
const reviewer = as('reviewer', 'reviewer', { now: on('2026-09-18') });
const head = as('branchHead', 'head', { now: on('2026-09-18') });
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  return 'nothing';
};
const marked = (record = aDraft(), choice = 'REMOVE') =>
  record.finds.reduce(
    (now, { id }) => take('mark', now, handler, { find: id, choice, reason: '工作需要' }).document,
    record,
  );
const submitted = () => take('submit', marked(), handler).document;
const published = () => take('release', submitted(), reviewer, { seen: publicHash(submitted()) }).document;

describe('the publication of a decision', () => {
  it('is due seven working days after the decision, the make-up Sunday counted', () => {
    expect(shanghaiDay(aDraft().dueAt)).toBe('2026-09-24');
  });
  it('that was served later is due two working days after service at the soonest', () => {
    expect(shanghaiDay(dueOf({ decidedAt: on('2026-09-16'), servedAt: on('2026-10-19') }))).toBe('2026-10-21');
  });
  it('counts as a daily penalty against the credit where it is one', () => {
    const letterhead = { bureau: '局', branches: {}, reconsideration: '', court: '' };
    const origin = { original: 'c0', days: 3, fineFen: 3, order: 'o1', recheck: 'r1' };
    const credit = (change: object) => materialOfCase(servedOn('2026-09-17', aDecidedCase(change)), letterhead)!.credit;
    expect([credit({}), credit({ origin })]).toEqual(['PENALTY', 'DAILY_PENALTY']);
    expect(pointsOf('DAILY_PENALTY', 0)).toBeDefined();
  });

  it('of a citizen names the family name alone', () => {
    const party = { kind: 'CITIZEN' as const, name: '林示某某', uscc: null };
    const material = materialOfCase(servedOn('2026-09-17', aDecidedCase({ party })), {
      ...{ bureau: '局', branches: {}, reconsideration: '', court: '' },
    })!;
    expect(draftOf('CASE-c2', material).party).toBe('林某');
  });

  it('cannot be sent for release before each find was looked at', () => {
    expect(aDraft().finds.map(({ kind }) => kind)).toEqual(['NAME', 'ID_NUMBER', 'PHONE']);
    expect(refusal(() => take('submit', aDraft(), handler))).toContain('还有3处');
    expect(refusal(() => take('mark', aDraft(), handler, { find: 'facts-1', choice: 'KEEP', reason: '' }))).toContain(
      '为什么',
    );
    expect(toldTo(take('submit', marked(), handler).effects)).toEqual(['disclosure.release → reviewer']);
  });

  it('is released by a second person who did not handle the case, for exactly what was shown', () => {
    const seen = { seen: publicHash(submitted()) };
    expect(refusal(() => take('release', submitted(), handler, seen))).toContain('NOT_PERMITTED');
    expect(refusal(() => take('release', submitted(), as('bureauLeader', 'wang'), seen))).toContain('另一个人');
    const own = { ...submitted(), drafted: { by: 'reviewer', byName: '', at: on('2026-09-18') } };
    expect(refusal(() => take('release', own, reviewer, seen))).toContain('由您送审');
    const changed = { ...submitted(), facts: '换了一段文字' };
    expect(refusal(() => take('release', changed, reviewer, seen))).toContain('STALE_VIEW');
    expect(take('release', submitted(), reviewer, seen).document).toMatchObject({ status: 'published' });
  });

  it('lets nothing out but what is public: no name, no number, no id of the record', () => {
    const item = publicOf(published())!;
    const text = JSON.stringify(item);
    for (const secret of [...SECRETS, 'c1', 'CASE-', 'wang']) expect(text).not.toContain(secret);
    expect(PublicPenalty.parse(item)).toMatchObject({ party: '东海鱼粉示例有限公司', result: '罚款406,000元' });
    expect(item.facts).toContain('陈某');
  });

  it('is not public before its release, nor is what nobody has looked at ever shown', () => {
    expect(publicOf(submitted())).toBeNull();
    expect(
      JSON.stringify(take('redraft', aDraft(), handler, { facts: FACTS, basis: '依据', result: '罚款' }).effects),
    ).not.toContain('陈示舟');
    expect(publicOf({ ...published(), finds: aDraft().finds })!.facts).not.toContain('陈示舟');
  });

  it('written anew is looked through again, and keeps what was decided about the same words', () => {
    const again = take('redraft', marked(), handler, { facts: `${FACTS}联系人李示山`, basis: '依据', result: '罚款' });
    const open = again.document.finds.filter(({ choice }) => choice === null);
    expect(open.map(({ text }) => text)).toEqual(['李示山']);
  });

  it('ends after its months on display, three for a warning, by the clock', () => {
    expect(shanghaiDay(published().displayUntil!)).toBe('2027-09-18');
    const warned = { ...submitted(), kinds: ['警告'] };
    const shown = take('release', warned, reviewer, { seen: publicHash(warned) }).document;
    expect(shanghaiDay(shown.displayUntil!)).toBe('2026-12-18');
    expect(take('wake', shown, atTime(shown.wakeAt!)).document).toMatchObject({ status: 'expired' });
  });

  it('of a decision that fell is hidden at once and withdrawn in words within three working days', () => {
    const fell = take('annulled', published(), atTime(on('2026-09-29')), { ground: 'REVOKED', on: '2026-09-29' });
    const hidden = fell.document;
    expect([hidden.status, shanghaiDay(hidden.withdrawal!.dueAt), publicOf(hidden)]).toEqual([
      ...['withdrawing', '2026-10-09', null],
    ]);
    expect(toldTo(fell.effects)).toEqual(['disclosure.withdraw → head']);
    const gone = take('withdraw', hidden, head, { statement: '处罚决定经行政复议撤销。' }).document;
    expect(publicOf(gone)).toMatchObject({ status: 'WITHDRAWN', party: '', facts: '', result: '' });
    expect(refusal(() => take('withdraw', hidden, reviewer, { statement: '处罚决定经行政复议撤销。' }))).toContain(
      'NOT_PERMITTED',
    );
  });

  it('of a decision that fell before it was published never begins', () => {
    const { document } = take('annulled', submitted(), atTime(on('2026-09-19')), {
      ground: 'REVOKED',
      on: '2026-09-19',
    });
    expect(document).toMatchObject({ status: 'withheld' });
    expect(refusal(() => take('reopen', document, head, { reason: '再试' }))).toContain('撤销');
  });

  it('is withheld by a head with a ground of the law', () => {
    const input = { ground: 'TRADE_SECRET', reason: '涉及工艺' };
    expect(refusal(() => take('withhold', aDraft(), reviewer, input))).toContain('NOT_PERMITTED');
    expect(take('withhold', aDraft(), head, input).document).toMatchObject({ status: 'withheld' });
  });

  it('is repaired on request after three months, within ten working days, by a second person', () => {
    const asking = { corrected: '已安装并运行', committed: true, photos: ['a'.repeat(64)] };
    expect(refusal(() => take('requestRepair', published(), handler, asking))).toContain('最短展示期到2026-12-18');
    const later = as('staff', 'wang', { now: on('2026-12-18') });
    const asked = take('requestRepair', published(), later, asking).document;
    expect(shanghaiDay(asked.repair!.dueAt)).toBe('2027-01-01');
    const grant = (by: Context) => take('grantRepair', asked, by, { reason: '已核查' });
    expect(refusal(() => grant(later))).toContain('NOT_PERMITTED');
    const { document, effects } = grant(reviewer);
    expect([document.status, publicOf(document)]).toEqual(['repaired', null]);
    expect(effects).toEqual([expect.anything(), expect.anything(), expect.objectContaining({ kind: 'credit.repair' })]);
  });

  it('reminds before it is due and tells the head when it is late', () => {
    const first = take('wake', { ...aDraft(), wakeAt: null }, atTime(on('2026-09-22')));
    expect(toldTo(first.effects)).toEqual(['disclosure.due → wang', 'disclosure.due → zhang']);
    const late = take('wake', first.document, atTime(on('2026-09-25')));
    expect(toldTo(late.effects)).toContain('disclosure.due → head');
  });
});

describe('the credit of an enterprise', () => {
  const entry = (code: string, day: string, amountFen = 0, change: object = {}) => ({
    ...{
      id: `${code}:${day}:${String(amountFen)}`,
      code,
      ...pointsOf(code, amountFen)!,
      on: day,
      until: addCalendarDays(day, 365),
      no: '1',
    },
    ...{ revokedAt: null, repairedAt: null, ...change },
  });
  const credit = (...entries: Credit['entries']) => ({ entries });
  const at = (entries: Credit['entries'], day = '2026-12-01') => scoreOf(credit(...entries), day);

  it.each([
    [0, 5],
    [9_999_999, 5],
    [10_000_000, 10],
    [40_600_000, 20],
    [5_000_000_000, 20],
  ])('loses for a fine of %i fen %i points', (fen, points) => {
    expect(pointsOf('PENALTY', fen)!.points).toBe(points);
  });

  it.each([
    ['A with nothing against it', [], 100, 'A'],
    ['B with a penalty of two months ago, whatever the score', [entry('PENALTY', '2026-10-01')], 95, 'B'],
    ['C after a large fine', [entry('PENALTY', '2026-10-01', 40_600_000), entry('RED', '2026-10-01')], 75, 'C'],
    ['E by veto, whatever the score', [entry('FALSE_DATA', '2026-10-01')], 100, 'E'],
    ['B when the penalty no longer counts but is younger than two years', [entry('PENALTY', '2025-06-01')], 100, 'B'],
    ['A when the decision fell', [entry('PENALTY', '2026-10-01', 0, { revokedAt: on('2026-11-01') })], 100, 'A'],
    ['B after a repair', [entry('PENALTY', '2026-10-01', 0, { repairedAt: on('2026-11-01') })], 100, 'B'],
  ])('is %s', (_what, entries, score, band) => {
    expect(at(entries as Credit['entries'])).toMatchObject({ score, band });
  });

  it('loses no more than ten points for all exceedances together', () => {
    const days = Array.from({ length: 9 }, (_, n) => entry('EXCEEDANCE', addCalendarDays('2026-10-01', n)));
    const { score, lines } = at(days);
    expect([score, lines.reduce((sum, { points }) => sum + points, 0)]).toEqual([90, 10]);
  });
});
