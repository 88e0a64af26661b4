/** Amounts as people read them. Runs in the browser as well. */

/** 216000 元 is written 216,000 元; fen only where there are any. */
export function yuan(fen: number): string {
  const [whole = '', rest = ''] = (fen / 100).toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${rest === '00' ? '' : `.${rest}`} 元`;
}
