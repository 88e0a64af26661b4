import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer } from './build.mjs';
import { checkNode, installPackages, prepareEngine } from './install.mjs';
import { ROOT, step, StepFailed } from './steps.mjs';

/** A module of the compiled server. @param {string} path */
export const built = async (path) => (await import(pathToFileURL(join(ROOT, 'dist', path)).href)).default;

/** Prepare and compile, then do the work; a failure is told in words and ends with exit code 1. @param {() => Promise<void>} work */
export async function maintenance(work) {
  try {
    for (const needed of [checkNode, installPackages, prepareEngine, buildServer]) await step(needed);
    await work();
  } catch (error) {
    if (!(error instanceof StepFailed)) console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}

/**
 * Work on the data of the settings in force, with database and identity vault open. The embedded engine serves one process: stop the
 * server first.
 *
 * @param {(config: any) => Promise<void>} work
 */
export function onData(work) {
  return maintenance(async () => {
    const { readConfig } = await built('server/config.js');
    const config = readConfig({ DATA_DIR: join(ROOT, 'data'), ...process.env });
    const { readSecrets } = await built('server/secrets.js');
    const { openVault } = await built('models/core/identityVault.js');
    const { openDatabase } = await built('server/database.js');
    const log = { info() {}, warn: console.warn, error: console.error };
    const database = await openDatabase({ mongodbUri: config.MONGODB_URI, dataDir: config.DATA_DIR, log });
    try {
      openVault(readSecrets(config).vault);
      await work(config);
    } finally {
      await database.close();
    }
  });
}
