import mongoose from 'mongoose';
import { connectOptions, ensureIndexes } from '../../server/database';

/** This worker's database: files of one worker run one after the other, workers side by side never meet. */
export const testDatabase = () => `t_w${process.env['JEST_WORKER_ID'] ?? '1'}`;

/** The engine that all specifications of this run share. */
export function testUri(): string {
  const uri = process.env['TEST_MONGODB_URI'];
  if (!uri) throw new Error('Only files named *.engine.spec.ts and *.browser.spec.ts have a database.');
  return uri;
}

/**
 * Give a specification the real database on Mongoose's default connection: indexes of all imported stores built, every collection
 * empty before each test (or once before the file, for a story told over several tests).
 */
export function useDatabase({ emptyBefore = 'each' }: { emptyBefore?: 'each' | 'file' } = {}): void {
  beforeAll(async () => {
    // No journal: specifications that kill the engine open a database of their own.
    await mongoose.connect(testUri(), { ...connectOptions, writeConcern: { w: 1 }, dbName: testDatabase() });
    await ensureIndexes();
    await emptyDatabase();
  }, 60_000);
  if (emptyBefore === 'each') beforeEach(emptyDatabase);
  afterAll(() => mongoose.disconnect());
}

/** Empty every collection. Never drop one: the embedded engine keeps a dropped collection's files open until it ends. */
export async function emptyDatabase(): Promise<void> {
  const collections = (await mongoose.connection.db?.collections()) ?? [];
  await Promise.all(collections.map((collection) => collection.deleteMany({})));
}
