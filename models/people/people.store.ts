import mongoose from 'mongoose';
import { type Role } from '../core/access';
import { type Person, type Unit } from './people.schema';

/**
 * Projections of DingTalk's organisation, rewritten by the organisation sync: no workflow, no journal. A person who has
 * left stays as `active: false`, since history names them.
 */
const projection = (name: string, indexes: Record<string, 1>[]) => {
  const schema = new mongoose.Schema(
    { _id: String },
    { strict: false, versionKey: false, autoIndex: false, collection: name },
  );
  indexes.forEach((fields) => schema.index(fields));
  return (mongoose.models[name] ?? mongoose.model(name, schema)).collection;
};

export const people = projection('people', [
  { active: 1, roles: 1, unit: 1 },
  { unit: 1, pinyin: 1 },
  { unionId: 1 },
]) as unknown as mongoose.mongo.Collection<Person>;
export const units = projection('units', [
  { active: 1, kind: 1 },
  { county: 1, kind: 1 },
]) as unknown as mongoose.mongo.Collection<Unit>;

/** The active person with this userid, or null. */
export const personById = (id: string): Promise<Person | null> => people.findOne({ _id: id, active: true });

/** Active people with this role, in a stable order; of one county when given. */
export const peopleWithRole = (role: Role, county?: string | null): Promise<Person[]> =>
  people
    .find({ active: true, roles: role, ...(county ? { county: county as never } : {}) }, { sort: { _id: 1 } })
    .toArray();

/** Active people of one unit, in the order of their names. */
export const peopleOfUnit = (unit: string): Promise<Person[]> =>
  people.find({ active: true, unit }, { sort: { pinyin: 1 } }).toArray();

/** The unit with this department id, or null. */
export const unitById = (id: string): Promise<Unit | null> => units.findOne({ _id: id, active: true });

/** Units of one kind, such as the branches that petitions are assigned to. */
export const unitsOfKind = (kind: Unit['kind']): Promise<Unit[]> =>
  units.find({ active: true, kind }, { sort: { _id: 1 } }).toArray();

/** The names of these userids; protected references and unknown ids are simply absent. */
export async function namesOf(ids: readonly string[]): Promise<Map<string, string>> {
  const found = await people.find({ _id: { $in: [...new Set(ids)] } }, { projection: { name: 1 } }).toArray();
  return new Map(found.map(({ _id, name }) => [_id, name]));
}
