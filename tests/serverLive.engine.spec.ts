import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { petitions } from '../models/petition/petition.store';
import { useDatabase } from './support/database';
import { settle, signIn, standing, startServer, type Browser, type TestServer } from './support/server';

useDatabase();
let server: TestServer;
beforeEach(async () => {
  await settle();
  server = await startServer();
});
afterEach(() => server.close());

interface Page {
  heard: () => { store: string; id: string; version: number }[];
  text: () => string;
  ended: Promise<void>;
  leave: () => void;
}

async function open({ cookie }: Browser): Promise<Page> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${server.url}/api/live`, { headers: { cookie } }, resolve).on('error', reject);
  });
  let text = '';
  response.on('data', (chunk: Buffer) => (text += String(chunk)));
  const ended = new Promise<void>((resolve) => response.on('close', () => resolve()));
  response.on('error', () => undefined);
  await until(() => text.includes('event: hello'));
  return {
    heard: () => [...text.matchAll(/event: change\ndata: (.*)\n/g)].map(([, data]) => JSON.parse(data ?? '') as never),
    text: () => text,
    ended,
    leave: () => response.destroy(),
  };
}

/** Waits for what must come true; the test runner's own limit says when it never does. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

const INVESTIGATING = { status: 'investigating', unit: 'putuo', head: 'head', officer: 'wang' } as const;

describe('a live page', () => {
  it('hears of a change made by somebody else, as an id and nothing more', async () => {
    const id = await standing(INVESTIGATING);
    const [head, duty] = [await signIn(server, 'head'), await signIn(server, 'duty')];
    const page = await open(duty);
    await head.post(`/api/petitions/${id}/remark`, { text: '请抓紧办理' });
    await until(() => page.heard().some(({ version }) => version === 4));
    expect(page.heard().find(({ version }) => version === 4)).toEqual({ store: 'petitions', id, version: 4 });
    expect(page.text()).not.toContain('抓紧');
  });

  it('is told the server’s time, which its countdowns run by', async () => {
    const page = await open(await signIn(server, 'duty'));
    await until(() => page.text().includes('event: time'));
    expect(page.text()).toContain(`event: time\ndata: ${server.clock.now.toISOString()}\n`);
  });

  it('hears of a change made by another process', async () => {
    const id = await standing(INVESTIGATING);
    const page = await open(await signIn(server, 'duty'));
    await petitions.collection.updateOne({ _id: id }, { $set: { version: 9, updatedAt: server.clock.now } });
    await until(() => page.heard().some(({ version }) => version === 9));
    expect(page.heard().filter(({ id: told, version }) => told === id && version === 9)).toHaveLength(1);
  });

  it('hears nothing of what its reader may not see', async () => {
    const id = await standing(INVESTIGATING);
    const pages = new Map<string, Page>();
    for (const userId of ['duty', 'villager', 'wang', 'neighbour', 'zhang', 'farHead', 'admin']) {
      pages.set(userId, await open(await signIn(server, userId)));
    }
    const head = await signIn(server, 'head');
    await head.post(`/api/petitions/${id}/remark`, { text: '请抓紧办理' });
    const told = (userId: string) =>
      pages
        .get(userId)
        ?.heard()
        .some((change) => change.id === id) ?? false;
    await until(() => told('duty') && told('villager') && told('wang'));
    // A second change, heard by all who may, proves that the others were not merely slow.
    await head.post(`/api/petitions/${id}/remark`, { text: '再次催办' });
    await until(
      () =>
        pages
          .get('duty')
          ?.heard()
          .some(({ version }) => version === 5) ?? false,
    );
    expect(['neighbour', 'zhang', 'farHead', 'admin'].filter(told)).toEqual([]);
  });

  it('is closed to whoever is not signed in', async () => {
    const { status } = await fetch(`${server.url}/api/live`);
    expect(status).toBe(401);
  });

  it('gives way when one person opens too many', async () => {
    const duty = await signIn(server, 'duty');
    const pages: Page[] = [];
    for (let i = 0; i < 9; i++) pages.push(await open(duty));
    await pages[0]?.ended;
    await until(() => server.live.size() === 8);
    pages.forEach(({ leave }) => leave());
    await until(() => server.live.size() === 0);
  });

  it('ends when the server stops', async () => {
    const page = await open(await signIn(server, 'duty'));
    await server.live.close();
    await page.ended;
    expect(server.live.size()).toBe(0);
  });
});
