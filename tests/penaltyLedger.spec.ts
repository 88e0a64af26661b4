import fc from 'fast-check';
import { addCalendarDays } from '../models/core/calendar';
import { type Account, latePenalty, ledgerOf } from '../models/penalty/ledger';
import { codesIn, paymentCode } from '../models/penalty/paymentCode';

const FINE = 40_600_000;
const DUE = '2026-10-08';
const receipt = (payment: string, paidOn: string, amountFen: number, item: 'FINE' | 'LATE' | null = null) => ({
  ...{ payment, ref: payment, paidOn, amountFen, item, bookedAt: new Date(0) },
});
type Paid = ReturnType<typeof receipt>;
const account = (receipts: Paid[] = [], change: Partial<Account> = {}, confiscationFen = 0): Account => ({
  payment: { reference: '1', fineFen: FINE, confiscationFen, dueOn: DUE, receipts, refunds: [] },
  ...{ instalment: null, remedies: [], ...change },
});
const after = (days: number) => addCalendarDays(DUE, days);
const yuan = (fen: number) => fen / 100;

describe('the late penalty on a fine of 406,000 yuan due on 2026-10-08', () => {
  it.each([
    [0, 0],
    [1, 12_180],
    [10, 121_800],
    [33, 401_940],
    [34, 406_000],
    [35, 406_000],
    [400, 406_000],
  ])('is on day %i after it %d yuan', (days, expected) => {
    expect(yuan(latePenalty(FINE, days))).toBe(expected);
    expect(yuan(ledgerOf(account(), after(days)).owed.lateFen)).toBe(expected);
  });

  it('stops with the payment: paid on the 10th day, fine and late penalty are told apart', () => {
    const paid = ledgerOf(account([receipt('a', after(10), FINE + 12_180_000)]), after(300));
    expect(paid).toMatchObject({
      ...{ open: { fineFen: 0, lateFen: 0 }, openFen: 0, overFen: 0, settledOn: after(10), lateDays: 10 },
      lines: [{ fineFen: FINE, lateFen: 12_180_000, overFen: 0 }],
    });
  });

  it('is counted on what is unpaid, and what a part payment leaves of the late penalty stays open', () => {
    const { owed, open } = ledgerOf(account([receipt('a', after(10), FINE / 2)]), after(20));
    expect(yuan(owed.lateFen)).toBe(121_800 + 60_900);
    expect(open).toEqual({ fineFen: FINE / 2, confiscationFen: 0, lateFen: 18_270_000 });
  });

  it('leaves out every day of a reconsideration or lawsuit, the running one included', () => {
    const remedies = [
      { from: after(3), to: after(5) },
      { from: after(8), to: null },
    ];
    const found = ledgerOf(account([], { remedies }), after(30));
    expect([found.lateDays, found.pausedDays]).toEqual([4, 26]);
    expect(yuan(found.owed.lateFen)).toBe(48_720);
  });

  it('is counted neither on what was confiscated nor on money that came in time but was booked late', () => {
    expect(yuan(ledgerOf(account([], {}, 10_000_000), after(1)).owed.lateFen)).toBe(12_180);
    const booked = ledgerOf(account([receipt('a', DUE, FINE)]), after(20));
    expect(booked).toMatchObject({ openFen: 0, settledOn: DUE, owed: { lateFen: 0 } });
  });

  it('takes what is paid too much as such, and less once it was returned', () => {
    const much = account([receipt('a', DUE, FINE + 500)]);
    expect(ledgerOf(much, DUE).overFen).toBe(500);
    const refund = { ref: 'r', on: after(3), amountFen: 500, by: 'x', at: new Date(0) };
    expect(ledgerOf({ ...much, payment: { ...much.payment, refunds: [refund] } }, after(4)).overFen).toBe(0);
  });

  it('counts a payment first towards what its line says it is for', () => {
    const { open } = ledgerOf(account([receipt('a', after(10), 12_180_000, 'LATE')]), after(10));
    expect(open).toEqual({ fineFen: FINE, confiscationFen: 0, lateFen: 0 });
  });

  it('is the same in whatever order the receipts are booked, never negative, never above the fine, and not a fen is lost', () => {
    const one = fc.record({
      day: fc.integer({ min: -5, max: 60 }),
      fen: fc.integer({ min: 1, max: 30_000_000 }),
      item: fc.constantFrom(null, 'FINE' as const, 'LATE' as const),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), fc.integer({ min: 0, max: 70 }), (paid, asOf) => {
        const receipts = paid.map(({ day, fen, item }, n) => receipt(`p${String(n)}`, after(day), fen, item));
        const [there, back] = [receipts, [...receipts].reverse()].map((all) => ledgerOf(account(all), after(asOf)));
        expect(there).toEqual(back);
        const { owed, open, overFen, lines } = there!;
        expect(owed.lateFen).toBeLessThanOrEqual(FINE);
        expect(Math.min(open.fineFen, open.confiscationFen, open.lateFen)).toBeGreaterThanOrEqual(0);
        const taken = lines.reduce((all, line) => all + line.fineFen + line.lateFen + line.overFen, 0);
        expect(taken).toBe(lines.reduce((all, line) => all + line.amountFen, 0));
        expect(owed.fineFen + owed.lateFen - open.fineFen - open.lateFen + overFen).toBe(taken);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a fine paid in shares', () => {
  const schedule = [
    { dueOn: '2026-11-10', amountFen: 20_000_000 },
    { dueOn: '2026-12-10', amountFen: 20_600_000 },
  ];
  const inShares = (receipts: Paid[]) => account(receipts, { instalment: { status: 'running', schedule } });

  it('owes no late penalty while every share comes in by its day', () => {
    const { owed, shares, overdueFrom } = ledgerOf(inShares([receipt('a', '2026-11-10', 20_000_000)]), '2026-12-10');
    expect([owed.lateFen, overdueFrom]).toEqual([0, null]);
    expect(shares.map(({ missed, paidFen }) => [missed, paidFen])).toEqual([
      [false, 20_000_000],
      [false, 0],
    ]);
  });

  it('owes it on the whole remainder from the day of the first share that was missed', () => {
    const { owed, overdueFrom, lateDays } = ledgerOf(inShares([receipt('a', '2026-11-10', 20_000_000)]), '2026-12-15');
    expect([overdueFrom, lateDays, yuan(owed.lateFen)]).toEqual(['2026-12-10', 5, 30_900]);
    const none = ledgerOf(inShares([]), '2026-11-11');
    expect([none.overdueFrom, yuan(none.owed.lateFen)]).toEqual(['2026-11-10', 12_180]);
  });

  it('is not missed by a share that the bank took in time and told late', () => {
    const told = [receipt('a', '2026-11-10', 20_000_000), receipt('b', '2026-12-10', 20_600_000)];
    expect(ledgerOf(inShares(told), '2026-12-20')).toMatchObject({ openFen: 0, overdueFrom: null });
    expect(ledgerOf(inShares([receipt('b', '2026-11-11', FINE)]), '2026-12-20').overdueFrom).toBe('2026-11-10');
  });
});

describe('the code of a payment', () => {
  it('is found in what banks print around it', () => {
    const code = paymentCode('XS-2026-000123');
    expect(codesIn(`罚款 缴款码${code.slice(0, 4)} ${code.slice(4, 8)} ${code.slice(8)}，谢谢`)).toEqual([code]);
  });

  it('with one digit wrong, or two exchanged, is the code of no case', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), fc.nat(11), fc.integer({ min: 1, max: 9 }), (n, at, by) => {
        const code = paymentCode(`XS-2026-${String(n).padStart(6, '0')}`);
        const wrong = `${code.slice(0, at)}${String((Number(code[at]) + by) % 10)}${code.slice(at + 1)}`;
        expect(codesIn(wrong)).toEqual([]);
        const turned = at < 11 ? code.slice(0, at) + code[at + 1]! + code[at]! + code.slice(at + 2) : code;
        expect(codesIn(turned)).toEqual(turned === code ? [code] : []);
      }),
    );
  });
});
