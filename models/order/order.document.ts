/** What the documents of an order say; safe in the browser. */
import { commonFields, dayWords, servedFields, signedPictures } from '../serving/serving.fields';
import { type Filling } from '../template/outline';
import { type Letterhead } from '../template/template.schema';
import { type Order } from './order.schema';

/** 责令改正违法行为决定书. */
export function orderFilling(order: Omit<Order, 'status' | 'version'>, letterhead: Letterhead): Filling {
  const { serving, team, inspectedAt, facts, violated, basis, demands, correctBy, createdAt } = order;
  return {
    fields: {
      ...commonFields(order, serving?.at ?? createdAt, letterhead),
      ...servedFields(serving),
      ...{ 检查日期: dayWords(inspectedAt), 违法事实: facts, 违反条款: violated, 责令依据: basis },
      改正期限: dayWords(correctBy),
      要求: demands.map(({ what, how }, at) => ({ 序号: String(at + 1), 内容: what, 方式: how })),
    },
    pictures: signedPictures(serving, team),
  };
}
