/** Days, times and amounts as people read them; always in Asia/Shanghai, whatever the phone is set to. */
const ZONE = { timeZone: 'Asia/Shanghai' } as const;

export const dayWords = (day: string): string => {
  const [, month = '', date = ''] = day.slice(0, 10).split('-');
  return `${String(Number(month))}月${String(Number(date))}日`;
};
export const momentWords = (at: string): string =>
  new Date(at).toLocaleString('zh-CN', {
    ...ZONE,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
export const dateWords = (at: string): string =>
  new Date(at).toLocaleDateString('zh-CN', { ...ZONE, year: 'numeric', month: 'long', day: 'numeric' });

/** 40600000 → 406,000.00元 */
export function yuanWords(fen: number): string {
  const [whole = '0', cents = '00'] = (fen / 100).toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${cents === '00' ? '' : `.${cents}`}元`;
}

/** 12.5 → 1250 fen; null for what is no amount. */
export function fenOf(said: string): number | null {
  const parts = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(said.trim().replace(/[,，元\s]/g, ''));
  return parts ? Number(parts[1]) * 100 + Number(((parts[2] ?? '') + '00').slice(0, 2)) : null;
}

const MINUTE = 60_000;
/** 还剩2天3小时. */
export function leftWords(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE));
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)];
  if (days > 0) return `还剩${String(days)}天${String(hours)}小时`;
  return hours > 0 ? `还剩${String(hours)}小时${String(minutes % 60)}分` : `还剩${String(minutes)}分钟`;
}
export const sizeWords = (bytes: number): string =>
  bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)}MB` : `${String(Math.max(1, Math.round(bytes / 1024)))}KB`;
