import { defineStore, type Stored } from '../core/journal';
import { type Device, type DevicePublicKey } from './device.schema';

export const devices = defineStore<Device>('devices', { indexes: [[{ person: 1, seenAt: -1 }]] });

/** What judges a signature: whose key it is, and until when it counts. */
export interface DeviceKey {
  _id: string;
  person: string;
  publicKey: DevicePublicKey;
  revokedAt: Date | null;
}

/** The device with this id, or null. */
export const deviceById = (id: string): Promise<DeviceKey | null> =>
  devices.collection.findOne({ _id: id } as never, {
    projection: { person: 1, publicKey: 1, revokedAt: 1 },
  });

/** The whole device, storage key included, or null. */
export const deviceWithKey = (id: string): Promise<Stored<Device> | null> =>
  devices.collection.findOne({ _id: id } as never);

/** One person's devices, the last used first; the key stays where it is. */
export const devicesOf = (person: string, limit = 50): Promise<Omit<Device, 'storageKey'>[]> =>
  devices.collection
    .find({ person } as never, {
      projection: { events: 0, outbox: 0, storageKey: 0 },
      sort: { seenAt: -1 },
      limit,
    })
    .toArray();
