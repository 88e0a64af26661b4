import { defineStore } from '../core/journal';
import { listedFrom, SERVED_INDEXES } from '../serving/serving.store';
import { type SpotPenalty } from './spotPenalty.schema';

export const spotPenalties = defineStore<SpotPenalty>('spot_penalties', {
  live: true,
  numbered: true,
  clash: { field: 'claims', message: '这个专用票据编号已经登记在另一件当场处罚上，请核对票据后再提交。' },
  indexes: [[{ claims: 1 }, { unique: true, partialFilterExpression: { claims: { $gt: '' } } }], ...SERVED_INDEXES],
});

export const listSpotPenalties = listedFrom(spotPenalties);
