/** The page of tests/support/evidencePage, built with the product's own modules and served under the server's address. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { type BrowserContext } from 'playwright-core';

const ROOT = resolve(__dirname, '../..');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Build it. @returns the folder */
export function buildEvidencePage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-page-'));
  const source = join(ROOT, 'tests/support/evidencePage');
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const { NODE_OPTIONS: _options, ...env } = process.env;
  execFileSync(
    process.execPath,
    [vite, 'build', source, '--outDir', folder, '--emptyOutDir', '--base', '/evidence-page/', '--logLevel', 'error'],
    { cwd: ROOT, env, stdio: 'inherit' },
  );
  return folder;
}

/** Everything under /evidence-page/ comes from the folder; the rest from the server. Works without network as a service worker would. */
export async function serveEvidencePage(context: BrowserContext, folder: string): Promise<void> {
  await context.route('**/evidence-page/**', async (route) => {
    const name = new URL(route.request().url()).pathname.replace('/evidence-page/', '') || 'index.html';
    await route.fulfill({ body: readFileSync(join(folder, name)), contentType: TYPES[extname(name)] ?? 'text/plain' });
  });
}
