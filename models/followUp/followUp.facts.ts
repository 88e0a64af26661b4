/** What has to be looked up before a step of a follow-up is decided. One row per step that needs something. */
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { type Context } from '../core/workflow';
import { type OriginalPenalty } from '../dailyPenalty/dailyCheck';
import { enterpriseById } from '../enterprise/enterprise.store';
import { evidenceUsedBy } from '../evidence/evidence.store';
import { inspections } from '../inspection/inspection.store';
import { candidatesOf } from '../inspection/inspection.facts';
import { type Order } from '../order/order.schema';
import { orders } from '../order/order.store';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { penaltyCases } from '../penalty/penalty.store';
import { namesOf, personById } from '../people/people.store';
import { openRectifications } from '../rectification/rectification.store';
import { approversOf } from '../serving/serving.facts';
import { siteRecords } from '../siteRecord/siteRecord.store';
import { type FollowUp, type ScheduleFollowUp, type ServedOrder } from './followUp.schema';
import { followUps } from './followUp.store';
import { openVisit } from './clocks';
import { type z } from 'zod';
import { type OrderFacts, type PlanFacts } from './planning';
import { type DailyFacts, type SignOffFacts } from './deciding';
import { type ClueFacts, type VisitFacts } from './visiting';

const servedOrders = async (query: object): Promise<Order[]> =>
  await orders.collection
    .find({ ...query, serving: { $ne: null }, status: { $ne: 'withdrawn' } } as never, { limit: 20 })
    .toArray();

const servedOf = ({ _id, no, serving, correctBy, createdAt }: Order): ServedOrder => ({
  ...{ id: _id, no, correctBy },
  servedOn: shanghaiDay(serving?.at ?? createdAt),
});

const orderFacts = (order: Order): OrderFacts => ({
  ...servedOf(order),
  demands: order.demands.map(({ what, how }) => ({ what, how })),
  verified:
    order.status === 'verified' && order.verification
      ? { at: order.verification.at, by: order.verification.by, text: order.verification.text }
      : null,
});

/** Orders of the case: those it names, and those made on the site record it began with. */
async function ordersOf({ source }: PenaltyCase, named: readonly string[]): Promise<OrderFacts[]> {
  const onSite = source.kind === 'SITE_RECORD' && source.id ? [{ siteRecord: source.id }] : [];
  const wanted = [...(named.length > 0 ? [{ _id: { $in: [...named] } }] : []), ...onSite];
  return wanted.length === 0 ? [] : (await servedOrders({ $or: wanted })).map(orderFacts);
}

/** Officers who look after it: the investigators, or whoever found it where none is named. */
async function officersOf({ investigatorIds, team }: PenaltyCase) {
  const ids = investigatorIds.length > 0 ? investigatorIds : team;
  const names = await namesOf(ids);
  return ids.flatMap((id) => {
    const name = names.get(id);
    return name ? [{ id, name }] : [];
  });
}

/** Everything a new follow-up needs. @throws DomainError NOT_FOUND when there is no such case */
export async function planFacts(said: z.output<typeof ScheduleFollowUp>): Promise<PlanFacts> {
  const found = await read(penaltyCases, said.case);
  if (!found) throw new DomainError('NOT_FOUND', '没有找到这件处罚案件，请核对编号。', { case: said.case });
  const [caseOrders, officers, enterprise, rectifications] = await Promise.all([
    ordersOf(found, said.orders),
    officersOf(found),
    found.enterprise ? enterpriseById(found.enterprise) : null,
    openRectifications(said.case),
  ]);
  return {
    case: {
      ...{ id: found._id, no: found.decision?.no ?? found.no, county: found.county, enterprise: found.enterprise },
      ...{ partyName: found.party.name, offences: found.acts.map(({ offence }) => offence) },
      evidence: [...new Set([...found.evidence, ...found.acts.flatMap((act) => act.evidence)])].slice(0, 200),
      payDueOn: found.payment?.dueOn ?? null,
    },
    ...{ location: enterprise?.location ?? null, officers, orders: caseOrders },
    rectifications: rectifications.map(({ _id, no, fact, dueOn }) => ({ id: _id, no, fact, dueOn })),
  };
}

const followUpById = async (id: string): Promise<FollowUp> => {
  const found = await read(followUps, id);
  if (!found) throw new DomainError('NOT_FOUND', '没有找到这件后督查，可能已撤销，请返回列表刷新。', { id });
  return found;
};

const headsOf = async (_input: unknown, id: string): Promise<string[]> => {
  const { county, team } = await followUpById(id);
  return approversOf(county, team);
};

/** The visit that is waited for: its inspection, and the site record of it once it is locked. */
async function visitFacts(_input: unknown, id: string): Promise<VisitFacts> {
  const visit = openVisit(await followUpById(id));
  if (!visit) return { inspection: null, arrivedAt: null, lockedAt: null, siteRecord: null, evidence: [] };
  const inspection = await read(inspections, visit.inspection);
  const record = await read(siteRecords, inspection?.siteRecord ?? visit.inspection);
  const evidence = record ? await evidenceUsedBy(`siteRecord:${record._id}`) : [];
  return {
    ...{ inspection: visit.inspection, siteRecord: record?._id ?? null },
    ...{ arrivedAt: record?.arrivedAt ?? null, lockedAt: record?.lockedAt ?? null },
    evidence: evidence.map(({ _id }) => _id).slice(0, 200),
  };
}

async function clueFacts(followUp: FollowUp): Promise<ClueFacts & { found: PenaltyCase | null }> {
  const [found, heads] = await Promise.all([
    read(penaltyCases, followUp.case),
    approversOf(followUp.county, followUp.team),
  ]);
  const record = followUp.visits.at(-1)?.siteRecord;
  const evidence = record ? await evidenceUsedBy(`siteRecord:${record}`) : [];
  const party = found?.party ?? { kind: 'ORGANISATION' as const, name: followUp.partyName, uscc: null };
  return { found, heads, party, evidence: evidence.map(({ _id }) => _id) };
}
const clue = async (_input: unknown, id: string): Promise<ClueFacts> => clueFacts(await followUpById(id));

/** The case whose fine is multiplied, as it stands. */
export const originalOf = (found: PenaltyCase | null, id: string): OriginalPenalty => ({
  ...{ id, no: found?.decision?.no ?? found?.no ?? null, offences: found?.acts.map(({ offence }) => offence) ?? [] },
  fineFen: found?.decision?.fineFen ?? 0,
  decidedOn: found?.decision ? shanghaiDay(found.decision.at) : null,
  servedOn: found?.serving ? shanghaiDay(found.serving.at) : null,
});

async function dailyFacts(_input: unknown, id: string): Promise<DailyFacts> {
  const followUp = await followUpById(id);
  const { found, ...facts } = await clueFacts(followUp);
  return { ...facts, original: originalOf(found, followUp.case) };
}

/** The latest order served after the last visit that this follow-up does not know yet, made on one of its site records or for its party. */
async function newOrderFacts(_input: unknown, id: string): Promise<{ order: ServedOrder | null }> {
  const { visits, orders: known, enterprise } = await followUpById(id);
  const records = visits.flatMap(({ siteRecord }) => siteRecord ?? []);
  const last = visits.at(-1)?.at;
  const places = [{ siteRecord: { $in: records } }, ...(enterprise ? [{ enterprise }] : [])];
  const found = (await servedOrders({ $or: places })).filter(
    ({ _id, serving }) => !known.some((one) => one.id === _id) && (!last || (serving && serving.at >= last)),
  );
  const latest = found.sort((a, b) => (b.serving?.at.getTime() ?? 0) - (a.serving?.at.getTime() ?? 0))[0];
  return { order: latest ? servedOf(latest) : null };
}

const PAID: readonly PenaltyCase['status'][] = ['paid', 'enforced', 'closed', 'archived'];
/** Whether nothing is owed of this case any more. */
export const isPaid = (found: PenaltyCase | null): boolean => found !== null && PAID.includes(found.status);

async function signOffFacts(_input: unknown, id: string, { actor }: Context): Promise<SignOffFacts> {
  const { case: penaltyCase } = await followUpById(id);
  const [found, person] = await Promise.all([read(penaltyCases, penaltyCase), personById(actor.id)]);
  return { name: person?.name ?? actor.id, paid: isPaid(found) };
}

async function reassignFacts(input: unknown) {
  const { first, second } = (input ?? {}) as { first?: unknown; second?: unknown };
  const ids = [first, second].filter((one): one is string => typeof one === 'string');
  const found = await candidatesOf(ids);
  return { candidates: found.filter(({ isOfficer }) => isOfficer).map(({ id, name }) => ({ id, name })) };
}

export const followUpFacts = {
  visit: visitFacts,
  rectified: headsOf,
  notRectified: headsOf,
  relapse: clue,
  askExtension: headsOf,
  signOff: signOffFacts,
  startDaily: dailyFacts,
  newOrder: newOrderFacts,
  handOn: clue,
  reassign: reassignFacts,
  wake: headsOf,
};
