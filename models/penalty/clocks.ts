/** The clocks of a case to its decision: when each ends, day by day, what does not count, and when somebody is reminded. */
import {
  addCalendarDays,
  type Deadline,
  deadline,
  type ExplainedDay,
  minutes,
  shanghaiDay,
  startOfShanghaiDay,
} from '../core/calendar';
import { type RunningClock } from '../core/face';
import { policy } from '../core/policy';
import { type CasePause, PAUSES } from './case.schema';
import { OPEN_CASE } from './penalty.workflow';
import { type PenaltyCase } from './penalty.schema';

const EIGHT_HOURS = minutes(8 * 60);
/** Eight in the morning of a Shanghai day. */
export const morningOf = (day: string): Date => new Date(startOfShanghaiDay(day).getTime() + EIGHT_HOURS);
/** The first moment at which a period that ends at `dueAt` is over. */
export const justAfter = (dueAt: Date): Date => new Date(dueAt.getTime() + 1);

export const isOpenCase = ({ status }: Pick<PenaltyCase, 'status'>): boolean =>
  (OPEN_CASE as readonly string[]).includes(status);

/** The pause that lasts now. */
export const runningPause = ({ pauses }: Pick<PenaltyCase, 'pauses'>): CasePause | undefined =>
  pauses.find(({ to }) => to === null);

type Clocked = Pick<PenaltyCase, 'filing' | 'pauses' | 'decisionExtensions'>;

/** Days granted beyond the ninety. */
export const grantedDays = ({ decisionExtensions }: Pick<PenaltyCase, 'decisionExtensions'>): number =>
  decisionExtensions.reduce((sum, { granted, days }) => sum + (granted ? days : 0), 0);

/**
 * 办案期限: ninety calendar days from filing and what was granted on top, without the days of every pause.
 *
 * @param until a pause that still lasts is counted up to here; default: its first day
 * @returns null before filing
 * @source 行政处罚法 第六十条; 生态环境行政处罚办法 第五十七条
 */
export function decisionClock(record: Clocked, until?: Date): Deadline | null {
  const { filing, pauses } = record;
  if (!filing) return null;
  const { n, unit } = policy().penalty.decision;
  const paused = pauses.map(({ from, to, kind, reason }) => ({
    ...{ from, to: to ?? (until && until > from ? until : from) },
    reason: reason && reason !== PAUSES[kind] ? `${PAUSES[kind]}（${reason}）` : PAUSES[kind],
  }));
  return deadline({ from: filing.at, n: n + grantedDays(record), unit, pauses: paused });
}

/** 陈述申辩、申请听证: working days from receipt of the notice. */
export const rightsClock = (servedAt: Date): Deadline => deadline({ from: servedAt, ...policy().penalty.statement });

/** The bureau's own five working days for the review. */
export const reviewClock = (from: Date): Deadline => deadline({ from, ...policy().penalty.caseReview });

/** A year whose holidays are not known stands as a line of its own among the days. */
const explained = ({ explain, warnings, dueAt }: Deadline): ExplainedDay[] => [
  ...explain,
  ...warnings.map((reason) => ({ day: shanghaiDay(dueAt), counts: true, reason })),
];
const shown = (label: string, clock: Deadline): RunningClock => ({
  label,
  dueAt: clock.dueAt,
  explain: explained(clock),
});

/** Every clock of a case that runs before the decision, with its days; the one that ends first comes first. */
export function caseClocks(record: PenaltyCase, now?: Date): RunningClock[] {
  if (!isOpenCase(record)) return [];
  const { notice, reviewTurn, status } = record;
  const decision = decisionClock(record, now);
  const pause = runningPause(record);
  const label = pause ? `办案期限（${PAUSES[pause.kind]}，暂停计算）` : '办案期限';
  const running = [
    ...(status === 'reviewing' && reviewTurn && !record.review
      ? [shown('案件审查', reviewClock(reviewTurn.takenAt))]
      : []),
    ...(['noticed', 'stated', 'hearingRequested'].includes(status) && notice?.serving && !notice.waived
      ? [shown('当事人陈述申辩、申请听证', rightsClock(notice.serving.at))]
      : []),
    ...(decision ? [shown(label, decision)] : []),
  ];
  return running.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

/** Something the clock does to a case, once. `kind` names who acts on it (wake.ts). */
export interface CaseAlarm {
  id: string;
  at: Date;
  kind: string;
}

/** Reminders of the decision, and the end of the party's five days. While a pause lasts nobody is reminded: the day moves on with it. */
export function caseAlarms(record: PenaltyCase): CaseAlarm[] {
  if (!isOpenCase(record)) return [];
  const { notice, status, filing } = record;
  const decision = runningPause(record) ? null : decisionClock(record);
  const day = decision ? shanghaiDay(decision.dueAt) : '';
  const before = decision
    ? policy().penalty.remindDecisionDays.map((n) => ({
        ...{ id: `decision:${day}:${n}`, at: morningOf(addCalendarDays(day, -n)), kind: 'decisionNear' },
      }))
    : [];
  return [
    ...(['noticed', 'stated'].includes(status) && notice?.dueAt && !notice.waived
      ? [{ id: `rights:${notice.dueAt.toISOString()}`, at: justAfter(notice.dueAt), kind: 'rightsOver' }]
      : []),
    ...before.filter(({ at }) => filing && at > filing.at),
    ...(decision ? [{ id: `decisionLate:${day}`, at: justAfter(decision.dueAt), kind: 'decisionLate' }] : []),
  ];
}

/** The deadline that somebody has to keep next: what lists sort by. Null when none runs. */
export function caseDueAt(record: PenaltyCase): Date | null {
  if (record.status === 'clue') return record.reviewDueAt;
  return caseClocks(record)[0]?.dueAt ?? null;
}
