import mongoose from 'mongoose';
import { type Enterprise } from './enterprise.schema';

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'enterprises' },
);
schema.index({ county: 1, name: 1 });
schema.index({ shortNames: 1 });

export const enterprises = (mongoose.models['enterprises'] ?? mongoose.model('enterprises', schema))
  .collection as unknown as mongoose.mongo.Collection<Enterprise>;

/** The enterprise with this id, or null. */
export const enterpriseById = (id: string): Promise<Enterprise | null> => enterprises.findOne({ _id: id });

/** What a supervisor's words are matched against: id, short names, place and county of every enterprise. */
export const enterpriseNames = (): Promise<
  Pick<Enterprise, '_id' | 'name' | 'shortNames' | 'county' | 'place' | 'location'>[]
> => enterprises.find({}, { projection: { name: 1, shortNames: 1, county: 1, place: 1, location: 1 } }).toArray();

/** Up to 20 enterprises whose name contains the words. The words are data, never a pattern. */
export const searchEnterprises = (words: string): Promise<Enterprise[]> =>
  enterprises
    .find({ name: { $regex: words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') } }, { limit: 20, sort: { name: 1 } })
    .toArray();
