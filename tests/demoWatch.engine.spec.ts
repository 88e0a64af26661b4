import { openVault } from '../models/core/identityVault';
import { policy } from '../models/core/policy';
import { absences } from '../models/absence/absence.store';
import { clearWatch, seedWatch } from '../models/demo/watch';
import { Shift } from '../models/duty/duty.schema';
import { shifts } from '../models/duty/duty.store';
import { onDuty } from '../models/duty/onDuty';
import { useDatabase } from './support/database';
import { putWholeOrganisation } from './support/wholeOrganisation';

jest.setTimeout(60_000);
useDatabase({ emptyBefore: 'file' });

const NOW = new Date('2026-11-24T02:40:00+08:00');
const all = async () =>
  (await shifts.collection.find({}, { sort: { startsAt: 1, _id: 1 } }).toArray()) as unknown as (Shift & {
    events: { at: Date; type: string }[];
    outbox: unknown[];
  })[];

beforeAll(async () => {
  openVault({ current: 'k', keys: { k: Buffer.alloc(32, 7) }, pepper: Buffer.alloc(32, 7) });
  await putWholeOrganisation(NOW);
  await seedWatch(NOW);
});

describe('the roster of the demo', () => {
  it('covers thirty days behind and sixty ahead with every seat filled', async () => {
    const found = await all();
    for (const shift of found) Shift.parse(shift);
    expect(found).toHaveLength(90 * 4);
    expect(found.flatMap(({ seats }) => seats).filter(({ person }) => person === '')).toEqual([]);
  });
  it('gives everybody their rest', async () => {
    const ends = new Map<string, number>();
    const tired: string[] = [];
    const rest = policy().duty.restHours * 3_600_000;
    for (const { _id, startsAt, endsAt, seats } of await all())
      for (const { person, state } of seats.filter((seat) => seat.state !== 'absent')) {
        if (startsAt.getTime() - (ends.get(person) ?? 0) < rest) tired.push(`${_id} ${person} ${state}`);
        ends.set(person, Math.max(ends.get(person) ?? 0, endsAt.getTime()));
      }
    expect(tired).toEqual([]);
  });
  it('has served the past, with three who did not come and were stood in for', async () => {
    const past = (await all()).filter(({ endsAt }) => endsAt.getTime() < NOW.getTime() - 300_000);
    expect(new Set(past.map(({ status }) => status))).toEqual(new Set(['closed']));
    const missed = past.flatMap(({ seats }) => seats.filter(({ state }) => state === 'absent'));
    expect(missed.map(({ post }) => post).sort()).toEqual(['LEADER', 'OPERATOR', 'SQUAD']);
    const instead = past.flatMap(({ seats }) => seats.filter(({ insteadOf }) => insteadOf));
    expect(instead.map(({ state }) => state)).toEqual(['relieved', 'relieved', 'relieved']);
    expect(past.flatMap(({ wakeAt }) => wakeAt ?? [])).toEqual([]);
  });
  it('has people on every post now, checked in', async () => {
    const { shifts: running, leaders, operators, squads, monitoring } = await onDuty(NOW);
    expect(running.map(({ kind, status }) => `${kind} ${status}`)).toEqual(['FULL onDuty', 'NIGHT onDuty']);
    expect([leaders.length, operators.length, monitoring.length]).toEqual([1, 1, 1]);
    expect(Object.values(squads).map((people) => people.length)).toEqual([2, 2, 2, 2]);
  });
  it('owes nothing, has nothing due, and tells its history in order', async () => {
    for (const { _id, events, outbox, wakeAt } of await all()) {
      const times = events.map(({ at }) => at.getTime());
      expect([_id, times]).toEqual([_id, [...times].sort((a, b) => a - b)]);
      expect([_id, outbox, times.at(-1)! <= NOW.getTime()]).toEqual([_id, [], true]);
      expect([_id, wakeAt && wakeAt < NOW]).toEqual([_id, wakeAt && false]);
    }
  });
  it('puts nobody on a post who is away', async () => {
    const away = (await absences.collection.find({ status: 'approved' } as never).toArray()) as unknown as {
      person: string;
      from: Date;
      to: Date;
    }[];
    expect(away).toHaveLength(5);
    const found = await all();
    for (const { person, from, to } of away)
      expect(
        found.filter(
          ({ startsAt, endsAt, seats }) =>
            startsAt < to && endsAt > from && seats.some((seat) => seat.person === person),
        ),
      ).toEqual([]);
  });
  it('is the same when it is made again, and leaves another roster alone', async () => {
    const before = (await all()).map(({ _id, status, people }) => [_id, status, people]);
    expect(await seedWatch(NOW)).toBe(0);
    await clearWatch();
    await seedWatch(NOW);
    expect((await all()).map(({ _id, status, people }) => [_id, status, people])).toEqual(before);
  });
});
