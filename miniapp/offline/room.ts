/**
 * Room on this device: warned of in time, so that nothing that was taken is ever lost for want of it. Newer browsers no longer say how much is
 * free, so the first write that finds none is a sign as well. For that moment a ballast lies ready: it is thrown out, and what was being
 * written on site finds its place after all, while photos and videos are refused.
 */
import { notice } from '../notice';
import { database } from './database';

export interface Room {
  /** Bytes this app may still write; null when the browser does not say. */
  free: number | null;
  /** Whether the browser has promised not to clear it when space runs short. */
  persisted: boolean;
}
const MB = 1024 * 1024;
/** Below the first a video, below the second a photo is refused; words always find room. */
export const LEAST_FREE = { video: 200 * MB, photo: 40 * MB } as const;

export const room = notice<Room>({ free: null, persisted: true });

const BALLAST_BYTES = 4 * MB;
/** What `getRandomValues` gives at once. */
const CHANCE_BYTES = 65_536;
/** Since a write found no room; until the ballast could be put back. */
let isFull = false;

/** Have the ballast on board, or put it back. Of random bytes, since a browser may compress what it keeps. */
export async function keepBallast(): Promise<void> {
  const opened = await database();
  if (await opened.getKey('house', 'ballast')) return;
  const ballast = new Uint8Array(BALLAST_BYTES);
  for (let at = 0; at < BALLAST_BYTES; at += CHANCE_BYTES)
    crypto.getRandomValues(ballast.subarray(at, at + CHANCE_BYTES));
  await opened.put('house', ballast, 'ballast');
  isFull = false;
}

const isNoRoom = (error: unknown) => (error as DOMException | null)?.name === 'QuotaExceededError';
const RETRIES_MS = [0, 100, 500, 2000];

/** Write something that must not be lost: when there is no room, the ballast goes. @throws whatever `write` throws in the end */
export async function withRoom<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isNoRoom(error)) throw error;
    tellFull();
    await (await database()).delete('house', 'ballast').catch(() => undefined);
    // The browser gives the room back a moment after the ballast has gone.
    for (const pause of RETRIES_MS) {
      await new Promise((next) => setTimeout(next, pause));
      const again = await write().then(
        (done) => ({ done }),
        (fault: unknown) => {
          if (!isNoRoom(fault)) throw fault;
        },
      );
      if (again) return again.done;
    }
    throw error;
  }
}

/** A write found no room. */
export function tellFull(): void {
  isFull = true;
  room.set({ ...room.get(), free: 0 });
}

/** Look again. Asking for persistence again costs nothing and is granted more readily the more the app is used. */
export async function lookForRoom(): Promise<Room> {
  const { storage } = navigator as { storage?: Partial<StorageManager> };
  const { quota, usage } = (await storage?.estimate?.().catch(() => undefined)) ?? {};
  const persisted = (await storage?.persisted?.().catch(() => true)) || (await storage?.persist?.().catch(() => false));
  if (isFull) await keepBallast().catch(() => undefined);
  const free = quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  const found: Room = {
    free: isFull ? 0 : free,
    persisted: persisted ?? true,
  };
  room.set(found);
  return found;
}

/** Why no more photos or videos are taken now, and what to do; undefined when they may be. */
export function noRoomFor(kind: keyof typeof LEAST_FREE, { free }: Room): string | undefined {
  if (free === null || free >= LEAST_FREE[kind]) return undefined;
  return kind === 'video'
    ? '手机空间不足200兆，先不录视频，照片和文字照常。请联网把未发送的内容发完，或清理手机空间。'
    : '手机空间快用完了，先不拍新照片，文字照常。请联网把未发送的内容发完，或清理手机空间。';
}

/** Said in the banner while there is little room. */
export const lowRoom = ({ free }: Room): string | undefined =>
  free !== null && free < LEAST_FREE.video
    ? `手机空间只剩约${Math.floor(free / MB)}兆，请联网发完未发送的内容或清理手机空间，已保存的不会丢`
    : undefined;

/** Said where a person prepares for days without network. */
export const clearingAdvice = ({ persisted }: Room): string | undefined =>
  persisted
    ? undefined
    : '系统在空间紧张时可能清理本应用的数据。请在钉钉工作台把本应用加为常用并常打开，出海前留足1GB的空间，回到有网的地方尽快发完。';
