import { type mongo } from 'mongoose';

type Db = mongo.Db;

/** One step that turns data of version `to - 1` into data of version `to`. It may be run again after an interruption. */
interface Migration {
  to: number;
  /** One Chinese sentence for the person who watches it run. */
  title: string;
  run: (db: Db) => Promise<void>;
}

/** Every migration, in order. The last `to` is SCHEMA_VERSION; version 1 is what an empty database begins with. */
export const migrations: readonly Migration[] = [];

/** The form of the data this program reads and writes. */
export const SCHEMA_VERSION = migrations.at(-1)?.to ?? 1;

interface Meta {
  _id: string;
  version: number;
}

/**
 * Make sure the data has the form this program knows; an empty database is given it.
 *
 * @throws Error in Chinese naming the command to run, when the data is older, newer or not ours
 */
export async function checkSchemaVersion(db: Db): Promise<void> {
  const version = (await readVersion(db)) ?? (await claimEmpty(db));
  if (version === SCHEMA_VERSION) return;
  if (version === undefined) {
    throw new Error(
      `数据库 ${db.databaseName} 里有别的数据，却没有联动的版本记录，不能使用。请在 MONGODB_URI 里换一个空的数据库名后再运行 npm start。`,
    );
  }
  throw new Error(
    version < SCHEMA_VERSION
      ? `数据是版本 ${version}，程序需要版本 ${SCHEMA_VERSION}。请先备份数据，再运行 npm run migrate，然后重新启动。`
      : `数据是版本 ${version}，由更新的程序写成，本程序只认识版本 ${SCHEMA_VERSION}。请升级程序（git pull）后再运行 npm start。`,
  );
}

/**
 * Bring the data to SCHEMA_VERSION, one recorded step after the other.
 *
 * @returns the titles of the steps that ran
 */
export async function migrate(db: Db, steps: readonly Migration[] = migrations): Promise<string[]> {
  const from = (await readVersion(db)) ?? (await claimEmpty(db));
  if (from === undefined) await checkSchemaVersion(db);
  const pending = steps.filter(({ to }) => to > (from ?? 0));
  for (const { to, run } of pending) {
    await run(db);
    await db.collection<Meta>('meta').updateOne({ _id: 'schema' }, { $set: { version: to } });
  }
  return pending.map(({ title }) => title);
}

async function readVersion(db: Db) {
  return (await db.collection<Meta>('meta').findOne({ _id: 'schema' }))?.version;
}

/** @returns the version written, or found when another server was quicker; undefined when the database is not empty */
async function claimEmpty(db: Db) {
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  const filled = await Promise.all(names.map((name) => db.collection(name).findOne({}, { projection: { _id: 1 } })));
  if (filled.some(Boolean)) return readVersion(db);
  await db
    .collection<Meta>('meta')
    .insertOne({ _id: 'schema', version: SCHEMA_VERSION })
    .catch((error: { code?: number }) => {
      if (error.code !== 11000) throw error;
    });
  return readVersion(db);
}
