import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock } from './clock';
import { type State, type StoredFile } from './state';

const CODE_MS = 24 * 3_600_000;
const URL_MS = 10 * 60_000;

/**
 * Photos, voices and uploaded media. Kept by content under an opaque id; given out through short-lived download codes
 * and addresses (dingtalk.md §5.7), or directly to the phones page.
 */
export interface Blobs {
  put(content: Buffer, name: string, contentType: string): StoredFile;
  get(id: string): { file: StoredFile; content: Buffer } | undefined;
  downloadCode(id: string): string;
  /** @returns the key of a fresh address, or undefined when the code is unknown or too old */
  openAddress(code: string): string | undefined;
  byAddress(key: string): { file: StoredFile; content: Buffer } | undefined;
}

export function createBlobs(state: State, clock: Clock, folder: string | undefined): Blobs {
  const contents = new Map<string, Buffer>();
  const codes = new Map<string, { id: string; until: number }>();
  const addresses = new Map<string, { id: string; until: number }>();
  const now = () => clock.now().getTime();
  const onDisk = (id: string) => (folder ? join(folder, id) : undefined);
  if (folder) mkdirSync(folder, { recursive: true });

  function read(id: string): Buffer | undefined {
    const path = onDisk(id);
    return contents.get(id) ?? (path && existsSync(path) ? readFileSync(path) : undefined);
  }
  function get(id: string) {
    const file = Object.hasOwn(state.files, id) ? state.files[id] : undefined;
    const content = file && read(id);
    return file && content ? { file, content } : undefined;
  }
  function lend(table: typeof codes, id: string, ms: number): string {
    const key = randomBytes(18).toString('hex');
    table.set(key, { id, until: now() + ms });
    return key;
  }
  function redeem(table: typeof codes, key: string): string | undefined {
    const found = table.get(key);
    return found && found.until > now() ? found.id : undefined;
  }
  return {
    put(content, name, contentType) {
      const id = createHash('sha256').update(content).digest('hex').slice(0, 32);
      const path = onDisk(id);
      if (path) writeFileSync(path, content);
      else contents.set(id, content);
      return (state.files[id] ??= { id, name, contentType, bytes: content.length, at: now() });
    },
    get,
    downloadCode: (id) => lend(codes, id, CODE_MS),
    openAddress(code) {
      const id = redeem(codes, code);
      return id && lend(addresses, id, URL_MS);
    },
    byAddress(key) {
      const id = redeem(addresses, key);
      return id ? get(id) : undefined;
    },
  };
}
