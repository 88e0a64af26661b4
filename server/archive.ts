/** One zip, packed while it is sent, that lists its own files with their hashes; and the page that checks it without network. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Zip, ZipPassThrough } from 'fflate';
import { type Context } from 'koa';

export interface Part {
  name: string;
  content: AsyncIterable<Uint8Array>;
}

async function* once(bytes: () => Uint8Array | Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await bytes();
}
/** Bytes that are made only when their turn comes. */
export const file = (name: string, bytes: () => Uint8Array | Promise<Uint8Array>): Part => ({
  name,
  content: once(bytes),
});
export const text = (name: string, words: string): Part => file(name, () => Buffer.from(words, 'utf8'));
export const json = (name: string, value: unknown): Part => text(name, `${JSON.stringify(value, null, 1)}\n`);

/** Pack parts one after the other; what has been packed leaves before more is read. The last part lists the others with their hashes. */
async function* packed(parts: readonly Part[], manifest: object): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  const files: { name: string; sha256: string; bytes: number }[] = [];
  async function* add({ name, content }: Part): AsyncGenerator<Uint8Array> {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of content) {
      hash.update(piece);
      bytes += piece.length;
      entry.push(piece);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(0), true);
    files.push({ name, sha256: hash.digest('hex'), bytes });
    yield* ready.splice(0);
  }
  for (const part of parts) yield* add(part);
  yield* add(json('manifest.json', { ...manifest, files: [...files] }));
  zip.end();
  yield* ready;
  ready = [];
}

/** The compiled server lies one folder deeper than its source. */
function readVerifier(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return readFileSync(join(folder, 'docs/evidence-verifier/verify.html'), 'utf8');
}
let page: string | undefined;
const PLACE = '<!-- contents -->';

/** The page that checks an archive. With `contents` it shows them as soon as it is opened. */
export function verifierPage(contents?: object): string {
  page ??= readVerifier();
  if (!contents) return page;
  // Within a script only `<` could end it.
  const data = JSON.stringify(contents).replace(/</g, '\\u003c');
  return page.replace(PLACE, () => `<script type="application/json" id="contents">${data}</script>`);
}

/** Words for whoever opens the archive. @param name of the verifier page in it */
export const howToVerify = (
  name: string,
  demo: boolean,
) => `${demo ? '【演示数据】以下内容全部为虚构，不得作为证据使用。\n\n' : ''}如何核验：
1. 用任意浏览器打开本压缩包里的 ${name}（不需要联网；先解压出这一个文件即可）。
2. 在页面里选择整个压缩包（.zip）。
3. 页面会逐项核对文件、签名链、设备签名和每日存证，哪个文件被改动过会直接指出来。
4. 页面列出的“每日存证根”可与公示页 /merkle 上的逐字对照。
`;

/** Send the parts as one zip of this name. */
export function sendZip(ctx: Context, title: string, parts: readonly Part[], manifest: object): void {
  const name = title.replace(/[\\/:*?"<>|\r\n]/g, '_');
  ctx.set('content-disposition', `attachment; filename="file.zip"; filename*=UTF-8''${encodeURIComponent(name)}.zip`);
  ctx.set('cache-control', 'no-store');
  ctx.type = 'application/zip';
  ctx.body = Readable.from(packed(parts, manifest));
}
