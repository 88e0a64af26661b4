import { type Workflow } from '../core/workflow';
import { type Probe, STATES } from './probe.schema';

/** 链路自检: answered by the account that is probed, or judged by the clock after a minute. */
export const probeWorkflow = {
  noun: '自检',
  states: STATES,
  steps: {
    answer: { label: '收到', from: ['sent'], to: 'answered', by: 'answerProbe', tone: 'primary' },
    wake: { label: '判定', from: ['sent'], by: 'keepTime', unless: notYet, quiet: true },
  },
} as const satisfies Workflow<Probe>;

function notYet({ wakeAt }: Probe, { now }: { now: Date }) {
  return wakeAt && wakeAt <= now ? undefined : '还没有到判定的时间。';
}
