/** 制定后督查: what has to be done until when, by the decision, its orders and the list of rectifications. Pure: everything is looked up before. */
import { type z } from 'zod';
import { shanghaiDay } from '../core/calendar';
import { type Location } from '../core/place';
import { type Context, type Outcome } from '../core/workflow';
import { isDailyOffence } from '../dailyPenalty/dailyCheck';
import { alarmsOf, openOrder, tell, withVisit } from './clocks';
import { type FollowUp, type Item, type ScheduleFollowUp, type ServedOrder } from './followUp.schema';
import { onSite } from './followUp.workflow';

export interface Named {
  id: string;
  name: string;
}

/** One order of the case as it stands: what it demands, and whether it was verified already. */
export interface OrderFacts extends ServedOrder {
  demands: { what: string; how: string }[];
  verified: { at: Date; by: string; text: string } | null;
}

/** Looked up for a new follow-up. */
export interface PlanFacts {
  case: {
    id: string;
    no: string | null;
    county: FollowUp['county'];
    enterprise: string | null;
    partyName: string;
    offences: readonly string[];
    evidence: readonly string[];
    /** Last day to pay; null where nothing is to be paid. */
    payDueOn: string | null;
  };
  location: Location | null;
  officers: Named[];
  orders: OrderFacts[];
  /** Problems of the five steps (models/rectification) still open for this case. */
  rectifications: { id: string; no: string | null; fact: string; dueOn: string }[];
}

type Said = z.output<typeof ScheduleFollowUp>;

function ordered({ id, no, correctBy, demands, verified }: OrderFacts): Item[] {
  return demands.map(({ what, how }, at) => ({
    id: `order-${id}-${at + 1}`,
    obligation: 'RECTIFY',
    text: `${what}（${how}）`,
    dueOn: correctBy,
    from: { kind: 'ORDER', id, no },
    result: verified ? { result: 'DONE', at: verified.at, by: verified.by, note: verified.text } : null,
  }));
}

function itemsOf(said: Said, facts: PlanFacts): Item[] {
  const { case: penaltyCase, orders, rectifications } = facts;
  const from = { kind: 'DECISION' as const, id: penaltyCase.id, no: penaltyCase.no };
  const decided = said.items.map((item, at): Item => ({ ...item, id: `decision-${at + 1}`, from, result: null }));
  const pays = decided.some(({ obligation }) => obligation === 'PAY');
  const pay: Item[] =
    penaltyCase.payDueOn && !pays
      ? [
          {
            ...{ id: 'pay', obligation: 'PAY', text: '按处罚决定缴纳罚没款', dueOn: penaltyCase.payDueOn },
            ...{ from, result: null },
          },
        ]
      : [];
  const listed = rectifications.map(({ id, no, fact, dueOn }): Item => ({
    ...{ id: `rectification-${id}`, obligation: 'RECTIFY', text: fact, dueOn },
    ...{ from: { kind: 'RECTIFICATION', id, no }, result: null },
  }));
  return [...pay, ...decided, ...orders.flatMap(ordered), ...listed];
}

const latest = (days: readonly string[]): string | undefined => [...days].sort().at(-1);

/** The last day of what is looked at on site; where there is nothing, of the payment; else the day of the service. */
function dueOnOf(items: readonly Item[], servedOn: string): string {
  const open = onSite(items).filter(({ result }) => result === null);
  return latest(open.map(({ dueOn }) => dueOn)) ?? latest(items.map(({ dueOn }) => dueOn)) ?? servedOn;
}

/** Acts whose continuing is punished by the day are looked at unannounced, if an order to correct them was served. */
const isHidden = ({ case: { offences }, orders }: PlanFacts): boolean =>
  orders.length > 0 && offences.some(isDailyOffence);

/**
 * A new follow-up.
 *
 * @returns it `scheduled`; with its hidden visit ordered at once where the window of a recheck is running
 */
export function planFollowUp(id: string, said: Said, context: Context, facts: PlanFacts): Outcome<FollowUp> {
  const { now } = context;
  const { case: penaltyCase, officers, orders, location } = facts;
  const items = itemsOf(said, facts);
  const planned: FollowUp = {
    ...{ _id: id, version: 0, no: null, status: 'scheduled', case: penaltyCase.id, caseNo: penaltyCase.no },
    ...{ enterprise: penaltyCase.enterprise, partyName: penaltyCase.partyName, county: penaltyCase.county, location },
    ...{ priority: said.priority, officers, team: officers.map((one) => one.id), items },
    orders: orders.map(({ id: order, no, servedOn, correctBy }) => ({ id: order, no, servedOn, correctBy })),
    unannounced: isHidden(facts),
    dueOn: dueOnOf(items, shanghaiDay(said.servedAt)),
    ...{ before: [...penaltyCase.evidence], evidence: [...penaltyCase.evidence], visits: [], extension: null },
    ...{ cases: [], signedOff: null, endedReason: null, createdAt: now, since: now, alarms: [], wakeAt: null },
  };
  const running = openOrder(planned, shanghaiDay(now));
  const { followUp, effects } = running
    ? withVisit(planned, now)
    : { followUp: planned, effects: tell(planned, planned.team, 'followUp.planned', { quiet: true }) };
  const first = alarmsOf(followUp).sort((a, b) => a.at.getTime() - b.at.getTime())[0];
  return {
    document: { ...followUp, wakeAt: first?.at ?? null },
    event: { type: 'followUp.planned', data: { items: items.length, unannounced: followUp.unannounced } },
    effects,
    number: 'HD',
  };
}
