import fc from 'fast-check';
import { type Candidate, type Credits, draw, type Draw, type DrawInputs, type DrawUnit } from '../models/rotation/draw';
import { balance, creditsOf, decimals, lastSeats, type PastRound, services } from '../models/rotation/ledger';

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
