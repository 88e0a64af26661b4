import fc from 'fast-check';
import { type Effect } from '../models/core/workflow';
import { change, create, read } from '../models/core/journal';
import { type Outbox, deliverDue, LEASE_MS } from '../models/core/outbox';
import { countHandlers, petitionCounts, yearBefore } from '../models/petition/petition.counts';
import { OPEN_STATES, STATES, type Petition, type PetitionStatus } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { cells, recount, refreshCells } from '../models/petition/petition.tallies';
import { MORNING, aPetition, as } from './builders';
import { emptyDatabase, useDatabase } from './support/database';

useDatabase();

const later = (ms: number) => new Date(MORNING.getTime() + ms);
const outbox: Outbox = { stores: () => [petitions as never], handlers: countHandlers };
const settle = async (now = MORNING) => {
  while ((await deliverDue(outbox, () => now)) > 0);
};
const put = (document: Partial<Petition>) =>
  create(
    petitions,
    { document: aPetition({ no: null, ...document }), event: { type: 'petition.registered' } },
    as('dutyOperator'),
  );
let keys = 0;
const alter = (id: string, fields: Partial<Petition>) =>
  change(petitions, id, as('dutyOperator', 'duty', { key: `k${keys++}` }), (document) => ({
    document: { ...document, ...fields },
    event: { type: 'petition.altered' },
    effects: [] as Effect[],
  }));

/** What stands in the cells, as text, without empty ones. */
const kept = async () =>
  (await cells.find({ n: { $gt: 0 } }, { sort: { _id: 1 } }).toArray()).map(
    ({ _id, n, urgent, repeats }) => `${_id} ${n} ${urgent} ${repeats}`,
  );
const keptByDay = () => cells.find({}, { sort: { _id: 1 }, projection: { days: 1, repeatDays: 1 } }).toArray();
async function recounted() {
  await recount();
  return kept();
}

describe('a cell of the statistics', () => {
  it('follows a petition from state to state', async () => {
    await put({ _id: 'a' });
    await settle();
    expect(await kept()).toEqual(['330903|registered|2026-03 1 0 0']);
    await alter('a', { status: 'classified', urgency: 'URGENT' });
    await settle();
    expect(await kept()).toEqual(['330903|classified|2026-03 1 1 0']);
  });

  it('follows what is urgent and what is a repeat, without a change of state', async () => {
    await put({ _id: 'a' });
    await alter('a', { urgency: 'URGENT' });
    await alter('a', { repeatOf: 'earlier' });
    await settle();
    expect(await kept()).toEqual(['330903|registered|2026-03 1 1 1']);
  });

  it('is left alone by a change that moves nothing', async () => {
    await put({ _id: 'a' });
    await settle();
    await alter('a', { content: '又臭了' });
    expect(
      (await read(petitions, 'a'))?.outbox.filter(({ dueAt, kind }) => dueAt && kind === 'counts.refresh'),
    ).toEqual([]);
  });

  it('holds no draft, and a petition without county apart', async () => {
    await put({ _id: 'draft', status: 'draft', registeredAt: null });
    await put({ _id: 'a', county: null });
    await settle();
    expect(await kept()).toEqual(['-|registered|2026-03 1 0 0']);
  });

  it('belongs to the month of Asia/Shanghai', async () => {
    await put({ _id: 'a', registeredAt: new Date('2026-03-31T15:59:59.999Z') });
    await put({ _id: 'b', registeredAt: new Date('2026-03-31T16:00:00.000Z') });
    await settle();
    expect(await kept()).toEqual(['330903|registered|2026-03 1 0 0', '330903|registered|2026-04 1 0 0']);
    expect(await recounted()).toEqual(['330903|registered|2026-03 1 0 0', '330903|registered|2026-04 1 0 0']);
  });

  it('is right though a worker counted it before a change and writes after it', async () => {
    await put({ _id: 'a' });
    const cell = ['330903|registered|2026-03'];
    const { collection } = petitions;
    const aggregate = collection.aggregate.bind(collection);
    const counted: { now: () => void } = { now: () => {} };
    const hasCounted = new Promise<void>((done) => (counted.now = done));
    const gate: { open: () => void } = { open: () => {} };
    const opened = new Promise<void>((done) => (gate.open = done));
    collection.aggregate = ((...asked: Parameters<typeof aggregate>) => {
      collection.aggregate = aggregate;
      const cursor = aggregate(...asked);
      return {
        toArray: async () => {
          const found = await cursor.toArray();
          counted.now();
          await opened;
          return found;
        },
      };
    }) as never;
    const slow = refreshCells(cell);
    await hasCounted;
    await put({ _id: 'b' });
    await refreshCells(cell);
    gate.open();
    await slow;
    expect(await kept()).toEqual(['330903|registered|2026-03 2 0 0']);
  });

  it('is right after many workers have counted it side by side', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => put({ _id: `p${n}` })));
    const touched = ['registered', 'classified', 'closed'].map((status) => `330903|${status}|2026-03`);
    await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        await alter(`p${n}`, { status: n % 2 ? 'closed' : 'classified' });
        await refreshCells(touched);
      }),
    );
    expect(await kept()).toEqual(['330903|classified|2026-03 6 0 0', '330903|closed|2026-03 6 0 0']);
  });

  it('is counted by the next worker when the first dies after claiming', async () => {
    await put({ _id: 'a' });
    const dying: Outbox = { ...outbox, handlers: { 'counts.refresh': () => new Promise(() => {}) } };
    void deliverDue(dying, () => MORNING);
    await new Promise((done) => setTimeout(done, 100));
    await settle(later(LEASE_MS - 1));
    expect(await kept()).toEqual([]);
    await settle(later(LEASE_MS));
    expect(await kept()).toEqual(['330903|registered|2026-03 1 0 0']);
  });
});

const STATUSES = Object.keys(STATES).filter((status) => status !== 'draft') as PetitionStatus[];
const aChange = fc.record({
  id: fc.integer({ min: 0, max: 5 }).map((n) => `p${n}`),
  fields: fc.record({
    status: fc.constantFrom(...STATUSES),
    county: fc.constantFrom('330902', '330903', '330921', null),
    urgency: fc.constantFrom('URGENT', 'NORMAL'),
    repeatOf: fc.constantFrom(null, 'p0'),
  }),
  /** What becomes of what is owed: carried out, carried out but not settled, twice, or not yet. */
  fate: fc.constantFrom('delivered', 'crashed', 'twice', 'late'),
});

describe('after any changes, crashes between, duplicates and deliveries out of order', () => {
  it('the cells equal a recount', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aChange, { minLength: 1, maxLength: 12 }), async (steps) => {
        await emptyDatabase();
        for (let n = 0; n < 6; n++) await put({ _id: `p${n}`, registeredAt: later(n * 20 * 86_400_000) });
        const owed: string[][] = [];
        for (const { id, fields, fate } of steps) {
          const changed = await alter(id, fields);
          const data = changed.outbox.at(-1)?.data['cells'] as string[] | undefined;
          if (data) owed.unshift(data);
          if (fate === 'delivered') await settle();
          if (fate === 'crashed' && data) await refreshCells(data);
          if (fate === 'twice' && data) await Promise.all([refreshCells(data), refreshCells(data)]);
        }
        for (const data of owed) await refreshCells(data);
        await settle();
        const followed = await kept();
        const byDay = await keptByDay();
        expect(followed).toEqual(await recounted());
        expect(byDay).toEqual(await keptByDay());
        expect(followed.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0)).toBe(6);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('the figures of the desk', () => {
  it('count what is open, urgent and without a branch, for the city and for a county', async () => {
    await put({ _id: 'a', urgency: 'URGENT' });
    await put({ _id: 'b', status: 'accepted', county: '330902' });
    await put({ _id: 'c', status: 'investigating' });
    await put({ _id: 'd', status: 'closed', urgency: 'URGENT' });
    await settle();
    expect(await petitionCounts({}, MORNING)).toMatchObject({ open: 3, urgent: 1, unassigned: 2 });
    expect(await petitionCounts({ county: '330903' }, MORNING)).toMatchObject({ open: 2, urgent: 1, unassigned: 1 });
  });

  it('count as overdue what is open past its deadline, from the very moment on', async () => {
    const dueAt = later(60_000);
    await put({ _id: 'a', status: 'investigating', dueAt });
    await put({ _id: 'b', status: 'closed', dueAt });
    expect((await petitionCounts({}, dueAt)).overdue).toBe(0);
    expect((await petitionCounts({}, later(60_001))).overdue).toBe(1);
  });

  it('compare registrations with the same period of the year before, and count merged repeats once in 件', async () => {
    const days = [
      '2025-01-01',
      '2025-02-28',
      '2025-03-02',
      '2025-03-03',
      '2025-12-31',
      '2026-01-01',
      '2026-03-02',
      '2026-03-03',
    ];
    for (const day of days) await put({ _id: day, registeredAt: new Date(`${day}T09:00:00+08:00`), status: 'closed' });
    await put({ _id: 'again', registeredAt: MORNING, repeatOf: '2026-01-01' });
    await settle();
    expect(await petitionCounts({}, MORNING)).toMatchObject({
      registeredThisYear: 3,
      registeredLastYearSamePeriod: 3,
      changePercent: 0,
      itemsThisYear: 2,
      itemsLastYearSamePeriod: 3,
    });
  });

  it('have no change in percent when there was nothing the year before', async () => {
    await put({ _id: 'a' });
    await settle();
    expect((await petitionCounts({}, MORNING)).changePercent).toBeNull();
  });

  it('end last year at the same time of the same day; on 29 February, of the 28th', () => {
    expect(yearBefore(new Date('2026-03-02T10:00:00+08:00'))).toEqual(new Date('2025-03-02T10:00:00+08:00'));
    expect(yearBefore(new Date('2028-02-29T00:30:00+08:00'))).toEqual(new Date('2027-02-28T00:30:00+08:00'));
  });

  it('are answered from indexes: neither cells nor petitions are read one by one', async () => {
    await put({ _id: 'a', status: 'investigating', dueAt: MORNING });
    const plan = await petitions.collection
      .find({ status: { $in: [...OPEN_STATES] }, dueAt: { $lt: later(1) } } as never)
      .explain('queryPlanner');
    expect(JSON.stringify(plan['queryPlanner'])).toContain('"IXSCAN"');
  });
});
