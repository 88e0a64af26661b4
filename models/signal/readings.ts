/** What stations say, kept with the stations: the last value, and from when their silence counts. */
import { type Station } from '../station/station.schema';
import { silentFrom, stations } from '../station/station.store';
import { type Signal, type SignalBody } from './signal.schema';

type Measured = Extract<SignalBody, { kind: 'reading' | 'exceedance' }>;
const isMeasured = (body: SignalBody): body is Measured => body.kind === 'reading' || body.kind === 'exceedance';

/** The last word of each station in these signals; an older one never replaces a newer one, so a repetition changes nothing. */
export async function keepReadings(batch: readonly Signal[], known: ReadonlyMap<string, Station>): Promise<void> {
  const latest = new Map<string, Measured>();
  for (const { body } of batch) {
    if (!isMeasured(body) || !known.has(body.station)) continue;
    const before = latest.get(body.station);
    if (!before || before.at <= body.at) latest.set(body.station, body);
  }
  const writes = [...latest].map(([id, body]) => ({
    updateOne: {
      filter: { _id: id, $or: [{ lastReadingAt: null }, { lastReadingAt: { $lte: body.at } }] },
      update: { $set: lastOf(body, known.get(id) as Station) },
    },
  }));
  if (writes.length > 0) await stations.bulkWrite(writes, { ordered: false });
}

function lastOf(body: Measured, station: Station) {
  const { item, value, unit, limit, at, kind } = body;
  const over = kind === 'exceedance' || (limit !== null && value > limit);
  return { lastReadingAt: at, lastReading: { item, value, unit, limit, at, over }, silentAt: silentFrom(station, at) };
}
