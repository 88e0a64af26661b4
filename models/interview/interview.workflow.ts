import { type Workflow } from '../core/workflow';
import { FIELD_STATES } from '../field/fieldState';
import { type Interview } from './interview.schema';

const ANY = Object.keys(FIELD_STATES) as (keyof typeof FIELD_STATES)[];

/** 询问笔录 as the server keeps it: the officers' steps are those of interview.steps.ts. */
// prettier-ignore
export const interviewWorkflow = {
  noun: '询问笔录',
  states: FIELD_STATES,
  steps: {
    lockAlone: { label: '单方锁定', from: ANY.filter((state) => state !== 'locked'), to: 'locked', by: 'judgeSiteRecord', unless: nothingYet, tone: 'danger' },

    merge: { label: '手机数据并入', from: ANY, by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Interview>;

function nothingYet({ heads, endedAt }: Interview) {
  return heads.length > 0 && endedAt ? undefined : '询问还没有结束，或数据还没有传到，请等执法人员的手机联网后再办。';
}
