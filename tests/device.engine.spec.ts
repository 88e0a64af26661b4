import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { deviceById, devices } from '../models/device/device.store';
import { aPerson, MORNING } from './builders';
import { people } from '../models/people/people.store';
import { useDatabase } from './support/database';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();

let server: TestServer;
beforeEach(async () => {
  await settle();
  await people.insertOne(aPerson('security', '何安全', ['securityAdmin'], { county: null, unit: 'bureau' }));
  server = await startServer();
});
afterEach(() => server.close());

const publicKey = () => {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x, y };
};
const aPhone = () => ({ id: ulid(), publicKey: publicKey(), name: '安卓手机 · 钉钉' });
const register = (browser: Browser, phone: object) => browser.post('/api/devices', phone);
interface Listed {
  id: string;
  personName: string;
  status: string;
  offered: string[];
}
const list = async (browser: Browser, query = '') =>
  ((await browser.get(`/api/devices${query}`)).body.items ?? []) as Listed[];

describe('a phone that is registered at sign-in', () => {
  it('gets 32 bytes of its own, the same every time, and learns how long they may be used without network', async () => {
    const wang = await signIn(server, 'wang');
    const phone = aPhone();
    const first = (await register(wang, phone)).body;
    expect(first).toMatchObject({ id: phone.id, serverTime: MORNING.toISOString(), offlineDays: 7, graceDays: 1 });
    expect(Buffer.from(String(first['storageKey']), 'base64')).toHaveLength(32);
    expect((await register(wang, phone)).body['storageKey']).toBe(first['storageKey']);
    expect((await register(wang, aPhone())).body['storageKey']).not.toBe(first['storageKey']);
  });

  it('is known with its public key, and its storage key stands nowhere in the clear', async () => {
    const wang = await signIn(server, 'wang');
    const phone = aPhone();
    const { storageKey } = (await register(wang, phone)).body;
    expect(await deviceById(phone.id)).toEqual({
      ...{ _id: phone.id, person: 'wang', publicKey: phone.publicKey, revokedAt: null },
    });
    const stored = JSON.stringify(await devices.collection.find({}).toArray());
    expect(stored).not.toContain(String(storageKey));
    expect(stored).not.toContain(Buffer.from(String(storageKey), 'base64').toString('hex'));
    expect(server.logged()).not.toContain(String(storageKey));
  });

  it('gives its key to nobody else, nor to another key under the same id', async () => {
    const phone = aPhone();
    await register(await signIn(server, 'wang'), phone);
    const stranger = await register(await signIn(server, 'zhang'), phone);
    expect([stranger.status, stranger.body['storageKey']]).toEqual([400, undefined]);
    const forged = await register(await signIn(server, 'wang'), { ...phone, publicKey: publicKey() });
    expect([forged.status, forged.body['storageKey']]).toEqual([400, undefined]);
  });

  it('keeps one event per day on which it fetched its key', async () => {
    const phone = aPhone();
    for (const hours of [0, 1, 25, 26]) {
      server.clock.now = new Date(MORNING.getTime() + hours * 3_600_000);
      expect((await register(await signIn(server, 'wang'), phone)).status).toBe(200);
    }
    const { events, seenAt } = (await devices.collection.findOne({}))!;
    expect(events.map(({ type }) => type)).toEqual(['device.registered', 'device.met']);
    expect(seenAt).toEqual(new Date(MORNING.getTime() + 25 * 3_600_000));
    expect(await list(await signIn(server, 'wang'))).toHaveLength(1);
  });

  it('is refused in words when anything about it is wrong, and nothing is written', async () => {
    const wang = await signIn(server, 'wang');
    const phone = aPhone();
    const bad = [
      { id: 'x' },
      { publicKey: { ...phone.publicKey, d: 'private' } },
      { publicKey: { ...phone.publicKey, x: randomBytes(10).toString('base64url') } },
      { name: '' },
      { name: '长'.repeat(61) },
      { person: 'zhang' },
    ];
    for (const change of bad) {
      const { status, body } = await register(wang, { ...phone, ...change });
      expect([change, status]).toEqual([change, 400]);
      expect(body.error?.message).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(await devices.collection.countDocuments()).toBe(0);
  });

  it('of a villager is registered under the protected reference', async () => {
    await register(await signIn(server, 'villager'), aPhone());
    expect((await devices.collection.findOne({}))?.person).toMatch(/^ref:/);
  });
});

describe('a lost phone', () => {
  it('is stopped by its person and gets no key any more', async () => {
    const wang = await signIn(server, 'wang');
    const phone = aPhone();
    await register(wang, phone);
    expect((await list(wang)).map(({ offered }) => offered)).toEqual([['revoke']]);
    expect((await wang.post(`/api/devices/${phone.id}/revoke`)).status).toBe(200);
    const refused = await register(await signIn(server, 'wang'), phone);
    expect([refused.status, refused.body['storageKey']]).toEqual([403, undefined]);
    expect(refused.body.error?.message).toContain('安全管理员');
    expect((await deviceById(phone.id))?.revokedAt).toEqual(MORNING);
  });

  it('is signed out at once wherever it is, while the one that stops it stays signed in', async () => {
    const [lost, mine] = [await signIn(server, 'wang'), await signIn(server, 'wang')];
    const phone = aPhone();
    await register(lost, phone);
    expect((await mine.post(`/api/devices/${phone.id}/revoke`)).status).toBe(200);
    expect([(await lost.get('/api/devices')).status, (await mine.get('/api/devices')).status]).toEqual([401, 200]);
  });

  it('is stopped and, once found, brought back by the security administrator, never by whoever holds it', async () => {
    const wang = await signIn(server, 'wang');
    const security = await signIn(server, 'security');
    const phone = aPhone();
    const { storageKey } = (await register(wang, phone)).body;
    const [found] = await list(security, `?name=${encodeURIComponent('王示海')}`);
    expect(found).toMatchObject({ id: phone.id, personName: '王示海', offered: ['revoke'] });
    expect((await security.post(`/api/devices/${phone.id}/revoke`)).status).toBe(200);
    const again = await signIn(server, 'wang');
    expect((await again.post(`/api/devices/${phone.id}/restore`)).status).toBe(403);
    expect((await security.post(`/api/devices/${phone.id}/restore`)).status).toBe(200);
    expect((await register(await signIn(server, 'wang'), phone)).body['storageKey']).toBe(storageKey);
  });

  it('is nobody else’s to see or stop', async () => {
    const phone = aPhone();
    await register(await signIn(server, 'wang'), phone);
    for (const id of ['zhang', 'head', 'admin', 'villager']) {
      const other = await signIn(server, id);
      expect(await list(other)).toEqual([]);
      expect((await other.get(`/api/devices?name=${encodeURIComponent('王示海')}`)).status).toBe(403);
      expect((await other.post(`/api/devices/${phone.id}/revoke`)).status).toBe(403);
    }
    expect((await deviceById(phone.id))?.revokedAt).toBeNull();
  });
});
