/** Amounts and days as official papers write them. Safe in the browser. */

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const MYRIADS = ['', '万', '亿'];
const MYRIAD = 10_000;

/** Up to 9,999 in formal numerals, zeros inside kept once. */
function group(n: number): string {
  const said = [...String(n)]
    .map((digit, at, { length }) =>
      digit === '0' ? '零' : (DIGITS[Number(digit)] ?? '') + (PLACES[length - 1 - at] ?? ''),
    )
    .join('');
  return said.replace(/零+/g, '零').replace(/零$/, '');
}

/** Whole yuan in formal numerals: a gap between two groups is read as one 零. */
function wholeYuan(yuan: number): string {
  const groups = [yuan % MYRIAD, Math.floor(yuan / MYRIAD) % MYRIAD, Math.floor(yuan / MYRIAD / MYRIAD)];
  let said = '';
  let gap = false;
  for (const place of [2, 1, 0]) {
    const value = groups[place] ?? 0;
    if (value === 0) {
      gap = said !== '';
      continue;
    }
    said += `${said && (gap || value < 1_000) ? '零' : ''}${group(value)}${MYRIADS[place] ?? ''}`;
    gap = false;
  }
  return said;
}

/** An amount in formal numerals (人民币大写): 伍佰元整, 壹仟零伍元伍角. Integer fen, below a million million yuan. */
export function formalAmount(fen: number): string {
  const [yuan, jiao, cent] = [Math.floor(fen / 100), Math.floor(fen / 10) % 10, fen % 10];
  const whole = wholeYuan(yuan);
  const jiaoWords = jiao > 0 ? `${DIGITS[jiao] ?? ''}角` : cent > 0 && yuan > 0 ? '零' : '';
  const part = jiaoWords + (cent > 0 ? `${DIGITS[cent] ?? ''}分` : '');
  return `${whole ? `${whole}元` : part ? '' : '零元'}${part || '整'}`;
}

/** 500, 1,234.50: yuan as they are read. */
export const yuanWords = (fen: number): string =>
  (fen / 100).toLocaleString('en-US', { minimumFractionDigits: fen % 100 === 0 ? 0 : 2, maximumFractionDigits: 2 });

const NUMERALS = '〇一二三四五六七八九';
const spoken = (n: number): string => {
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return `${tens > 1 ? NUMERALS[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? NUMERALS[ones] : ''}`;
};

/** 二〇二六年十一月二十四日; in Asia/Shanghai, as the last line of a decision bears it. */
export function formalDay(at: Date): string {
  const [year = '', month = '', day = ''] = new Date(at.getTime() + 8 * 3_600_000)
    .toISOString()
    .slice(0, 10)
    .split('-');
  const years = [...year].map((digit) => NUMERALS[Number(digit)]).join('');
  return `${years}年${spoken(Number(month))}月${spoken(Number(day))}日`;
}
