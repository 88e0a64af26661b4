/**
 * npm run seed: fill an empty database with the fictional data of the demo, once. The demo on the embedded engine does this by itself;
 * this is for a MongoDB of one's own (MONGODB_URI), after a first start has read the organisation.
 */
import { built, onData } from './setup/maintenance.mjs';

const WIDTH = 24;

/** @param {number} done @param {number} total @param {string} label */
function bar(done, total, label) {
  const filled = Math.round((done / total) * WIDTH);
  const text = `[${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}] ${done}/${total} ${label}`;
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}${done === total ? '\n' : ''}`);
  else console.log(text);
}

await onData(async (config) => {
  if (config.LIANDONG_PRODUCTION)
    throw new Error('正式运行的系统不载入演示数据。请去掉 LIANDONG_PRODUCTION 后再运行。');
  const { seedDemo } = await built('models/demo/seed.js');
  const startedAt = performance.now();
  const { seeded, reason, enterprises, petitions, assignments } = await seedDemo({ now: new Date(), progress: bar });
  const took = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    seeded
      ? `✓ 演示数据已载入（${took} 秒）：企业 ${enterprises} 家，信访件 ${petitions} 件，任务 ${assignments} 项。`
      : (reason ?? '没有需要载入的数据。'),
  );
});
