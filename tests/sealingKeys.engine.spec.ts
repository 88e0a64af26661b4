import { freshStorageKey } from '../models/device/device';
import { devices } from '../models/device/device.store';
import { rewrapDevices } from '../models/device/rewrapping';
import { openVault } from '../models/core/identityVault';
import { unseal } from '../models/core/sealing';
import { useDatabase } from './support/database';

useDatabase();
const KEYS = { k1: Buffer.alloc(32, 1), k2: Buffer.alloc(32, 2) };
const withKeys = (current: string, keys: Record<string, Buffer>) =>
  openVault({ current, keys, pepper: Buffer.alloc(32, 7) });

describe('a new key of the vault', () => {
  it('takes over the storage keys of phones, and names those that it cannot', async () => {
    withKeys('k1', KEYS);
    const storageKey = freshStorageKey('phone');
    const plain = unseal('device.storageKey', 'phone', storageKey);
    await devices.collection.insertMany([
      { _id: 'phone', storageKey },
      { _id: 'stray', storageKey: freshStorageKey('another') },
    ] as never);
    withKeys('k2', KEYS);
    expect(await rewrapDevices(10)).toEqual({ rewrapped: 1, failed: ['stray'] });
    withKeys('k2', { k2: KEYS.k2 });
    const kept = await devices.collection.findOne({ _id: 'phone' } as never);
    expect(unseal('device.storageKey', 'phone', kept!.storageKey)).toEqual(plain);
  });
});
