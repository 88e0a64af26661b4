/** When the clock acts on a follow-up, and how a visit is ordered. Pure. */
import { createHash } from 'node:crypto';
import { tellParty } from '../party/party.effects';
import { settle } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { addCalendarDays, type Deadline, deadline, endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { recheckWindow } from '../dailyPenalty/dailyDays';
import { orderInspection } from '../inspection/inspection.effects';
import { type Alarm, dueAlarm, morningOf, outcomeOf, tell as tellTitled, workingDayBefore } from '../serving/serving';
import { type FollowUp, type ServedOrder, type Visit, WAITING } from './followUp.schema';
import { followUpWorkflow } from './followUp.workflow';

interface FollowUpAlarm extends Alarm {
  kind: 'remind' | 'due' | 'window' | 'overdue' | 'verdict';
}

/** Number alone: neither the party nor what it owes. */
export const titleOf = ({ no }: Pick<FollowUp, 'no'>): string => `${no ?? UNNUMBERED} · 后督查`;
export const tell = (
  followUp: Pick<FollowUp, 'no' | 'county'>,
  people: readonly string[],
  purpose: `followUp.${string}`,
  more: Parameters<typeof tellTitled>[3] = {},
): Effect[] => tellTitled({ no: titleOf(followUp), county: followUp.county }, people, purpose, more);

/** The visit that was ordered and not recorded yet. */
export const openVisit = ({ visits }: Pick<FollowUp, 'visits'>): Visit | undefined => {
  const last = visits.at(-1);
  return last && last.at === null ? last : undefined;
};

/** Working days after the last day, or after today where that has passed long ago. */
export const visitDue = (dueOn: string, now: Date): Deadline => {
  const last = endOfShanghaiDay(dueOn);
  return deadline({ from: last > now ? last : now, ...policy().followUp.visit });
};

/** What follows from a finding is waited for this long. */
export const verdictDue = ({ since }: Pick<FollowUp, 'since'>): Deadline =>
  deadline({ from: since, ...policy().followUp.verdict });

/** The order whose recheck window is still open on this day: the latest. */
export function openOrder({ orders, unannounced }: Pick<FollowUp, 'orders' | 'unannounced'>, today: string) {
  const latest = [...orders].sort((a, b) => (a.servedOn < b.servedOn ? 1 : -1))[0];
  return unannounced && latest && recheckWindow(latest.servedOn).to >= today ? latest : undefined;
}

/** When nothing waits for the visit but the visit itself. */
const NOTHING_MORE: readonly FollowUp['status'][] = ['visited', 'rectified', 'partly', 'dailyCheck'];

function visitAlarms(visit: Visit): FollowUpAlarm[] {
  const lastDay = shanghaiDay(visit.dueAt);
  const warnOn = addCalendarDays(lastDay, -policy().followUp.warnDays);
  return [
    ...(visit.order ? [{ id: `window:${visit.inspection}`, kind: 'window' as const, at: morningOf(warnOn) }] : []),
    { id: `overdue:${visit.inspection}`, kind: 'overdue', at: visit.dueAt },
  ];
}

/** Every alarm this state has before it. */
export function alarmsOf(followUp: FollowUp): FollowUpAlarm[] {
  const { status, dueOn, since, unannounced } = followUp;
  if (WAITING.includes(status)) {
    const visit = openVisit(followUp);
    if (visit) return visitAlarms(visit);
    const remindAt = morningOf(workingDayBefore(dueOn, policy().followUp.remindWd));
    const reminds = !unannounced && status !== 'notified' && remindAt > since;
    return [
      ...(reminds ? [{ id: `remind:${dueOn}`, kind: 'remind' as const, at: remindAt }] : []),
      { id: `due:${dueOn}:${followUp.visits.length}`, kind: 'due', at: endOfShanghaiDay(dueOn) },
    ];
  }
  if (!NOTHING_MORE.includes(status)) return [];
  return [{ id: `verdict:${status}:${since.toISOString()}`, kind: 'verdict', at: verdictDue(followUp).dueAt }];
}

/** What a step answers; the next moment of the clock follows from it. */
export const outcome = outcomeOf<FollowUp>('followUp', alarmsOf);

const visitId = ({ _id, visits }: FollowUp): string => `${_id}-v${visits.length + 1}`;

/**
 * The day of a hidden recheck: somewhere in the window, not guessable from the order alone, and early enough that a storm does not use up
 * the window.
 */
function hiddenDay(id: string, { servedOn }: ServedOrder, today: string): string {
  const { from, to } = recheckWindow(servedOn);
  const first = from > today ? from : today;
  const last = addCalendarDays(to, -policy().followUp.warnDays);
  const span = Math.floor((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
  if (span < 1) return first;
  const chance = createHash('sha256').update(`recheck:${id}`).digest().readUInt32BE(0);
  return addCalendarDays(first, chance % span);
}

/** Order the visit: a hidden recheck within the window of its order, or one within the working days after the last day. */
export function withVisit(followUp: FollowUp, now: Date): { followUp: FollowUp; effects: Effect[] } {
  const today = shanghaiDay(now);
  const order = openOrder(followUp, today);
  const inspection = visitId(followUp);
  const plannedOn = order ? hiddenDay(inspection, order, today) : today;
  const dueAt = order ? endOfShanghaiDay(recheckWindow(order.servedOn).to) : visitDue(followUp.dueOn, now).dueAt;
  const { unannounced, team, county, enterprise, partyName, location, no } = followUp;
  const visit: Visit = {
    ...{ inspection, order: order?.id ?? null, dueAt, unannounced, at: null, siteRecord: null, by: null },
    ...{ finding: null, note: '', pairs: [], reports: [], chargedBy: null },
  };
  const changed: FollowUp = { ...followUp, visits: [...followUp.visits, visit] };
  return {
    followUp: changed,
    effects: [
      orderInspection({
        ...{ inspection, checkType: 'CASE', enterprise, siteName: partyName, county, location, plannedOn },
        ...{ officers: team.length >= 2 ? team.slice(0, 8) : null, dueOn: shanghaiDay(dueAt) },
        trigger: { kind: 'RECHECK', id: followUp._id, no, text: '处罚决定后督查' },
        instruction: unannounced
          ? '暗查：事先不通知当事人。到场后查明是否仍在违法排放，按原照片角度拍照；拒绝复查的如实记录。'
          : '逐项核对应当履行的义务，按原照片角度拍照，收取检测报告。',
      }),
      ...tell(changed, team, 'followUp.visit', { dueAt }),
    ],
  };
}

type Rung = (
  followUp: FollowUp,
  context: Context,
  heads: string[],
) => { followUp: FollowUp; type: string; effects: Effect[] };
const RUNGS: Record<FollowUpAlarm['kind'], Rung> = {
  remind: (followUp, context) => {
    const status =
      followUp.status === 'scheduled' ? advance(followUpWorkflow, 'notify', followUp, context) : followUp.status;
    const dueAt = endOfShanghaiDay(followUp.dueOn);
    return {
      ...{ followUp: { ...followUp, status }, type: 'notified' },
      effects: [
        ...tell(followUp, followUp.team, 'followUp.remind', { dueAt, quiet: true }),
        tellParty({ case: followUp.case, purpose: 'followUp.remind' }),
      ],
    };
  },
  due: (followUp, { now }) => {
    const visited = withVisit(followUp, now);
    return {
      ...visited,
      type: 'visitOrdered',
      effects: [settle({ purposes: ['followUp.remind'] }), ...visited.effects],
    };
  },
  window: (followUp, _context, heads) => ({
    ...{ followUp, type: 'windowClosing' },
    effects: tell(followUp, [...followUp.team, ...heads], 'followUp.window', { urgent: true }),
  }),
  overdue: (followUp, _context, heads) => ({
    ...{ followUp, type: 'visitOverdue' },
    effects: tell(followUp, [...followUp.team, ...heads], 'followUp.overdue'),
  }),
  verdict: (followUp, _context, heads) => ({
    ...{ followUp, type: 'verdictOverdue' },
    effects: tell(followUp, [...followUp.team, ...heads], 'followUp.overdue'),
  }),
};

/** The clock's turn. */
export function wakeFollowUp(
  followUp: FollowUp,
  _input: unknown,
  context: Context,
  heads: string[],
): Outcome<FollowUp> {
  advance(followUpWorkflow, 'wake', followUp, context);
  const alarm = dueAlarm(alarmsOf(followUp), followUp.alarms, context);
  const { followUp: changed, type, effects } = RUNGS[alarm.kind](followUp, context, heads);
  return outcome({ ...changed, alarms: [...followUp.alarms, alarm.id] }, type, {}, effects);
}
