/**
 * The records that belong to a case: found by the evidence it names and by the site records behind it, never by what somebody typed. Every
 * query goes by an index and is bounded, since a decision waits for it.
 */
import { keptAmong } from '../core/files';
import { read, type Stored } from '../core/journal';
import { shanghaiDay } from '../core/calendar';
import { dailyDays } from '../dailyPenalty/dailyDays';
import { type Discussion } from '../discussion/discussion.schema';
import { discussions } from '../discussion/discussion.store';
import { enterpriseById } from '../enterprise/enterprise.store';
import { type Evidence, EVIDENCE_FLAGS } from '../evidence/evidence.schema';
import { evidenceOf } from '../evidence/evidence.store';
import { type EvidenceHold } from '../evidenceHold/evidenceHold.schema';
import { evidenceHolds } from '../evidenceHold/evidenceHold.store';
import { type FieldState } from '../field/fieldState';
import { type Hearing } from '../hearing/hearing.schema';
import { hearingsOf } from '../hearing/hearing.store';
import { foldInterview } from '../interview/fold';
import { type Interview } from '../interview/interview.schema';
import { interviews } from '../interview/interview.store';
import { type Order } from '../order/order.schema';
import { orders } from '../order/order.store';
import { foldSiteRecord } from '../siteRecord/fold';
import { type SiteRecord } from '../siteRecord/siteRecord.schema';
import { siteRecords } from '../siteRecord/siteRecord.store';
import { type VetoItem } from './case.schema';
import { type PenaltyCase } from './penalty.schema';
import { penaltyCases } from './penalty.store';
import { vetoItems } from './veto';
import { type DailyFact, type FieldFact, type VetoLinked } from './veto/verdict';

/** More records of one kind than any case has; beyond it the file is not one case any more. */
const MOST = 40;
const WITHOUT_HISTORY = { events: 0, outbox: 0 } as const;

export interface CaseLinks {
  sites: Stored<SiteRecord>[];
  interviews: Stored<Interview>[];
  holds: Stored<EvidenceHold>[];
  orders: Stored<Order>[];
  hearings: Stored<Hearing>[];
  discussions: Stored<Discussion>[];
  /** Of the camera; files that came another way have none. */
  evidence: Evidence[];
  /** Every hash the case names, each once, in its order. */
  hashes: string[];
}

export const hashesOf = ({ evidence, acts }: Pick<PenaltyCase, 'evidence' | 'acts'>): string[] => [
  ...new Set([...evidence, ...acts.flatMap((act) => act.evidence)]),
];

/** `siteRecord:<id>` and `interview:<id>` that took or named the evidence. */
function recordsNaming(evidence: readonly Evidence[]) {
  const named = evidence.flatMap(({ uses }) => uses.map(({ record }) => record.split(/:(.*)/s)));
  const ids = (word: string) => named.flatMap(([kind, id]) => (kind === word && id ? [id] : []));
  return { sites: ids('siteRecord'), interviews: ids('interview') };
}

const found = <D>(
  collection: { find: (query: never, options: object) => { toArray: () => Promise<unknown> } },
  query: object,
) =>
  collection.find(query as never, { projection: WITHOUT_HISTORY, limit: MOST, sort: { _id: 1 } }).toArray() as Promise<
    D[]
  >;

/** The same reading of a record is looked up once, however many ask: a decision needs it to be judged and to be shown. */
function oncePerReading<T>(look: (record: PenaltyCase) => Promise<T>): (record: PenaltyCase) => Promise<T> {
  const looked = new WeakMap<PenaltyCase, Promise<T>>();
  return (record) => {
    const known = looked.get(record) ?? look(record);
    looked.set(record, known);
    return known;
  };
}

/** Everything that belongs to the case. */
export const linksOf = oncePerReading(async (record): Promise<CaseLinks> => {
  const { source, _id } = record;
  const hashes = hashesOf(record);
  const evidence = await evidenceOf(hashes);
  const naming = recordsNaming(evidence);
  const asked = source.kind === 'INTERVIEW' && source.id ? [source.id] : [];
  const talks = [...new Set([...naming.interviews, ...asked])];
  const told = await found<Stored<Interview>>(interviews.collection, { _id: { $in: talks.slice(0, MOST) } });
  const direct = source.kind === 'SITE_RECORD' && source.id ? [source.id] : [];
  const visits = [...new Set([...direct, ...naming.sites, ...told.map(({ siteRecord }) => siteRecord)])].slice(0, MOST);
  const near = { $or: [{ siteRecord: { $in: visits } }, { evidence: { $in: hashes } }] };
  const [sites, beside, holds, ordered, heard, talked] = await Promise.all([
    found<Stored<SiteRecord>>(siteRecords.collection, {
      $or: [{ _id: { $in: visits } }, { inspection: { $in: visits } }],
    }),
    found<Stored<Interview>>(interviews.collection, { siteRecord: { $in: visits } }),
    found<Stored<EvidenceHold>>(evidenceHolds.collection, near),
    found<Stored<Order>>(orders.collection, near),
    hearingsOf(_id),
    found<Stored<Discussion>>(discussions.collection, { case: _id }),
  ]);
  const every = new Map([...told, ...beside].map((one) => [one._id, one]));
  const inOrder = [...talked].sort((a, b) => a.callAt.getTime() - b.callAt.getTime());
  return {
    sites,
    interviews: [...every.values()],
    holds,
    orders: ordered,
    hearings: heard,
    discussions: inOrder,
    evidence,
    hashes,
  };
});

const shown = ({ officers }: FieldState): number =>
  officers.filter(({ certified, shownAt }) => certified && shownAt !== null).length;
const closed = ({ status }: FieldState): boolean => status === 'locked' || status === 'signed' || status === 'refused';

function siteFact(record: SiteRecord): FieldFact {
  const state = foldSiteRecord(record.seed, record.field);
  const name = state.fields['party.name']?.value;
  return {
    ...{ path: 'site-records', id: record._id, no: record.no ?? '', enterprise: record.enterprise },
    partyName: typeof name === 'string' && name ? name : record.enterpriseName || null,
    ...{ certified: shown(state), rightsTold: state.rightsTold !== null, closed: closed(state) },
    samples: state.samples.map(({ value }) => ({ no: value.no, accompaniedBy: value.accompaniedBy })),
  };
}

function interviewFact(record: Interview): FieldFact {
  const state = foldInterview(record.seed, record.field);
  return {
    ...{ path: 'interviews', id: record._id, no: record.seed.no ?? '', enterprise: record.enterprise },
    ...{ partyName: record.enterpriseName || null, certified: shown(state), rightsTold: state.rightsTold !== null },
    ...{ closed: closed(state), samples: [] },
  };
}

/** A case begun from a follow-up: what it multiplies, by which order and which recheck. */
async function dailyOf({ origin }: PenaltyCase): Promise<DailyFact | null> {
  if (!origin) return null;
  const [original, order, recheck] = await Promise.all([
    read(penaltyCases, origin.original),
    read(orders, origin.order),
    siteRecords.collection.findOne({ _id: origin.recheck } as never, { projection: { arrivedAt: 1 } }),
  ]);
  const servedAt = order?.serving?.at ?? null;
  const on = recheck?.arrivedAt ? shanghaiDay(recheck.arrivedAt) : null;
  return {
    original: original && {
      ...{ id: original._id, no: original.decision?.no ?? null, fineFen: original.decision?.fineFen ?? 0 },
      ...{ decidedAt: original.decision?.at ?? null, servedAt: original.serving?.at ?? null },
    },
    order: order && { id: order._id, no: order.no, servedAt },
    recheck: on ? { id: origin.recheck, on } : null,
    counted: servedAt && on ? dailyDays({ orderServedOn: shanghaiDay(servedAt), recheckOn: on }) : null,
  };
}

/** What the veto checklist is judged by, beside the case. */
export const vetoLinked = oncePerReading(async (record): Promise<VetoLinked> => {
  const all = await linksOf(record);
  const flags = new Map(
    all.evidence.map(({ _id, flags: raised }) => [_id, raised.map(({ code }) => EVIDENCE_FLAGS[code])]),
  );
  const [others, enterprise, daily] = await Promise.all([
    keptAmong(all.hashes.filter((hash) => !flags.has(hash))),
    record.enterprise ? enterpriseById(record.enterprise) : null,
    dailyOf(record),
  ]);
  return {
    fields: [...all.sites.map(siteFact), ...all.interviews.map(interviewFact)],
    evidence: all.hashes.map((hash) => ({
      ...{ hash, kept: flags.has(hash) || others.has(hash), flags: flags.get(hash) ?? [] },
    })),
    ...{ holds: all.holds, orders: all.orders, hearing: all.hearings[0] ?? null, discussions: all.discussions },
    ...{ enterprise: enterprise && { name: enterprise.name, uscc: enterprise.uscc }, daily },
  };
});

/** The 25 items as the case stands; for the step that decides and for the pages. */
export const vetoFor = async (record: PenaltyCase, now: Date): Promise<VetoItem[]> =>
  vetoItems(record, await vetoLinked(record), now);

/** The same by id; empty for a case that does not exist. */
export async function vetoFacts(id: string, now: Date): Promise<VetoItem[]> {
  const record = await read(penaltyCases, id);
  return record ? vetoFor(record, now) : [];
}
