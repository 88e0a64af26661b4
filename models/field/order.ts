/**
 * The one order in which events are told, whoever got them first. It depends on the set of events alone: corrected time, never against the
 * order in which a phone wrote them, then device, then place in the chain.
 */
import { type FieldEvent } from './fieldEvent.schema';
import { type Basis } from './steps.schema';

/** An event with the moment that counts for it: milliseconds since 1970. */
export interface Told {
  event: FieldEvent;
  at: number;
}

/** Events by device, each chain in order of `seq`, nothing twice. Where two claim one place, the smaller hash has it on every side. */
export function chainsOf(events: readonly FieldEvent[]): Map<string, FieldEvent[]> {
  const places = new Map<string, Map<number, FieldEvent>>();
  for (const event of events) {
    const chain = places.get(event.device) ?? new Map<number, FieldEvent>();
    const other = chain.get(event.seq);
    if (!other || event.hash < other.hash) chain.set(event.seq, event);
    places.set(event.device, chain);
  }
  return new Map([...places].map(([device, chain]) => [device, [...chain.values()].sort((a, b) => a.seq - b.seq)]));
}

/** The skew that counts for each event of a chain: its own, else the last measured before it, else the first measured after it. */
function skews(chain: readonly FieldEvent[]): number[] {
  let known = chain.find(({ skewMs }) => skewMs !== null)?.skewMs ?? 0;
  return chain.map(({ skewMs }) => (known = skewMs ?? known));
}

function timed(chain: readonly FieldEvent[]): Told[] {
  const skew = skews(chain);
  let latest = -Infinity;
  return chain.map((event, at) => {
    latest = Math.max(latest, Date.parse(event.at) + (skew[at] ?? 0));
    return { event, at: latest };
  });
}

/** All events in the order in which they are told. A clock that is turned back never puts an event before the one written before it. */
export function told(events: readonly FieldEvent[]): Told[] {
  return [...chainsOf(events).values()]
    .flatMap(timed)
    .sort(
      (a, b) =>
        a.at - b.at ||
        (a.event.device < b.event.device ? -1 : a.event.device > b.event.device ? 1 : a.event.seq - b.event.seq),
    );
}

/** The last event of each device: what somebody has seen who has seen all of these. */
export const basisOf = (events: readonly FieldEvent[]): Basis =>
  [...chainsOf(events).values()].flatMap((chain) => {
    const last = chain.at(-1);
    return last ? [{ device: last.device, seq: last.seq, hash: last.hash }] : [];
  });

/** The events that somebody had seen who names this basis; undefined while one of them has not come yet. */
export function eventsWithin(events: readonly FieldEvent[], basis: Basis): FieldEvent[] | undefined {
  const upTo = new Map(basis.map(({ device, seq }) => [device, seq]));
  // Each end must stand at its own place: one that names a later place would cover what was written after the reading.
  const ends = new Map(events.map(({ device, seq, hash }) => [hash, `${seq}/${device}`]));
  if (upTo.size < basis.length || !basis.every(({ device, seq, hash }) => ends.get(hash) === `${seq}/${device}`))
    return undefined;
  return events.filter(({ device, seq }) => seq <= (upTo.get(device) ?? 0));
}
