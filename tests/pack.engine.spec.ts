import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import { Pack } from '../models/pack/pack.schema';
import { useDatabase } from './support/database';
import { anEnterprise, putInspection, settleIsland } from './support/packWorld';
import { enterprises } from '../models/enterprise/enterprise.store';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();

let server: TestServer;
beforeEach(async () => {
  await settle();
  await settleIsland();
  await putInspection();
  server = await startServer();
});
afterEach(() => server.close());

const get = ({ cookie }: Browser, places: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/pack?places=${encodeURIComponent(places)}`, { headers: { cookie, ...headers } });
const packed = async (answer: Response) => Pack.parse(await answer.json());
const readings = async () =>
  (await mongoose.connection.collection('audit_log').find({ action: 'pack.read' }).toArray()).map(
    ({ actor, result, objectId }) => ({ actor: String(actor), result: String(result), objectId: String(objectId) }),
  );

describe('a pack for an island', () => {
  it('holds the tasks of its person there, every dossier, the checklists, the templates and free numbers', async () => {
    const answer = await get(await signIn(server, 'wang'), '六横');
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    const pack = await packed(answer);
    expect(pack).toMatchObject({ format: 1, person: 'wang', places: ['六横'] });
    expect(pack.inspections.map(({ task }) => task._id)).toEqual(['i1']);
    expect(pack.enterprises.map(({ enterprise }) => enterprise._id)).toEqual(['E001', 'E002', 'E003']);
    expect(pack.enterprises[0]).toMatchObject({
      dossier: { permit: { type: 'KEY' } },
      past: { petitions: { total: 0 } },
    });
    expect(Object.keys(pack.checklists)).toEqual(['SHIP']);
    expect(pack.templates.length).toBeGreaterThan(3);
    expect(Object.values(pack.numbers).map((numbers) => numbers.length)).toEqual([5, 5, 5]);
  });

  it('is the same, down to the last number, until something changes; fetched again unchanged it costs nothing', async () => {
    const wang = await signIn(server, 'wang');
    const first = await get(wang, '六横');
    const etag = first.headers.get('etag') ?? '';
    const bytes = Buffer.from(await first.arrayBuffer());
    expect(etag).toBe(`"${createHash('sha256').update(bytes).digest('hex')}"`);
    expect(first.headers.get('x-pack-bytes')).toBe(String(bytes.length));
    const again = await get(wang, '六横', { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    await enterprises.updateOne({ _id: 'E002' }, { $set: { category: 'RED' } });
    const changed = await get(wang, '六横', { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  it('holds nothing its person could not read singly, but the enterprise of their own task wherever it lies', async () => {
    const wang = await signIn(server, 'wang');
    expect((await packed(await get(wang, '衢山'))).enterprises).toEqual([]);
    await enterprises.insertOne(anEnterprise(901, { county: '330921', place: '长涂' }));
    await putInspection({
      _id: 'i2',
      no: 'JC-2026-000002',
      enterprise: 'E901',
      county: '330921',
      place: '长涂',
      actionCode: 'DEMO-2',
    });
    const { enterprises: files, inspections } = await packed(await get(wang, '长涂'));
    expect(files.map(({ enterprise }) => enterprise._id)).toEqual(['E901']);
    expect(inspections.map(({ task }) => task._id)).toEqual(['i2']);
    const stranger = await packed(await get(await signIn(server, 'farOfficer'), '六横,长涂,衢山'));
    expect([stranger.inspections, stranger.enterprises]).toEqual([[], []]);
  });

  it('is told in the audit log as one reading with its places, a refused one as denied', async () => {
    await get(await signIn(server, 'wang'), '六横,衢山');
    const refused = await get(await signIn(server, 'duty'), '六横');
    expect(refused.status).toBe(403);
    expect(await readings()).toEqual([
      { actor: 'wang', result: 'revealed', objectId: '六横、衢山' },
      { actor: 'duty', result: 'denied', objectId: '六横' },
    ]);
  });

  it('is refused in words for bad input', async () => {
    const wang = await signIn(server, 'wang');
    const bad = ['', ',', Array.from({ length: 13 }, (_, n) => `岛${n}`).join(), '长'.repeat(41), 'x'.repeat(601)];
    for (const places of bad) {
      const answer = await get(wang, places);
      expect([places.slice(0, 20), answer.status]).toEqual([places.slice(0, 20), 400]);
      expect(((await answer.json()) as { error: { message: string } }).error.message).toMatch(/[\u4e00-\u9fff]/);
    }
    expect((await wang.get('/api/pack')).status).toBe(400);
    expect((await wang.get('/api/pack?places=x&person=zhang')).status).toBe(400);
  });
});

describe('the places to choose from', () => {
  it('are those of one’s own counties, with one’s own tasks first and what they weigh', async () => {
    await enterprises.insertOne(anEnterprise(902, { place: '虾峙' }));
    const { items } = (await (await signIn(server, 'wang')).get('/api/pack/places')).body;
    expect(items).toMatchObject([
      { place: '六横', county: '330903', enterprises: 3, mine: 1 },
      { place: '虾峙', county: '330903', enterprises: 1, mine: 0 },
    ]);
    expect((items as { bytes: number }[])[0]?.bytes).toBeGreaterThan(0);
    expect((await (await signIn(server, 'duty')).get('/api/pack/places')).status).toBe(403);
  });
});
