import fc from 'fast-check';
import { deadline, officialCalendar } from '../models/core/calendar';
import { adopt, figureIn, overlay, policy } from '../models/core/policy';
import { checked } from '../models/core/workflow';
import { figures, valueWords } from '../models/setting/figures';
import { GROUPS, LABELS } from '../models/setting/labels';
import { holdingOn, laidOn, previewOf, sealOf } from '../models/setting/overlay';
import { proposeSetting, settingDomain } from '../models/setting/setting';
import { ProposeSetting, type Setting } from '../models/setting/setting.schema';
import { as, MORNING, toldTo } from './builders';

const AUTHOR = { id: 'shen', name: '沈示法' };
const LEADERS = [{ id: 'zhao', name: '赵示局' }, { id: 'qian', name: '钱示局' }, AUTHOR];
const DECIDER = { deciderName: '赵示局' };
const SIGNED = { approval: { seen: '0'.repeat(64), opened: [] } };
const LIMIT = 'penalty.hearing.organisationFen';
const said = (change: Partial<ProposeSetting> = {}): ProposeSetting => ({
  ...{ key: LIMIT, value: 50_000_000, from: '2026-04-01', legalSource: '浙江省听证标准', note: '省里提高听证标准' },
  ...change,
});
const propose = (change: Partial<ProposeSetting> = {}, approved: Setting[] = [], id = 's1') =>
  proposeSetting(id, said(change), as('reviewer', 'shen'), { author: AUTHOR, leaders: LEADERS, approved });
const approve = (setting: Setting, context = as('bureauLeader', 'zhao'), approved: Setting[] = []) =>
  settingDomain.commands['approve']!.decide(
    setting,
    SIGNED,
    { ...context, factorAt: context.now },
    { ...DECIDER, approved },
  );
const approved = (change: Partial<ProposeSetting> = {}, id = 's1', others: Setting[] = []) =>
  approve(propose(change, others, id).document, as('bureauLeader', 'zhao'), others).document;

afterEach(() => adopt({}));

describe('the figures that can be set', () => {
  it('stand in the policy under their name, each with words', () => {
    for (const { key } of figures()) {
      expect([key, figureIn(policy(), key)]).not.toEqual([key, undefined]);
      expect(valueWords(key, figureIn(policy(), key)).length).toBeGreaterThan(0);
    }
  });
  it('have Chinese labels, and no label stands for a figure that is gone', () => {
    const keys = figures().map(({ key }) => key);
    expect(keys.filter((key) => !LABELS[key])).toEqual([]);
    expect(Object.keys(LABELS).filter((key) => !keys.includes(key))).toEqual([]);
    expect(new Set(figures().map(({ label }) => label)).size).toBe(keys.length);
  });
  it.each([
    [LIMIT, 20_000_000, '200,000 元'],
    ['penalty.statement', { n: 5, unit: 'wd' }, '5 个工作日'],
    ['penalty.committee.inclusive', true, '是'],
    ['penalty.branchOwnNameFrom', null, '不设'],
    [
      'calendar.2027',
      { off: { '2027-01-01': '元旦', '2027-01-02': '元旦' }, work: [] },
      '元旦 2027-01-01 至 2027-01-02 2 天；调休上班 没有',
    ],
  ])('read as people write them: %s', (key, value, words) => {
    expect(valueWords(key, value)).toBe(words);
  });
});

describe('a proposed setting', () => {
  it('is asked of every leader but its author, with what it was', () => {
    const { document, effects } = propose();
    expect(document).toMatchObject({ before: 20_000_000, status: 'proposed', asked: LIMIT });
    expect(toldTo(effects)).toEqual(['setting.approve → zhao', 'setting.approve → qian']);
  });
  it.each([
    ['a day that is over', { from: '2026-03-01' }, '已经过去'],
    ['a day too far ahead', { from: '2029-01-01' }, '生效日期太远'],
    ['an unknown key', { key: 'penalty.bribe' }, '没有“penalty.bribe”这个业务参数'],
    ['a branch instead of a figure', { key: 'penalty.hearing' }, '没有“penalty.hearing”这个业务参数'],
    ['a figure of another kind of work', { key: 'outboxKeptDays.x' }, '没有'],
    ['a way to the prototype', { key: 'penalty.constructor.x' }, '没有'],
    ['a negative amount', { value: -1 }, '不能小于 0'],
    ['text for an amount', { value: '二十万' }, '格式或者范围不对'],
    ['the same value', { value: 20_000_000 }, '不需要调整'],
    [
      'a notice that contradicts itself',
      { key: 'calendar.2027', value: { off: { '2027-01-02': '元旦' }, work: ['2027-01-02'] } },
      '既列为放假又列为上班',
    ],
  ])('is refused with %s', (_, change, words) => {
    expect(() => propose(change)).toThrow(words);
  });
  it.each([
    ['nested ten thousand times', JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`) as unknown],
    ['of a megabyte', 'x'.repeat(1_000_000)],
  ])('is refused in words when its value is %s', (_, value) => {
    expect(() => checked(ProposeSetting, said({ value: value as never }))).toThrow('填写的内容需要改一下');
  });
  it('is put in force by another leader: not by its author, a reviewer or a branch head', () => {
    const { document } = propose();
    expect(approve(document).document).toMatchObject({ status: 'inForce', asked: null, decidedByName: '赵示局' });
    expect(() => approve(document, as('bureauLeader', 'shen'))).toThrow('要由另一位局领导批准');
    const unproven = as('bureauLeader', 'zhao');
    const decide = settingDomain.commands['approve']!.decide;
    expect(() => decide(document, SIGNED, unproven, { ...DECIDER, approved: [] })).toThrow('请先输入审批密码');
    expect(() => approve(document, as('reviewer', 'li'))).toThrow('权限');
    expect(() => approve(document, as('branchHead', 'wu'))).toThrow('权限');
  });
  it('is not approved twice', () => {
    expect(() => approve(approved())).toThrow('不能再“批准启用”');
  });
  it('is not approved once its day is over, nor when it was tampered with', () => {
    const { document } = propose();
    const late = as('bureauLeader', 'zhao', { now: new Date('2026-04-02T09:00:00+08:00') });
    expect(() => approve(document, late)).toThrow('已经过去');
    expect(() => approve({ ...document, value: 1 })).toThrow('与提出时不一致');
  });
  it('can be called off until its day, and not after', () => {
    const withdraw = (now: Date) =>
      settingDomain.commands['withdraw']!.decide(
        approved(),
        { reason: '省里暂缓' },
        as('bureauLeader', 'zhao', { now }),
        DECIDER,
      );
    expect(withdraw(new Date('2026-03-31T23:59:00+08:00')).document.status).toBe('withdrawn');
    expect(() => withdraw(new Date('2026-04-01T00:00:00+08:00'))).toThrow('已经生效');
  });
});

describe('approved settings', () => {
  it('hold from their day on, the latest of each figure', () => {
    const first = approved();
    const second = approved({ value: 10_000_000, from: '2026-06-01' }, 's2', [first]);
    const on = (day: string) => holdingOn([second, first], day).map(({ _id }) => _id);
    expect([on('2026-03-31'), on('2026-04-01'), on('2026-06-01')]).toEqual([[], ['s1'], ['s2']]);
    expect(previewOf({ key: LIMIT, value: 1_000_000, from: '2026-05-01' }, [first, second])).toEqual({
      ...{ label: '听证标准：单位罚款、没收', before: '500,000 元', after: '10,000 元', from: '2026-05-01' },
      followedBy: [{ from: '2026-06-01', words: '100,000 元' }],
    });
  });
  it('lie on the policy and leave what was frozen before alone', () => {
    const frozenBefore = structuredClone(policy().penalty);
    overlay(laidOn([approved()], '2026-04-01').figures);
    expect(policy().penalty.hearing.organisationFen).toBe(50_000_000);
    expect(policy().penalty.hearing.citizenFen).toBe(500_000);
    expect(frozenBefore.hearing.organisationFen).toBe(20_000_000);
    overlay([]);
    expect(policy().penalty.hearing.organisationFen).toBe(20_000_000);
  });
  it('are left out, and named, when they were altered in the database or no longer fit', () => {
    const good = approved();
    const altered = { ...approved({ key: 'penalty.headDays', value: 20 }, 's2'), value: 180 };
    const unfit = { ...approved({ key: 'penalty.collectiveDays', value: 10 }, 's3'), value: 9_999 };
    const resealed = { ...unfit, seal: sealOf(unfit) };
    const laid = laidOn([good, altered, resealed], '2026-04-02');
    expect(laid.figures.map(({ key }) => key)).toEqual([LIMIT]);
    expect(laid.refused).toEqual([
      { id: 's2', reason: '内容与批准时不一致' },
      { id: 's3', reason: '集体讨论再延长的天数：不能大于 180' },
    ]);
  });
  it('bring the notice of a year, and take it away again', () => {
    const from = new Date('2026-12-30T09:00:00+08:00');
    expect(deadline({ from, n: 3, unit: 'wd' }).warnings[0]).toContain('在“业务参数”页录入国务院放假通知');
    const notice = { off: { '2027-01-01': '元旦' }, work: [] };
    overlay(laidOn([approved({ key: 'calendar.2027', value: notice, from: '2026-03-02' })], '2026-12-01').figures);
    expect(deadline({ from, n: 3, unit: 'wd' }).warnings).toEqual([]);
    overlay([]);
    expect(officialCalendar().has(2027)).toBe(false);
  });
  it('never put a value in force that the policy refuses, whatever is laid', () => {
    const keys = figures().map(({ key }) => key);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 2 })), { maxLength: 6 }),
        (given) => {
          const rows = given.map(([key, value], index) => {
            const row = {
              _id: `r${index}`,
              key,
              value: value as Setting['value'],
              from: '2026-03-02',
              decidedAt: MORNING,
            };
            return { ...row, seal: sealOf(row) };
          });
          const { figures: laid, refused } = laidOn(rows, '2026-03-02');
          expect(() => overlay(laid)).not.toThrow();
          expect(laid.length + refused.length).toBe(new Set(given.map(([key]) => key)).size);
        },
      ),
      { numRuns: 60 },
    );
  });
});

it('every group of figures has a name and at least one figure', () => {
  const used = new Set(figures().map(({ group }) => group));
  expect(Object.keys(GROUPS).filter((group) => group !== 'calendar' && !used.has(group as never))).toEqual([]);
});
