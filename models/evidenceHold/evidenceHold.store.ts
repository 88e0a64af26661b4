import { defineStore } from '../core/journal';
import { listedFrom, SERVED_INDEXES } from '../serving/serving.store';
import { type EvidenceHold } from './evidenceHold.schema';

export const evidenceHolds = defineStore<EvidenceHold>('evidence_holds', {
  live: true,
  numbered: true,
  clash: { field: 'no', message: '这个文号已经用在另一份先行登记保存上，请换一个预留文号后再提交。' },
  indexes: SERVED_INDEXES,
});

export const listEvidenceHolds = listedFrom(evidenceHolds);
