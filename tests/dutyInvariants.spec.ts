import fc from 'fast-check';
import { DomainError } from '../models/core/errors';
import { type Outcome } from '../models/core/workflow';
import { agreeSwap, approveSwap, confirmSeat, requestSwap } from '../models/duty/agreeing';
import { vacateSeat } from '../models/duty/clockwork';
import { Exchange, type Seat, type Shift } from '../models/duty/duty.schema';
import { swapDone, swapGiveUp, swapRelease, swapTake, swapUndo } from '../models/duty/exchange';
import { arrangeSeat } from '../models/duty/onPost';
import { type Candidate } from '../models/duty/substitute';
import { aShift, at, byClock, byStaff } from './support/duty';

/**
 * Whatever people agree on and whoever stays away, the roster keeps its promises. The roster is a map of shifts with one rule of the
 * database: a write whose claims somebody else holds is refused (duty.store.ts).
 */
const PEOPLE = Array.from({ length: 9 }, (_, n) => `p${n}`);
const NOW = at('1');
const REST_MS = 11 * 3_600_000;

type Roster = Map<string, Shift>;
const KINDS = ['DAY', 'EVENING', 'NIGHT'] as const;

/** Three days of shifts with two posts each, filled by whoever is free. */
function planned(): Roster {
  const roster: Roster = new Map();
  [9, 10, 11].forEach((day) =>
    KINDS.forEach((kind, k) => {
      const [a, b] = [PEOPLE[(day * 2 + k * 3) % 9] ?? '', PEOPLE[(day * 2 + k * 3 + 1) % 9] ?? ''];
      const shift = aShift(kind, day, [
        { post: 'LEADER', person: a },
        { post: 'OPERATOR', person: b },
      ]);
      if (free(roster, a, shift) && free(roster, b, shift)) roster.set(shift._id, shift);
    }),
  );
  return roster;
}

const serving = ({ state }: Seat) => state !== 'absent' && state !== 'relieved';
const near = (a: Shift, b: Shift) =>
  a.startsAt.getTime() < b.endsAt.getTime() + REST_MS && b.startsAt.getTime() < a.endsAt.getTime() + REST_MS;
const free = (roster: Roster, person: string, shift: Shift, without: readonly string[] = []): boolean =>
  [...roster.values()].every(
    (other) =>
      other._id === shift._id ||
      without.includes(other._id) ||
      !near(other, shift) ||
      !other.seats.some((seat) => seat.person === person && serving(seat)),
  );

const poolOf = (roster: Roster, shift: Shift): Candidate[] =>
  PEOPLE.filter((id) => !shift.seats.some(({ person }) => person === id)).map((id) => ({
    ...{ id, name: `示${id}`, lastEndedAt: null },
    load: [...roster.values()].filter(({ seats }) => seats.some(({ person }) => person === id)).length,
    away: free(roster, id, shift) ? null : 'taken',
  }));

/** One write: refused like the unique index refuses it, else everything owed is in `owed`. */
function write(roster: Roster, id: string, decide: (shift: Shift) => Outcome<Shift>): Outcome<Shift> {
  const current = roster.get(id) as Shift;
  const outcome = decide(current);
  const held = new Set([...roster.values()].filter(({ _id }) => _id !== id).flatMap(({ claims }) => claims));
  if (outcome.document.claims.some((claim) => held.has(claim))) throw new DomainError('NOT_NOW', '已有别的班次', {});
  roster.set(id, { ...outcome.document, version: current.version + 1 });
  return outcome;
}

const refused = (work: () => void): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof DomainError) return true;
    throw error;
  }
};

type Links = { link: string; exchange: Exchange };
const owedLinks = ({ effects = [] }: Outcome<Shift>): Links[] =>
  effects
    .filter(({ kind }) => kind === 'duty.exchange')
    .map(({ data }) => ({ link: String(data['link']), exchange: Exchange.parse(data['exchange']) }));

/** Carry an exchange to its end; somebody else's write may come between any two links. */
function carry(roster: Roster, first: Outcome<Shift>, between: () => void) {
  const owed = owedLinks(first);
  for (let next = owed.shift(); next; next = owed.shift()) {
    between();
    const { link, exchange } = next;
    const [one, two] = [exchange.first.shift, exchange.second.shift];
    const on = (
      id: string,
      step: (shift: Shift, data: Exchange, context: ReturnType<typeof byClock>) => Outcome<Shift>,
    ) => refused(() => owed.push(...owedLinks(write(roster, id, (shift) => step(shift, exchange, byClock(NOW))))));
    const goBack = (id: string) => {
      if (!on(id, swapUndo)) return;
      const stuck = roster.get(id)?.seats.find(({ swap }) => swap?.id === exchange.id);
      if (stuck) vacate(roster, id, stuck.person);
    };
    const giveUp = () => on(two, swapGiveUp) && goBack(one);
    if (link === 'release' && on(two, swapRelease)) on(one, swapUndo);
    if (link === 'take' && on(one, takeFree)) giveUp();
    if (link === 'finish' && on(two, takeFree)) giveUp();
    if (link === 'done') on(one, swapDone);
    if (link === 'undo') [one, two].forEach(goBack);
  }
}

const takeFree = (shift: Shift, exchange: Exchange, context: ReturnType<typeof byClock>) =>
  swapTake(shift, exchange, context, { hindered: null });
const vacate = (roster: Roster, id: string, person: string) =>
  refused(() =>
    write(roster, id, (shift) =>
      vacateSeat(shift, { person, why: '请假' }, byClock(NOW), { pool: poolOf(roster, shift), leaders: [] }),
    ),
  );

interface Move {
  what: 'confirm' | 'vacate' | 'arrange' | 'swap' | 'exchange';
  shift: number;
  seat: number;
  other: number;
  otherSeat: number;
  person: number;
  disturb: number;
}

function apply(roster: Roster, move: Move, rest: readonly Move[]): void {
  const ids = [...roster.keys()];
  const shift = roster.get(ids[move.shift % ids.length] ?? '') as Shift;
  const seat = shift.seats[move.seat % shift.seats.length] as Seat;
  const other = roster.get(ids[move.other % ids.length] ?? '') as Shift;
  const given = other.seats[move.otherSeat % other.seats.length] as Seat;
  const person = PEOPLE[move.person % PEOPLE.length] ?? '';
  const named = { id: person, name: `示${person}` };
  const leader = byStaff('chen', NOW, 'dutyLeader');
  const id = shift._id;
  const swapTo = (partner: Seat | null) => {
    const to = partner ? { id: partner.person, name: partner.personName } : named;
    const inReturn = partner ? { shift: other._id, seat: partner.id, label: '' } : null;
    const input = { seat: seat.id, person: to.id };
    write(roster, id, (one) =>
      requestSwap(one, input, byStaff(seat.person, NOW), { partner: to, hindered: null, inReturn }),
    );
    write(roster, id, (one) => agreeSwap(one, { seat: seat.id }, byStaff(to.id, NOW), { approvers: [] }));
    return write(roster, id, (one) =>
      approveSwap(one, { seat: seat.id }, leader, { approver: '陈示舟', hindered: null }),
    );
  };
  const steps: Record<Move['what'], () => void> = {
    confirm: () => write(roster, id, (one) => confirmSeat(one, { seat: seat.id }, byStaff(seat.person, NOW))),
    vacate: () => vacate(roster, id, seat.person),
    arrange: () =>
      write(roster, id, (one) =>
        arrangeSeat(one, { person: `${seat.id}|${person}`, reason: '' }, leader, {
          person: named,
          hindered: null,
          arranger: '陈示舟',
        }),
      ),
    swap: () => swapTo(null),
    exchange: () => {
      if (other._id === id) return;
      const later = rest.slice(0, move.disturb);
      carry(roster, swapTo(given), () => {
        const next = later.shift();
        if (next && next.what !== 'exchange') refused(() => apply(roster, next, []));
      });
    },
  };
  refused(steps[move.what]);
}

/** Posts of a shift with how many serve on each. */
const manned = ({ seats }: Shift) =>
  seats
    .filter(serving)
    .map(({ post }) => post)
    .sort()
    .join();

const moves = fc.array(
  fc.record<Move>({
    what: fc.constantFrom('confirm', 'vacate', 'arrange', 'swap', 'exchange', 'exchange'),
    ...{
      shift: fc.nat(20),
      seat: fc.nat(3),
      other: fc.nat(20),
      otherSeat: fc.nat(3),
      person: fc.nat(20),
      disturb: fc.nat(4),
    },
  }),
  { minLength: 1, maxLength: 25 },
);

describe('whatever is agreed, refused and disturbed in between', () => {
  /** Said of the roster after every move; nothing when all is well. */
  type Faults = (roster: Roster, before: Roster) => string[];
  const holds = (faults: Faults) =>
    fc.assert(
      fc.property(moves, (all) => {
        const roster = planned();
        const before: Roster = new Map(roster);
        const found = all.flatMap((move, index) => {
          apply(roster, move, all.slice(index + 1));
          return faults(roster, before);
        });
        expect(found).toEqual([]);
      }),
      { numRuns: 40, seed: 20260309 },
    );
  const seatsOf = (roster: Roster) =>
    [...roster.values()].flatMap((shift) => shift.seats.map((seat) => ({ shift, seat })));

  it('nobody stands on two posts or rests less than eleven hours', () =>
    holds((roster) =>
      PEOPLE.flatMap((person) => {
        const own = [...roster.values()].filter(({ seats }) =>
          seats.some((seat) => seat.person === person && serving(seat)),
        );
        return own.flatMap((a, n) =>
          own.slice(n + 1).flatMap((b) => (near(a, b) ? [`${person}: ${a._id}, ${b._id}`] : [])),
        );
      }),
    ));

  it('no post that was manned is without a person', () =>
    holds((roster, before) =>
      [...roster].flatMap(([id, shift]) => (manned(shift) === manned(before.get(id) as Shift) ? [] : [id])),
    ));

  it('no exchange stays half done', () =>
    holds((roster) =>
      seatsOf(roster).flatMap(({ shift, seat: { swap } }) =>
        swap && swap.state !== 'asked' && swap.state !== 'agreed' ? [`${shift._id} ${swap.state}`] : [],
      ),
    ));

  it('every seat says why its person is there, and everybody on it may act', () =>
    holds((roster) =>
      seatsOf(roster).flatMap(({ shift, seat }) =>
        seat.reason.length > 3 && shift.people.includes(seat.person) ? [] : [`${shift._id} ${seat.id}`],
      ),
    ));

  it('the clock always has a next moment to look at a shift that is not over', () =>
    holds((roster) => [...roster.values()].flatMap(({ _id, wakeAt }) => (wakeAt ? [] : [_id]))));
});
