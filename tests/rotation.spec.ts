import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { settle } from '../models/assignment/assignment.effects';
import { openVault } from '../models/core/identityVault';
import { adopt } from '../models/core/policy';
import { offered } from '../models/core/workflow';
import { type Candidate, type Credits, draw, type Draw, type DrawInputs, type DrawUnit } from '../models/rotation/draw';
import { claimsOf } from '../models/rotation/claims';
import { openRound, warningsFor } from '../models/rotation/drawing';
import { frozen, type Standing } from '../models/rotation/frozen';
import { balance, creditsOf, decimals, lastSeats, type PastRound, services } from '../models/rotation/ledger';
import { wantedMembers, wantedUnits } from '../models/rotation/members';
import { rotationCommands } from '../models/rotation/rotation.commands';
import { rotationFace } from '../models/rotation/rotation.face';
import { OpenRound, type RotationMember, type Round } from '../models/rotation/rotation.schema';
import { type RoundStep, rotationWorkflow } from '../models/rotation/rotation.workflow';
import { mustRecuse, sealTarget } from '../models/rotation/sealed';
import { exported, whyFor } from '../models/rotation/why';
import { as, aPerson, atTime, MORNING, toldTo } from './builders';

const UNITS = { A: 24, B: 30, C: 28, D: 11, E: 7 };
const NAMES: Record<string, string> = { A: '机关处室', B: '执法队', C: '监测科', D: '岱山分局', E: '嵊泗分局' };

const aMember = (unit: string, orderNo: number, change: Partial<Candidate> = {}): Candidate => ({
  ...{ id: `${unit}${String(orderNo).padStart(3, '0')}`, unit, orderNo, lastServedAt: null, servedCount: 0 },
  ...{ certified: true, out: null },
  ...change,
});

const aUnit = (id: string, n: number, change: Partial<DrawUnit> = {}): DrawUnit => ({
  ...{ id, name: NAMES[id] ?? id, code: id, n, lastSeat: 0 },
  ...change,
});

const membersOf = (sizes: Record<string, number>, change: Partial<Candidate> = {}) =>
  Object.entries(sizes).flatMap(([unit, n]) =>
    Array.from({ length: n }, (_, index) => aMember(unit, index + 1, change)),
  );

/** A draw of three among the units of the worked table, everybody available and certified, with what the test changes. */
const inputs = (change: Partial<DrawInputs> = {}): DrawInputs => ({
  ...{ round: 'CD-2026-000001', pool: 'city', sequence: 1, k: 3, needCertified: 0 },
  units: Object.entries(UNITS).map(([id, n]) => aUnit(id, n)),
  credits: { den: '1', num: {} },
  candidates: membersOf(UNITS),
  reserve: [],
  ...change,
});

const shown = ({ den, num }: Credits) =>
  Object.fromEntries(Object.entries(num).map(([id, credit]) => [id, decimals(BigInt(credit), BigInt(den))]));

const seatsPer = ({ result }: Draw) => {
  const counts: Record<string, number> = {};
  for (const { unit, kind } of result.seats) if (kind === 'drawn') counts[unit] = (counts[unit] ?? 0) + 1;
  return counts;
};

const pastRound = (
  sequence: number,
  day: string,
  k: number,
  sizes: Record<string, number>,
  taken: Draw,
): PastRound => ({
  ...{ _id: `r${sequence}`, no: `CD-2026-${sequence}`, pool: 'city', status: 'closed', sequence, day, lastDay: day, k },
  ...{ drawnAt: null, closedAt: null },
  seats: taken.result.seats.map(({ slot, kind, person, unit }) => ({ slot, kind, person, unit, state: 'served' })),
  units: Object.entries(sizes).map(([id, n]) => ({ id, n })),
});

interface Asked {
  k: number;
  day: string;
  sizes: Record<string, number>;
  needCertified?: number;
  members?: Candidate[];
}

/** Draw one round after the other, each from what the rounds before add up to. */
function drawAll(asked: readonly Asked[]): { draws: Draw[]; rounds: PastRound[] } {
  const draws: Draw[] = [];
  const rounds: PastRound[] = [];
  for (const [index, { k, day, sizes, needCertified = 0, members = membersOf(sizes) }] of asked.entries()) {
    const served = services(rounds);
    const last = lastSeats(rounds, 'city');
    const taken = draw(
      inputs({
        ...{ round: `r${index + 1}`, sequence: index + 1, k, needCertified },
        units: Object.entries(sizes).map(([id, n]) => aUnit(id, n, { lastSeat: last.get(id) ?? 0 })),
        credits: creditsOf(rounds, 'city'),
        candidates: members.map((member) => ({ ...member, ...served.get(member.id) })),
      }),
    );
    draws.push(taken);
    rounds.push(pastRound(index + 1, day, k, sizes, taken));
  }
  return { draws, rounds };
}

const refused = (code: string) => expect.objectContaining({ code }) as Error;
const dayNumber = (index: number) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
const PATTERN = [4, 3, 2, 4, 3, 4];

describe('the worked table', () => {
  /** Credit before the seats → seats (credit after), unit by unit, as the regulation prints it. */
  const TABLE = [
    ['0.96→1(−0.04)', '1.20→1(0.20)', '1.12→1(0.12)', '0.44→1(−0.56)', '0.28→0(0.28)'],
    ['0.68→1(−0.32)', '1.10→1(0.10)', '0.96→1(−0.04)', '−0.23→0(−0.23)', '0.49→0(0.49)'],
    ['0.16→0(0.16)', '0.70→1(−0.30)', '0.52→0(0.52)', '−0.01→0(−0.01)', '0.63→1(−0.37)'],
    ['1.12→1(0.12)', '0.90→1(−0.10)', '1.64→2(−0.36)', '0.43→0(0.43)', '−0.09→0(−0.09)'],
    ['0.84→1(−0.16)', '0.80→1(−0.20)', '0.48→0(0.48)', '0.76→1(−0.24)', '0.12→0(0.12)'],
    ['0.80→1(−0.20)', '1.00→1(0.00)', '1.60→2(−0.40)', '0.20→0(0.20)', '0.40→0(0.40)'],
  ];
  const { draws, rounds } = drawAll(PATTERN.map((k, index) => ({ k, day: dayNumber(index), sizes: UNITS })));

  it.each(TABLE.map((line, index) => [index + 1, line] as const))('comes out line by line: round %i', (round, line) => {
    const taken = draws[round - 1]!;
    const [charged, after, seats] = [shown(taken.result.charged), shown(taken.result.after), seatsPer(taken)];
    expect(Object.keys(UNITS).map((id) => `${charged[id]}→${seats[id] ?? 0}(${after[id]})`)).toEqual(line);
  });

  it('sums to 5, 6, 6, 2 and 1 where 4.8, 6, 5.6, 2.2 and 1.4 were due', () => {
    const { den, due, carried } = balance(rounds, 'city');
    expect([...carried.entries()].sort()).toEqual(Object.entries({ A: 5, B: 6, C: 6, D: 2, E: 1 }));
    expect([...due.values()].map((num) => decimals(num, den))).toEqual(['4.80', '6.00', '5.60', '2.20', '1.40']);
  });

  it('is exactly proportional after 600 rounds of the same pattern', () => {
    const counts: Record<string, number> = {};
    let credits: Credits = { den: '1', num: {} };
    for (let round = 0; round < 600; round += 1) {
      const taken = draw(inputs({ k: PATTERN[round % 6]!, sequence: round + 1, credits }));
      for (const [unit, n] of Object.entries(seatsPer(taken))) counts[unit] = (counts[unit] ?? 0) + n;
      credits = taken.result.after;
    }
    expect(counts).toEqual({ A: 480, B: 600, C: 560, D: 220, E: 140 });
    expect(Object.values(credits.num).every((num) => num === '0')).toBe(true);
  });
});

describe('exact arithmetic', () => {
  it('keeps credits when the headcount changes between rounds, and they still sum to zero', () => {
    const larger = { ...UNITS, F: 14, G: 14, H: 2 };
    const { rounds } = drawAll([
      ...PATTERN.map((k, index) => ({ k, day: dayNumber(index), sizes: UNITS })),
      ...PATTERN.map((k, index) => ({ k, day: dayNumber(index + 6), sizes: larger })),
    ]);
    const { den, num } = creditsOf(rounds, 'city');
    expect(den).toBe('1300');
    expect(Object.values(num).reduce((sum, credit) => sum + BigInt(credit), 0n)).toBe(0n);
  });

  it('gives back what a round called off has cost', () => {
    const { rounds } = drawAll(PATTERN.map((k, index) => ({ k, day: dayNumber(index), sizes: UNITS })));
    const last = { ...rounds[5]!, status: 'calledOff' as const };
    expect(shown(creditsOf([...rounds.slice(0, 5), last], 'city'))).toEqual(
      shown(creditsOf(rounds.slice(0, 5), 'city')),
    );
  });

  it('writes hundredths rounded half away from zero, without a float', () => {
    expect([-1n, 5n, -125n, 0n, 1_000n].map((num) => decimals(num, 1_000n))).toEqual([
      '0.00',
      '0.01',
      '−0.13',
      '0.00',
      '1.00',
    ]);
  });
});

/** 2–12 units of 4–30 members, each certified or not, and what is asked of a number of rounds. */
const trial = (rounds: number) =>
  fc.record({
    sizes: fc.array(fc.integer({ min: 4, max: 30 }), { minLength: 2, maxLength: 12 }),
    certified: fc.integer({ min: 2, max: 5 }),
    seed: fc.integer(),
    asked: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: rounds, maxLength: rounds }),
  });

/** Chance that depends on what is asked about alone: the same trial, the same answers. */
const chanceOf = (seed: number, ...about: (string | number)[]) => {
  let hash = seed | 0;
  for (const letter of about.join('|')) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296;
};

interface Trial {
  sizes: number[];
  certified: number;
  seed: number;
  asked: number[];
}

/** Draw a trial round by round; `away` is how likely somebody is not available in a round. */
function run({ sizes, certified, seed, asked }: Trial, away: number, needCertified: number): Draw[] {
  const named = Object.fromEntries(sizes.map((n, index) => [String.fromCharCode(65 + index), n]));
  const reserve = membersOf({ Z: 8 });
  let members = membersOf(named).map((one) => ({ ...one, certified: chanceOf(seed, one.id) < 1 / certified }));
  let credits: Credits = { den: '1', num: {} };
  const last = new Map<string, number>();
  const draws: Draw[] = [];
  for (const [index, k] of asked.entries()) {
    // The first two of every unit can always come, so that there is somebody for every seat.
    const out = ({ id, orderNo }: Candidate) =>
      orderNo > 2 && chanceOf(seed, index, id) < away ? ('UNABLE' as const) : null;
    const taken = draw(
      inputs({
        ...{ sequence: index + 1, k, needCertified, credits, reserve },
        units: Object.entries(named).map(([id, n]) => aUnit(id, n, { lastSeat: last.get(id) ?? 0 })),
        candidates: members.map((one) => ({ ...one, out: out(one) })),
      }),
    );
    const chosen = new Set(taken.result.seats.map(({ person }) => person));
    const served = (one: Candidate) => ({ lastServedAt: dayNumber(index), servedCount: one.servedCount + 1 });
    members = members.map((one) => (chosen.has(one.id) ? { ...one, ...served(one) } : one));
    for (const { unit } of taken.result.seats) last.set(unit, index + 1);
    credits = taken.result.after;
    draws.push(taken);
  }
  return draws;
}

const sum = ({ num }: Credits) => Object.values(num).reduce((total, credit) => total + BigInt(credit), 0n);
const RUNS = { numRuns: 15 };

describe('every draw', () => {
  const uneven = (needCertified: number, check: (draws: Draw[], trial: Trial) => void) =>
    fc.assert(
      fc.property(trial(20), (one) => check(run(one, 0.3, needCertified), one)),
      RUNS,
    );

  it('gives exactly k seats of the draw (I1)', () => {
    uneven(2, (draws, { asked }) =>
      draws.forEach(({ result }, index) =>
        expect(result.seats.filter(({ kind }) => kind === 'drawn')).toHaveLength(asked[index]!),
      ),
    );
  });

  it('leaves credits that sum to zero (I2)', () => {
    uneven(2, (draws) => draws.forEach(({ result }) => expect(sum(result.after)).toBe(0n)));
  });

  it('keeps every credit below two while everybody is available, over 200 rounds (I3)', () => {
    fc.assert(
      fc.property(trial(200), (one) => {
        for (const { result } of run(one, 0, 0))
          for (const credit of Object.values(result.after.num)) {
            const size = BigInt(credit) < 0n ? -BigInt(credit) : BigInt(credit);
            expect(size < 2n * BigInt(result.after.den)).toBe(true);
          }
      }),
      { numRuns: 8 },
    );
  });

  it('asks a unit for no more people than it has available, and nobody twice (I4)', () => {
    uneven(2, (draws) =>
      draws.forEach(({ inputs: asked, result }) => {
        const drawn = result.seats.filter(({ kind }) => kind === 'drawn');
        const free = new Set(asked.candidates.filter(({ out }) => out === null).map(({ id }) => id));
        expect(drawn.every(({ person }) => free.has(person))).toBe(true);
        expect(new Set(result.seats.map(({ person }) => person)).size).toBe(result.seats.length);
      }),
    );
  });

  it('lets services within a unit differ by one at most while everybody is available (I5)', () => {
    fc.assert(
      fc.property(trial(60), (one) => {
        const { inputs: asked } = run(one, 0, 0).at(-1)!;
        const units = new Map<string, number[]>();
        for (const { unit, servedCount } of asked.candidates)
          units.set(unit, [...(units.get(unit) ?? []), servedCount]);
        for (const counts of units.values()) expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });

  it('passes over a colleague with an older service only for a logged reason (I7)', () => {
    uneven(2, (draws) =>
      draws.forEach(({ inputs: { candidates }, result: { seats, picks, swaps } }) => {
        const seated = new Set([...seats.map(({ person }) => person), ...swaps.map(({ from }) => from?.person)]);
        for (const { person, unit, passed } of picks) {
          const own = candidates.find(({ id }) => id === person)!;
          const older = candidates.filter(
            (one) => one.unit === unit && (one.lastServedAt ?? '') < (own.lastServedAt ?? ''),
          );
          expect(older.filter(({ id }) => !seated.has(id)).every(({ id, out }) => out && passed.includes(id))).toBe(
            true,
          );
        }
      }),
    );
  });

  it('comes out the same from the same inputs, whatever order they are in (I8)', () => {
    uneven(2, (draws) => {
      const { inputs: asked, hash } = draws.at(-1)!;
      const shuffled = { ...asked, units: [...asked.units].reverse(), candidates: [...asked.candidates].reverse() };
      expect(draw(shuffled).hash).toBe(hash);
    });
  });

  it('never lowers a unit’s share when it gets a member (I9)', () => {
    fc.assert(
      fc.property(trial(1), fc.nat(), ({ sizes, asked: [k = 1] }, which) => {
        const index = which % sizes.length;
        const named = (all: number[]) => all.map((n, at) => aUnit(String.fromCharCode(65 + at), n));
        const charged = (all: number[]) => {
          const candidates = named(all).flatMap(({ id, n }) => membersOf({ [id]: n }));
          const { result } = draw(inputs({ k, units: named(all), candidates }));
          return [BigInt(result.charged.num[String.fromCharCode(65 + index)]!), BigInt(result.charged.den)] as const;
        };
        const [before, after] = [charged(sizes), charged(sizes.map((n, at) => (at === index ? n + 1 : n)))];
        expect(after[0] * before[1] >= before[0] * after[1]).toBe(true);
      }),
      RUNS,
    );
  });

  it('has two certified officers, and says by which change (I10)', () => {
    uneven(2, (draws) =>
      draws.forEach(({ result: { seats, swaps, picks } }) => {
        expect(seats.filter(({ certified }) => certified).length).toBeGreaterThanOrEqual(2);
        const changed = seats.filter(({ slot, person }) => picks.find((pick) => pick.slot === slot)?.person !== person);
        expect(changed.map(({ slot }) => slot).sort()).toEqual(swaps.map(({ slot }) => slot).sort());
      }),
    );
  });
});

describe('the order of claims', () => {
  const even = (change: Partial<DrawUnit>[] = [{}, {}]) =>
    inputs({
      k: 1,
      units: [aUnit('A', 5, change[0]), aUnit('B', 5, change[1])],
      candidates: membersOf({ A: 5, B: 5 }),
    });

  it('prefers, of equal credits, the larger unit, then the longer wait, then the code', () => {
    const first = (asked: DrawInputs) => draw(asked).result.seats[0]!.unit;
    expect(first(even())).toBe('A');
    expect(first(even([{ lastSeat: 3 }, { lastSeat: 2 }]))).toBe('B');
    const credits = { den: '11', num: { A: '1', B: '-1' } };
    const sizes = { units: [aUnit('A', 5), aUnit('B', 6)], candidates: membersOf({ A: 5, B: 6 }) };
    expect(first(inputs({ k: 2, credits, ...sizes }))).toBe('B');
  });

  it('asks those who never served first, then the longest ago, then the fewest services, then the number', () => {
    const candidates = [
      aMember('A', 1, { lastServedAt: '2026-03-01', servedCount: 1 }),
      aMember('A', 2, { lastServedAt: '2026-01-01', servedCount: 2 }),
      aMember('A', 3, { lastServedAt: '2026-01-01', servedCount: 1 }),
      aMember('A', 4),
    ];
    const { result } = draw(inputs({ k: 4, units: [aUnit('A', 4)], candidates }));
    expect(result.seats.map(({ person }) => person)).toEqual(['A004', 'A003', 'A002', 'A001']);
  });

  it('moves the seat of a unit with nobody available on, and the unit keeps its debt', () => {
    const candidates = membersOf({ A: 5, B: 5 }).map((one) =>
      one.unit === 'A' ? { ...one, out: 'UNABLE' as const } : one,
    );
    const { result } = draw({ ...even(), candidates });
    expect(result.picks[0]).toMatchObject({ unit: 'B', passedUnits: ['A'] });
    expect(shown(result.after)).toEqual({ A: '0.50', B: '−0.50' });
  });

  it('is refused in words when fewer people are available than asked for', () => {
    const candidates = membersOf({ A: 5, B: 5 }, { out: 'UNABLE' });
    expect(() => draw({ ...even(), candidates })).toThrow(refused('NOT_NOW'));
  });
});

describe('the certified', () => {
  const plain = { certified: false };
  const of = (a: Candidate[], b: Candidate[], change: Partial<DrawInputs> = {}) =>
    draw(
      inputs({
        ...{ k: 2, needCertified: 1, candidates: [...a, ...b] },
        units: [aUnit('A', a.length), aUnit('B', b.length)],
        ...change,
      }),
    ).result;

  it('come from the unit of the last-picked uncertified member first', () => {
    const { seats, swaps, after } = of(
      [aMember('A', 1, plain), aMember('A', 2)],
      [aMember('B', 1, plain), aMember('B', 2), aMember('B', 3)],
    );
    expect(seats.map(({ person }) => person)).toEqual(['B001', 'A002']);
    expect(swaps).toEqual([
      { slot: 2, why: 'sameUnit', from: { unit: 'A', person: 'A001' }, to: { unit: 'A', person: 'A002' } },
    ]);
    expect(shown(after)).toEqual({ A: '−0.20', B: '0.20' });
  });

  it('move the seat to the best unit that has one, and both ledgers record it', () => {
    const { seats, swaps, after } = of(
      [aMember('A', 1, plain), aMember('A', 2, plain)],
      [aMember('B', 1, plain), aMember('B', 2), aMember('B', 3)],
    );
    expect(seats.map(({ person }) => person)).toEqual(['B001', 'B002']);
    expect(swaps).toMatchObject([{ slot: 2, why: 'otherUnit' }]);
    expect(shown(after)).toEqual({ A: '0.80', B: '−0.80' });
  });

  it('are added from the enforcement team outside the draw when no unit has one', () => {
    const nobody = [[aMember('A', 1, plain)], [aMember('B', 1, plain)]] as const;
    const reserve = [aMember('Z', 1, { out: 'REST' }), aMember('Z', 2)];
    const { seats, after } = of([...nobody[0]], [...nobody[1]], { reserve });
    expect(seats.at(-1)).toMatchObject({ slot: 3, kind: 'reinforcement', person: 'Z002' });
    expect(shown(after)).toEqual({ A: '0.00', B: '0.00' });
    expect(() => of([...nobody[0]], [...nobody[1]])).toThrow('持证');
  });
});

const LEADER = { id: 'leader01', name: '陈示舟' };
const memberOf = (unit: string, n: number, change: Partial<RotationMember> = {}): RotationMember => ({
  ...{ _id: `${unit}${n}`, version: 1, status: 'onRoll', name: `示${unit}${n}`, unit, county: null, orderNo: n },
  ...{ joinedOn: null, certifiedUntil: '2028-12-31', retiresOn: null, conflicts: [], head: `${unit}head` },
  ...change,
});

/** Two divisions' worth of people and the enforcement team, nobody away, no round before. */
const aStanding = (change: Partial<Standing> = {}): Standing => ({
  units: [
    ['A', 'DIVISION', 6],
    ['B', 'FORCE', 6],
  ].map(([id, kind], index) => ({
    ...{ _id: id as string, version: 1, status: 'active', code: 'AB'.charAt(index), name: `${id as string}处` },
    ...{ kind: kind as string, county: null, departments: [] },
  })),
  members: ['A', 'B'].flatMap((unit) => Array.from({ length: 6 }, (_, index) => memberOf(unit, index + 1))),
  past: [],
  away: new Map(),
  leaders: [LEADER],
  ...change,
});

const leader = (now = MORNING) => as('bureauLeader', 'leader01', { county: null, now });
const staff = (id: string, now = MORNING) => as('staff', id, { county: null, now });
const ASSEMBLY = new Date('2026-03-03T08:30:00+08:00');

function aRound(change: Partial<Round> = {}): Round {
  const asked = {
    duty: 'FLYING',
    k: 2,
    place: '定海三江码头',
    kit: '执法记录仪',
    needCertified: 2,
    assembleAt: ASSEMBLY,
  };
  const facts = { openedByName: '陈示舟', inMonth: 0, targetNames: [], target: null };
  const { document } = openRound('round-1', OpenRound.parse(asked), leader(), facts);
  return { ...document, version: 1, no: 'CD-2026-000001', ...change };
}

const step = (name: RoundStep, round: Round, input: object, context = leader(), standing = aStanding()) =>
  rotationCommands[name].decide(round, input, context, standing);
const drawnRound = (change: Partial<Round> = {}, standing = aStanding()) =>
  step('draw', aRound(change), {}, leader(), standing).document;
const states = ({ seats }: Round) => seats.map(({ person, state }) => `${person} ${state}`);

describe('who is passed over', () => {
  const out = (standing: Partial<Standing>, round = aRound()) => frozen(round, aStanding(standing));
  const past = (change: Partial<PastRound>): PastRound => ({
    ...{ _id: 'r0', no: 'CD-2026-000000', pool: 'city', status: 'closed', sequence: 1, day: '2026-02-20', k: 1 },
    ...{ lastDay: '2026-02-20', drawnAt: MORNING, closedAt: MORNING, units: [{ id: 'A', n: 6 }] },
    seats: [{ slot: 1, kind: 'drawn', person: 'A1', unit: 'A', state: 'served' }],
    ...change,
  });

  it('is away by leave, training, secondment or duty, and stays in the headcount', () => {
    const away = new Map([
      ['A1', ['MEDICAL' as const]],
      ['A2', ['ON_DUTY' as const]],
    ]);
    const { inputs: asked, reasons } = out({ away });
    expect(reasons).toEqual({ A1: ['MEDICAL'], A2: ['ON_DUTY'] });
    expect(asked.candidates.filter((one) => one.out).map(({ id, out: why }) => [id, why])).toEqual([
      ['A1', 'UNABLE'],
      ['A2', 'UNABLE'],
    ]);
    expect(asked.units.map(({ n }) => n)).toEqual([6, 6]);
  });

  it.each([
    ['the 14th day after a service', '2026-02-17', 'REST'],
    ['the 15th day', '2026-02-16', undefined],
    ['a day of a round before it', '2026-03-03', 'OVERLAP'],
    ['a fortnight before a round already drawn', '2026-03-10', 'REST'],
  ])('rests on %s', (_, day, reason) => {
    expect(out({ past: [past({ day, lastDay: day })] }).reasons['A1']?.[0]).toBe(reason);
  });

  it('retires within three months', () => {
    const members = [memberOf('A', 1, { retiresOn: '2026-06-03' }), memberOf('A', 2, { retiresOn: '2026-06-04' })];
    expect(out({ members }).reasons).toEqual({ A1: ['RETIRING'] });
  });

  it('has declared an interest in the sealed target, which shows as nothing but being unavailable', () => {
    openVault({ current: 'k', keys: { k: randomBytes(32) }, pepper: randomBytes(32) });
    const round = aRound({ target: sealTarget('round-1', 'E07') });
    const members = [memberOf('A', 1, { conflicts: ['E07'] }), memberOf('A', 2, { conflicts: ['E08'] })];
    const { inputs: asked, reasons } = out({ members }, round);
    expect(reasons).toEqual({ A1: ['RECUSAL'] });
    expect(asked.candidates.map((one) => one.out)).toEqual(['UNABLE', null]);
    expect(JSON.stringify([round, asked])).not.toContain('E07');
    expect(mustRecuse({ ...round, _id: 'round-2' }, ['E07'])).toBe(false);
  });

  it('is first again after the return, since nothing was written', () => {
    const first = out({ away: new Map([['A1', ['LEAVE' as const]]]) }).inputs;
    expect(draw({ ...first, k: 1 }).result.picks[0]?.passed).toEqual(['A1']);
    expect(draw({ ...out({}).inputs, k: 1 }).result.seats[0]?.person).toBe('A1');
  });

  it('never stands in two rounds whose days or rest overlap, in whatever order they are drawn (I6)', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 2, maxLength: 8 }), (offsets) => {
        const rounds: Round[] = [];
        for (const [index, offset] of offsets.entries()) {
          const day = dayNumber(offset + 90);
          const drafted = aRound({ ...{ _id: `r${index}`, day, lastDay: day }, needCertified: 0 });
          const seen = rounds.map((round) => ({ ...round, units: round.draw!.inputs.units }));
          const members = ['A', 'B'].flatMap((unit) => Array.from({ length: 12 }, (_, at) => memberOf(unit, at + 1)));
          rounds.push(step('draw', drafted, {}, leader(), aStanding({ past: seen, members })).document);
        }
        const claims = rounds.flatMap(claimsOf);
        expect(new Set(claims).size).toBe(claims.length);
      }),
      RUNS,
    );
  });
});

describe('membership', () => {
  const departments = [
    ['101', '办公室', 'DIVISION', null],
    ['102', '人事处', 'DIVISION', null],
    ['200', '执法队', 'FORCE', null],
    ['330903', '普陀分局', 'BRANCH', '330903'],
    ['33090301', '展茅生态环境所', 'OFFICE', '330903'],
  ].map(([_id, name, kind, county]) => ({
    ...{ _id: _id!, name: name!, parent: '1', kind: kind as 'BRANCH', county: county as '330903', active: true },
    ...{ head: kind === 'BRANCH' ? 'putuo01' : null, deputies: ['putuo02'] },
  }));
  const wanted = wantedUnits(departments);

  it('puts the divisions together and lets every other unit stand for itself', () => {
    expect(wanted.map(({ name, departments: parts }) => [name, parts.length])).toEqual([
      ['机关处室', 2],
      ['执法队', 1],
      ['普陀分局', 1],
    ]);
  });

  it('takes staff on roll only, with the head of the department to decide, but nobody about themselves', () => {
    const people = [
      aPerson('putuo01', '王示海', ['branchHead'], { unit: '330903' }),
      aPerson('putuo05', '李示岛', [], { unit: '330903', certificateNo: 'DEMO-1', certificateValidTo: '2028-12-31' }),
      aPerson('cun001', '陈示村', ['ruralSupervisor'], { unit: '330903' }),
    ];
    expect(
      wantedMembers(people, departments, wanted).map(({ _id, head, certifiedUntil }) => [_id, head, certifiedUntil]),
    ).toEqual([
      ['putuo01', 'putuo02', null],
      ['putuo05', 'putuo01', '2028-12-31'],
    ]);
  });

  it('counts joining as a service on that day, so that nobody new is first', () => {
    const members = [memberOf('A', 1, { joinedOn: '2026-03-01' }), memberOf('A', 2)];
    const { candidates } = frozen(aRound(), aStanding({ members })).inputs;
    expect(candidates.map(({ lastServedAt }) => lastServedAt)).toEqual(['2026-03-01', null]);
  });

  it('moves a person’s services along to another unit and leaves both ledgers', () => {
    const { rounds } = drawAll([{ k: 1, day: '2026-01-01', sizes: { A: 6, B: 6 } }]);
    const members = [memberOf('B', 1, { _id: 'A001' })];
    const { candidates, credits } = frozen(aRound(), aStanding({ past: rounds, members })).inputs;
    expect(candidates).toMatchObject([{ unit: 'B', servedCount: 1, lastServedAt: '2026-01-01' }]);
    expect(shown(credits)).toEqual({ A: '−0.50', B: '0.50' });
  });
});

describe('a round', () => {
  it('warns of a fifth person and of a fourth round in the month (I11)', () => {
    expect([1, 4].flatMap((k) => warningsFor(k, 2))).toEqual([]);
    expect(warningsFor(5, 3)).toEqual([expect.stringContaining('1至4人'), expect.stringContaining('第4轮')]);
  });

  it('does not let the name of the sealed target stand where everybody reads it', () => {
    const facts = {
      openedByName: '陈示舟',
      inMonth: 0,
      targetNames: ['东海鱼粉示例有限公司', '东海鱼粉'],
      target: 'sealed:x',
    };
    const asked = OpenRound.parse({ duty: 'FLYING', k: 2, place: '东海鱼粉门口', assembleAt: ASSEMBLY });
    expect(() => openRound('round-1', asked, leader(), facts)).toThrow(refused('INVALID_INPUT'));
  });

  it('tells everybody drawn, with two hours to answer, and keeps the draw', () => {
    const { document, effects } = step('draw', aRound(), {});
    expect(toldTo(effects)).toEqual(['rotation.drawn → A1', 'rotation.drawn → B1']);
    expect(document).toMatchObject({ status: 'drawn', sequence: 1, wakeAt: new Date('2026-03-02T12:00:00+08:00') });
    expect(document.draw?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is confirmed when the last of the drawn accepts, and the leader hears of it', () => {
    const first = step('accept', drawnRound(), {}, staff('A1'));
    expect(first.document.status).toBe('drawn');
    const second = step('accept', first.document, {}, staff('B1'));
    expect([second.document.status, toldTo(second.effects)]).toEqual(['confirmed', ['rotation.confirmed → leader01']]);
  });

  it('excuses a difficulty that the head approves, and asks the next of the same unit', () => {
    const declined = step('decline', drawnRound(), { reason: 'SICK', text: '发烧' }, staff('A1'));
    expect(toldTo(declined.effects)).toEqual(['rotation.decline → Ahead']);
    const { document, effects } = step('approveDecline', declined.document, {}, staff('Ahead'));
    expect(states(document)).toEqual(['A1 excused', 'B1 offered', 'A2 offered']);
    expect(toldTo(effects)).toEqual(['rotation.excused → A1', 'rotation.drawn → A2']);
  });

  it('records an absence that the head does not approve, reports it, and still asks the next', () => {
    const declined = step('decline', drawnRound(), { reason: 'OTHER' }, staff('A1')).document;
    const { document, effects } = step('refuseDecline', declined, { reason: '理由不充分' }, staff('Ahead'));
    expect(states(document)).toEqual(['A1 absent', 'B1 offered', 'A2 offered']);
    expect(toldTo(effects)).toEqual(['rotation.absent → leader01', 'rotation.drawn → A2']);
  });

  it('records silence after two hours as absence, serves the seat, and the absentee keeps the first place', () => {
    const { document } = step('wake', drawnRound(), {}, atTime(new Date('2026-03-02T12:00:00+08:00')));
    expect(states(document)).toEqual(['A1 absent', 'B1 absent', 'A2 offered', 'B2 offered']);
    const past = [{ ...document, units: document.draw!.inputs.units }];
    const later = aRound({ _id: 'round-2', day: '2026-04-03', lastDay: '2026-04-03' });
    const again = draw(frozen(later, aStanding({ past })).inputs);
    expect(again.result.seats.map(({ person }) => person)).toEqual(['A1', 'B1']);
  });

  it('moves the seat to the other unit when the own one has nobody left, and the ledger says so', () => {
    const away = new Map(Array.from({ length: 5 }, (_, index) => [`A${index + 2}`, ['LEAVE' as const]]));
    const standing = aStanding({ away });
    const declined = step('decline', drawnRound(), { reason: 'SICK' }, staff('A1'), standing).document;
    const { document } = step('approveDecline', declined, {}, staff('Ahead'), standing);
    expect(states(document)).toEqual(['A1 excused', 'B1 offered', 'B2 offered']);
    const past = { ...document, units: document.draw!.inputs.units };
    expect(shown(creditsOf([past], 'city'))).toEqual({ A: '1.00', B: '−1.00' });
  });

  it('keeps two certified officers through a substitution', () => {
    const members = aStanding().members.map((one) => (one._id === 'A2' ? { ...one, certifiedUntil: null } : one));
    const standing = aStanding({ members });
    const declined = step('decline', drawnRound({}, standing), { reason: 'SICK' }, staff('A1'), standing).document;
    const { document } = step('approveDecline', declined, {}, staff('Ahead'), standing);
    expect(document.seats.at(-1)?.person).toBe('A3');
  });

  it('counts a service for who was there, and an absence for who accepted and was not', () => {
    const accepted = ['A1', 'B1'].reduce((round, id) => step('accept', round, {}, staff(id)).document, drawnRound());
    const arrived = step('arrive', accepted, { place: '码头', location: [122.1, 30] }, staff('A1', ASSEMBLY)).document;
    const { document } = step('close', arrived, {}, leader(new Date('2026-03-03T18:00:00+08:00')));
    expect(states(document)).toEqual(['A1 served', 'B1 absent']);
    expect(services([{ ...document, units: [] }]).get('A1')).toEqual({ lastServedAt: '2026-03-03', servedCount: 1 });
    const excused = step('excuseAbsence', document, { person: 'B1', reason: '轮渡停航' }, leader(ASSEMBLY)).document;
    expect(states(excused)).toEqual(['A1 served', 'B1 excused']);
  });

  it('asks its leader to close it after the service, and closes itself two days later', () => {
    const accepted = ['A1', 'B1'].reduce((round, id) => step('accept', round, {}, staff(id)).document, drawnRound());
    const asked = step('wake', accepted, {}, atTime(accepted.wakeAt!));
    expect(toldTo(asked.effects)).toEqual(['rotation.close → leader01']);
    const closed = step('wake', asked.document, {}, atTime(asked.document.wakeAt!)).document;
    expect([closed.status, closed.closedAt]).toEqual(['closed', new Date('2026-03-05T23:59:59.999+08:00')]);
  });

  it('costs nobody anything once it is called off', () => {
    const { document, effects } = step('callOff', drawnRound(), { reason: '台风停航' });
    expect(states(document)).toEqual(['A1 released', 'B1 released']);
    expect(toldTo(effects)).toEqual(['rotation.calledOff → A1', 'rotation.calledOff → B1']);
    expect(document.claims).toEqual(['#city:1']);
  });
});

describe('a seat that nobody answers for', () => {
  /** Everybody who is asked lets their time pass, until the clock has nothing more to wait for before the service ends. */
  const unanswered = (standing = aStanding()) => {
    let round = drawnRound({}, standing);
    const told: string[] = [];
    while (round.seats.some(({ state }) => state === 'offered')) {
      const woken = step('wake', round, {}, atTime(round.wakeAt!), standing);
      told.push(...toldTo(woken.effects).filter((line) => line.startsWith('rotation.vacant')));
      round = woken.document;
    }
    return { round, told, standing };
  };
  const named = { person: 'A3', reason: '电话联系，本人同意' };

  afterEach(() => adopt({}));

  it('is offered to five in turn and then left to a bureau leader, once for all seats, not asked about for ever', () => {
    const many = Array.from({ length: 20 }, (_, index) => memberOf('A', index + 1));
    const standing = aStanding({ members: [...many, ...aStanding().members.filter(({ unit }) => unit === 'B')] });
    const { round, told } = unanswered(standing);
    expect(round.seats.filter(({ slot }) => slot === 1)).toHaveLength(6);
    expect(told).toEqual(['rotation.vacant → leader01']);
    expect(round.seats.filter(({ slot }) => slot === 2)).toHaveLength(6);
    expect(round.wakeAt).toEqual(new Date('2026-03-03T23:59:59.999+08:00'));
  });

  it('is left to the leader after as many as the policy says', () => {
    adopt({ rotation: { mostSubstitutes: 2 } });
    const { round } = unanswered();
    expect(round.seats.filter(({ slot }) => slot === 1).map(({ person }) => person)).toEqual(['A1', 'A2', 'A3']);
  });

  it('is an urgent matter that says what to do', () => {
    const { effects } = step('wake', vacantRound(), {}, atTime(vacantRound().wakeAt!));
    const [asked] = (effects ?? []).filter(({ data }) => data['purpose'] === 'rotation.vacant');
    expect(asked?.data).toMatchObject({
      title: 'CD-2026-000001 · 抽调飞行检查：这一席没有人应答，请直接指定人员',
      urgency: 'URGENT',
    });
  });

  /** The last of two substitutes is still asked. */
  function vacantRound() {
    adopt({ rotation: { mostSubstitutes: 1 } });
    const accepted = step('accept', drawnRound(), {}, staff('B1')).document;
    return step('wake', accepted, {}, atTime(accepted.wakeAt!)).document;
  }
  const abandoned = () => step('wake', vacantRound(), {}, atTime(vacantRound().wakeAt!)).document;

  it('is filled by whom the leader names, who answers, is told why, and counts like every substitute', () => {
    const { document, effects } = step('appoint', abandoned(), named);
    expect(states(document)).toEqual(['A1 absent', 'B1 confirmed', 'A2 absent', 'A3 offered']);
    expect(document.seats.at(-1)).toMatchObject({
      ...{ kind: 'substitute', slot: 1, replaces: 's1-1' },
      appointed: { by: 'leader01', byName: '陈示舟', reason: named.reason },
    });
    expect(toldTo(effects)).toEqual(['rotation.drawn → A3']);
    expect(effects).toContainEqual(settle({ purposes: ['rotation.vacant'] }));
    expect(whyFor(document, 'A3', (id) => id)?.lines.join()).toContain(
      '陈示舟直接指定您接替。理由：电话联系，本人同意',
    );
    const { document: confirmed } = step('accept', document, {}, staff('A3'));
    const past = { ...confirmed, units: confirmed.draw!.inputs.units };
    expect([confirmed.status, services([past]).get('A3')?.servedCount]).toEqual(['confirmed', 1]);
    expect(shown(creditsOf([past], 'city'))).toEqual({ A: '0.00', B: '0.00' });
  });

  it('comes back to the leader when the named one is silent as well', () => {
    const { document } = step('appoint', abandoned(), named);
    const { effects } = step('wake', document, {}, atTime(document.wakeAt!));
    expect(toldTo(effects)).toContain('rotation.vacant → leader01');
  });

  it('is not given to somebody who is away, of another unit or in the round already', () => {
    const away = aStanding({ away: new Map([['A3', ['LEAVE' as const]]]) });
    const refusals = [
      () => step('appoint', abandoned(), named, leader(), away),
      () => step('appoint', abandoned(), { ...named, person: 'B2' }),
      () => step('appoint', abandoned(), { ...named, person: 'B1' }),
    ];
    for (const refusal of refusals) expect(refusal).toThrow(refused('INVALID_INPUT'));
  });

  it('is the bureau leader’s to fill, and only while it is vacant', () => {
    for (const context of [staff('Ahead'), staff('A3'), as('branchHead', 'head')])
      expect(() => step('appoint', abandoned(), named, context)).toThrow(refused('NOT_PERMITTED'));
    expect(() => step('appoint', drawnRound(), named)).toThrow(refused('NOT_NOW'));
  });
});

describe('who may not', () => {
  const may = (round: Round, context: ReturnType<typeof as>) => offered<Round>(rotationWorkflow, round, context);

  it.each([
    ['a member of staff', staff('A1')],
    ['a branch head outside the county', as('branchHead', 'head', { county: '330903' })],
    ['a duty leader', as('dutyLeader')],
    ['a system administrator', as('systemAdmin')],
  ])('%s draws the city’s round', (_, context) => {
    expect(may(aRound(), context)).toEqual([]);
    expect(() => step('draw', aRound(), {}, context)).toThrow(refused('NOT_PERMITTED'));
  });

  it('lets a branch head draw the own county’s round', () => {
    expect(may(aRound({ pool: '330903', county: '330903' }), as('branchHead', 'head'))).toContain('draw');
  });

  it('lets nobody accept or decline for somebody else, or decide about themselves or another unit', () => {
    const declined = step('decline', drawnRound(), { reason: 'SICK' }, staff('A1')).document;
    for (const id of ['A1', 'Bhead', 'A2']) expect(may(declined, staff(id))).toEqual([]);
    expect(may(declined, staff('Ahead'))).toEqual(['approveDecline', 'refuseDecline']);
    expect(() => step('accept', drawnRound(), {}, staff('A2'))).toThrow(refused('NOT_NOW'));
  });

  it('shows a draft to its leader alone', () => {
    expect(rotationFace.maySee(aRound(), staff('A1').actor)).toBe(false);
    expect(rotationFace.maySee(aRound(), leader().actor)).toBe(true);
    expect(rotationFace.maySee(drawnRound(), staff('A1').actor)).toBe(true);
    expect(rotationFace.maySee(drawnRound(), as('enterprise').actor)).toBe(false);
  });
});

describe('why me', () => {
  const nameOf = (id: string) => `示${id}`;
  const away = new Map([
    ['A1', ['MEDICAL' as const]],
    ['B1', ['RECUSAL' as const]],
  ]);

  it('says the unit’s credit, the place in the order, and of colleagues no more than that they are unavailable', () => {
    const round = drawnRound({}, aStanding({ away }));
    const why = whyFor(round, 'A2', nameOf)!;
    expect(why.lines[0]).toContain('A处有6人，全体12人，本轮应出1.00人次');
    expect(why.passed).toEqual([{ name: '示A1', why: '本轮不能参加' }]);
    expect(whyFor(round, 'B2', nameOf)!.passed).toEqual([{ name: '示B1', why: '本轮不能参加' }]);
    expect(JSON.stringify(why)).not.toMatch(/MEDICAL|RECUSAL|病|回避/);
  });

  it('does not tell somebody passed over whether they were available', () => {
    const round = drawnRound({}, aStanding({ away }));
    const [free, recused] = [whyFor(round, 'B5', nameOf), whyFor(round, 'B1', nameOf)];
    expect(recused).toEqual(free);
  });

  it('tells a substitute for whom, and by which order', () => {
    const declined = step('decline', drawnRound(), { reason: 'SICK' }, staff('A1')).document;
    const { document } = step('approveDecline', declined, {}, staff('Ahead'));
    expect(whyFor(document, 'A2', nameOf)!.lines.join()).toContain('您接替示A1');
  });
});

describe('the verifier in docs, which shares no line with the draw', () => {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-rotation-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const verify = (content: unknown) => {
    const file = join(folder, 'export.json');
    writeFileSync(file, JSON.stringify(content));
    try {
      return execFileSync(process.execPath, [resolve(__dirname, '../docs/rotation-verifier.mjs'), file], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      return `failed: ${(error as { stdout: string }).stdout}`;
    }
  };
  const trials = fc.sample(trial(12), { numRuns: 10, seed: 7 });
  const rounds = trials.flatMap((one, index) =>
    run(one, 0.4, index % 4).map((taken, at) => ({ no: `T${index}-${at}`, ...taken })),
  );

  it('replays 120 draws with absences, swaps and reinforcements to the same seats, credits and hash', () => {
    expect(new Set(rounds.flatMap(({ result }) => result.swaps.map(({ why }) => why)))).toEqual(
      new Set(['sameUnit', 'otherUnit', 'reinforcement']),
    );
    expect(verify({ format: 'liandong.rotation/1', rounds })).not.toContain('✘');
  });

  it.each([
    ['another person in a seat', (round: Draw) => (round.result.seats[0]!.person = 'A999')],
    ['a credit', (round: Draw) => (round.result.after.num['A'] = '0')],
    ['somebody called available', (round: Draw) => (round.inputs.candidates[0]!.lastServedAt = '2020-01-01')],
  ])('fails when %s was changed afterwards', (_, tamper) => {
    const round = structuredClone(rounds[3]!);
    tamper(round);
    expect(verify({ format: 'liandong.rotation/1', rounds: [round] })).toMatch(/^failed: ✘/);
  });

  it('takes what the page exports', () => {
    expect(verify(exported(drawnRound()))).toContain('✔ CD-2026-000001: A1 B1');
  });
});
