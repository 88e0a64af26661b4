/** When the vault has a new key: the storage keys of phones follow it, so that the old one may go. */
import { DomainError } from '../core/errors';
import { vaultKeys } from '../core/identityVault';
import { rewrap, type Sealed } from '../core/sealing';
import { devices } from './device.store';

const PURPOSE = 'device.storageKey';

/**
 * Wrap storage keys that hang on an older key of the vault by the current one. Run until `rewrapped` is 0; then the old key may go,
 * unless `failed` names devices whose key could not be opened.
 */
export async function rewrapDevices(limit: number): Promise<{ rewrapped: number; failed: string[] }> {
  const old = (await devices.collection
    .find({ 'storageKey.key.keyId': { $ne: vaultKeys().current } } as never, {
      projection: { storageKey: 1 },
      limit,
    })
    .toArray()) as unknown as { _id: string; storageKey: Sealed }[];
  const failed: string[] = [];
  let rewrapped = 0;
  for (const { _id, storageKey } of old) {
    try {
      const key = rewrap(PURPOSE, _id, storageKey.key);
      const same = { _id, 'storageKey.key.iv': storageKey.key.iv };
      const { matchedCount } = await devices.collection.updateOne(same, { $set: { 'storageKey.key': key } });
      rewrapped += matchedCount;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failed.push(_id);
    }
  }
  return { rewrapped, failed };
}
