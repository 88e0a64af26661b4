/** Room on this device: warned of in time, so that nothing that was taken is ever lost for want of it. */
import { notice } from '../notice';

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

/** Look again. Asking for persistence again costs nothing and is granted more readily the more the app is used. */
export async function lookForRoom(): Promise<Room> {
  const { storage } = navigator as { storage?: Partial<StorageManager> };
  const { quota, usage } = (await storage?.estimate?.().catch(() => undefined)) ?? {};
  const persisted = (await storage?.persisted?.().catch(() => true)) || (await storage?.persist?.().catch(() => false));
  const found: Room = {
    free: quota === undefined || usage === undefined ? null : Math.max(0, quota - usage),
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
