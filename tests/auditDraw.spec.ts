import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { offHours } from '../models/audit/offHours';
import { guestsIn } from '../models/audit/independence';
import { maskName, maskText } from '../models/core/masking';
import {
  commitmentOf,
  drawStratum,
  frameHashOf,
  type FrameRecord,
  lotOrder,
  sampleSize,
  share,
} from '../models/audit/sampling';
import { type Unit } from '../models/people/people.schema';

const SEED = 'a1'.repeat(32);
const FIGURES = { least: 3, permille: 50, offHoursPermille: 300 };
const frame = (n: number, change: (index: number) => Partial<FrameRecord> = () => ({})): FrameRecord[] =>
  Array.from({ length: n }, (_, index) => ({ id: `r${index}`, offHours: false, flags: [], ...change(index) }));
const draw = (records: readonly FrameRecord[], seed = SEED) => drawStratum(seed, 'petition', records, FIGURES);

const anyFrame = fc
  .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.boolean(), fc.nat(9)), {
    selector: ([id]) => id,
    maxLength: 120,
  })
  .map((rows) =>
    rows.map(([id, off, flag]): FrameRecord => ({ id, offHours: off, flags: flag === 0 ? ['FAR_AWAY'] : [] })),
  );
const anySeed = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));

describe('the size of a sample', () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
    [59, 3],
    [60, 3],
    [61, 4],
    [100, 5],
    [101, 6],
    [5000, 250],
  ])('of a stratum of %i records is %i', (size, n) => {
    expect(sampleSize(size, FIGURES)).toBe(n);
    expect(draw(frame(size)).lot).toHaveLength(n);
  });

  it('grows by every record with a risk flag, each of which is in it', () => {
    const sample = draw(frame(100, (index) => ({ flags: index % 10 === 0 ? ['NO_REPLY'] : [] })));
    expect(sample.flagged).toHaveLength(10);
    expect(sample.lot).toHaveLength(5);
    expect(sample.lot.some((id) => sample.flagged.includes(id))).toBe(false);
  });
});

describe('every draw', () => {
  it('holds all flagged records, by lot as many others as the rule says and there are, and no record twice', () => {
    fc.assert(
      fc.property(anyFrame, anySeed, (records, seed) => {
        const { flagged, lot, size } = draw(records, seed);
        const ids = new Set(records.map(({ id }) => id));
        const marked = records.filter(({ flags }) => flags.length > 0);
        const sample = [...flagged, ...lot];
        expect(size).toBe(records.length);
        expect(new Set(flagged)).toEqual(new Set(marked.map(({ id }) => id)));
        expect(new Set(sample).size).toBe(sample.length);
        expect(sample.every((id) => ids.has(id))).toBe(true);
        const least = Math.min(records.length - marked.length, sampleSize(records.length, FIGURES));
        expect(lot.length).toBeGreaterThanOrEqual(least);
      }),
    );
  });

  it('has its share of nights and rest days, or all there are', () => {
    fc.assert(
      fc.property(anyFrame, anySeed, (records, seed) => {
        const { flagged, lot, offHours: quota } = draw(records, seed);
        const sample = new Set([...flagged, ...lot]);
        const nights = records.filter((record) => record.offHours && sample.has(record.id)).length;
        expect(quota.drawn).toBe(nights);
        expect(nights >= share(sample.size, FIGURES.offHoursPermille) || nights === quota.there).toBe(true);
      }),
    );
  });

  it('takes no more than the lot unless flagged records leave too few nights', () => {
    fc.assert(
      fc.property(anyFrame, anySeed, (records, seed) => {
        const plain = records.map((record) => ({ ...record, flags: [] }));
        expect(draw(plain, seed).lot).toHaveLength(sampleSize(plain.length, FIGURES));
      }),
    );
  });

  it('is the same whatever order the records came in, and another under another seed', () => {
    fc.assert(
      fc.property(anyFrame, anySeed, (records, seed) => {
        expect(draw([...records].reverse(), seed)).toEqual(draw(records, seed));
      }),
    );
    const big = frame(400);
    expect(draw(big, 'b2'.repeat(32)).lot).not.toEqual(draw(big).lot);
  });

  it('gives every record the same chance when nothing distinguishes them', () => {
    const hits = new Map<string, number>();
    const records = frame(20);
    for (let round = 0; round < 2000; round += 1)
      for (const id of draw(records, commitmentOf(Buffer.from([round >> 8, round & 255]).toString('hex'))).lot)
        hits.set(id, (hits.get(id) ?? 0) + 1);
    const counts = records.map(({ id }) => hits.get(id) ?? 0);
    // 6,000 seats over 20 records: 300 each, standard deviation 16.
    expect(Math.min(...counts)).toBeGreaterThan(220);
    expect(Math.max(...counts)).toBeLessThan(380);
  });

  it('adds nights beyond the lot when many flagged day records would drown them', () => {
    const records = frame(200, (index) => ({ offHours: index >= 100, flags: index < 100 ? ['FAR_AWAY'] : [] }));
    const { flagged, lot, offHours: quota } = draw(records);
    expect(flagged).toHaveLength(100);
    expect(lot).toHaveLength(43);
    expect(quota).toEqual({ drawn: 43, wanted: 43, there: 100 });
  });
});

describe('the lot', () => {
  it('is an order that only the seed decides', () => {
    expect(lotOrder(SEED, 'petition', ['a', 'b', 'c', 'd'])).toEqual(lotOrder(SEED, 'petition', ['d', 'c', 'b', 'a']));
    expect(lotOrder(SEED, 'petition', ['a', 'b', 'c', 'd', 'e', 'f'])).not.toEqual(
      lotOrder(SEED, 'alert', ['a', 'b', 'c', 'd', 'e', 'f']),
    );
  });

  it('has a frame whose hash changes with every record, flag and hour', () => {
    const hash = frameHashOf(frame(3));
    expect(frameHashOf(frame(4))).not.toBe(hash);
    expect(frameHashOf(frame(3, () => ({ flags: ['APART'] })))).not.toBe(hash);
    expect(frameHashOf(frame(3, () => ({ offHours: true })))).not.toBe(hash);
    expect(frameHashOf(frame(3).reverse())).toBe(hash);
  });
});

describe('the verifier', () => {
  const exported = (change: object = {}) => {
    const records = frame(120, (index) => ({ offHours: index % 4 === 0, flags: index % 30 === 0 ? ['NO_REPLY'] : [] }));
    const { flagged, lot, frameHash, offHours: quota } = draw(records);
    const queue = lotOrder(
      SEED,
      'petition',
      records.map(({ id }) => id),
    )
      .slice(0, 40)
      .map((id) => `petition:${id}`);
    return {
      ...{ format: 'liandong.audit/1', no: 'ZJ-2026-000001', seed: SEED, commitment: commitmentOf(SEED) },
      strata: [
        {
          type: 'petition',
          figures: FIGURES,
          frame: records,
          frameHash,
          flagged,
          lot,
          offHours: quota,
          queue,
          ...change,
        },
      ],
    };
  };
  function verified(content: object): { ok: boolean; said: string } {
    const folder = mkdtempSync(join(tmpdir(), 'liandong-audit-'));
    const file = join(folder, 'audit.json');
    writeFileSync(file, JSON.stringify(content));
    try {
      const verifier = resolve(__dirname, '../docs/audit-verifier.mjs');
      return { ok: true, said: execFileSync(process.execPath, [verifier, file], { encoding: 'utf8', stdio: 'pipe' }) };
    } catch (error) {
      return { ok: false, said: (error as { stdout: string }).stdout };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('draws again from the export and agrees', () => {
    expect(verified(exported())).toEqual({ ok: true, said: '✔ ZJ-2026-000001 petition: 10 of 120\n' });
  });

  it('finds a record that was put in, left out, or hidden from the frame, and a seed that was not announced', () => {
    const good = exported();
    const [stratum] = good.strata;
    const faulty = (change: object) => verified({ ...good, ...change });
    expect(verified(exported({ lot: [...stratum!.lot.slice(1), 'r77'] }))).toMatchObject({ ok: false });
    expect(verified(exported({ flagged: [] }))).toMatchObject({ ok: false });
    expect(verified(exported({ frame: stratum!.frame.slice(1) }))).toMatchObject({ ok: false });
    expect(faulty({ commitment: '0'.repeat(64) }).said).toContain('commitment');
  });
});

describe('off-hours', () => {
  it.each([
    ['2026-03-02T08:29:59+08:00', true],
    ['2026-03-02T08:30:00+08:00', false],
    ['2026-03-02T17:29:59+08:00', false],
    ['2026-03-02T17:30:00+08:00', true],
    ['2026-03-03T02:00:00+08:00', true],
    // A Sunday that the State Council made a working day, a Saturday, and the National Day.
    ['2026-09-20T10:00:00+08:00', false],
    ['2026-09-19T10:00:00+08:00', true],
    ['2026-10-01T10:00:00+08:00', true],
  ])('%s: %s', (at, off) => {
    expect(offHours(new Date(at))).toBe(off);
  });
});

describe('guests of a unit', () => {
  const PUTUO: Unit = {
    ...{ _id: 'putuo', name: '普陀分局', parent: null, kind: 'BRANCH', county: '330903' },
    ...{ head: 'head', deputies: [], active: true },
  };
  const seat = (person: string, unit: string, state: 'served' | 'confirmed' | 'offered' | 'excused' = 'served') => ({
    ...{ person, unit, state },
  });
  const guests = (rounds: Parameters<typeof guestsIn>[0]) => guestsIn(rounds, PUTUO, new Set(['u-putuo']));

  it('are those who served in the county’s own round, in one its head opened, or beside its people', () => {
    expect(guests([{ county: '330903', openedBy: 'x', seats: [seat('a', 'u-force')] }])).toEqual(['a']);
    expect(guests([{ county: null, openedBy: 'head', seats: [seat('b', 'u-force')] }])).toEqual(['b']);
    expect(
      guests([{ county: null, openedBy: 'x', seats: [seat('own', 'u-putuo'), seat('c', 'u-force', 'confirmed')] }]),
    ).toEqual(['c', 'own']);
  });

  it('are not those who only were asked, or served elsewhere', () => {
    expect(guests([{ county: '330903', openedBy: 'x', seats: [seat('a', 'u-force', 'offered')] }])).toEqual([]);
    expect(guests([{ county: '330902', openedBy: 'x', seats: [seat('a', 'u-force')] }])).toEqual([]);
    expect(
      guests([{ county: null, openedBy: 'x', seats: [seat('own', 'u-putuo', 'excused'), seat('a', 'u-force')] }]),
    ).toEqual([]);
  });
});

describe('what auditors read', () => {
  it('has numbers and addresses covered, while dates, amounts and document numbers stay', () => {
    expect(maskText('来电 13812345678，身份证 33090219800101123X，邮箱 a.b@c.cn')).toBe(
      '来电 13*******78，身份证 33**************3X，邮箱 ***',
    );
    expect(maskText('0580-2020000')).not.toContain('2020000');
    expect(maskText('2026年3月2日收到XF-2026-000123，罚款59500元')).toBe('2026年3月2日收到XF-2026-000123，罚款59500元');
    expect([maskName('陈秘密'), maskName('李四'), maskName('')]).toEqual(['陈**', '李*', '']);
  });
});
