import { type Workflow } from '../core/workflow';
import { type DutyWeek, STATES } from './dutyWeek.schema';

/** 本周值班: read, or confirmed shift by shift with one tap. */
export const dutyWeekWorkflow = {
  noun: '本周值班',
  states: STATES,
  steps: {
    seen: { label: '知道了', from: ['sent'], to: 'seen', by: 'readWeek' },
    confirmAll: { label: '全部确认', from: ['sent'], to: 'seen', by: 'readWeek', unless: nothingOpen, tone: 'primary' },
  },
} as const satisfies Workflow<DutyWeek>;

function nothingOpen({ shifts }: DutyWeek) {
  return shifts.some(({ confirmed }) => !confirmed) ? undefined : '本周的班次都已确认，点“知道了”即可。';
}
