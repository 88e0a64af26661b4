/** What the documents of a penalty on the spot say; safe in the browser. */
import { commonFields, minuteWords, servedFields, signedPictures } from '../serving/serving.fields';
import { formalAmount, yuanWords } from '../template/amount';
import { type Filling } from '../template/outline';
import { type Letterhead } from '../template/template.schema';
import { COLLECTION_REASONS, type SpotPenalty } from './spotPenalty.schema';

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
