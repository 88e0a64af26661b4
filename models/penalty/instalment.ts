/** 延期、分期缴纳: asked before the last day with proof, granted or refused by a head. Pure. Source: 行政处罚法 第六十六条. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { addCalendarMonths, deadline, endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { tellParty } from '../party/party.effects';
import { type CaseFacts, faulty, notNow, outcome, signerOf, take, tell } from './acting';
import { ledgerAt } from './execution';
import {
  type GrantInstalment,
  type Instalment,
  type RefuseInstalment,
  type RequestInstalment,
  type Share,
} from './execution.schema';
import { paymentOf } from './payment';
import { type PenaltyCase } from './penalty.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

const yuan = (fen: number) => (fen / 100).toFixed(2);

/** A share falls due on a working day: the one it names, or the next. */
const rolled = (day: string): string => {
  const before = new Date(endOfShanghaiDay(day).getTime() - 86_400_000);
  return shanghaiDay(deadline({ from: before, n: 1, unit: 'cd' }).dueAt);
};

/**
 * The shares as they count: in order, on working days, together exactly what is owed.
 *
 * @throws DomainError INVALID_INPUT
 */
function scheduleOf(record: Case, shares: readonly Share[], today: string): Share[] {
  const schedule = shares.map(({ dueOn, amountFen }) => ({ dueOn: rolled(dueOn), amountFen }));
  const { openFen } = ledgerAt(record, paymentOf(record).dueOn);
  const sum = schedule.reduce((all, { amountFen }) => all + amountFen, 0);
  const last = addCalendarMonths(shanghaiDay(record.serving?.at ?? new Date(0)), policy().execution.instalmentMonths);
  if (sum !== openFen) throw faulty('shares', `各期合计${yuan(sum)}元，应等于尚未缴纳的${yuan(openFen)}元，请核对。`);
  schedule.forEach(({ dueOn }, n) => {
    const before = schedule[n - 1]?.dueOn ?? today;
    if (dueOn <= before) throw faulty('shares', `第${String(n + 1)}期的日期应在${before}之后，请按先后填写。`);
    if (dueOn > last) throw faulty('shares', `最后一期不能晚于${last}，请把日期提前。`);
  });
  return schedule;
}

const asked = (input: RequestInstalment, { now, actor }: Context): Instalment => ({
  ...{ status: 'requested', requestedAt: now, requestedBy: actor.id, reason: input.reason, proof: input.photos },
  ...{ asked: input.shares, answerDueAt: deadline({ from: now, ...policy().execution.instalmentAnswer }).dueAt },
  ...{ decidedBy: null, decidedByName: null, decidedAt: null, decisionReason: null, approval: null, schedule: [] },
});

/** By the party on its page, or taken down by an officer. */
export const requestInstalment =
  (step: 'requestInstalment' | 'recordInstalmentRequest') =>
  (record: Case, input: RequestInstalment, context: Context, facts: CaseFacts): Result => {
    const status = take(step, record, context);
    scheduleOf(record, input.shares, shanghaiDay(context.now));
    const instalment = asked(input, context);
    return outcome({ ...record, status, instalment }, 'instalmentRequested', { shares: input.shares.length }, [
      ...tell(record, signerOf(record, facts), 'penalty.instalment', { dueAt: instalment.answerDueAt }),
      ...tell(record, record.investigatorIds, 'penalty.instalmentAsked', { quiet: true }),
    ]);
  };

const decided = (instalment: Instalment | null, context: Context, facts: CaseFacts, reason: string): Instalment => {
  if (!instalment) throw notNow('没有等待决定的延期、分期申请。');
  return {
    ...{ ...instalment, decidedBy: context.actor.id, decidedByName: facts.byName, decidedAt: context.now },
    decisionReason: reason,
  };
};

/** 同意: on these shares no late penalty is counted while each is paid by its day. */
export function grantInstalment(record: Case, input: GrantInstalment, context: Context, facts: CaseFacts): Result {
  const status = take('grantInstalment', record, context);
  const schedule = scheduleOf(record, input.shares, shanghaiDay(context.now));
  const granted: Instalment = {
    ...{ ...decided(record.instalment, context, facts, input.reason), status: 'running', schedule },
    approval: signedOf(input.approval, context),
  };
  const document = { ...record, status, instalment: granted };
  return outcome(document, 'instalmentGranted', { shares: schedule.length, until: schedule.at(-1)?.dueOn }, [
    settle({ purposes: ['penalty.instalment', 'penalty.overdue'] }),
    ...tell(document, record.investigatorIds, 'penalty.instalmentDecided', { quiet: true }),
    tellParty({ case: record._id, purpose: 'instalment.granted' }),
  ]);
}

/** 不同意: the first last day stands. */
export function refuseInstalment(record: Case, input: RefuseInstalment, context: Context, facts: CaseFacts): Result {
  const status = take('refuseInstalment', record, context);
  const refused: Instalment = {
    ...{ ...decided(record.instalment, context, facts, input.reason), status: 'refused' },
    approval: signedOf(input.approval, context),
  };
  const document = { ...record, status, instalment: refused };
  return outcome(document, 'instalmentRefused', { reason: input.reason }, [
    settle({ purposes: ['penalty.instalment'] }),
    ...tell(document, record.investigatorIds, 'penalty.instalmentDecided', { quiet: true }),
    tellParty({ case: record._id, purpose: 'instalment.refused' }),
  ]);
}
