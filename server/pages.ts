/** The built pages. Read into memory once: a few megabytes, no path from a request ever reaches the disk. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Context, type Middleware } from 'koa';

interface Page {
  type: string;
  bytes: Buffer;
  packed: Promise<Buffer> | undefined;
  etag: string;
  cache: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const TEXT = /text|javascript|json|svg/;
/** Vite puts the hash of the content into the name. */
const HASHED = /-[\w-]{8,}\.\w+$/;
const FOR_GOOD = 'public, max-age=31536000, immutable';

/** Beside the event loop: the start of the server does not wait for it, and whoever asks first does. */
const pack = promisify(gzip);

function read(folder: string, path: string): Page {
  const bytes = readFileSync(join(folder, path));
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  return {
    type,
    bytes,
    packed: TEXT.test(type) && bytes.length > 1_000 ? pack(bytes, { level: 9 }) : undefined,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
    cache: HASHED.test(path) ? FOR_GOOD : 'no-cache',
  };
}

function load(folder: string): Map<string, Page> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return new Map(paths.filter((path) => !path.endsWith('.map')).map((path) => [`/${path}`, read(folder, path)]));
}

async function send(ctx: Context, { type, bytes, packed, etag, cache }: Page) {
  ctx.status = 200;
  ctx.set({ 'cache-control': cache, etag, vary: 'accept-encoding' });
  ctx.type = type;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  if (packed && ctx.acceptsEncodings('gzip')) {
    ctx.set('content-encoding', 'gzip');
    ctx.body = await packed;
  } else ctx.body = bytes;
}

/** Addresses with a page of their own; everything else is the micro-app's. */
const ENTRIES = ['desk', 'wall', 'verify', 'public', 'party'] as const;
const entryOf = (path: string) =>
  ENTRIES.find((name) => path === `/${name}` || path.startsWith(`/${name}/`)) ?? 'index';
const NOT_BUILT = '<!doctype html><meta charset="utf-8"><title>联动</title><p>页面还没有编译，请运行 npm start。</p>';

/** Serve the pages; every address that is no file and no API is answered with the page it belongs to. */
export function pages(folder: string): Middleware {
  const files = load(folder);
  return async (ctx, next) => {
    if ((ctx.method !== 'GET' && ctx.method !== 'HEAD') || /^\/(api|dingtalk)(\/|$)/.test(ctx.path)) {
      await next();
      return;
    }
    const file = files.get(ctx.path);
    if (file) return send(ctx, file);
    if (extname(ctx.path)) {
      await next();
      return;
    }
    const page = files.get(`/${entryOf(ctx.path)}.html`);
    if (page) return send(ctx, page);
    ctx.status = 503;
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = NOT_BUILT;
  };
}
