import { strFromU8, unzipSync } from 'fflate';
import mongoose from 'mongoose';
import { type MerkleDay } from '../models/evidence/merkleDay.schema';
import { publishDays } from '../models/evidence/merkleDay';
import { isIncluded, rootOf } from '../models/evidence/merkle';
import { contentHash } from '../models/core/contentHash';
import { startOfShanghaiDay } from '../models/core/calendar';
import { useDatabase } from './support/database';
import { announcementOf, asks, picture, sendUp, sha256 } from './support/evidence';
import { aPhone, standingRecord } from './support/fieldRecords';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();
let server: TestServer;
let wang: Browser;
beforeEach(async () => {
  await settle();
  server = await startServer();
  wang = await signIn(server, 'wang');
});
afterEach(() => server.close());

const on = (day: string, hour = 10) => new Date(startOfShanghaiDay(day).getTime() + hour * 3_600_000);
const daysKept = () => mongoose.connection.collection<MerkleDay>('merkle_days').find().sort({ _id: 1 }).toArray();
const photo = async (seed: number, at: Date) => {
  server.clock.now = at;
  const bytes = await picture(seed);
  expect((await sendUp(asks(server, wang), bytes, announcementOf(bytes, at))).status).toBe(200);
  return bytes;
};

describe('the root of a day', () => {
  it('covers every file and record of that day in Asia/Shanghai, chained to the day before', async () => {
    const first = await photo(1, on('2026-03-01', 0));
    const second = await photo(2, on('2026-03-01', 23.99));
    const phone = await aPhone('d1', 'wang', 'siteRecord:i1');
    await phone.write('note', { text: '到达' }, on('2026-03-01'));
    await standingRecord('i1', [phone], on('2026-03-01', 12));
    const third = await photo(3, on('2026-03-02', 0));
    expect(await publishDays(on('2026-03-03', 0.1))).toEqual(['2026-03-01', '2026-03-02']);
    const [one, two] = await daysKept();
    const heads = { record: 'siteRecord:i1', heads: [{ device: 'd1', seq: 1, hash: phone.events[0]!.hash }] };
    const leaves = [`evidence:${sha256(first)}`, `evidence:${sha256(second)}`, `head:${contentHash(heads)}`].sort();
    expect(one).toMatchObject({ leaves, count: 3, root: rootOf(leaves), previous: '0'.repeat(64) });
    expect(two).toMatchObject({ leaves: [`evidence:${sha256(third)}`], previous: one!.link });
    const { root, previous, count } = two!;
    expect(two!.link).toBe(contentHash({ day: '2026-03-02', count, root, previous }));
  });

  it('is published once, also by two processes at once, and missed days are made up in order', async () => {
    await photo(1, on('2026-03-01'));
    const now = on('2026-03-06', 0.1);
    await Promise.all([publishDays(now), publishDays(now)]);
    expect(await publishDays(now)).toEqual([]);
    const days = await daysKept();
    expect(days.map(({ _id, count }) => [_id, count])).toEqual([
      ['2026-03-01', 1],
      ...['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'].map((day) => [day, 0]),
    ]);
    days.slice(1).forEach(({ previous }, at) => expect(previous).toBe(days[at]!.link));
  });

  it('takes a file whose writing outlasted midnight into the next day', async () => {
    await photo(1, on('2026-03-01'));
    await publishDays(on('2026-03-02', 0.1));
    const late = await photo(2, on('2026-03-01', 23.9));
    await publishDays(on('2026-03-03', 0.1));
    expect((await daysKept())[1]!.leaves).toEqual([`evidence:${sha256(late)}`]);
    const anybody = await fetch(`${server.url}/api/merkle/proof/${sha256(late)}`);
    const proof = (await anybody.json()) as Parameters<typeof isIncluded>[0] & { root: string; day: string };
    expect([proof.day, isIncluded(proof, proof.root)]).toEqual(['2026-03-02', true]);
  });

  it('is open to everybody without sign-in, and says nothing of anybody', async () => {
    await photo(1, on('2026-03-01'));
    await publishDays(on('2026-03-02', 0.1));
    const page = await fetch(`${server.url}/merkle`);
    const html = await page.text();
    const [{ root }] = (await daysKept()) as [MerkleDay];
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(html).toContain(root);
    const list = (await (await fetch(`${server.url}/api/merkle`)).json()) as { items: object[] };
    expect(Object.keys(list.items[0]!).sort()).toEqual(['count', 'day', 'link', 'previous', 'publishedAt', 'root']);
    for (const text of [html, JSON.stringify(list)]) expect(text).not.toMatch(/wang|王示海|siteRecord|i1\b/);
    expect((await fetch(`${server.url}/api/merkle/proof/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await fetch(`${server.url}/api/merkle?before=x`)).status).toBe(400);
  });
});

describe('the export of a record', () => {
  const PATH = '/api/evidence/export/siteRecord:i1';
  const download = async (who: string) => {
    const { cookie } = await signIn(server, who);
    return fetch(`${server.url}${PATH}`, { headers: { cookie } });
  };
  beforeEach(async () => {
    const bytes = await photo(1, on('2026-03-01'));
    const { taken } = announcementOf(bytes, on('2026-03-01'));
    const phone = await aPhone('d1', 'wang', 'siteRecord:i1');
    await phone.write('photo', { ...taken, caption: '暗管', proves: '排放口' }, on('2026-03-01'));
    await standingRecord('i1', [phone], on('2026-03-01', 12));
    await publishDays(on('2026-03-02', 0.1));
    server.clock.now = on('2026-03-02', 9);
  });

  it('holds events, keys, files, proofs and the page that checks them, and stands in the audit log', async () => {
    const answer = await download('head');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    const hash = sha256(await picture(1));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        ...[
          'verify.html',
          '请先读我.txt',
          'record.json',
          'events.json',
          'devices.json',
          'evidence.json',
          'merkle.json',
        ],
        ...[`evidence/${hash}.jpg`, 'manifest.json'],
      ]),
    );
    const json = <T>(name: string) => JSON.parse(strFromU8(files[name]!)) as T;
    const { files: listed } = json<{ files: { name: string; sha256: string }[] }>('manifest.json');
    for (const { name, sha256: said } of listed) expect(sha256(Buffer.from(files[name]!))).toBe(said);
    const { files: proofs, record } = json<{ files: object[]; record: object[] }>('merkle.json');
    expect([proofs.length, record.length]).toEqual([1, 1]);
    const logged = await mongoose.connection.collection('audit_log').findOne({ action: 'fieldRecord.export' });
    expect(logged).toMatchObject({ actor: 'head', objectId: 'siteRecord:i1', result: 'ok' });
  });

  it('names the documents that could not be made, and holds everything else', async () => {
    const answer = await download('head');
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    const { missing } = JSON.parse(strFromU8(files['manifest.json']!)) as { missing: { document: string }[] };
    expect(missing.map(({ document }) => document)).toContain('现场检查（勘察）笔录');
    expect(Object.keys(files)).toContain('events.json');
  });

  it.each([
    ['an officer of the record', 'wang', 403],
    ['the head of another county', 'farHead', 404],
    ['an officer of another county', 'farOfficer', 404],
    ['the system administrator', 'admin', 404],
  ])('is refused to %s, and the attempt is logged', async (_, who, status) => {
    expect((await download(who)).status).toBe(status);
    const denied = await mongoose.connection.collection('audit_log').findOne({ actor: who, result: 'denied' });
    expect(denied).toMatchObject({ result: 'denied' });
  });
});

describe('evidence of a record', () => {
  it('is read by whoever may see the record, with its flags by those who check', async () => {
    const bytes = await picture(1);
    const at = on('2026-03-01');
    server.clock.now = at;
    await sendUp(asks(server, wang), bytes, announcementOf(bytes, at, { mock: true }));
    const file = async (who: string) => asks(server, await signIn(server, who)).file(sha256(bytes));
    expect((await file('zhang')).status).toBe(404);
    await standingRecord('i1', [await aPhone('d1', 'wang', 'siteRecord:i1')], at);
    expect((await file('zhang')).status).toBe(200);
    expect((await file('head')).status).toBe(200);
    for (const who of ['farHead', 'farOfficer', 'duty', 'admin', 'villager'])
      expect((await file(who)).status).toBe(404);
    const list = async (who: string) => (await signIn(server, who)).get('/api/evidence?record=siteRecord:i1');
    const flags = async (who: string) =>
      ((await list(who)).body.items as { flags: { code: string }[] }[])[0]!.flags.map(({ code }) => code);
    expect([await flags('head'), await flags('auditor'), await flags('zhang')]).toEqual([
      ['MOCK_LOCATION'],
      ['MOCK_LOCATION'],
      [],
    ]);
    expect((await list('farHead')).status).toBe(404);
  });
});
