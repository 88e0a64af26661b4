/**
 * npm run migrate: bring the data of an older version to the form this version reads. Stop the server and make a copy first.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer } from './setup/build.mjs';
import { checkNode, installPackages, prepareEngine } from './setup/install.mjs';
import { ROOT, step, StepFailed } from './setup/steps.mjs';

try {
  for (const needed of [checkNode, installPackages, prepareEngine, buildServer]) await step(needed);
  const { openDatabase } = (await import(pathToFileURL(join(ROOT, 'dist/server/database.js')).href)).default;
  const log = { info() {}, warn: console.warn, error: console.error };
  const { MONGODB_URI: mongodbUri, DATA_DIR: dataDir = join(ROOT, 'data') } = process.env;
  const { migrated, close } = await openDatabase({ mongodbUri, dataDir, log, migrateFirst: true });
  await close();
  for (const title of migrated) console.log(`✓ ${title}`);
  console.log(
    migrated.length ? '数据已迁移完毕，可以运行 npm start。' : '数据已是最新版本，无需迁移，可以运行 npm start。',
  );
} catch (error) {
  if (!(error instanceof StepFailed)) console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
