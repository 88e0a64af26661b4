import { type Workflow } from '../core/workflow';
import { type Evidence } from './evidence.schema';

/** 现场照片和视频: received with the light copy, complete with the original. Nobody presses anything; files arrive and records name them. */
export const evidenceWorkflow = {
  noun: '现场证据',
  states: { received: '已收到', complete: '原件已收到' },
  steps: {
    complete: { label: '收到原件', from: ['received'], to: 'complete', by: 'takeEvidence', quiet: true },
    use: { label: '用于笔录', from: ['received', 'complete'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Evidence>;
