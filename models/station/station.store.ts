/**
 * 监测站点. A projection of what the stations' systems say (models/signal/consolidate.ts), without workflow or journal: a reading is no decision,
 * and the signal that brought it stays where it came in.
 */
import mongoose from 'mongoose';
import { datedBy, whenDated } from '../core/journal';
import { policy } from '../core/policy';
import { type RegisterStations, type Station } from './station.schema';

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'stations' },
);
schema.index({ county: 1, kind: 1 });
schema.index(...whenDated('silentAt'));

export const stations = (mongoose.models['stations'] ?? mongoose.model('stations', schema))
  .collection as unknown as mongoose.mongo.Collection<Station>;

/** Stations that should have spoken by `now` and have not, the longest silent first. */
export const silentStations = (now: Date, limit = 200): Promise<Station[]> =>
  stations.find({ ...datedBy('silentAt', now), active: true } as never, { sort: { silentAt: 1 }, limit }).toArray();

/** Every active station with what a map needs: where it is, what it last said, from when its silence counts. */
export const stationsOnMap = (): Promise<Station[]> =>
  stations.find({ active: true }, { sort: { _id: 1 }, limit: 2_000 }).toArray();

/** The stations with these ids, by id. */
export async function stationsById(ids: readonly string[]): Promise<Map<string, Station>> {
  const found = await stations.find({ _id: { $in: [...new Set(ids)] } }).toArray();
  return new Map(found.map((station) => [station._id, station]));
}

/** Put stations on the register, or correct what it says of them. What they have said stays. @returns how many are new */
export async function registerStations({
  stations: given,
}: RegisterStations): Promise<{ added: number; total: number }> {
  const fresh = { lastReadingAt: null, lastReading: null, silentAt: null };
  const { upsertedCount } = await stations.bulkWrite(
    given.map(({ id, ...said }) => ({
      updateOne: { filter: { _id: id }, update: { $set: said, $setOnInsert: fresh }, upsert: true },
    })),
  );
  return { added: upsertedCount, total: given.length };
}

/** When the silence of a station that spoke at `at` becomes an alarm. */
export const silentFrom = ({ everyMinutes }: Pick<Station, 'everyMinutes'>, at: Date): Date =>
  new Date(at.getTime() + everyMinutes * policy().station.silentAfterReadings * 60_000);
