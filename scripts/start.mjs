/**
 * npm start: everything from a fresh clone to a running system. Plain Node, since nothing is installed yet.
 *
 *   node scripts/start.mjs             server, engine and, without a DingTalk of its own, the sandbox
 *   node scripts/start.mjs --sandbox   the sandbox alone
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages, buildServer } from './setup/build.mjs';
import { checkNode, installPackages, prepareEngine } from './setup/install.mjs';
import { ended, ROOT, step, StepFailed, together } from './setup/steps.mjs';

const sandboxOnly = process.argv.includes('--sandbox');
const entry = sandboxOnly ? 'dist/bot/sandbox/main.js' : 'dist/server/main.js';

async function prepare() {
  await step(checkNode);
  await step(installPackages);
  const failed = await together(sandboxOnly ? [buildServer] : [prepareEngine, buildServer, buildPages], 3);
  if (failed.length) throw new StepFailed(failed.join('、'));
  if (!existsSync(join(ROOT, entry))) throw new Error(`没有编译出 ${entry}，请删除 dist 目录后重新运行。`);
}

async function run() {
  const child = spawn(process.execPath, ['--enable-source-maps', entry, ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  // In a terminal Ctrl-C reaches the server by itself as well; it takes several within a second for one.
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  return ended(child);
}

try {
  await prepare();
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof StepFailed)) console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
