/** What the clock does to a case after its decision: one row per kind of alarm. Pure. */
import { settle } from '../assignment/assignment.effects';
import { shanghaiDay } from '../core/calendar';
import { type Context, type Effect, type Outcome } from '../core/workflow';
import { tellParty } from '../party/party.effects';
import { type CaseFacts, directorOf, outcome, tell } from './acting';
import { movedByAccount } from './execution';
import { type AlarmKind } from './execution.alarms';
import { courtWindow } from './execution.clocks';
import { type PenaltyCase } from './penalty.schema';
import { deemDecisionServed } from './serve';
import { type Ring } from './wake';

type Case = PenaltyCase;
type Rung = (record: Case, context: Context, facts: CaseFacts) => Outcome<PenaltyCase>;

/** Told once, nothing else changes. */
const telling =
  (type: string, effects: (record: Case, facts: CaseFacts) => Effect[]): Rung =>
  (record, _context, facts) =>
    outcome(record, type, {}, effects(record, facts));

const handlers = (record: Case) => record.investigatorIds;
const windowEnd = (record: Case) => courtWindow(record)?.closes.dueAt ?? null;

/** The account is looked at: whatever it says becomes of the case, and only a change is told. */
const looked =
  (type: string): Rung =>
  (record, { now }, facts) => {
    const after = movedByAccount(record, shanghaiDay(now));
    if (after.status === record.status) return outcome(after, 'accountChecked');
    return outcome(after, type, {}, [
      settle({ purposes: ['penalty.payDue'] }),
      ...tell(after, handlers(after), 'penalty.overdue'),
      ...tell(after, directorOf(after, facts), 'penalty.overdue', { quiet: true }),
      tellParty({ case: record._id, purpose: 'payment.overdue' }),
    ]);
  };

const remindParty: Rung = (record) =>
  outcome(record, 'paymentReminded', {}, [
    ...tell(record, handlers(record), 'penalty.payDue', { quiet: true }),
    tellParty({ case: record._id, purpose: 'payment.due' }),
  ]);

const RUNGS: Readonly<Record<AlarmKind, Rung>> = {
  serve: telling('serveReminded', (record) => tell(record, handlers(record), 'penalty.serve')),
  serveLate: telling('serveLate', (record, facts) =>
    tell(record, [...handlers(record), ...directorOf(record, facts)], 'penalty.serveLate'),
  ),
  unconfirmed: (record) =>
    outcome({ ...record, sent: null }, 'electronicUnconfirmed', {}, [
      ...tell(record, handlers(record), 'penalty.unconfirmed'),
    ]),
  deemed: (record, context) => deemDecisionServed(record, context),
  payRemind: remindParty,
  shareRemind: remindParty,
  lapse: looked('overdue'),
  missed: looked('instalmentBroken'),
  answer: telling('instalmentLate', (record, facts) =>
    tell(record, [...directorOf(record, facts), ...facts.leaders.slice(0, 1)], 'penalty.instalment'),
  ),
  demandTime: telling('demandTime', (record) =>
    tell(record, handlers(record), 'penalty.demandTime', { dueAt: windowEnd(record) }),
  ),
  demandOver: telling('demandOver', (record, facts) =>
    tell(record, [...handlers(record), ...directorOf(record, facts)], 'penalty.applyCourt', {
      dueAt: windowEnd(record),
    }),
  ),
  court: telling('courtReminded', (record, facts) =>
    tell(record, [...handlers(record), ...directorOf(record, facts)], 'penalty.applyCourt', {
      dueAt: windowEnd(record),
    }),
  ),
  courtClosed: telling('courtMissed', (record, facts) =>
    tell(record, [...directorOf(record, facts), ...facts.leaders.slice(0, 1)], 'penalty.courtMissed'),
  ),
  ruling: telling('rulingLate', (record) => tell(record, handlers(record), 'penalty.ruling')),
  close: telling('closingLate', (record, facts) =>
    tell(record, [...handlers(record), ...directorOf(record, facts)], 'penalty.close'),
  ),
  archive: telling('archivingLate', (record, facts) =>
    tell(record, [...handlers(record), ...directorOf(record, facts)], 'penalty.archive'),
  ),
};

/** For the table of all alarms of a case (wake.ts): the alarm is noted as told by whatever it does. */
export const executionRings: Readonly<Record<string, Ring>> = Object.fromEntries(
  Object.entries(RUNGS).map(([kind, rung]): [string, Ring] => [
    kind,
    (record, context, facts, { id }) => rung({ ...record, alarms: [...record.alarms, id] }, context, facts),
  ]),
);
