import { type Workflow } from '../core/workflow';
import { type RosterPlan, STATES } from './roster.schema';

/** 值班表: drafted, previewed, then published by a leader. What is published is changed seat by seat, each change a step of its shift. */
// prettier-ignore
export const rosterWorkflow = {
  noun: '值班表',
  states: STATES,
  steps: {
    revise: { label: '修改', from: ['drafted', 'previewed'], to: 'drafted', by: 'planRoster', unless: imported },
    preview: { label: '预览', from: ['drafted', 'previewed'], to: 'previewed', by: 'planRoster', unless: imported, tone: 'primary' },
    publish: { label: '发布', from: ['previewed'], to: 'published', by: 'publishRoster', unless: hasProblems, tone: 'primary' },
    publishAnyway: { label: '带问题发布', from: ['previewed'], to: 'published', by: 'publishRoster', unless: hasNone, tone: 'danger' },
    withdraw: { label: '作废', from: ['drafted', 'previewed'], to: 'withdrawn', by: 'planRoster', tone: 'danger' },
    written: { label: '写入班次', from: ['published'], by: 'keepTime', quiet: true },
    foresee: { label: '缺口预报', from: ['drafted', 'previewed', 'published'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<RosterPlan>;

function imported({ source }: RosterPlan) {
  return source === 'import' ? '这份值班表来自表格，请改好表格重新导入。' : undefined;
}

function nothingPlanned({ shifts }: RosterPlan) {
  return shifts.length === 0 ? '这几天的班次都已经排好，没有可以发布的新班次。' : undefined;
}

function hasProblems(plan: RosterPlan) {
  return plan.problemCount > 0
    ? `还有 ${plan.problemCount} 个问题没有解决，请修改后重新预览；确需发布的，请选“带问题发布”并写明原因。`
    : nothingPlanned(plan);
}

function hasNone(plan: RosterPlan) {
  return plan.problemCount === 0 ? '没有未解决的问题，请直接发布。' : nothingPlanned(plan);
}
