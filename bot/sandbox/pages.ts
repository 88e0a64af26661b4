import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

/** The phones page: plain files, never compiled, so the compiled sandbox finds them in the source tree. */
export const WEB_FOLDER =
  [join(__dirname, 'web'), resolve(__dirname, '../../../bot/sandbox/web')].find((folder) => existsSync(folder)) ??
  join(__dirname, 'web');

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** `/` is the list of people, or on a person's own origin that person's phone. */
export async function sendPage(response: ServerResponse, path: string, isPhone: boolean): Promise<void> {
  const file = resolve(WEB_FOLDER, `.${path === '/' ? `/${isPhone ? 'phone' : 'index'}.html` : path}`);
  const type = TYPES[extname(file)];
  const content = type && file.startsWith(WEB_FOLDER + sep) ? await readFile(file).catch(() => undefined) : undefined;
  if (!content || !type) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('没有这个页面，请从首页选择一个人。');
    return;
  }
  response.writeHead(200, {
    'content-type': type,
    'content-length': content.length,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "frame-ancestors 'self' http://localhost:* http://*.localhost:*",
  });
  response.end(content);
}
