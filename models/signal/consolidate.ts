/**
 * From signals to incidents, in bulk. Crash-safe without a transaction, since every part can be done again: a signal gets its incident
 * once, an incident's count is counted anew in `signals`, a fact stands in it under the signal's id, and only then are the signals settled.
 *
 * Fifty alarms a second for ten minutes are one incident that is written about every ten seconds, so the desk stays usable.
 */
import { randomUUID } from 'node:crypto';
import { perform } from '../core/domain';
import { create, EVER } from '../core/journal';
import { policy } from '../core/policy';
import { asClock } from '../core/workflow';
import { incidentDomain } from '../incident/incident';
import { dutyFacts } from '../incident/incident.facts';
import { type Fact, type Incident } from '../incident/incident.schema';
import { incidents } from '../incident/incident.store';
import { received } from '../incident/intake';
import { type Station } from '../station/station.schema';
import { stationsById } from '../station/station.store';
import { asFact, type Alarm, asIncident, belongs, type Candidate, candidateOf, isAlarm } from './understand';
import { keepReadings } from './readings';
import { keepWarning } from './warnings';
import { dueSignals, signals } from './signal.store';
import { type Signal } from './signal.schema';
import { endTurn, takeTurn } from './turn';

/** An incident whose facts are full is written about this often. */
const PAUSE_MS = 10_000;
const AGAIN_MS = 5_000;
const MINUTE = 60_000;
const LIVE: readonly Incident['status'][] = ['received', 'alert', 'emergency', 'dispatched', 'onScene', 'controlled'];

/**
 * Do what is due, at most `limit` signals; one process at a time.
 *
 * @param onError told of signals that could not be consolidated; they are tried again
 * @returns how many signals were looked at
 */
export async function consolidate(now: Date, limit: number, onError: (error: unknown) => void): Promise<number> {
  const owner = randomUUID();
  const due = await dueSignals(now, limit);
  if (due.length === 0 || !(await takeTurn(owner, now))) return 0;
  try {
    // Read again: another process may have finished them before this one had its turn.
    const batch = await dueSignals(now, limit);
    await round(batch, now, onError);
    return batch.length;
  } finally {
    await endTurn(owner);
  }
}

async function round(batch: readonly Signal[], now: Date, onError: (error: unknown) => void) {
  const known = await stationsById(batch.flatMap(({ body }) => ('station' in body ? [body.station] : [])));
  const failing = async (about: readonly Signal[], work: () => Promise<void>) => {
    await work().catch(async (error: unknown) => {
      onError(error);
      await postpone(about, new Date(now.getTime() + AGAIN_MS), String(error));
    });
  };
  await failing(batch, async () => {
    await keepReadings(batch, known);
    await settle(batch.filter(({ body }) => body.kind === 'reading'));
  });
  for (const signal of batch) {
    const { body } = signal;
    if (body.kind === 'weather')
      await failing([signal], async () => {
        await keepWarning(signal.system, body, asClock(now));
        await settle([signal]);
      });
  }
  const alarms = batch.filter(isAlarm);
  await failing(alarms, () => assignIncidents(alarms, known, now));
  for (const [incident, own] of byIncident(alarms)) await failing(own, () => attach(incident, own, known, now));
}

async function settle(done: readonly Signal[]) {
  if (done.length === 0) return;
  await signals.updateMany({ _id: { $in: done.map(({ _id }) => _id) } }, { $set: { dueAt: null } });
}

async function postpone(some: readonly Signal[], dueAt: Date, lastError?: string) {
  await signals.updateMany(
    { _id: { $in: some.map(({ _id }) => _id) }, dueAt: { $gt: EVER } },
    { $set: { dueAt, ...(lastError ? { lastError } : {}) } },
  );
}

/** What is going on now, of these kinds: the incidents to which a signal may belong. */
async function candidates(types: readonly Incident['type'][], now: Date): Promise<Candidate[]> {
  const since = new Date(now.getTime() - 4 * policy().incident.togetherMinutes * MINUTE);
  const found = await incidents.collection
    .find({ type: { $in: types }, lastFactAt: { $gte: since }, status: { $in: LIVE } } as never, {
      projection: { type: 1, lastFactAt: 1, occurredAt: 1, stations: 1, location: 1, place: 1, reporterRef: 1 },
      sort: { lastFactAt: -1 },
      limit: 1_000,
    })
    .toArray();
  return found;
}

/** Give each alarm that has none its incident: one that is going on, or a new one. Decided once, kept in the signal. */
async function assignIncidents(alarms: Alarm[], known: ReadonlyMap<string, Station>, now: Date) {
  const fresh = alarms
    .filter(({ incident }) => !incident)
    .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  if (fresh.length === 0) return;
  const wanted = fresh.map((alarm) => candidateOf(alarm, known));
  const open = await candidates([...new Set(wanted.map(({ type }) => type))], now);
  const duty = await dutyFacts(now);
  const given = new Map<string, Alarm[]>();
  for (const [index, alarm] of fresh.entries()) {
    const like = wanted[index] as Candidate;
    let incident = open.find((one) => belongs(like, one));
    if (!incident) {
      const outcome = received(asIncident(alarm, known, now), duty);
      const { _id } = await create(incidents, outcome, asClock(now));
      incident = { ...like, _id };
      open.push(incident);
    }
    if (like.lastFactAt > incident.lastFactAt) incident.lastFactAt = like.lastFactAt;
    incident.stations = [...new Set([...incident.stations, ...like.stations])];
    given.set(incident._id, [...(given.get(incident._id) ?? []), alarm]);
  }
  for (const [incident, own] of given) {
    await signals.updateMany({ _id: { $in: own.map(({ _id }) => _id) } }, { $set: { incident } });
    // Only what is kept counts: an alarm whose incident could not be written is given one again.
    for (const alarm of own) alarm.incident = incident;
  }
}

function byIncident(alarms: readonly Alarm[]): Map<string, Alarm[]> {
  const groups = new Map<string, Alarm[]>();
  for (const alarm of alarms)
    if (alarm.incident) groups.set(alarm.incident, [...(groups.get(alarm.incident) ?? []), alarm]);
  return groups;
}

/** Whether the record would say nothing new but a larger count. */
function onlyCounts({ facts, stations, attachedAt }: Incident, came: readonly Fact[], now: Date): boolean {
  const full = facts.length >= policy().incident.factsKept;
  const said = new Set(facts.map(({ from, item }) => `${from}|${item}`));
  const newVoice = came.some(
    ({ from, item, station }) => !said.has(`${from}|${item}`) && !stations.includes(station ?? ''),
  );
  return full && !newVoice && attachedAt !== null && now.getTime() - attachedAt.getTime() < PAUSE_MS;
}

/** Follow where an incident has been merged into. */
async function standing(id: string): Promise<Incident | null> {
  let incident = await incidents.collection.findOne<Incident>({ _id: id } as never);
  while (incident?.mergedInto)
    incident = await incidents.collection.findOne<Incident>({ _id: incident.mergedInto } as never);
  return incident;
}

async function attach(id: string, own: readonly Alarm[], known: ReadonlyMap<string, Station>, now: Date) {
  const incident = await standing(id);
  if (!incident) throw new Error(`signal without its incident: ${id}`);
  const facts = own.map((alarm) => asFact(alarm, known));
  if (incident.attachedAt && onlyCounts(incident, facts, now)) {
    await postpone(own, new Date(incident.attachedAt.getTime() + PAUSE_MS));
    return;
  }
  if (incident._id !== id) await signals.updateMany({ incident: id }, { $set: { incident: incident._id } });
  const signalCount = await signals.countDocuments({ incident: incident._id });
  await perform(incidentDomain, 'attach', incident._id, { facts, signalCount }, asClock(now));
  await settle(own);
}
