import Koa from 'koa';
import mongoose from 'mongoose';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { change, create } from '../models/core/journal';
import { type Outbox, startDelivery } from '../models/core/outbox';
import { petitions } from '../models/petition/petition.store';
import { answer, trace, type Traced } from '../server/answer';
import { type Database, openDatabase } from '../server/database';
import { limitPatience } from '../server/patience';
import { aPetition, as, MORNING } from './builders';
import { ownerOf, temporaryFolder, until } from './support/host';

jest.setTimeout(60_000);

/** Instead of the fifteen seconds that a real operation gets; a second more until the shared timer goes off. */
const PATIENCE_MS = 200;
const folder = temporaryFolder();
const SILENT = { name: 'DatabaseSilent' };

describe('an engine that stands still', () => {
  const dataDir = join(folder, 'data');
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  let database: Database;
  let still = false;

  const signal = (name: NodeJS.Signals) => process.kill(ownerOf(join(dataDir, 'engine')), name);
  const stop = () => {
    signal('SIGSTOP');
    still = true;
  };
  const goOn = () => {
    if (still) signal('SIGCONT');
    still = false;
  };
  beforeAll(async () => {
    database = await openDatabase({ dataDir, log });
    limitPatience(PATIENCE_MS);
  });
  afterEach(goOn);
  afterAll(() => database.close());

  type Raw = mongoose.mongo.Collection<{ _id: string }>;
  const long = 'x'.repeat(1_000_000);
  const OPERATIONS: Record<string, (of: Raw) => Promise<unknown>> = {
    aggregate: (of) => of.aggregate([{ $match: {} }]).toArray(),
    bulkWrite: (of) =>
      of.bulkWrite([{ updateOne: { filter: { _id: 'b' }, update: { $set: { long } }, upsert: true } }]),
    countDocuments: (of) => of.countDocuments(),
    deleteMany: (of) => of.deleteMany({ _id: 'd' }),
    deleteOne: (of) => of.deleteOne({ _id: 'd' }),
    distinct: (of) => of.distinct('_id'),
    estimatedDocumentCount: (of) => of.estimatedDocumentCount(),
    find: (of) => of.find().toArray(),
    findOne: (of) => of.findOne({ _id: 'f' }),
    findOneAndDelete: (of) => of.findOneAndDelete({ _id: 'f' }),
    findOneAndReplace: (of) => of.findOneAndReplace({ _id: 'f' }, {}),
    findOneAndUpdate: (of) => of.findOneAndUpdate({ _id: 'f' }, { $set: { a: 1 } }),
    insertMany: (of) => of.insertMany([{ _id: 'm1' }, { _id: 'm2' }]),
    insertOne: (of) => of.insertOne({ _id: 'i', long } as never),
    replaceOne: (of) => of.replaceOne({ _id: 'r' }, {}),
    updateMany: (of) => of.updateMany({}, { $set: { a: 1 } }),
    updateOne: (of) => of.updateOne({ _id: 'u' }, { $set: { a: 1 } }),
  };
  const notes = () => mongoose.connection.collection('notes') as unknown as Raw;

  it('is given up by every operation, and by a cursor that is half read; all work again when it goes on', async () => {
    await notes().insertMany(Array.from({ length: 300 }, (_, n) => ({ _id: `n${n}` })));
    const cursor = notes().find({}, { batchSize: 10 });
    await cursor.next();
    stop();
    const names = Object.keys(OPERATIONS);
    const half = cursor.toArray().then(
      () => 'answered',
      (error: Error) => error.name,
    );
    const refusals = await Promise.all(
      names.map((name) =>
        OPERATIONS[name]!(notes()).then(
          () => [name, 'answered'],
          (error: Error) => [name, /did not answer within/.test(error.message) || error.message],
        ),
      ),
    );
    expect(refusals).toEqual(names.map((name) => [name, true]));
    expect(await half).toBe(SILENT.name);
    goOn();
    for (const name of names)
      await OPERATIONS[name]!(notes()).catch((error: { code?: number }) => expect(error.code).toBe(11_000));
  });

  it('answers a request with 503 in words', async () => {
    const app = new Koa<Traced>();
    app.use(trace(pino({ enabled: false }))).use(answer());
    app.use(async (ctx) => {
      ctx.body = ctx.method === 'GET' ? await notes().findOne({}) : await OPERATIONS['bulkWrite']!(notes());
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stop();
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      for (const method of ['GET', 'POST']) {
        const refused = await fetch(url, { method });
        expect([refused.status, await refused.json()]).toEqual([
          503,
          {
            error: expect.objectContaining({
              code: 'UNAVAILABLE',
              message: expect.stringContaining('再按一次') as string,
            }) as object,
          },
        ]);
      }
    } finally {
      server.close();
    }
  });

  it('holds up the loops only while it stands; nothing is lost and nothing happens twice', async () => {
    const store = petitions;
    const told: string[] = [];
    const errors: Error[] = [];
    const outbox: Outbox = {
      stores: () => [petitions as never],
      handlers: {
        note: (entries) => {
          told.push(...entries.map(({ data }) => String(data['n'])));
          return Promise.resolve(entries.map(() => ({ done: true }) as const));
        },
      },
    };
    let ahead = 0;
    const loop = startDelivery(
      outbox,
      () => new Date(MORNING.getTime() + ahead),
      (error) => errors.push(error as Error),
    );
    const note = (n: number) => ({ kind: 'note', lane: 'notes', data: { n } });
    const document = aPetition({ _id: 'p1', no: null });
    await create(store, { document, event: { type: 'petition.registered' }, effects: [note(0)] }, as('dutyOperator'));
    const say = (n: number) =>
      change(store, 'p1', { ...as('dutyOperator'), key: `say-${n}` }, (current) => ({
        document: { ...current, content: `第${n}次` },
        event: { type: 'petition.said' },
        effects: [note(n)],
      }));
    stop();
    const refused = await say(1).catch((error: Error) => error);
    expect(refused).toMatchObject(SILENT);
    await until(() => errors.length > 0);
    goOn();
    // What the page's courier does: the same command under the same key, until it is answered.
    await until(() => say(1).then(Boolean, () => false));
    await until(() => say(2).then(Boolean, () => false));
    // What was claimed while the engine stood falls due again.
    ahead = 120_000;
    await until(() => told.includes('2'));
    await loop.stop();
    const stored = await petitions.collection.findOne({ _id: 'p1' } as never);
    expect(stored?.events.map(({ key }) => key)).toEqual([undefined, 'say-1', 'say-2']);
    expect(stored?.outbox.filter(({ kind }) => kind === 'note').map(({ dueAt }) => dueAt)).toEqual([null, null, null]);
    expect([...new Set(told)]).toEqual(['0', '1', '2']);
  });
});
