import { type Collection, type Db, MongoClient } from 'mongodb';
import { setTimeout } from 'node:timers/promises';
import { connectOptions } from '../server/database';
import { testDatabase, testUri } from './support/database';

/** A MongoDB server removes expired documents once a minute. */
const TTL_PASS_MS = 75_000;
const { serverSelectionTimeoutMS } = connectOptions;

interface Item {
  _id: string;
  n?: number;
  until?: number;
  version?: number;
  events?: unknown[];
  outbox?: { id: string; dueAt: number | null }[];
  place?: object;
  expireAt?: Date;
  kind?: string;
  parent?: string;
  active?: boolean;
}

/** What the rest of the code takes for granted about the database, embedded or real. When one of these fails, a design has to change. */
describe('the database', () => {
  let client: MongoClient;
  let db: Db;
  let items: Collection<Item>;

  beforeAll(async () => {
    client = await MongoClient.connect(testUri(), { serverSelectionTimeoutMS });
    db = client.db(testDatabase());
    items = db.collection<Item>('engineItems');
    await items.createIndex({ code: 1 }, { unique: true, partialFilterExpression: { active: true } });
    await items.createIndex({ place: '2dsphere' });
    await items.createIndex({ expireAt: 1 }, { expireAfterSeconds: 0 });
  });
  beforeEach(() => items.deleteMany({}));
  afterAll(() => client.close());

  const insert = (_id: string, fields: object = {}) => items.insertOne({ _id, ...fields });

  it('sorts what no index sorts, however much it is', async () => {
    await items.createIndexes([{ key: { kind: 1, parent: 1 } }, { key: { kind: 1, until: 1 } }]);
    await items.insertMany(Array.from({ length: 8_000 }, (_, n) => ({ _id: `sorted${n}`, kind: 'sorted', n })));
    const found = await items.find({ kind: 'sorted' }, { sort: { n: -1 }, limit: 2 }).toArray();
    expect(found.map(({ n }) => n)).toEqual([7_999, 7_998]);
  });

  describe('when several write at once', () => {
    it('lets exactly one of thirty take the same id and tells the others 11000', async () => {
      const takers = Array.from({ length: 30 }, (_, taker) => insert('lock', { taker }));
      const outcomes = await Promise.allSettled(takers);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(29);
      expect(refused.every(({ reason }) => (reason as { code: number }).code === 11000)).toBe(true);
    });

    it('lets exactly one of thirty upserts of the same key create it', async () => {
      const upserts = Array.from({ length: 30 }, (_, n) =>
        items.updateOne({ _id: 'slot', until: { $lt: 5 } }, { $set: { until: 10, n } }, { upsert: true }),
      );
      const outcomes = await Promise.allSettled(upserts);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('lets exactly one compare-and-set of a version through', async () => {
      await insert('record', { version: 1 });
      const writers = Array.from({ length: 20 }, (_, by) =>
        items.updateOne({ _id: 'record', version: 1 }, { $inc: { version: 1 }, $push: { events: { by } } }),
      );
      const matched = (await Promise.all(writers)).map(({ matchedCount }) => matchedCount);
      expect(matched.reduce((sum, n) => sum + n)).toBe(1);
      expect(await items.findOne({ _id: 'record' })).toMatchObject({ version: 2, events: [expect.anything()] });
    });

    it('loses no increment', async () => {
      await insert('counter', { n: 0 });
      const results = await Promise.all(
        Array.from({ length: 50 }, () =>
          items.findOneAndUpdate({ _id: 'counter' }, { $inc: { n: 1 } }, { returnDocument: 'after' }),
        ),
      );
      expect(new Set(results.map((result) => result?.n)).size).toBe(50);
    });
  });

  describe('in one update of one document', () => {
    it('changes exactly the array element a filter names', async () => {
      await insert('r', {
        outbox: [
          { id: 'a', dueAt: 1 },
          { id: 'b', dueAt: 1 },
        ],
      });
      await items.updateOne(
        { _id: 'r' },
        { $set: { 'outbox.$[e].dueAt': null } },
        { arrayFilters: [{ 'e.id': 'b', 'e.dueAt': 1 }] },
      );
      expect(await items.findOne({ _id: 'r' })).toMatchObject({
        outbox: [
          { id: 'a', dueAt: 1 },
          { id: 'b', dueAt: null },
        ],
      });
    });

    it('changes the array element the query matched, and says when none did', async () => {
      await insert('r', {
        outbox: [
          { id: 'a', dueAt: 1 },
          { id: 'b', dueAt: 1 },
        ],
      });
      const claim = () =>
        items.updateOne({ _id: 'r', outbox: { $elemMatch: { id: 'b', dueAt: 1 } } }, { $set: { 'outbox.$.dueAt': 9 } });
      expect((await claim()).matchedCount).toBe(1);
      expect((await claim()).matchedCount).toBe(0);
      expect(await items.findOne({ _id: 'r' })).toMatchObject({ outbox: [{ dueAt: 1 }, { dueAt: 9 }] });
    });

    it('sets, increments and pushes together or not at all', async () => {
      await insert('r', { version: 1, events: 'not an array' });
      await expect(
        items.updateOne({ _id: 'r' }, { $inc: { version: 1 }, $push: { events: 'e' } as never }),
      ).rejects.toThrow(/array/);
      expect(await items.findOne({ _id: 'r' })).toMatchObject({ version: 1 });
    });

    it('accepts an update written as a pipeline', async () => {
      await insert('r', { n: 2 });
      await items.updateOne({ _id: 'r' }, [{ $set: { n: { $multiply: ['$n', 5] } } }]);
      expect(await items.findOne({ _id: 'r' })).toMatchObject({ n: 10 });
    });
  });

  describe('indexes', () => {
    it('keep a code unique among active documents only', async () => {
      await insert('a', { code: 'x', active: true });
      await expect(insert('b', { code: 'x', active: true })).rejects.toMatchObject({ code: 11000 });
      await insert('c', { code: 'x', active: false });
      await expect(items.updateOne({ _id: 'c' }, { $set: { active: true } })).rejects.toMatchObject({ code: 11000 });
    });

    it('are built again without effect, and a changed declaration is refused', async () => {
      await expect(items.createIndex({ place: '2dsphere' })).resolves.toBe('place_2dsphere');
      await expect(items.createIndex({ expireAt: 1 }, { expireAfterSeconds: 60 })).rejects.toMatchObject({ code: 85 });
    });

    it('find the nearest place first, within a distance in metres', async () => {
      const at = (longitude: number, latitude: number) => ({
        place: { type: 'Point', coordinates: [longitude, latitude] },
      });
      await items.insertMany([
        { _id: 'Dinghai', ...at(122.106, 30.02) },
        { _id: 'Shenjiamen', ...at(122.302, 29.955) },
        { _id: 'Shengsi', ...at(122.451, 30.725) },
      ]);
      const near = { $near: { $geometry: { type: 'Point', coordinates: [122.3, 29.95] }, $maxDistance: 30_000 } };
      const found = await items.find({ place: near }).toArray();
      expect(found.map(({ _id }) => _id)).toEqual(['Shenjiamen', 'Dinghai']);
    });
  });

  describe('reports', () => {
    it('cut days and weeks in Asia/Shanghai, weeks beginning on Monday', async () => {
      await insert('a', { at: new Date('2026-03-01T15:59:59.999Z') }); // Sunday, 23:59:59.999 in Shanghai
      await insert('b', { at: new Date('2026-03-01T16:00:00.000Z') }); // Monday, 00:00 in Shanghai
      const timezone = 'Asia/Shanghai';
      const cut = (unit: string) => ({
        $dateTrunc: { date: '$at', unit, timezone, ...(unit === 'week' ? { startOfWeek: 'monday' } : {}) },
      });
      const rows = await items
        .aggregate([{ $sort: { _id: 1 } }, { $project: { _id: 0, day: cut('day'), week: cut('week') } }])
        .toArray();
      expect(rows).toEqual([
        { day: new Date('2026-02-28T16:00:00Z'), week: new Date('2026-02-22T16:00:00Z') },
        { day: new Date('2026-03-01T16:00:00Z'), week: new Date('2026-03-01T16:00:00Z') },
      ]);
    });

    it('join, facet and count in one round trip', async () => {
      await items.insertMany([
        { _id: 'p', kind: 'a' },
        { _id: 'q', kind: 'a', parent: 'p' },
        { _id: 'r', kind: 'b', parent: 'p' },
      ]);
      const [row] = await items
        .aggregate([
          { $lookup: { from: 'engineItems', localField: '_id', foreignField: 'parent', as: 'children' } },
          {
            $facet: {
              kinds: [{ $sortByCount: '$kind' }],
              parents: [{ $match: { 'children.0': { $exists: true } } }, { $count: 'n' }],
            },
          },
        ])
        .toArray();
      expect(row).toEqual({
        kinds: [
          { _id: 'a', count: 2 },
          { _id: 'b', count: 1 },
        ],
        parents: [{ n: 1 }],
      });
    });
  });

  it('goes on with an unordered bulk write after one refusal and names the refused one', async () => {
    await insert('taken');
    const write = items.bulkWrite(
      [
        { insertOne: { document: { _id: 'x' } } },
        { insertOne: { document: { _id: 'taken' } } },
        { updateOne: { filter: { _id: 'taken' }, update: { $set: { n: 1 } } } },
      ],
      { ordered: false },
    );
    await expect(write).rejects.toMatchObject({ code: 11000, writeErrors: [expect.objectContaining({ index: 1 })] });
    expect(await items.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 'taken', n: 1 }, { _id: 'x' }]);
  });

  it('refuses a document over 16 MB and stays alive', async () => {
    await expect(insert('huge', { text: 'x'.repeat(17 * 1024 * 1024) })).rejects.toThrow();
    await insert('small');
    expect(await items.countDocuments()).toBe(1);
  });

  it('answers a query that runs out of its time with code 50', async () => {
    await items.insertMany(Array.from({ length: 600 }, (_, n) => ({ _id: `i${n}` })));
    const join = {
      $lookup: {
        from: 'engineItems',
        pipeline: [{ $lookup: { from: 'engineItems', pipeline: [], as: 'b' } }],
        as: 'a',
      },
    };
    const slow = items
      .aggregate([join, { $unwind: '$a' }, { $unwind: '$a.b' }, { $count: 'n' }], { maxTimeMS: 5 })
      .toArray();
    await expect(slow).rejects.toMatchObject({ code: 50 });
  });

  if (testUri().includes('engine.sock')) {
    describe('the embedded engine', () => {
      it('has no transactions, so nothing here may need one', async () => {
        const session = client.startSession();
        const transaction = session.withTransaction(() => items.insertOne({ _id: 't' }, { session }));
        await expect(transaction).rejects.toThrow();
        await session.endSession();
        expect(await items.countDocuments()).toBe(0);
      });

      it('has no change streams, so readers poll by an indexed field', async () => {
        const stream = items.watch();
        await expect(stream.next()).rejects.toThrow();
        await stream.close();
      });

      it('has no Chinese collation, so a sort key is stored', async () => {
        await expect(items.find().collation({ locale: 'zh' }).toArray()).rejects.toThrow(/locale/);
      });

      if (process.env['SOAK']) {
        it(
          'never removes what has expired, so the reaper does',
          async () => {
            await insert('old', { expireAt: new Date('2020-01-01T00:00:00Z') });
            await setTimeout(TTL_PASS_MS);
            expect(await items.countDocuments()).toBe(1);
          },
          TTL_PASS_MS * 2,
        );
      }
    });
  }
});
