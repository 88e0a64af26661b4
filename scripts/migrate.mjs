/**
 * npm run migrate: bring the data of an older version to the form this version reads. Stop the server and make a copy first.
 */
import { join } from 'node:path';
import { built, maintenance } from './setup/maintenance.mjs';
import { ROOT } from './setup/steps.mjs';

await maintenance(async () => {
  const { openDatabase } = await built('server/database.js');
  const log = { info() {}, warn: console.warn, error: console.error };
  const { MONGODB_URI: mongodbUri, DATA_DIR: dataDir = join(ROOT, 'data') } = process.env;
  const { migrated, close } = await openDatabase({ mongodbUri, dataDir, log, migrateFirst: true });
  await close();
  for (const title of migrated) console.log(`✓ ${title}`);
  console.log(
    migrated.length ? '数据已迁移完毕，可以运行 npm start。' : '数据已是最新版本，无需迁移，可以运行 npm start。',
  );
});
