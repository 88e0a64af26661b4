import { randomUUID } from 'node:crypto';
import { BUILT_IN } from '../models/template/builtIn';
import { type Outline } from '../models/template/outline';
import { editionAt, templates } from '../models/template/template.store';
import { wordTemplate } from '../models/template/wordFile';
import { people } from '../models/people/people.store';
import { aPerson } from './builders';
import { useDatabase } from './support/database';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();

let server: TestServer;
const browsers = new Map<string, Browser>();
beforeEach(async () => {
  await settle();
  await people.insertOne(aPerson('legal', '示法制', ['reviewer'], { county: null, unit: 'bureau' }));
  server = await startServer();
  for (const id of ['legal', 'wang', 'villager', 'bureau']) browsers.set(id, await signIn(server, id));
});
afterEach(() => server.close());
const as = (id: string) => browsers.get(id) as Browser;

const ID = '01J00000000000000TEMPLATE1';
const file = ({ parts }: Outline) => wordTemplate({ parts }, BUILT_IN.order.footer);
const changed = (text: string): Outline => ({ parts: [...BUILT_IN.order.parts, { kind: 'paragraph', text }] });
async function propose(who: string, bytes: Uint8Array, id = ID) {
  const asked = new URLSearchParams({ id, kind: 'order', note: '补一句说明' }).toString();
  const { cookie, csrf } = as(who);
  const answer = await fetch(`${server.url}/api/templates?${asked}`, {
    ...{ method: 'POST', body: Buffer.from(bytes) },
    headers: {
      ...{ cookie, 'x-csrf-token': csrf, 'idempotency-key': randomUUID() },
      'content-type': 'application/octet-stream',
    },
  });
  return { status: answer.status, text: await answer.text() };
}

describe('a changed template', () => {
  it('is handed in by the legal office alone and comes into force when a leader approves it', async () => {
    const bytes = file(changed('本决定书一式两份。'));
    for (const who of ['wang', 'villager']) expect((await propose(who, bytes)).status).toBe(403);
    expect((await propose('legal', bytes)).status).toBe(200);
    expect((await propose('legal', bytes)).status).toBe(200);
    expect(await templates.collection.countDocuments({ origin: 'UPLOADED' } as never)).toBe(1);
    for (const who of ['legal', 'wang']) expect((await as(who).post(`/api/templates/${ID}/approve`)).status).toBe(403);
    expect(await editionAt('order', server.clock.now)).not.toBe(ID);
    expect((await as('bureau').post(`/api/templates/${ID}/approve`)).status).toBe(200);
    expect(await editionAt('order', server.clock.now)).toBe(ID);
    expect((await as('villager').get('/api/templates')).status).toBe(403);
  });

  it('with a broken tag is refused with the tag in words, and nothing is kept', async () => {
    for (const text of ['{#要求}没有结束', '{不认识的标签}']) {
      const { status, text: said } = await propose('legal', file(changed(text)));
      expect(status).toBe(400);
      expect(said).toMatch(/要求|不认识的标签/);
      expect(said).toMatch(/第\d+段|段/);
    }
    expect((await propose('legal', new Uint8Array([1, 2, 3]))).status).toBeGreaterThanOrEqual(400);
    expect(await templates.collection.countDocuments({ origin: 'UPLOADED' } as never)).toBe(0);
  });
});
