const { execFileSync, spawn } = require('node:child_process');
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const scripts = resolve(__dirname, '../../scripts/engine');

/**
 * The server compiled as it is now, since specifications start it as the bureau does; and one engine for the whole run, in a folder of
 * its own. Set TEST_MONGODB_URI beforehand to run the same specifications against a real MongoDB server.
 */
module.exports = async function prepareTests() {
  const { buildServer } = await import('../../scripts/setup/build.mjs');
  await buildServer.run();
  if (process.env.TEST_MONGODB_URI) return;
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const printed = execFileSync(process.execPath, [join(scripts, 'runtime.mjs')], { env, encoding: 'utf8' });
  const { command, args } = JSON.parse(printed);
  const folder = mkdtempSync(join(tmpdir(), 'liandong-test-'));
  const child = spawn(command, [...args, join(scripts, 'host.mjs'), '--data', folder], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await new Promise((settle) => child.stdout.once('data', (chunk) => settle(String(chunk))));
  const { uri, error } = JSON.parse(line);
  if (error) throw new Error(error);
  process.env.TEST_MONGODB_URI = uri;
  globalThis.testEngine = { child, folder };
};
