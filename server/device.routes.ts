/** 手机登记 by HTTP: a phone fetches its key, its person sees the list and stops a lost one; so does the security administrator. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { addressOf } from '../models/core/identityVault';
import { create, type Stored } from '../models/core/journal';
import { policy } from '../models/core/policy';
import { checked, offered } from '../models/core/workflow';
import { deviceDomain, freshStorageKey, isMetDue, registerDevice, storageKeyOf } from '../models/device/device';
import { type Device, RegisterDevice, STATES } from '../models/device/device.schema';
import { deviceById, devices, devicesOf, deviceWithKey } from '../models/device/device.store';
import { deviceWorkflow } from '../models/device/device.workflow';
import { namesOf, people } from '../models/people/people.store';
import { commandContext, mountCommands } from './commands';
import { type Sessions } from './sessions';
import { type SignedIn } from './signIn';

export const DevicesQuery = z.strictObject({
  /** Name of the person whose phones the security administrator looks for. */
  name: z.string().trim().min(1).max(20).optional(),
});

const REVOKED = '这台手机已停用，本机内容不能再打开。手机已找回的，请联系安全管理员恢复。';
const TAKEN = '设备编号与登记的不符，请清除本应用数据后重新登录；仍不行请联系系统管理员。';

/** The device as it stands, new or known. @throws DomainError INVALID_INPUT (somebody else's, another key) | NOT_PERMITTED (stopped) */
async function registered(input: RegisterDevice, state: SignedIn): Promise<Stored<Device>> {
  const context = commandContext(state);
  const known = await deviceWithKey(input.id);
  const device = known ?? (await create(devices, registerDevice(input, freshStorageKey(input.id), context), context));
  const { x, y } = device.publicKey;
  if (device.person !== state.actor.id || x !== input.publicKey.x || y !== input.publicKey.y) {
    await recordDenied(context, { objectType: 'devices', objectId: input.id, action: 'device.register' });
    throw new DomainError('INVALID_INPUT', TAKEN, { id: input.id });
  }
  if (device.status === 'revoked') {
    await recordDenied(context, { objectType: 'devices', objectId: input.id, action: 'device.key' });
    throw new DomainError('NOT_PERMITTED', REVOKED, { id: input.id });
  }
  return isMetDue(device, state.now) ? perform(deviceDomain, 'meet', device._id, {}, context, device) : device;
}

type Listed = Omit<Device, 'storageKey'>;

const present = (device: Listed, { actor, now }: SignedIn, names: ReadonlyMap<string, string>) => ({
  id: device._id,
  name: device.name,
  personName: names.get(device.person) ?? null,
  own: device.person === actor.id,
  ...{ status: device.status, stateLabel: STATES[device.status] },
  ...{ registeredAt: device.registeredAt, seenAt: device.seenAt, revokedAt: device.revokedAt },
  offered: offered(deviceWorkflow, device as Device, { actor, now }),
});

/** One's own, or those of everybody of this name for whoever may stop them. @throws DomainError NOT_PERMITTED */
async function listed(name: string | undefined, state: SignedIn): Promise<Listed[]> {
  if (!name) return devicesOf(state.actor.id);
  if (!permits('restoreDevice', state.actor)) {
    await recordDenied(commandContext(state), { objectType: 'devices', objectId: '–', action: 'devices.read' });
    throw new DomainError('NOT_PERMITTED', '查看别人的手机需要安全管理员权限，请联系安全管理员。');
  }
  const found = await people.find({ name }, { projection: { _id: 1 }, limit: 20 }).toArray();
  return (await Promise.all(found.map(({ _id }) => devicesOf(_id)))).flat();
}

/** Whoever holds a lost phone may still be signed in on it: stopping it ends every sign-in of its person but the one that stops it. */
async function endSignIns(id: string, { session }: SignedIn, sessions: Sessions): Promise<void> {
  const device = await deviceById(id);
  if (device?.revokedAt) await sessions.closeOthers((await addressOf(device.person)) ?? device.person, session.id);
}

export function deviceRoutes(router: Router, sessions: Sessions): void {
  router.post('/api/devices', async (ctx) => {
    const state = ctx.state as SignedIn;
    const device = await registered(checked(RegisterDevice, ctx.request.body), state);
    const { offlineDays, graceDays } = policy().field;
    const storageKey = storageKeyOf(device);
    ctx.body = { id: device._id, storageKey, serverTime: state.now, offlineDays, graceDays };
  });
  router.get('/api/devices', async (ctx) => {
    const state = ctx.state as SignedIn;
    const { name } = checked(DevicesQuery, { ...ctx.query });
    const found = await listed(name, state);
    const names = await namesOf(found.map(({ person }) => person));
    ctx.body = { items: found.map((device) => present(device, state, names)) };
  });
  router.post('/api/devices/:id/revoke', async (ctx, next) => {
    await next();
    await endSignIns(String(ctx.params['id']), ctx.state, sessions);
  });
  mountCommands(router, '/api/devices', deviceDomain, {
    present: (device, state) => ({ device: present(device, state, new Map()) }),
    check: () => Promise.resolve(),
  });
}
