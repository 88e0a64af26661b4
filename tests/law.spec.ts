import { CODE_DAY, LAST_OLD_DAY } from '../models/checkItem/legalBasis';
import { builtInBases } from '../models/law/builtIn';
import { breakEven, compareBases } from '../models/law/comparison';
import { DEFAULT_CRIME_HINTS, suggestCrimes } from '../models/law/crimeHints';
import { builtInRules, proposeRule } from '../models/law/exemption';
import { suggestExemptions } from '../models/law/exemption.schema';
import { frozen } from '../models/law/frozen';
import { lawCommands, proposeBasis } from '../models/law/law';
import { type LegalBasis, Offence, ProposeBasis, rangeOf } from '../models/law/law.schema';
import { limitationOf } from '../models/law/limitation';
import { standingRows } from '../models/law/validity';
import { as, MORNING, toldTo } from './builders';

const BASES = builtInBases(MORNING);
const yuan = (amount: number) => amount * 100;
/** The share of a range, as the discretion tables take it: in whole per cent here. */
const atShare = ({ minFen, maxFen }: { minFen: number; maxFen: number }, percent: number) =>
  minFen + ((maxFen - minFen) * percent) / 100;
const compared = (offence: 'eiaForm' | 'eiaReport' | 'hazardousManifest', actOn: string, investment?: number) =>
  compareBases(
    {
      ...{ offence, actOn, decidedOn: '2026-11-20' },
      quantities: investment === undefined ? {} : { investmentFen: yuan(investment) },
    },
    BASES,
  );

describe('the built-in clauses', () => {
  it('are at least sixty, name every offence, and stand for both versions of the law', () => {
    expect(BASES.length).toBeGreaterThanOrEqual(60);
    const offences = new Set(BASES.map(({ offence }) => offence));
    expect(Offence.options.filter((one) => !offences.has(one))).toEqual([]);
    expect(BASES.filter(({ validTo }) => validTo === LAST_OLD_DAY).length).toBeGreaterThan(30);
    expect(BASES.filter(({ validFrom }) => validFrom === CODE_DAY).length).toBeGreaterThan(30);
  });
  it('never cover one day twice with the same norm', () => {
    expect(new Set(BASES.map(({ norm }) => norm)).size).toBe(BASES.length);
    expect(new Set(BASES.map(({ _id }) => _id)).size).toBe(BASES.length);
  });
});

describe('从旧兼从轻', () => {
  it('D1: needs no comparison for an act after the Code, 29% of the range is 216,000', () => {
    const { lighter, old } = compared('eiaForm', '2026-09-01', 12_000_000);
    expect(lighter).toBe('ONLY');
    expect(old?.range).toEqual({ minFen: yuan(100_000), maxFen: yuan(500_000) });
    expect(atShare(old!.range, 29)).toBe(yuan(216_000));
  });
  it('D2: takes the new law for an investment of 12,000,000: 216,000 instead of 259,200', () => {
    const { lighter, by, old, new: now } = compared('eiaForm', '2026-06-10', 12_000_000);
    expect(old?.range).toEqual({ minFen: yuan(120_000), maxFen: yuan(600_000) });
    expect([lighter, by]).toEqual(['NEW', 'max']);
    expect([atShare(old!.range, 29), atShare(now!.range, 29)]).toEqual([yuan(259_200), yuan(216_000)]);
  });
  it('D3: takes the old law for an investment of 8,000,000: 115,200 instead of 144,000', () => {
    const { lighter, old, new: now, explain } = compared('eiaForm', '2026-06-10', 8_000_000);
    expect(lighter).toBe('OLD');
    expect([atShare(old!.range, 11), atShare(now!.range, 11)]).toEqual([yuan(115_200), yuan(144_000)]);
    expect(explain).toEqual([
      '行为日 2026-06-10：《环境影响评价法》第三十一条第一款，罚款 80,000 元 至 400,000 元（总投资额的 1% 至 5%）。',
      '决定日 2026-11-20：《生态环境法典》第一千零九十五条第一款，罚款 100,000 元 至 500,000 元。',
      '比较罚款上限：行为时 400,000 元，现行 500,000 元，行为时的规定较轻。',
    ]);
  });
  it.each([
    ['eiaForm', 10_000_000],
    ['eiaReport', 20_000_000],
  ] as const)('turns for %s at an investment of %d', (offence, investment) => {
    const at = compared(offence, '2026-06-10', investment);
    expect(breakEven(at.old!.basis.range, at.new!.basis.range)).toBe(yuan(investment));
    expect([at.lighter, at.by]).toEqual(['OLD', 'equal']);
    expect(compared(offence, '2026-06-10', investment + 1).lighter).toBe('NEW');
    expect(compared(offence, '2026-06-10', investment - 1).lighter).toBe('OLD');
  });
  it('D8: takes the new law for a missing manifest of July', () => {
    const { lighter, old, new: now } = compared('hazardousManifest', '2026-07-15');
    expect(lighter).toBe('NEW');
    expect([atShare(old!.range, 14), atShare(now!.range, 14)]).toEqual([yuan(226_000), yuan(71_000)]);
  });
  it('judges an act that went on by its last day', () => {
    const asked = { offence: 'exceedWater' as const, actOn: '2026-08-01', decidedOn: '2026-11-20' };
    expect(compareBases({ ...asked, endedOn: '2026-08-20' }, BASES).lighter).toBe('ONLY');
    expect(compareBases({ ...asked, endedOn: '2026-08-14' }, BASES).lighter).toBe('OLD');
  });
  it('compares additional kinds when the amounts are equal, in the configured order', () => {
    const row = BASES.find(({ offence, validTo }) => offence === 'odour' && validTo === null)!;
    const old: LegalBasis = {
      ...row,
      _id: 'old',
      validFrom: '2020-01-01',
      validTo: LAST_OLD_DAY,
      additional: ['CLOSE'],
    };
    const asked = { offence: 'odour' as const, actOn: '2026-06-10', decidedOn: '2026-11-20' };
    expect(compareBases(asked, [old, row])).toMatchObject({ lighter: 'NEW', by: 'additional' });
    expect(compareBases({ ...asked, order: ['max', 'min'] }, [old, row])).toMatchObject({
      lighter: 'OLD',
      by: 'equal',
    });
  });
  it('takes the highest fine of several norms for the same act', () => {
    const { old } = compareBases({ offence: 'permitNone', actOn: '2026-06-10', decidedOn: '2026-11-20' }, BASES);
    expect(old?.basis.law).toBe('排污许可管理条例');
  });
  it('imposes nothing where a day has no clause, and says what to do', () => {
    const { lighter, explain } = compareBases(
      { offence: 'falseMonitoring', actOn: '2026-06-10', decidedOn: '2026-11-20' },
      BASES,
    );
    expect(lighter).toBe('NONE');
    expect(explain[0]).toContain('请法制审核人员先在“法律依据”里录入');
  });
});

describe('a range', () => {
  it('counts a small disposal cost as its floor', () => {
    const row = BASES.find(({ offence, validTo }) => offence === 'hazardousUnlicensed' && validTo !== null)!;
    const range = (cost: number) => rangeOf(row, { disposalCostFen: yuan(cost) });
    expect(range(50_000)).toEqual({ minFen: yuan(600_000), maxFen: yuan(1_000_000) });
    expect(range(300_000)).toEqual({ minFen: yuan(900_000), maxFen: yuan(1_500_000) });
  });
  it('is refused in words without the amount it is computed from', () => {
    const row = BASES.find(({ offence, validTo }) => offence === 'eiaForm' && validTo !== null)!;
    expect(() => rangeOf(row)).toThrow('请先填写项目总投资额');
  });
  it('has graver and personal forms, refused where the clause has none', () => {
    const row = BASES.find(({ offence, validTo }) => offence === 'threeSimultaneous' && validTo === null)!;
    expect(rangeOf(row, {}, 'SERIOUS')).toEqual({ minFen: yuan(1_000_000), maxFen: yuan(2_000_000) });
    expect(rangeOf(row, {}, 'PERSON')).toEqual({ minFen: yuan(50_000), maxFen: yuan(200_000) });
    const odour = BASES.find(({ offence }) => offence === 'odour')!;
    expect(() => rangeOf(odour, {}, 'SERIOUS')).toThrow('没有规定“加重情形”');
  });
});

describe('limitation', () => {
  it.each([
    ['an old act with pollution only', { actOn: '2024-09-30', harm: true }, 2, '2026-09-30'],
    ['an old act that endangered health', { actOn: '2024-09-30', harm: true, healthHarm: true }, 5, '2029-09-30'],
    ['a new act with harm', { actOn: '2026-08-15', harm: true }, 5, '2031-08-15'],
    ['a new act without harm', { actOn: '2026-08-15', harm: false }, 2, '2028-08-15'],
    ['an act that went on into the Code', { actOn: '2026-03-01', endedOn: '2026-09-01', harm: true }, 5, '2031-09-01'],
    ['an act of a leap day', { actOn: '2024-02-29', harm: false }, 2, '2026-02-28'],
  ])('of %s', (_, act, years, until) => {
    expect(limitationOf(act)).toMatchObject({ years, until });
  });
  it('holds on its last day and is over on the next', () => {
    const act = { actOn: '2026-08-15', harm: false };
    expect(limitationOf({ ...act, discoveredOn: '2028-08-15' }).within).toBe(true);
    expect(limitationOf({ ...act, discoveredOn: '2028-08-16' }).within).toBe(false);
  });
  it('does not begin while the act goes on', () => {
    expect(
      limitationOf({ actOn: '2020-01-01', continuing: true, harm: false, discoveredOn: '2026-10-01' }),
    ).toMatchObject({ until: null, within: true, explain: [expect.any(String), '行为尚未终了，时效还没有开始计算。'] });
  });
});

const SAID: ProposeBasis = ProposeBasis.parse({
  ...{
    offence: 'odour',
    law: '生态环境法典',
    article: '第一千一百三十条',
    item: '第（八）项',
    text: '未采取措施防止排放恶臭气体的',
  },
  ...{ validFrom: '2027-01-01', validTo: null, kinds: ['FINE'], note: '条文修改' },
  range: { kind: 'FIXED', minFen: yuan(20_000), maxFen: yuan(100_000) },
});
const AUTHOR = { id: 'shen', name: '沈示法' };
const LEADERS = [{ id: 'zhao', name: '赵示局' }, AUTHOR];
const STANDING = BASES.filter(({ offence, validTo }) => offence === 'odour' && validTo === null);
const proposed = (said = SAID, standing: LegalBasis[] = []) =>
  proposeBasis('row1', said, as('reviewer', 'shen'), { author: AUTHOR, leaders: LEADERS, standing });
const DECIDER = { deciderName: '赵示局' };
const SIGNED = { approval: { seen: '0'.repeat(64), opened: [] } };
const LEADER = { ...as('bureauLeader', 'zhao'), factorAt: MORNING };

describe('a proposed clause', () => {
  it('is asked of every leader but its author', () => {
    expect(toldTo(proposed().effects)).toEqual(['law.approve → zhao']);
  });
  it('is refused when its least is above its most', () => {
    const range = { kind: 'FIXED', minFen: 200, maxFen: 100 };
    expect(ProposeBasis.safeParse({ ...SAID, range }).error?.issues[0]?.message).toBe('罚款下限高于上限，请核对金额');
  });
  it('is refused when the same norm already covers one of its days', () => {
    expect(() => proposed(SAID, STANDING)).toThrow('有效期不能重叠');
    expect(() => proposed({ ...SAID, replaces: STANDING[0]!._id }, STANDING)).not.toThrow();
  });
  it('is put in force by a leader, never by its author and never by the reviewer', () => {
    const row = proposed().document;
    const approve = (context: ReturnType<typeof as>, standing: LegalBasis[] = []) =>
      lawCommands.approve.decide(row, SIGNED, { ...context, factorAt: context.now }, { ...DECIDER, standing });
    expect(approve(as('bureauLeader', 'zhao')).document).toMatchObject({ status: 'inForce', asked: null });
    expect(() => approve(as('bureauLeader', 'shen'))).toThrow('要由另一位局领导批准');
    expect(() => approve(as('reviewer', 'li'))).toThrow('您没有“批准启用”这件法律依据的权限');
    expect(() => approve(as('bureauLeader', 'zhao'), STANDING)).toThrow('有效期不能重叠');
  });
  it('ends the row it replaces on the day before, and a day is never covered twice meanwhile', () => {
    const replaces = STANDING[0]!._id;
    const row = proposed({ ...SAID, replaces }, STANDING).document;
    const facts = { ...DECIDER, standing: STANDING };
    const { document, effects } = lawCommands.approve.decide(row, SIGNED, LEADER, facts);
    expect(effects).toContainEqual({
      kind: 'law.supersede',
      data: { row: replaces, lastDay: '2026-12-31', by: 'row1' },
    });
    expect(standingRows([...STANDING, document]).map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([
      ['2026-08-15', '2026-12-31'],
      ['2027-01-01', null],
    ]);
  });
  it('takes the whole place of a row that began on the same day', () => {
    const facts = undefined;
    const supersede = { lastDay: '2026-08-14', by: 'row1' };
    const context = { ...as('clock', 'clock'), door: 'clock' as const };
    expect(lawCommands.supersede.decide(STANDING[0]!, supersede, context, facts).document.status).toBe('withdrawn');
  });
});

describe('what a case froze', () => {
  it('keeps its hash whatever happens to the rows, and loses it with any change of what they say', () => {
    const rows = BASES.slice(0, 3);
    const { hash, bases } = frozen(rows);
    const later = rows.map((row) => ({ ...row, version: 9, status: 'withdrawn' as const, decision: '误录' })).reverse();
    expect(frozen(later).hash).toBe(hash);
    expect(frozen(JSON.parse(JSON.stringify(bases)) as typeof bases).hash).toBe(hash);
    expect(frozen([{ ...rows[0]!, text: '改过' }, ...rows.slice(1)]).hash).not.toBe(hash);
  });
});

describe('不予处罚清单', () => {
  const rules = builtInRules(MORNING);
  const facts = {
    ...{ offence: 'eiaRegister' as const, discoveredOn: '2026-10-09', correctedOn: '2026-10-19', harm: false },
    lastViolationOn: null,
  };
  it('suggests a rule with its conditions, its evidence and what a person still has to judge', () => {
    const [found] = suggestExemptions(facts, rules);
    expect(found?.conditions.map(({ met }) => met)).toEqual([true, true, true, null]);
    expect(found?.evidenceNeeded).toContain('当事人承诺书');
  });
  it.each([
    ['with harm', { harm: true }],
    ['corrected a day late', { correctedOn: '2026-10-20' }],
    ['violated before within two years', { lastViolationOn: '2024-10-09' }],
    ['before the rule was in force', { discoveredOn: '2026-08-14', correctedOn: '2026-08-15' }],
  ])('suggests nothing %s', (_, change) => {
    expect(suggestExemptions({ ...facts, ...change }, rules)).toEqual([]);
  });
  it('suggests no rule that is only proposed', () => {
    const { _id, status: _s, version: _v, asked: _a, ...rest } = rules[0]!;
    const said = { ...rest, note: '本市清单' } as never;
    const { document } = proposeRule(`${_id}-2`, said, as('reviewer', 'shen'), { author: AUTHOR, leaders: LEADERS });
    expect(suggestExemptions(facts, [document])).toEqual([]);
  });
});

describe('crime hints', () => {
  const codes = (facts: Parameters<typeof suggestCrimes>[0]) =>
    suggestCrimes(facts, DEFAULT_CRIME_HINTS).map(({ code }) => code);
  it.each([
    [{ hazardousTonnes: 3 }, ['HAZARDOUS-3T']],
    [{ hazardousTonnes: 2.99 }, []],
    [{ heavyMetalTimes: 3 }, []],
    [{ heavyMetalTimes: 3.01 }, ['METAL-3X']],
    [{ commonMetalTimes: 10.5, gainYuan: 300_000 }, ['METAL-10X', 'GAIN']],
    [{ evasive: true }, []],
    [{ evasive: true, toxic: true }, ['EVASIVE-TOXIC']],
    [{ keyUnit: true, falsified: false }, []],
    [{ penaltiesIn2Years: 2 }, ['REPEATED']],
    [{ waterCutHours: 12 }, ['WATER-CUT']],
    [{}, []],
  ])('for %j are %j', (facts, expected) => {
    expect(codes(facts)).toEqual(expected);
  });
  it('name their source and what led to them', () => {
    expect(suggestCrimes({ hazardousTonnes: 4 }, DEFAULT_CRIME_HINTS)[0]).toMatchObject({
      source: expect.stringContaining('第二项') as string,
      because: ['非法排放、倾倒、处置危险废物 4 吨'],
    });
  });
});
