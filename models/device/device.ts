/** The decisions about devices, and the domain as the doors see it. */
import { randomBytes } from 'node:crypto';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { seal, type Sealed, unseal } from '../core/sealing';
import { advance, command, type Context, type Outcome } from '../core/workflow';
import { z } from 'zod';
import { type Device, type RegisterDevice, RestoreDevice, RevokeDevice } from './device.schema';
import { devices } from './device.store';
import { deviceWorkflow } from './device.workflow';

const PURPOSE = 'device.storageKey';
const KEY_BYTES = 32;
const DAY = 86_400_000;

/** A fresh storage key, closed. Not part of the decision: it is chance. */
export const freshStorageKey = (id: string): Sealed => seal(PURPOSE, id, randomBytes(KEY_BYTES));

/** 登记一台手机, for `create`. */
export function registerDevice(
  { id, publicKey, name }: RegisterDevice,
  storageKey: Sealed,
  { actor, now }: Context,
): Outcome<Device> {
  const document: Device = {
    ...{ _id: id, version: 0, status: 'active', person: actor.id, publicKey, name, storageKey },
    ...{ registeredAt: now, seenAt: now, revokedAt: null, revokedBy: null },
  };
  return { document, event: { type: 'device.registered', data: { name } } };
}

/** Whether `meet` is due: history should tell on which days a key was given out, not how often. */
export const isMetDue = ({ seenAt }: Device, now: Date): boolean => now.getTime() - seenAt.getTime() >= DAY;

function meetDevice(device: Device, _input: unknown, context: Context): Outcome<Device> {
  const status = advance(deviceWorkflow, 'meet', device, context);
  return { document: { ...device, status, seenAt: context.now }, event: { type: 'device.met' } };
}

function revokeDevice(device: Device, _input: unknown, context: Context): Outcome<Device> {
  const status = advance(deviceWorkflow, 'revoke', device, context);
  return {
    document: { ...device, status, revokedAt: context.now, revokedBy: context.actor.id },
    event: { type: 'device.revoked' },
  };
}

function restoreDevice(device: Device, _input: unknown, context: Context): Outcome<Device> {
  const status = advance(deviceWorkflow, 'restore', device, context);
  return { document: { ...device, status, revokedAt: null, revokedBy: null }, event: { type: 'device.restored' } };
}

/**
 * The storage key of a device in use, 32 bytes in base64. Who may have it is the caller's question: only its person.
 *
 * @throws DomainError UNAVAILABLE (altered, or the vault key is not loaded)
 */
export function storageKeyOf({ _id, storageKey }: Device): string {
  const key = unseal(PURPOSE, _id, storageKey);
  if (Buffer.isBuffer(key)) return key.toString('base64');
  throw new DomainError('UNAVAILABLE', '这台手机的密钥读不出来，请联系安全管理员。', { device: _id });
}

export const deviceDomain: Domain<Device> = {
  store: devices,
  workflow: deviceWorkflow,
  commands: {
    meet: command(z.strictObject({}), meetDevice),
    revoke: command(RevokeDevice, revokeDevice),
    restore: command(RestoreDevice, restoreDevice),
  },
  facts: {},
};
