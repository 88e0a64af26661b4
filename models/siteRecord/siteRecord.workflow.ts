import { type Workflow } from '../core/workflow';
import { type SiteRecord, STATES } from './siteRecord.schema';

const ANY = Object.keys(STATES) as (keyof typeof STATES)[];
const OPEN = ANY.filter((state) => state !== 'locked');

/**
 * 现场检查笔录 as the server keeps it. What officers do on site are the rows of field/steps.ts and siteRecord.steps.ts; `merge` takes their events.
 * What is left for pages are the steps of those who answer for the record.
 */
// prettier-ignore
export const siteRecordWorkflow = {
  noun: '现场检查笔录',
  states: STATES,
  steps: {
    decideRecusal: { label: '决定回避申请', from: ANY, by: 'judgeSiteRecord', unless: nothingAsked, tone: 'primary' },
    lockAlone: { label: '单方锁定', from: OPEN, to: 'locked', by: 'judgeSiteRecord', unless: nobodyHandedIn, tone: 'danger' },

    merge: { label: '手机数据并入', from: ANY, by: 'keepTime', quiet: true },
    prepare: { label: '更新检查信息', from: ['created'], by: 'keepTime', unless: begun, quiet: true },
    setAside: { label: '另存内容转补充笔录', from: ['locked'], by: 'keepTime', quiet: true },
    remind: { label: '提交提醒', from: ANY, by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<SiteRecord>;
export type SiteRecordStep = keyof typeof siteRecordWorkflow.steps;

function nothingAsked({ recusal }: SiteRecord) {
  return recusal && recusal.approved === null ? undefined : '没有待决定的回避申请。';
}
/** 行政处罚法 第四十二条 wants two officers: one phone alone is taken only when somebody answers for it. */
function nobodyHandedIn({ heads, endedAt }: SiteRecord) {
  return heads.length > 0 && endedAt
    ? undefined
    : '现场检查还没有结束，或数据还没有传到，请等执法人员的手机联网后再办。';
}
function begun({ field }: SiteRecord) {
  return field.length > 0 ? '执法人员已经开始填写，检查信息不再更新。' : undefined;
}
