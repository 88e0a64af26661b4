import { shanghaiDay } from '../core/calendar';
import { type Context, type Workflow } from '../core/workflow';
import { REVIEW_STATES, reviewSteps } from '../law/reviewed';
import { type Setting } from './setting.schema';

const steps = reviewSteps<Setting>('proposeSetting', 'approveSetting');
/** 业务参数调整: proposed by the legal reviewer, put in force by a leader from a day on; called off only before that day. */
export const settingWorkflow = {
  noun: '业务参数调整',
  states: REVIEW_STATES,
  steps: {
    ...steps,
    withdraw: { ...steps.withdraw, label: '取消（生效前）', unless: begun },
  },
} as const satisfies Workflow<Setting>;

/** What has begun to hold was applied; it is changed back by another value. */
function begun(setting: Setting, context: Pick<Context, 'actor' | 'now'>) {
  if (setting.from <= shanghaiDay(context.now)) return '这个数值已经生效；要改回来，请法制审核人员提出新的数值。';
  return steps.withdraw.unless(setting, context);
}
