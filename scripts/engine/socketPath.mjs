import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The kernel's sockaddr_un holds 108 bytes with the closing zero (Linux; macOS holds 104). */
const MAX_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

/**
 * Where the engine of this data folder listens: always the same path for the same folder, since clients find the engine
 * again by it. Normally inside the folder; when that path is too long for the kernel, in a private folder under the
 * system's temporary folder whose name is made from the data folder's path.
 *
 * @param {string} folder absolute
 * @returns {string}
 * @throws Error when the short path is too long as well, or its folder belongs to somebody else
 */
export function socketPath(folder) {
  const inside = join(folder, 'engine.sock');
  if (Buffer.byteLength(inside) <= MAX_PATH_BYTES) return inside;
  const name = `liandong-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  const short = join(tmpdir(), name, 'engine.sock');
  if (Buffer.byteLength(short) > MAX_PATH_BYTES) {
    throw new Error(
      `数据目录的路径太长（${Buffer.byteLength(inside)} 字节）：${folder}。请用 DATA_DIR 换一个短一些的目录。`,
    );
  }
  const parent = join(tmpdir(), name);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const found = lstatSync(parent);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`临时目录 ${parent} 属于别的用户。请删除它，或用 DATA_DIR 换一个短一些的数据目录。`);
  }
  chmodSync(parent, 0o700);
  return short;
}
