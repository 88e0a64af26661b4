import mongoose, { mongo, type ConnectOptions } from 'mongoose';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine, type EngineProcess, type Log } from './engineProcess';
import { checkSchemaVersion, migrate } from './migrations';
import { engineEnded, limitPatience } from './patience';

export interface Database {
  uri: string;
  /** The titles of the migrations that ran; empty unless asked for with `migrateFirst`. */
  migrated: string[];
  /** How often the embedded engine had to be started again; 0 with a server of the bureau's own. */
  engineRestarts(): number;
  /** Disconnect, then stop the engine if it is ours. */
  close(): Promise<void>;
}

interface DatabaseSettings {
  /** A MongoDB server of the bureau's own. Without it the embedded engine serves `dataDir`. */
  mongodbUri?: string | undefined;
  dataDir: string;
  log: Log;
  /** Run what `npm run migrate` runs instead of refusing older data. */
  migrateFirst?: boolean;
}

const DATABASE = 'liandong';
const PING_MS = 1_000;
/** A server that hangs must not keep us from ending. */
const CLOSE_MS = 5_000;

/** The same for every connection; the write concern is added by `durable`. */
export const connectOptions = {
  // The default of 30 s makes a dead database look like a hang.
  serverSelectionTimeoutMS: 4_000,
  // With the default of 10 s an engine that is back after half a second is not noticed before those waiting for it have given up.
  heartbeatFrequencyMS: 1_000,
  autoIndex: false,
  autoCreate: false,
} as const satisfies ConnectOptions;

/**
 * What makes an acknowledged write survive a crash. A replica set or cluster: a majority has it in its journal. A server of its own,
 * such as the embedded engine, must not be asked for a majority: it then starts the journal flush without waiting for it, and a
 * kill loses what it has acknowledged in the last milliseconds (docs/decisions/0007-write-concern.md).
 */
export const durable = (replicated: boolean): ConnectOptions => ({
  writeConcern: { w: replicated ? 'majority' : 1, journal: true },
});

/**
 * Open the one database of this process on Mongoose's default connection, which all stores use: start the engine if needed,
 * check the form of the data, build the indexes of every model registered by then.
 *
 * @throws Error with a Chinese message saying what to do: folder in use, server unreachable, data of another version
 */
export async function openDatabase({ mongodbUri, dataDir, log, migrateFirst }: DatabaseSettings): Promise<Database> {
  limitPatience();
  const engine = mongodbUri ? undefined : await startEngine(join(resolve(dataDir), 'engine'), log, engineEnded);
  const uri = mongodbUri ?? engine!.uri;
  try {
    await connect(uri);
    const migrated = migrateFirst ? await migrate(currentDb()) : [];
    await checkSchemaVersion(currentDb());
    await ensureIndexes();
    return { uri, migrated, engineRestarts: () => engine?.restarts() ?? 0, close: () => close(engine) };
  } catch (error) {
    await close(engine);
    throw error;
  }
}

/** Whether the database answers now; never throws and never takes longer than a second. */
export async function databaseReady(): Promise<boolean> {
  if (mongoose.connection.readyState !== mongoose.ConnectionStates.connected) return false;
  const answer = mongoose.connection.db?.command({ ping: 1 }, { signal: AbortSignal.timeout(PING_MS) });
  return answer
    ? answer.then(
        () => true,
        () => false,
      )
    : false;
}

/**
 * Build what is missing of the declared indexes of every registered model. Explicit, since building them in the background
 * after the start would let the first requests run without unique constraints.
 *
 * @throws Error naming the collection whose index differs from its declaration
 */
export async function ensureIndexes(): Promise<void> {
  await Promise.all(
    Object.values(mongoose.models).map((model) =>
      model.createIndexes().catch((error: unknown) => {
        const name = model.collection.collectionName;
        throw new Error(`集合 ${name} 的索引建不起来：${String(error)}。请检查数据或运行 npm run migrate。`, {
          cause: error,
        });
      }),
    ),
  );
}

/** The database that an address names, or the product's own. */
export const databaseName = (uri: string): string => /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1] ?? DATABASE;

async function connect(uri: string) {
  try {
    const replicated = await isReplicated(uri);
    await mongoose.connect(uri, { ...connectOptions, ...durable(replicated), dbName: databaseName(uri) });
  } catch (error) {
    const where = uri.replace(/\/\/[^@/]*@/, '//***@');
    throw new Error(`连不上数据库 ${where}。请确认它在运行、MONGODB_URI 写得正确，再重新启动。`, { cause: error });
  }
}

async function isReplicated(uri: string) {
  const probe = await mongo.MongoClient.connect(uri, {
    serverSelectionTimeoutMS: connectOptions.serverSelectionTimeoutMS,
  });
  const signal = AbortSignal.timeout(connectOptions.serverSelectionTimeoutMS);
  const { setName, msg } = await probe.db('admin').command({ hello: 1 }, { signal });
  await probe.close();
  return setName !== undefined || msg === 'isdbgrid';
}

function currentDb() {
  const { db } = mongoose.connection;
  if (!db) throw new Error('数据库连接已经断开，请重新启动。');
  return db;
}

async function close(engine: EngineProcess | undefined) {
  // The driver ends what is under way and then says goodbye to the server, for which it would wait without end.
  await Promise.race([mongoose.disconnect(), sleep(CLOSE_MS, undefined, { ref: false })]);
  await engine?.stop();
}
