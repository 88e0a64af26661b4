import { defineStore, type Stored } from '../core/journal';
import { type County } from '../core/place';
import { type WeatherWarning } from './weather.schema';

export const weatherWarnings = defineStore<WeatherWarning>('weather_warnings', {
  indexes: [[{ status: 1, endsAt: 1 }]],
});

/** The warnings in force at this moment, those that began last first; of one county when given. */
export async function warningsAt(now: Date, county?: County | null): Promise<Stored<WeatherWarning>[]> {
  const here = county ? { $or: [{ counties: { $size: 0 } }, { counties: county }] } : {};
  return await weatherWarnings.collection
    .find({ status: 'inForce', endsAt: { $gt: now }, startsAt: { $lte: now }, ...here } as never, {
      sort: { startsAt: -1 },
      limit: 50,
    })
    .toArray();
}
