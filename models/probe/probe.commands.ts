/** What starting, answering and judging a probe decide. Pure. */
import { assign, settle } from '../assignment/assignment.effects';
import { type Message } from '../assignment/assignment.schema';
import { advance, type Command, command, type Context, type Outcome } from '../core/workflow';
import { AnswerProbe, type Probe } from './probe.schema';
import { probeWorkflow } from './probe.workflow';

/** Slower than this is late, and late is broken. */
const PATIENCE_MS = 60_000;
const KEPT_MS = 3 * 24 * 3_600_000;

const timeWords = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 19);

/** Send one message through the whole chain. @param id made from the planned moment, so that two processes start it once */
export function startProbe(id: string, person: string, { now }: Pick<Context, 'now'>): Outcome<Probe> {
  const expireAt = new Date(now.getTime() + KEPT_MS);
  const document: Probe = {
    _id: id,
    version: 0,
    status: 'sent',
    person,
    startedAt: now,
    wakeAt: new Date(now.getTime() + PATIENCE_MS),
    finishedAt: null,
    ms: null,
    stuckAt: null,
    expireAt,
  };
  const title = `链路自检 ${timeWords(now)}`;
  return {
    document,
    event: { type: 'probe.started' },
    effects: [assign({ person, purpose: 'probe.run', title, ladder: false, expireAt })],
  };
}

const finished = (probe: Probe, at: Date, now: Date) => ({
  wakeAt: null,
  finishedAt: now,
  ms: Math.max(0, at.getTime() - probe.startedAt.getTime()),
});

function answerProbe(probe: Probe, _: unknown, context: Context): Outcome<Probe> {
  const status = advance(probeWorkflow, 'answer', probe, context);
  return {
    document: { ...probe, status, ...finished(probe, context.now, context.now) },
    event: { type: 'probe.answered' },
    effects: [settle({})],
  };
}

/** What has to be looked up to judge: the messages that went out; undefined when not even the assignment was opened. */
export type Carried = readonly Pick<Message, 'acceptedAt' | 'failed'>[] | undefined;

function stuckAt(carried: Carried): string {
  if (!carried) return '任务没有生成（本地队列）';
  if (carried.length === 0) return '消息没有发出（发送队列）';
  return carried.some(({ failed }) => failed) ? '钉钉拒绝了消息' : '钉钉没有应答';
}

/** A minute is over without an answer: taken by DingTalk is good enough where nobody answers, everything less has failed. */
function wakeProbe(probe: Probe, _: unknown, context: Context, carried: Carried): Outcome<Probe> {
  advance(probeWorkflow, 'wake', probe, context);
  const accepted = carried?.find(({ acceptedAt }) => acceptedAt)?.acceptedAt;
  const over = accepted
    ? { status: 'delivered' as const, ...finished(probe, accepted, context.now) }
    : { status: 'failed' as const, ...finished(probe, context.now, context.now), ms: null, stuckAt: stuckAt(carried) };
  return {
    document: { ...probe, ...over },
    event: { type: accepted ? 'probe.delivered' : 'probe.failed' },
    effects: [settle({ as: 'cancelled' })],
  };
}

export const probeCommands: Record<keyof typeof probeWorkflow.steps, Command<Probe>> = {
  answer: command(AnswerProbe, answerProbe),
  wake: command(AnswerProbe, wakeProbe),
};
