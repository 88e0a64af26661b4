/** Sizes and ages as people read them. */
export const megabytes = (bytes: number): string =>
  bytes >= 1_073_741_824
    ? `${(bytes / 1_073_741_824).toFixed(1)}GB`
    : `${Math.max(0.1, bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 1 : 0)}MB`;

const HOUR = 3_600_000;

/** 刚刚, 5小时前, 3天前. Both by the same clock, in ms. */
export function age(at: number, now: number): string {
  const hours = Math.floor((now - at) / HOUR);
  if (hours < 1) return '刚刚';
  return hours < 24 ? `${hours}小时前` : `${Math.floor(hours / 24)}天前`;
}

/** Older than this, dossiers and tasks may have changed: said before leaving. */
export const isOld = (at: number, now: number): boolean => now - at > 3 * 24 * HOUR;
