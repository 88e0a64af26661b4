/** 立案、不予立案审批表. 生态环境行政处罚办法 第十八、十九条. */
import { CONDITIONS, type ConditionName, type PenaltyCase, SOURCES } from '../penalty.schema';
import { day, type Draft, drafted, minute } from './words';

const filed = (record: PenaltyCase) => {
  const { source, registeredByName, registeredAt, actOn, facts, conditions } = record;
  return {
    案件来源: [SOURCES[source.kind], source.no ?? ''].filter(Boolean).join(' '),
    ...{ 登记人: registeredByName, 登记时间: minute(registeredAt), 行为日期: day(actOn) || '待查明', 违法事实: facts },
    条件: (Object.keys(CONDITIONS) as ConditionName[]).map((name) => ({
      条件: CONDITIONS[name],
      是否: conditions?.[name].met ? '是' : '否',
      理由: conditions?.[name].reason ?? '',
    })),
    ...{ 审批人: record.decidedByName ?? '', 审批时间: minute(record.decidedAt) },
  };
};

export const filing: Draft = (record, letterhead) => {
  if (!record.filing) return null;
  const { no, at } = record.filing;
  const fields = { ...filed(record), 审批意见: '同意立案' };
  return drafted(record, letterhead, { no, at, createdAt: record.registeredAt, fields });
};

export const filingRefusal: Draft = (record, letterhead) => {
  if (record.status !== 'notFiled') return null;
  const { no, decidedAt, decisionReason, registeredAt } = record;
  const fields = { ...filed(record), 审批意见: '不予立案', 不予立案理由: decisionReason ?? '' };
  return drafted(record, letterhead, { no: no ?? '', at: decidedAt, createdAt: registeredAt, fields });
};
