/** What the documents of a penalty on the spot say; safe in the browser. */
import { commonFields, minuteWords, servedFields, signedPictures } from '../serving/serving.fields';
import { type Filling } from '../template/outline';
import { type Letterhead } from '../template/template.schema';
import { COLLECTION_REASONS, type SpotPenalty } from './spotPenalty.schema';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];

/** Up to 9,999 in formal numerals, zeros inside kept once. */
function group(n: number): string {
  const said = [...String(n)]
    .map((digit, at, { length }) =>
      digit === '0' ? '零' : (DIGITS[Number(digit)] ?? '') + (PLACES[length - 1 - at] ?? ''),
    )
    .join('');
  return said.replace(/零+/g, '零').replace(/零$/, '');
}

/** An amount in formal numerals (人民币大写): 伍佰元整, 壹仟零伍元伍角. Integer fen, below one hundred million yuan. */
export function formalAmount(fen: number): string {
  const [yuan, jiao, cent] = [Math.floor(fen / 100), Math.floor(fen / 10) % 10, fen % 10];
  const [myriads, rest] = [Math.floor(yuan / 10_000), yuan % 10_000];
  const gap = myriads > 0 && rest > 0 && rest < 1_000 ? '零' : '';
  const whole = `${myriads > 0 ? `${group(myriads)}万` : ''}${gap}${group(rest)}`;
  const jiaoWords = jiao > 0 ? `${DIGITS[jiao] ?? ''}角` : cent > 0 && yuan > 0 ? '零' : '';
  const part = jiaoWords + (cent > 0 ? `${DIGITS[cent] ?? ''}分` : '');
  return `${whole ? `${whole}元` : part ? '' : '零元'}${part || '整'}`;
}

/** 500, 1,234.50: yuan as they are read. */
export const yuanWords = (fen: number): string =>
  (fen / 100).toLocaleString('en-US', { minimumFractionDigits: fen % 100 === 0 ? 0 : 2, maximumFractionDigits: 2 });

/** 当场行政处罚决定书. */
export function spotPenaltyFilling(penalty: Omit<SpotPenalty, 'status' | 'version'>, letterhead: Letterhead): Filling {
  const { serving, team, actAt, actPlace, facts, violated, basis, reason, warning, fineFen, collection } = penalty;
  const { certificateShownAt, toldAt, defence } = penalty;
  const fined = fineFen !== null;
  return {
    fields: {
      ...commonFields(penalty, serving.at, letterhead),
      ...servedFields(serving),
      ...{ 违法时间: minuteWords(actAt), 违法地点: actPlace, 违法事实: facts, 违反条款: violated, 处罚依据: basis },
      ...{ 处罚理由: reason, 警告: warning ? '是' : '' },
      ...{ 罚款: fined ? yuanWords(fineFen) : '', 罚款大写: fined ? formalAmount(fineFen) : '' },
      银行缴纳: fined && !collection ? '持本决定书到指定银行或者通过电子支付系统缴纳罚款' : '',
      当场收缴: collection ? COLLECTION_REASONS[collection.why] : '',
      ...{
        收据编号: collection?.receiptNo ?? '',
        亮证时间: minuteWords(certificateShownAt),
        告知时间: minuteWords(toldAt),
      },
      ...{ 申辩: defence.words ? '是' : '', 申辩意见: defence.words, 复核意见: defence.answer },
    },
    pictures: signedPictures(serving, team),
  };
}
