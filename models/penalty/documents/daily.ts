/** 按日连续处罚决定书: the original decision, the order, the recheck, and the days between. 按日连续处罚办法 第十七至十九条. */
import { read } from '../../core/journal';
import { addCalendarDays, shanghaiDay } from '../../core/calendar';
import { orders } from '../../order/order.store';
import { siteRecords } from '../../siteRecord/siteRecord.store';
import { yuanWords } from '../../template/amount';
import { type County } from '../../core/place';
import { type PenaltyCase } from '../penalty.schema';
import { penaltyCases } from '../penalty.store';
import { decided } from './decision';
import { type Gather } from './session';
import { day, drafted } from './words';

export const dailyPenalty: Gather<PenaltyCase> = async (record, letterhead) => {
  const { origin, decision } = record;
  const fields = decided(record);
  if (!origin || !decision || !fields) return null;
  const [original, order, recheck] = await Promise.all([
    read(penaltyCases, origin.original),
    read(orders, origin.order),
    siteRecords.collection.findOne({ _id: origin.recheck } as never, { projection: { arrivedAt: 1 } }),
  ]);
  const on = recheck?.arrivedAt ? shanghaiDay(recheck.arrivedAt) : null;
  const { no, at, authority } = decision;
  return drafted(record, letterhead, {
    ...{ no, at, createdAt: at, authority: authority as County | null },
    fields: {
      ...fields,
      ...{ 原决定文号: original?.decision?.no ?? '', 原决定日期: day(original?.decision?.at) },
      ...{ 原罚款: yuanWords(original?.decision?.fineFen ?? 0), 责令改正文号: order?.no ?? '' },
      ...{ 责令送达: day(order?.serving?.at), 复查日期: day(on), 复查情况: decision.facts, 天数: String(origin.days) },
      ...{ 起算日: on ? day(addCalendarDays(on, 1 - origin.days)) : '', 截止日: day(on) },
    },
  });
};
