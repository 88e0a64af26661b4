/** 不计入期限: what stops the clock of the decision, the investigation suspended among it. Pure. 处罚办法 第三十五条、第五十七条. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { type Context, type Outcome } from '../core/workflow';
import { notNow, outcome, take, tell } from './acting';
import { type CasePause, PAUSES } from './case.schema';
import { decisionClock, runningPause } from './clocks';
import { type PenaltyCase } from './penalty.schema';
import { type ApprovedReason, type PauseCase, type Reason } from './steps.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

/** End whatever lasts. */
export const closed = (pauses: readonly CasePause[], at: Date, kind?: CasePause['kind']): CasePause[] =>
  pauses.map((pause) => (pause.to === null && (!kind || pause.kind === kind) ? { ...pause, to: at } : pause));

/** One pause at a time: what overlaps would be told twice. */
export const begun = (
  record: Pick<Case, 'pauses'>,
  kind: CasePause['kind'],
  reason: string,
  { actor, now }: Context,
): CasePause[] => [
  ...closed(record.pauses, now),
  { id: `p${record.pauses.length + 1}`, kind, from: now, to: null, reason, by: actor.id },
];

export function pauseCase(record: Case, { kind, reason }: PauseCase, context: Context): Result {
  take('pause', record, context);
  const running = runningPause(record);
  if (running) throw notNow(`办案期限已因“${PAUSES[running.kind]}”暂停计算，请先结束那一项。`);
  const pauses = begun(record, kind, reason, context);
  return outcome({ ...record, pauses }, 'paused', { kind, reason });
}

/** Last moment for the decision as the case stands now. */
export const duePast = (record: Case): Date | null => decisionClock(record)?.dueAt ?? null;

export function endPause(record: Case, _input: unknown, context: Context): Result {
  take('endPause', record, context);
  const running = runningPause(record);
  const document = { ...record, pauses: closed(record.pauses, context.now, running?.kind) };
  return outcome(document, 'pauseEnded', { kind: running?.kind, dueAt: duePast(document) });
}

/** 中止调查: 处罚办法 第三十五条. */
export function suspend(record: Case, { reason, approval }: ApprovedReason, context: Context): Result {
  const status = take('suspend', record, context);
  const pauses = begun(record, 'SUSPENSION', reason, context);
  const document = { ...record, status, pauses };
  return outcome(document, 'suspended', { reason, approval: signedOf(approval, context) }, [
    settle({ as: 'cancelled' }),
    ...tell(document, record.investigators, 'penalty.suspended', { quiet: true, dueAt: null }),
  ]);
}

/** 恢复调查: the days in between do not count. */
export function resume(record: Case, { reason }: Reason, context: Context): Result {
  const status = take('resume', record, context);
  const document = { ...record, status, pauses: closed(record.pauses, context.now, 'SUSPENSION') };
  return outcome(document, 'resumed', { reason, dueAt: duePast(document) }, [
    ...tell(document, record.investigators, 'penalty.investigate', { because: '中止的原因消除，恢复调查' }),
  ]);
}
