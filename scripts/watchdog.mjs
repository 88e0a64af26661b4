/**
 * npm run watchdog: the auditor process alone, for a machine of its own or beside a server that was started with WATCHDOG=0. Reads the
 * database of MONGODB_URI, or the embedded engine of the server that runs on DATA_DIR.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { maintenance } from './setup/maintenance.mjs';
import { ended, ROOT } from './setup/steps.mjs';

await maintenance(async () => {
  const env = { DATA_DIR: join(ROOT, 'data'), ...process.env };
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/server/watchdog.js'], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'));
  process.exitCode = (await ended(child)) ?? 1;
});
