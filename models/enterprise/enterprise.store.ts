import mongoose from 'mongoose';
import { type Actor, visibleTo } from '../core/access';
import { containing } from '../core/containing';
import { type Category, type Enterprise, type Sector } from './enterprise.schema';

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'enterprises' },
);
schema.index({ county: 1, name: 1 });
schema.index({ shortNames: 1 });
schema.index({ pinyin: 1 });
schema.index({ sector: 1, county: 1, name: 1 });

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
    .find({ name: containing(words) }, { limit: 20, sort: { name: 1 }, projection: { dossier: 0, pinyin: 0 } })
    .toArray();

export interface EnterpriseFilter {
  /** Part of the name or of a short name, or the beginning of either in pinyin. */
  words?: string;
  sector?: Sector;
  county?: string;
  category?: Category;
  place?: string;
  /** Name of the last one of the page before. */
  after?: string;
  limit: number;
}

/** A row of the register. */
export type ListedEnterprise = Omit<Enterprise, 'dossier' | 'pinyin'>;

const LATIN = /^[A-Za-z\s]+$/;
const named = (words: string) =>
  LATIN.test(words)
    ? { pinyin: { $regex: `^${words.replace(/\s/g, '').toLowerCase()}` } }
    : { $or: [{ name: containing(words) }, { shortNames: containing(words) }, { uscc: words.toUpperCase() }] };

/** Enterprises whose file this actor may read, by name. */
export function listEnterprises(actor: Actor, filter: EnterpriseFilter): Promise<ListedEnterprise[]> {
  const scope = visibleTo('seeEnterprise', actor);
  if (!scope) return Promise.resolve([]);
  const { words, sector, county, category, place, after, limit } = filter;
  const asked = {
    ...(words ? { $and: [named(words)] } : {}),
    ...(sector ? { sector } : {}),
    ...(county ? { county } : {}),
    ...(category ? { category } : {}),
    ...(place ? { place } : {}),
    ...(after ? { name: { $gt: after } } : {}),
  };
  return enterprises
    .find({ $and: [scope, asked] } as never, { sort: { name: 1 }, limit, projection: { dossier: 0, pinyin: 0 } })
    .toArray();
}
