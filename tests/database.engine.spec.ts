import mongoose, { Schema } from 'mongoose';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { connectOptions, databaseReady, openDatabase, type Database } from '../server/database';
import { checkSchemaVersion, migrate, SCHEMA_VERSION } from '../server/migrations';
import { testUri } from './support/database';
import { alive, ownerOf, startHost, stopHost, temporaryFolder, until } from './support/host';

jest.setTimeout(60_000);

const folder = temporaryFolder();
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Note {
  _id: string;
  code?: string;
}
const Note = mongoose.model(
  'DatabaseNote',
  new Schema<Note>({ _id: String, code: { type: String, index: { unique: true, sparse: true } } }),
  'notes',
);

/** A repeatable stream of numbers in [0, 1): the same kills at the same moments in every run with one seed. */
function seeded(seed: number) {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('the database of a process without MONGODB_URI', () => {
  const dataDir = join(folder, 'data');
  const engineFolder = join(dataDir, 'engine');
  let database: Database;
  let errors: object[];

  beforeEach(async () => {
    errors = [];
    database = await openDatabase({ dataDir, log: { ...log, error: (details) => errors.push(details) } });
    await Note.deleteMany({});
  });
  afterEach(() => database.close());

  const killEngine = async () => {
    const pid = ownerOf(engineFolder);
    process.kill(pid, 'SIGKILL');
    await until(() => !alive(pid));
    return pid;
  };

  it('has its indexes before the first request', async () => {
    await Note.create({ _id: 'a', code: 'x' });
    await expect(Note.create({ _id: 'b', code: 'x' })).rejects.toMatchObject({ code: 11000 });
  });

  it('keeps what it holds over a graceful stop and leaves no process behind', async () => {
    await Note.create({ _id: 'kept' });
    const pid = ownerOf(engineFolder);
    await database.close();
    expect([alive(pid), await databaseReady()]).toEqual([false, false]);
    database = await openDatabase({ dataDir, log });
    expect(await Note.countDocuments()).toBe(1);
  });

  it('goes on with the same connection after the engine is killed and started again', async () => {
    await Note.create({ _id: 'before' });
    const killed = await killEngine();
    await until(databaseReady);
    expect(ownerOf(engineFolder)).not.toBe(killed);
    await Note.create({ _id: 'after' });
    expect(await Note.distinct('_id')).toEqual(['after', 'before']);
    expect(errors).toEqual([expect.objectContaining({ signal: 'SIGKILL' })]);
    expect(database.engineRestarts()).toBe(1);
  });

  it('stops also while the engine is being started again', async () => {
    await killEngine();
    await database.close();
    const again = await startHost(engineFolder);
    expect(again.answer.error).toBeUndefined();
    await stopHost(again);
  });

  it('loses no acknowledged write when the engine is killed under load', async () => {
    const random = seeded(20_260_301);
    const acknowledged: string[] = [];
    let running = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; running; n += 1) {
        const _id = `${writer}-${n}`;
        await Note.create({ _id }).then(
          () => acknowledged.push(_id),
          () => undefined, // not acknowledged: may be there or not
        );
      }
    });
    for (let round = process.env['SOAK'] ? 40 : 3; round > 0; round -= 1) {
      const enough = acknowledged.length + 50;
      await until(() => acknowledged.length >= enough);
      await setTimeout(random() * 100);
      await killEngine();
    }
    await until(databaseReady);
    running = false;
    await Promise.all(writers);
    const stored = new Set(await Note.distinct('_id'));
    expect(acknowledged.filter((_id) => !stored.has(_id))).toEqual([]);
  }, 600_000);

  it('is refused to a second process, with the pid of the first', async () => {
    const second = startHost(engineFolder);
    expect((await second).answer.error).toContain(`进程号 ${ownerOf(engineFolder)}`);
  });
});

describe('a data folder in use', () => {
  it('stops the start with the owner named', async () => {
    const dataDir = join(folder, 'taken');
    const owner = await startHost(join(dataDir, 'engine'));
    await expect(openDatabase({ dataDir, log })).rejects.toThrow(`进程号 ${owner.answer.pid}`);
    await stopHost(owner);
  });
});

describe('a folder that cannot be a database', () => {
  it('stops the start in words instead of a restart loop', async () => {
    const dataDir = join(folder, 'blocked');
    mkdirSync(join(dataDir, 'engine'), { recursive: true });
    writeFileSync(join(dataDir, 'engine', 'db'), 'a file where a folder should be');
    await expect(openDatabase({ dataDir, log })).rejects.toThrow();
  });
});

describe('a database named by MONGODB_URI', () => {
  const named = (name: string) => testUri().replace('/?', `/${name}?`);
  const versionOf = (name: string) =>
    mongoose.connection.useDb(name).collection<{ _id: string; version: number }>('meta');
  const open = (name: string, options = {}) =>
    openDatabase({ mongodbUri: named(name), dataDir: folder, log, ...options });

  /** Leave one database in a certain state, over a connection of its own. */
  async function prepare(name: string, collection: string, document: Record<string, unknown>) {
    const { connection } = await mongoose.connect(testUri(), connectOptions);
    const target = connection.useDb(name).collection<Record<string, unknown>>(collection);
    await target.deleteMany({});
    await target.insertOne(document);
    await mongoose.disconnect();
  }

  it('is given the schema version when empty and opens again', async () => {
    const first = await open('v_empty');
    expect(await versionOf('v_empty').findOne({})).toEqual({ _id: 'schema', version: SCHEMA_VERSION });
    expect(mongoose.connection.name).toBe('v_empty');
    await first.close();
    await (await open('v_empty')).close();
  });

  it('is given its version once by two servers that start together', async () => {
    const { connection } = await mongoose.connect(testUri(), { ...connectOptions, dbName: 'v_together' });
    await connection.db!.collection('meta').deleteMany({});
    await Promise.all(Array.from({ length: 5 }, () => checkSchemaVersion(connection.db!)));
    expect(await connection.db!.collection('meta').countDocuments()).toBe(1);
    await mongoose.disconnect();
  });

  it.each([
    ['older', SCHEMA_VERSION - 1, 'npm run migrate'],
    ['newer', SCHEMA_VERSION + 1, 'npm start'],
  ])('is refused when its data is %s, with the command to run', async (name, version, advice) => {
    await prepare(`v_${name}`, 'meta', { _id: 'schema', version });
    await expect(open(`v_${name}`)).rejects.toThrow(advice);
    expect(mongoose.connection.readyState).toBe(mongoose.ConnectionStates.disconnected);
  });

  it("is refused when it holds somebody else's data", async () => {
    await prepare('v_foreign', 'invoices', { _id: 'somebody else' });
    await expect(open('v_foreign')).rejects.toThrow('没有联动的版本记录');
    await expect(open('v_foreign', { migrateFirst: true })).rejects.toThrow('没有联动的版本记录');
  });

  it('is brought up to date step by step, and an interrupted migration goes on where it stopped', async () => {
    await prepare('v_steps', 'meta', { _id: 'schema', version: SCHEMA_VERSION });
    const { connection } = await mongoose.connect(testUri(), { ...connectOptions, dbName: 'v_steps' });
    const ran: number[] = [];
    let broken = true;
    const steps = [1, 2].map((n) => ({
      to: SCHEMA_VERSION + n,
      title: `第 ${n} 步`,
      run: () => {
        if (n === 2 && broken) return Promise.reject(new Error('power cut'));
        ran.push(n);
        return Promise.resolve();
      },
    }));
    await expect(migrate(connection.db!, steps)).rejects.toThrow('power cut');
    broken = false;
    expect(await migrate(connection.db!, steps)).toEqual(['第 2 步']);
    expect(ran).toEqual([1, 2]);
    await mongoose.disconnect();
  });

  it('is reported unreachable within seconds, without its password', async () => {
    const mongodbUri = 'mongodb://liandong:geheim@127.0.0.1:9/liandong';
    const refusal = openDatabase({ mongodbUri, dataDir: folder, log });
    await expect(refusal).rejects.toThrow('MONGODB_URI');
    await expect(refusal).rejects.not.toThrow('geheim');
  });
});
