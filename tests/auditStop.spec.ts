import fc from 'fast-check';
import { type Item, type Stratum } from '../models/audit/audit.schema';
import { progressOf, unfinished } from '../models/audit/progress';
import {
  atMost,
  behaviour,
  bounds,
  fixedPlan,
  longestOf,
  type StopPlan,
  stopTable,
  verdictAfter,
} from '../models/audit/stopRule';

const plan = (size: number, change: Partial<StopPlan> = {}): StopPlan => ({
  ...{ size, defectPermille: 100, goodPermille: 20, alphaPermille: 50, betaPermille: 100 },
  ...change,
});
const anyPlan = fc
  .record({
    size: fc.integer({ min: 1, max: 90 }),
    defectPermille: fc.integer({ min: 1, max: 500 }),
    goodPermille: fc.integer({ min: 0, max: 200 }),
    alphaPermille: fc.constantFrom(10, 50, 100),
    betaPermille: fc.constantFrom(50, 100, 200),
  })
  .filter(({ defectPermille, goodPermille }) => goodPermille < defectPermille);

describe('the stop rule', () => {
  it('claims wrongly at most α of the time, however many records are defective and however far one goes on', () => {
    fc.assert(
      fc.property(anyPlan, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, further) => {
        const { bad } = bounds(drawn);
        const defective = Math.min(drawn.size, bad + Math.floor(further * (drawn.size - bad)));
        const table = stopTable(drawn, drawn.size);
        expect(behaviour(drawn, table, defective).pass).toBeLessThanOrEqual(drawn.alphaPermille / 1000 + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('gives up a good stratum at most β of the time', () => {
    fc.assert(
      fc.property(anyPlan, (drawn) => {
        const table = stopTable(drawn, drawn.size);
        for (let defective = 0; defective <= bounds(drawn).good; defective += 1)
          expect(behaviour(drawn, table, defective).fail).toBeLessThanOrEqual(drawn.betaPermille / 1000 + 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('always comes to an end when every record may be read', () => {
    fc.assert(
      fc.property(anyPlan, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, part) => {
        const { pass, fail, open } = behaviour(drawn, stopTable(drawn, drawn.size), Math.floor(part * drawn.size));
        expect(open).toBeCloseTo(0, 9);
        expect(pass + fail).toBeCloseTo(1, 9);
      }),
    );
  });

  it('is the exact ratio of Wald: 35 conforming of 1,000 prove less than 10 %, 34 do not', () => {
    const table = stopTable(plan(1000), 40);
    expect(verdictAfter(table, Array<boolean>(34).fill(false)).verdict).toBe('continue');
    expect(verdictAfter(table, Array<boolean>(35).fill(false))).toEqual({ verdict: 'pass', at: 35 });
    // C(965, 20) C(1000, 100) / C(965, 100) C(1000, 20) ≥ 20, by logarithms.
    const ratio = (k: number) => {
      let log = 0;
      for (let i = 0; i < k; i += 1) log += Math.log((1000 - i - 20) / (1000 - i - 100));
      return Math.exp(log);
    };
    expect(ratio(35)).toBeGreaterThanOrEqual(20);
    expect(ratio(34)).toBeLessThan(20);
  });

  it('counts the boundary that was met first, not what was read afterwards', () => {
    const table = stopTable(plan(1000), 60);
    const results = [...Array<boolean>(35).fill(false), true, true, true];
    expect(verdictAfter(table, results)).toEqual({ verdict: 'pass', at: 35 });
  });

  it('asks for everything in a stratum of one to ten records, where one defective one is too many', () => {
    for (let size = 1; size <= 10; size += 1) {
      const table = stopTable(plan(size), size);
      expect(verdictAfter(table, Array<boolean>(size).fill(false))).toEqual({ verdict: 'pass', at: size });
      if (size > 1) expect(verdictAfter(table, Array<boolean>(size - 1).fill(false)).verdict).toBe('continue');
      expect(verdictAfter(table, [true]).verdict).toBe('fail');
    }
  });

  it('reads fewer records on average than the smallest fixed sample with the same errors, good or bad', () => {
    for (const size of [200, 1000, 5000]) {
      const asked = plan(size);
      const { bad, good } = bounds(asked);
      const table = stopTable(asked, longestOf(asked, 2000));
      const { n } = fixedPlan(asked);
      for (const defective of [0, good, bad]) expect(behaviour(asked, table, defective).mean).toBeLessThan(0.85 * n);
    }
  });
});

describe('the sample of fixed size', () => {
  it('keeps both errors, and one record fewer does not', () => {
    for (const size of [60, 200, 1000]) {
      const asked = plan(size);
      const { bad, good } = bounds(asked);
      const { n, c } = fixedPlan(asked);
      expect(atMost(size, bad, n, c)).toBeLessThanOrEqual(0.05);
      expect(atMost(size, good, n, c)).toBeGreaterThanOrEqual(0.9);
      const shorter = Array.from({ length: c + 2 }, (_, k) => k).some(
        (k) => atMost(size, bad, n - 1, k) <= 0.05 && atMost(size, good, n - 1, k) >= 0.9,
      );
      expect(shorter).toBe(false);
    }
  });
});

describe('what the page says after each record', () => {
  const queue = Array.from({ length: 60 }, (_, index) => `petition:${index}`);
  const stratum = {
    ...{ type: 'petition', size: 1000, stopped: null },
    sequential: { plan: plan(1000), queue },
  } as unknown as Stratum;
  const READ = new Date('2026-03-02T10:00:00+08:00');
  const items = (results: readonly (boolean | null)[]): Item[] =>
    queue.map((id, index) => ({
      ...({ id, type: 'petition', required: false } as Item),
      reviewedAt: results[index] === null || results[index] === undefined ? null : READ,
      defective: results[index] ?? false,
    }));
  const conforming = (n: number) => Array<boolean>(n).fill(false);

  it('tells how many more without a defective one would do', () => {
    expect(progressOf(stratum, items(conforming(10)))!.words).toBe(
      '按抽签次序已查阅10件，不合格0件。还不能停止：接下来25件都合格，就能得出“以95%的把握，不合格率低于10%”。',
    );
  });

  it('tells that one may stop, with what may be claimed', () => {
    expect(progressOf(stratum, items(conforming(35)))).toMatchObject({
      ...{ verdict: 'pass', next: null },
      words: '按抽签次序已查阅35件，不合格0件。可以停止：以95%的把握，不合格率低于10%。',
    });
  });

  it('tells when to give it up', () => {
    const { verdict, words } = progressOf(stratum, items([true, true, true, true]))!;
    expect(verdict).toBe('fail');
    expect(words).toContain('请按查实的问题处理');
  });

  it('counts only an unbroken beginning of the order, and names the next record', () => {
    const skipped = [...conforming(5), null, ...conforming(50)];
    expect(progressOf(stratum, items(skipped))).toMatchObject({ verdict: 'continue', reviewed: 5, next: 'petition:5' });
  });

  it('lets nobody claim anything after the longest reading without a result', () => {
    const short = { ...stratum, sequential: { plan: plan(1000), queue: queue.slice(0, 12) } } as Stratum;
    const progress = progressOf(short, items([true, ...conforming(11)]))!;
    expect(progress.verdict).toBe('exhausted');
    expect(progress.words).toContain('不能写');
  });

  it('keeps the findings back until the rule lets one stop and every required record is read', () => {
    const audit = (results: (boolean | null)[], required = -1) => ({
      strata: [stratum],
      items: items(results).map((item, index) => ({ ...item, required: index === required })),
    });
    expect(unfinished(audit(conforming(10)))).toContain('还没有达到停止条件');
    expect(unfinished(audit(conforming(35)))).toBeUndefined();
    expect(unfinished(audit(conforming(35), 50))).toBe('还有1件必查记录没有查阅，查阅后再形成稽查意见。');
  });
});
