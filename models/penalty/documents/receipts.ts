/** 送达回证 of what a case sends to its party. 行政处罚法 第六十一条. */
import { type CaseKind, CASE_KINDS } from '../../template/caseKinds';
import { type CaseServing, SERVED_BY } from '../case.schema';
import { type PenaltyCase } from '../penalty.schema';
import { caseNo, type Draft, drafted, minute } from './words';

/** Which document it is for, its number, and how it reached the party. */
type Served = (record: PenaltyCase) => { kind: CaseKind; no: string; serving: CaseServing | null };

const receipt =
  (served: Served): Draft =>
  (record, letterhead) => {
    const { kind, no, serving } = served(record);
    if (!serving) return null;
    const { how, at, receiver, place, witness, remark } = serving;
    const left = how === 'LEFT';
    const fields = {
      ...{
        送达方式: SERVED_BY[how],
        签收时间: minute(at),
        拒签: left ? remark || '拒绝签收' : '',
        见证人: witness ?? '',
      },
      ...{ 文书名称: CASE_KINDS[kind], 送达地点: place, 受送达人: receiver },
    };
    return drafted(record, letterhead, { no, at, createdAt: at, fields });
  };

export const noticeReceipt = receipt(({ notice }) => ({
  ...{ kind: 'priorNotice', no: notice?.no ?? '', serving: notice?.serving ?? null },
}));
export const decisionReceipt = receipt(({ decision, origin, serving }) => ({
  ...{ kind: origin ? 'dailyPenalty' : 'decision', no: decision?.no ?? '', serving: decision ? serving : null },
}));
export const demandReceipt = receipt((record) => ({
  ...{ kind: 'demand', no: caseNo(record), serving: record.enforcement?.demand?.serving ?? null },
}));
