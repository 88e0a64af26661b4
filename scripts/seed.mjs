/**
 * npm run seed: fill an empty database with the fictional data of the demo, once. The demo on the embedded engine does this by itself;
 * this is for a MongoDB of one's own (MONGODB_URI), after a first start has read the organisation.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer } from './setup/build.mjs';
import { checkNode, installPackages, prepareEngine } from './setup/install.mjs';
import { ROOT, step, StepFailed } from './setup/steps.mjs';

const WIDTH = 24;

/** @param {string} path */
const built = async (path) => (await import(pathToFileURL(join(ROOT, 'dist', path)).href)).default;

/** @param {number} done @param {number} total @param {string} label */
function bar(done, total, label) {
  const filled = Math.round((done / total) * WIDTH);
  const text = `[${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}] ${done}/${total} ${label}`;
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}${done === total ? '\n' : ''}`);
  else console.log(text);
}

async function seed() {
  const { readConfig } = await built('server/config.js');
  const config = readConfig({ DATA_DIR: join(ROOT, 'data'), ...process.env });
  if (config.LIANDONG_PRODUCTION)
    throw new Error('正式运行的系统不载入演示数据。请去掉 LIANDONG_PRODUCTION 后再运行。');
  const { readSecrets } = await built('server/secrets.js');
  const { openVault } = await built('models/core/identityVault.js');
  const { seedDemo } = await built('models/demo/seed.js');
  const { openDatabase } = await built('server/database.js');
  const log = { info() {}, warn: console.warn, error: console.error };
  const database = await openDatabase({ mongodbUri: config.MONGODB_URI, dataDir: config.DATA_DIR, log });
  try {
    openVault(readSecrets(config).vault);
    const startedAt = performance.now();
    const { seeded, reason, enterprises, petitions, assignments } = await seedDemo({ now: new Date(), progress: bar });
    const took = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(
      seeded
        ? `✓ 演示数据已载入（${took} 秒）：企业 ${enterprises} 家，信访件 ${petitions} 件，任务 ${assignments} 项。`
        : (reason ?? '没有需要载入的数据。'),
    );
  } finally {
    await database.close();
  }
}

try {
  for (const needed of [checkNode, installPackages, prepareEngine, buildServer]) await step(needed);
  await seed();
} catch (error) {
  if (!(error instanceof StepFailed)) console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
