/**
 * Boxes and keys of flying inspections, in two collections: whoever has one of them has nothing. A box is written before the record
 * that names it, so no record ever names one that is not there; one that was replaced is removed together with its key.
 */
import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { DomainError } from '../core/errors';
import { rewrap, seal, type SealedBox, unseal, unwrapKey, type WrappedKey } from '../core/sealing';
import { vaultKeys } from '../core/identityVault';
import { PADDED, type Purpose } from './target';

interface KeptBox {
  _id: string;
  inspection: string;
  box: SealedBox;
}
interface KeptKey {
  _id: string;
  inspection: string;
  purpose: Purpose;
  key: WrappedKey;
}

const collectionOf = <D extends object>(name: string, fields: Record<string, 1>) => {
  const schema = new mongoose.Schema(
    { _id: String },
    { strict: false, versionKey: false, autoIndex: false, collection: name },
  );
  schema.index(fields);
  return (mongoose.models[name] ?? mongoose.model(name, schema)).collection as unknown as mongoose.Collection<D>;
};
const boxes = collectionOf<KeptBox>('flying_boxes', { inspection: 1 });
const keys = collectionOf<KeptKey>('flying_keys', { inspection: 1 });

/** Seal content for an inspection and keep both parts. @returns the name under which the record refers to them */
export async function keepSealed(purpose: Purpose, inspection: string, plain: object): Promise<string> {
  const ref = randomUUID();
  const { box, key } = seal(purpose, ref, plain, { padTo: PADDED[purpose] });
  await keys.insertOne({ _id: ref, inspection, purpose, key });
  await boxes.insertOne({ _id: ref, inspection, box });
  return ref;
}

const lost = (ref: string) => new DomainError('UNAVAILABLE', '密封内容没有找到，请通知安全管理员核查备份。', { ref });

async function keyOf(ref: string): Promise<KeptKey> {
  const kept = await keys.findOne({ _id: ref });
  if (!kept) throw lost(ref);
  return kept;
}

/** The box as it stands, for phones that carry it along. @throws DomainError UNAVAILABLE when it is not there */
export async function boxOf(ref: string): Promise<SealedBox> {
  const kept = await boxes.findOne({ _id: ref });
  if (!kept) throw lost(ref);
  return kept.box;
}

/** What was sealed. @throws DomainError UNAVAILABLE (missing, altered, key not loaded) */
export async function openSealed(purpose: Purpose, ref: string): Promise<unknown> {
  const [{ key }, box] = await Promise.all([keyOf(ref), boxOf(ref)]);
  return unseal(purpose, ref, { box, key });
}

/** The key alone, base64: what a phone that has the box already needs at the reveal. */
export const releasedKey = async (purpose: Purpose, ref: string): Promise<string> =>
  unwrapKey(purpose, ref, (await keyOf(ref)).key).toString('base64');

/** Names of the vault keys under which the keys of this inspection stand: who holds one of these could open it. */
export async function vaultKeysOf(inspection: string): Promise<string[]> {
  const found = await keys.find({ inspection }, { projection: { 'key.keyId': 1 } }).toArray();
  return [...new Set(found.map(({ key }) => key.keyId))];
}

/** Remove boxes of an inspection with their keys: without the key nobody opens a copy of the box either. */
export async function sweep(inspection: string, refs: readonly string[]): Promise<void> {
  const stale = { inspection, _id: { $in: [...refs] } };
  await keys.deleteMany(stale);
  await boxes.deleteMany(stale);
}

/** Remove everything that was sealed for these inspections; for the demo alone. @param inspections condition on their ids */
export async function clearSealed(inspections: object): Promise<void> {
  await keys.deleteMany({ inspection: inspections });
  await boxes.deleteMany({ inspection: inspections });
}

/**
 * Wrap keys that hang on an older key of the vault by the current one; the boxes stay as they are. Run until `rewrapped` is 0; then the
 * old key may go, unless `failed` names inspections whose key could not be opened.
 */
export async function rewrapOld(limit: number): Promise<{ rewrapped: number; failed: string[] }> {
  const { current } = vaultKeys();
  const old = await keys.find({ 'key.keyId': { $ne: current } }, { limit }).toArray();
  const failed: string[] = [];
  let rewrapped = 0;
  for (const { _id, inspection, purpose, key } of old) {
    try {
      const changed = { $set: { key: rewrap(purpose, _id, key) } };
      rewrapped += (await keys.updateOne({ _id, 'key.iv': key.iv }, changed)).matchedCount;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failed.push(inspection);
    }
  }
  return { rewrapped, failed };
}
