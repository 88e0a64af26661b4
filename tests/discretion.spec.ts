/** 裁量: the amounts of the regulation's own examples, a thousand more by a second program, and what holds of every amount. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { BUILT_IN_TABLES } from '../models/discretion/builtIn';
import { type FactorAnswers, type TableContent, type TableFactor } from '../models/discretion/discretion.schema';
import { assess, stepOf } from '../models/discretion/engine';
import { faultsOf } from '../models/discretion/table';

const YUAN = 100;
const between = (min: number, max: number) => ({ minFen: min * YUAN, maxFen: max * YUAN });
const table = (code: string): TableContent => BUILT_IN_TABLES.find((one) => one.code === code) as TableContent;
const found = (steps: Record<string, string>): FactorAnswers =>
  Object.fromEntries(
    Object.entries(steps).map(([code, step]) => [
      code,
      { step, established: true, value: null, evidence: [], note: '' },
    ]),
  );
type Moves = { kind: 'LIGHTER' | 'HEAVIER' | 'REDUCED'; permille: number; ground: string }[];
const yuan = (code: string, range: [number, number], steps: Record<string, string>, adjustments: Moves = []) => {
  const { sum, fen } = assess({
    ...{ range: between(...range), table: table(code), factors: found(steps), adjustments },
  });
  return { percent: sum / 100, yuan: fen / YUAN };
};

const D1 = { stage: 'main', duration: 'below12', times: 'first', complaints: 'none' };
const D3 = { stage: 'foundation', duration: 'below6', times: 'first', complaints: 'none' };
const D5 = { multiple: 'below05', receiving: 'class4', volume: 'below100', times: 'second', complaints: 'one' };
const D8 = { months: 'below1', tonnes: 'below1', times: 'first', complaints: 'none' };

describe('the examples of the regulation', () => {
  it.each<[string, () => unknown, number, number]>([
    ['D1 a report form, main structure, six to twelve months', () => yuan('T1', [100_000, 500_000], D1), 29, 216_000],
    ['D2 the same under the old law', () => yuan('T1', [120_000, 600_000], D1), 29, 259_200],
    ['D3 a small investment under the old law', () => yuan('T1', [80_000, 400_000], D3), 11, 115_200],
    ['D3 the same under the Code', () => yuan('T1', [100_000, 500_000], D3), 11, 144_000],
    [
      'D4 a report, a year and longer, second time, a complaint',
      () => yuan('T1', [200_000, 1_000_000], { stage: 'main', duration: 'year', times: 'second', complaints: 'yes' }),
      64,
      712_000,
    ],
    ['D5 waste water 0.4 times over', () => yuan('T2', [100_000, 1_000_000], D5), 34, 406_000],
    [
      'D7 everything at its gravest',
      () =>
        yuan('T2', [100_000, 1_000_000], {
          ...{ multiple: 'over2', receiving: 'source', volume: 'over500', times: 'fourth', complaints: 'group' },
        }),
      100,
      1_000_000,
    ],
    ['D8 a missing manifest under the Code', () => yuan('T3', [50_000, 200_000], D8), 14, 71_000],
    ['D8 the same under the old law', () => yuan('T3', [100_000, 1_000_000], D8), 14, 226_000],
    [
      'D10 odour, the facility switched off',
      () => yuan('T4', [10_000, 100_000], { effect: 'slight', facility: 'off', times: 'second', complaints: 'many' }),
      55,
      59_500,
    ],
    [
      'D11 nothing at all',
      () => yuan('T4', [10_000, 100_000], { effect: 'within', facility: 'normal', times: 'first', complaints: 'none' }),
      0,
      10_000,
    ],
    [
      'D12 D5, lighter by a fifth of the maximum',
      () => yuan('T2', [100_000, 1_000_000], D5, [{ kind: 'LIGHTER', permille: 200, ground: 'RESTORED' }]),
      34,
      206_000,
    ],
  ])('%s', (_name, computed, percent, amount) => {
    expect(computed()).toEqual({ percent, yuan: amount });
  });

  it('D14 starts from 739,000, becomes 939,000 and never passes the maximum', () => {
    const one: TableContent = {
      ...table('T1'),
      factors: [
        {
          ...(table('T1').factors[0] as TableFactor),
          steps: [
            { code: 'a', label: '一', weight: 7_100 },
            { code: 'b', label: '二', weight: 9_000 },
          ],
        },
      ],
    };
    const of = (step: string, adjustments: Moves) =>
      assess({
        ...{ range: between(100_000, 1_000_000), table: one, factors: found({ stage: step }), adjustments },
      }).fen / YUAN;
    const heavier: Moves = [{ kind: 'HEAVIER', permille: 200, ground: 'REFUSES' }];
    expect(of('a', [])).toBe(739_000);
    expect(of('a', heavier)).toBe(939_000);
    expect(of('b', heavier)).toBe(1_000_000);
  });
});

describe('a step', () => {
  const months = table('T1').factors[1] as TableFactor;
  const at = (value: number) => stepOf(months, value)?.code;

  it('includes the number named by 以上 and excludes the one named by 不足', () => {
    expect([at(0), at(2_999), at(3_000), at(5_999), at(6_000), at(11_999), at(12_000)]).toEqual([
      ...['below3', 'below3', 'below6', 'below6', 'below12', 'below12', 'year'],
    ]);
  });

  it('is the lowest when the factor is not established, whatever was chosen', () => {
    const factors = found({ ...D5, multiple: 'over2' });
    const unproven = { ...factors, multiple: { ...factors['multiple'], established: false } } as FactorAnswers;
    const asked = { range: between(100_000, 1_000_000), table: table('T2'), adjustments: [] };
    expect(assess({ ...asked, factors: unproven }).fen).toBe(assess({ ...asked, factors: found(D5) }).fen);
    const { multiple: _, ...missing } = factors;
    expect(assess({ ...asked, factors: missing }).fen).toBe(406_000 * YUAN);
  });

  it('that the table does not know is refused, and so is an unknown factor', () => {
    const asked = { range: between(1, 2), table: table('T4'), adjustments: [] };
    expect(() => assess({ ...asked, factors: found({ effect: 'enormous' }) })).toThrow('“影响范围”没有这一档');
    expect(() => assess({ ...asked, factors: found({ weather: 'fine' }) })).toThrow('对不上');
  });
});

describe('an adjustment', () => {
  const asked = { range: between(100_000, 1_000_000), table: table('T2'), factors: found(D5) };
  const fine = (...adjustments: Moves) => assess({ ...asked, adjustments }).fen / YUAN;
  const move = (kind: Moves[number]['kind'], permille: number): Moves[number] => ({
    ...{ kind, permille, ground: kind === 'HEAVIER' ? 'REFUSES' : 'MERIT' },
  });

  it('never leads below the minimum, unless it is 减轻, which takes off at most half of it', () => {
    const lowest = found({ ...D5, receiving: 'works', volume: 'below10', times: 'first', complaints: 'none' });
    const from = (...adjustments: Moves) => assess({ ...asked, factors: lowest, adjustments }).fen / YUAN;
    expect(from(move('LIGHTER', 200))).toBe(100_000);
    expect(from(move('REDUCED', 300))).toBe(70_000);
    expect(from(move('LIGHTER', 200), move('REDUCED', 500))).toBe(50_000);
  });

  it('beyond its bounds is refused with the bound', () => {
    expect(() => fine(move('LIGHTER', 201))).toThrow('从轻合计不能超过法定上限的20%');
    expect(() => fine(move('HEAVIER', 150), move('HEAVIER', 51))).toThrow('从重合计不能超过法定上限的20%');
    expect(() => fine(move('REDUCED', 501))).toThrow('减轻不能超过法定下限的50%');
    expect(() => fine(move('REDUCED', 100), move('HEAVIER', 1))).toThrow('减轻的同时不能从重');
    expect(() => assess({ ...asked, range: between(0, 50_000), adjustments: [move('REDUCED', 100)] })).toThrow(
      '没有法定下限',
    );
  });
});

it('refuses a range whose minimum lies above its maximum', () => {
  const asked = { table: table('T4'), factors: {}, adjustments: [] };
  expect(() => assess({ ...asked, range: { minFen: 2, maxFen: 1 } })).toThrow('法定幅度的下限高于上限');
  expect(() => assess({ ...asked, range: { minFen: 0.5, maxFen: 1 } })).toThrow('请法制审核人员核对');
});

/** The two kinds that no built-in table has, as the second program knows them. */
const plainFactor = (code: string, weights: readonly number[], weightMilli?: number): TableFactor => ({
  ...{ code, label: code, filledBy: 'PERSON' as const },
  ...(weightMilli === undefined ? {} : { weightMilli }),
  steps: weights.map((weight, index) => ({ code: `s${index}`, label: `第${index + 1}档`, weight })),
});
const S1: TableContent = {
  ...{ ...table('T1'), code: 'S1', kind: 'MAX_SHARE', baseWeight: 1_000 },
  factors: [
    plainFactor('a', [0, 1_000, 2_000, 3_000]),
    plainFactor('b', [0, 700, 2_500]),
    plainFactor('c', [0, 500, 2_000]),
    plainFactor('d', [0, 1_500]),
  ],
};
const L1: TableContent = {
  ...{ ...table('T1'), code: 'L1', kind: 'LEVEL_AVG' },
  factors: [
    plainFactor('a', [1, 2, 3, 4, 5], 250),
    plainFactor('b', [1, 2, 3, 4, 5], 300),
    plainFactor('c', [1, 2, 3, 4, 5], 150),
    plainFactor('d', [1, 2, 3, 4, 5], 200),
    plainFactor('e', [1, 2, 3, 5], 100),
  ],
};
const TABLES = [...BUILT_IN_TABLES, S1, L1];
const LETTERS = { L: ['LIGHTER', 'MERIT'], H: ['HEAVIER', 'REFUSES'], R: ['REDUCED', 'MERIT'] } as const;

describe('a thousand cases computed by a second program', () => {
  const committed = readFileSync(join(__dirname, 'goldenDiscretion.csv'), 'utf8');

  it('come out to the same fen', () => {
    const rows = committed.trim().split('\n');
    const differing = rows.filter((row) => {
      const [kind, code, min, max, picks = '', moves = '', roundToFen, fen] = row.split(';');
      const content = TABLES.find((one) => one.code === code && one.kind === kind) as TableContent;
      const factors = Object.fromEntries(
        content.factors.map(({ code: factor, steps }, index) => {
          const pick = picks.split(' ')[index] ?? '';
          const step = steps[pick === '-' ? steps.length - 1 : Number(pick)]?.code ?? '';
          return [factor, { step, established: pick !== '-' }];
        }),
      );
      const adjustments = moves.split(' ').flatMap((move) => {
        const [kind_, ground] = LETTERS[move[0] as keyof typeof LETTERS] ?? [];
        return kind_ && ground ? [{ kind: kind_, ground, permille: Number(move.slice(1)) }] : [];
      });
      const range = { minFen: Number(min), maxFen: Number(max) };
      const computed = assess({ range, table: { ...content, roundToFen: Number(roundToFen) }, factors, adjustments });
      const explained = computed.lines.reduce((sum, line) => sum + line.fen, 0);
      return computed.fen !== Number(fen) || explained !== computed.fen;
    });
    expect(rows).toHaveLength(1_000);
    expect(differing).toEqual([]);
  });

  it('stand in the committed table as that program prints them', () => {
    const printed = execFileSync(process.execPath, [join(__dirname, 'goldenDiscretion.mjs')], { encoding: 'utf8' });
    expect(printed).toBe(committed);
  });
});

describe('every amount', () => {
  const anyTable = fc.constantFrom(...TABLES);
  const anyRange = fc
    .tuple(fc.integer({ min: 0, max: 1e11 }), fc.integer({ min: 0, max: 1e11 }))
    .map(([a, b]) => ({ minFen: Math.min(a, b), maxFen: Math.max(a, b) }));
  const anyMoves = fc.array(
    fc.constantFrom<Moves[number]>(
      { kind: 'LIGHTER', permille: 40, ground: 'MERIT' },
      { kind: 'HEAVIER', permille: 50, ground: 'REFUSES' },
    ),
    { maxLength: 4 },
  );
  const anyCase = anyTable.chain((content) =>
    fc.record({
      table: fc.constantFrom(1, 100, 10_000).map((roundToFen) => ({ ...content, roundToFen })),
      range: anyRange,
      picks: fc.tuple(...content.factors.map(({ steps }) => fc.nat(steps.length - 1))),
      adjustments: anyMoves,
    }),
  );
  const chosen = ({ factors }: TableContent, picks: readonly number[]) =>
    found(Object.fromEntries(factors.map(({ code, steps }, index) => [code, steps[picks[index] ?? 0]?.code ?? ''])));
  const fineOf = (
    one: { table: TableContent; range: ReturnType<typeof between>; adjustments: Moves },
    picks: number[],
  ) => assess({ ...one, factors: chosen(one.table, picks) });

  it('lies inside the range, and its lines add up to it', () => {
    fc.assert(
      fc.property(anyCase, ({ picks, ...one }) => {
        const { fen, lines } = fineOf(one, picks);
        expect(fen).toBeGreaterThanOrEqual(one.range.minFen);
        expect(fen).toBeLessThanOrEqual(one.range.maxFen);
        expect(lines.reduce((sum, line) => sum + line.fen, 0)).toBe(fen);
      }),
    );
  });

  it('never falls when one factor becomes graver', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(11), ({ picks, ...one }, which) => {
        const index = which % picks.length;
        const last = (one.table.factors[index]?.steps.length ?? 1) - 1;
        const graver = picks.map((pick, at) => (at === index ? Math.min(pick + 1, last) : pick));
        expect(fineOf(one, graver).fen).toBeGreaterThanOrEqual(fineOf(one, picks).fen);
      }),
    );
  });

  it('does not depend on the order of factors and adjustments', () => {
    fc.assert(
      fc.property(anyCase, ({ picks, ...one }) => {
        const turned = {
          ...one,
          table: { ...one.table, factors: [...one.table.factors].reverse() },
          adjustments: [...one.adjustments].reverse(),
        };
        expect(fineOf(turned, [...picks].reverse()).fen).toBe(fineOf(one, picks).fen);
      }),
    );
  });

  it('is rounded once: half a step at most from the exact amount, wherever the range leaves room', () => {
    fc.assert(
      fc.property(anyCase, ({ picks, ...one }) => {
        const coarse = fineOf(one, picks).fen;
        const exact = fineOf({ ...one, table: { ...one.table, roundToFen: 1 } }, picks).fen;
        const { minFen, maxFen } = one.range;
        if (coarse === minFen || coarse === maxFen) return;
        expect(coarse % one.table.roundToFen).toBe(0);
        expect(Math.abs(coarse - exact)).toBeLessThanOrEqual(one.table.roundToFen / 2 + 1);
      }),
    );
  });
});

describe('a table', () => {
  it('that comes with the program is sound', () => {
    expect(TABLES.flatMap(faultsOf)).toEqual([]);
  });

  it('that does not sum to a hundred is told its sum', () => {
    const short = { ...table('T1'), factors: table('T1').factors.slice(1) };
    expect(faultsOf(short).map(({ message }) => message)).toEqual(['各因子最高档合计应为100%，现在是68%，请改正']);
    const levels = { ...L1, factors: L1.factors.slice(1) };
    expect(faultsOf(levels)[0]?.message).toBe('各因子权重合计应为100%，现在是75%，请改正');
  });

  it('with a gap, an overlap, a falling step or a code used twice is refused where the fault is', () => {
    const [stage, duration] = table('T1').factors as [TableFactor, TableFactor];
    const faults = (factor: TableFactor) =>
      faultsOf({ ...table('T1'), factors: [factor, ...table('T1').factors.slice(2)] });
    const [, second] = duration.steps;
    const gap = { ...duration, steps: duration.steps.map((one) => (one === second ? { ...one, from: 4_000 } : one)) };
    expect(faults(gap)).toContainEqual(expect.objectContaining({ factor: 0, step: 1 }));
    expect(faults(gap)[0]?.message).toContain('空缺或者重叠');
    expect(faults({ ...stage, steps: [...stage.steps].reverse() })[0]?.message).toContain('请从轻到重排列');
    const twice = { ...stage, steps: stage.steps.map((one) => ({ ...one, code: 'same' })) };
    expect(faults(twice)[0]?.message).toContain('用了两次');
  });
});
