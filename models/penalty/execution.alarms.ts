/** What the clock has to do about a case after its decision, and when. Pure. */
import { addCalendarDays, deadline, endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Alarm, morningOf, workingDayBefore } from '../serving/serving';
import {
  accountOf,
  bankHeard,
  courtWindow,
  deemedServed,
  type Executed,
  overSince,
  serveDue,
} from './execution.clocks';
import { DONE, OWED } from './execution.workflow';
import { ledgerOf } from './ledger';

export { executionDueAt } from './execution.clocks';

export type AlarmKind =
  | ('serve' | 'serveLate' | 'unconfirmed' | 'deemed' | 'payRemind' | 'lapse' | 'answer' | 'shareRemind' | 'missed')
  | ('demandTime' | 'demandOver' | 'court' | 'courtClosed' | 'ruling' | 'close' | 'archive');
export interface CaseAlarm extends Alarm {
  kind: AlarmKind;
}

const alarm = (kind: AlarmKind, at: Date | null | undefined, of: string = at ? shanghaiDay(at) : ''): CaseAlarm[] =>
  at ? [{ id: `${kind}:${of}`, kind, at }] : [];
/** Once the last moment of a period is over. */
const after = (kind: AlarmKind, dueAt: Date | null | undefined, of?: string): CaseAlarm[] =>
  dueAt ? alarm(kind, new Date(dueAt.getTime() + 1), of ?? shanghaiDay(dueAt)) : [];
/** Eight in the morning so many working days before. */
const morningBefore = (day: string) => morningOf(workingDayBefore(day, policy().execution.remindWd));

function untilServed({ decision, announcement, sent }: Executed): CaseAlarm[] {
  if (announcement) return after('deemed', deemedServed(announcement.announcedOn).dueAt);
  if (!decision) return [];
  const { dueAt } = serveDue(decision.at);
  return [
    ...alarm('serve', morningBefore(shanghaiDay(dueAt))),
    ...after('serveLate', dueAt),
    ...after('unconfirmed', sent?.confirmBy, sent?.at.toISOString()),
  ];
}

function untilPaid(record: Executed): CaseAlarm[] {
  const { payment, instalment, serving } = record;
  if (!payment || !serving || ledgerOf({ payment, instalment, remedies: [] }, payment.dueOn).openFen === 0) return [];
  const remindAt = morningBefore(payment.dueOn);
  return [
    ...(remindAt > serving.at ? alarm('payRemind', remindAt) : []),
    ...after('lapse', endOfShanghaiDay(payment.dueOn)),
  ];
}

/** Each share: a reminder before its day, and a look at the account once the bank must have told of it. */
function sharesAlarms(record: Executed): CaseAlarm[] {
  const { instalment } = record;
  if (record.status !== 'instalment' || !instalment) return [];
  return instalment.schedule.flatMap(({ dueOn }, n) => [
    ...alarm('shareRemind', morningBefore(dueOn), `${String(n)}:${dueOn}`),
    ...after('missed', bankHeard(dueOn), `${String(n)}:${dueOn}`),
  ]);
}

function aboutTheCourt(record: Executed): CaseAlarm[] {
  const { status, enforcement } = record;
  const window = courtWindow(record);
  if (!window || !['overdue', 'demanded'].includes(status)) return [];
  const day = shanghaiDay(window.closes.dueAt);
  const reminders = policy().execution.courtRemindDays.flatMap((days) =>
    alarm('court', morningOf(addCalendarDays(day, -days)), `${String(days)}:${day}`),
  );
  return [
    ...(status === 'overdue' ? after('demandTime', window.opensAt) : []),
    ...(status === 'demanded' ? after('demandOver', enforcement?.demand?.dueAt) : []),
    ...reminders,
    ...after('courtClosed', window.closes.dueAt),
  ];
}

function untilRuled({ status, enforcement }: Executed): CaseAlarm[] {
  const { acceptedOn, ruling } = enforcement?.court ?? {};
  if (status !== 'courtApplied' || !acceptedOn || ruling) return [];
  return after('ruling', deadline({ from: endOfShanghaiDay(acceptedOn), ...policy().execution.courtRuling }).dueAt);
}

/** Everything the clock will do to this case as it stands, done or not. */
export function executionAlarms(record: Executed): CaseAlarm[] {
  const { status, closing, instalment } = record;
  if (status === 'decided') return untilServed(record);
  if (status === 'closed' && closing?.approvedAt)
    return after('archive', deadline({ from: closing.approvedAt, ...policy().execution.archiving }).dueAt);
  const over = (DONE as readonly string[]).includes(status) ? overSince(record) : null;
  if (over) return closing ? [] : after('close', deadline({ from: over, ...policy().execution.closing }).dueAt);
  if (!(OWED as readonly string[]).includes(status)) return [];
  const account = accountOf(record);
  if (!account || (record.annulled && record.annulled.kind !== 'CHANGED')) return [];
  return [
    ...(status === 'served' ? untilPaid(record) : []),
    ...(instalment?.status === 'requested' ? alarm('answer', instalment.answerDueAt) : []),
    ...sharesAlarms(record),
    ...aboutTheCourt(record),
    ...untilRuled(record),
  ];
}
