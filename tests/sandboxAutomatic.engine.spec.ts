import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Sandbox, startSandbox } from '../bot/sandbox/server';
import { until } from './support/product';

/** Takes what the people of the sandbox send to the product: two lines are theirs to confirm, the third is refused. */
interface Reached {
  server: Server;
  posts: { path: string; body: unknown; headers: Record<string, unknown> }[];
  away: boolean;
}

async function productStandsBy(): Promise<Reached> {
  const reached: Reached = { posts: [], away: false, server: createServer() };
  reached.server.on('request', (request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      if (reached.away) return void response.writeHead(503).end();
      const { url: path = '', headers } = request;
      if (path === '/api/session')
        return void response.writeHead(200, { 'set-cookie': 'liandong=s1; Path=/' }).end('{"csrf":"c1"}');
      reached.posts.push({ path, headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      const lines = reached.posts.filter((one) => one.path === path && path.endsWith('confirmLine'));
      response.writeHead(lines.length > 2 ? 409 : 200).end('{}');
    })();
  });
  reached.server.listen(0, '127.0.0.1');
  await once(reached.server, 'listening');
  return reached;
}

const json = { 'content-type': 'application/json' };
let sandbox: Sandbox;
let product: Reached;

async function open(automatic: boolean) {
  product = await productStandsBy();
  const app = `http://127.0.0.1:${(product.server.address() as AddressInfo).port}/`;
  sandbox = await startSandbox({ port: 0, automatic, slowestMs: 20, addresses: { app } });
}
afterEach(async () => {
  await sandbox.close();
  product.server.close();
});

const post = async (path: string, body: object, headers: Record<string, string> = {}) =>
  (
    await fetch(sandbox.url + path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })
  ).json();

async function deliver(userId: string, outTrackId: string, ...buttons: string[]) {
  const { clientId, clientSecret, cardTemplateId } = sandbox.info;
  const { accessToken } = (await post('/v1.0/oauth2/accessToken', { appKey: clientId, appSecret: clientSecret })) as {
    accessToken: string;
  };
  const shown = buttons.map((id) => ({ id, text: id, url: 'http://localhost:8080/#/shifts/DAY-9' }));
  const card = {
    ...{ cardTemplateId, outTrackId, callbackType: 'STREAM', openSpaceId: `dtv1.card//IM_ROBOT.${userId}` },
    cardData: { cardParamMap: { title: '到岗签到', buttons: JSON.stringify(shown) } },
    imRobotOpenSpaceModel: { supportForward: false },
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
  };
  await post('/v1.0/card/instances/createAndDeliver', card, { 'x-acs-dingtalk-access-token': accessToken });
}
const came = (n: number) => until(`${n} posts`, () => Promise.resolve(product.posts.length >= n));
/** Ten times as long as the slowest of them takes. */
const patience = () => new Promise((resolve) => setTimeout(resolve, 200));
const paths = () => product.posts.map(({ path }) => path);

describe('the people of the sandbox, left to themselves', () => {
  it('check in on the page behind the button, once, with their place', async () => {
    await open(true);
    await deliver('duty01', 'card-1', 'note', 'leave', 'checkIn');
    await came(1);
    await deliver('duty02', 'card-2', 'checkIn');
    await came(2);
    expect(paths()).toEqual(['/api/shifts/DAY-9/checkIn', '/api/shifts/DAY-9/checkIn']);
    expect(product.posts[0]).toMatchObject({
      body: { location: [expect.any(Number), expect.any(Number)] },
      headers: { cookie: 'liandong=s1', 'x-csrf-token': 'c1' },
    });
  });

  it('confirm a handover line by line until nothing more is theirs', async () => {
    await open(true);
    await deliver('duty01', 'card-1', 'confirmLine');
    await came(3);
    await deliver('duty02', 'card-2', 'checkIn');
    await came(4);
    expect(paths().filter((path) => path.endsWith('confirmLine'))).toHaveLength(3);
  });

  it('press nothing else', async () => {
    await open(true);
    await deliver('duty01', 'card-1', 'confirm', 'acknowledge', 'requestSwap', 'close');
    await deliver('duty02', 'card-2', 'checkIn');
    await came(1);
    await patience();
    expect(paths()).toEqual(['/api/shifts/DAY-9/checkIn']);
  });

  it('leave to whoever looks at a phone what is on it, and take it up when the phone is closed', async () => {
    await open(true);
    const looking = new AbortController();
    await fetch(`${sandbox.url}/sandbox/people/duty01/live`, { signal: looking.signal });
    await deliver('duty01', 'card-1', 'confirmLine');
    await deliver('duty02', 'card-2', 'checkIn');
    await came(1);
    expect(paths()).toEqual(['/api/shifts/DAY-9/checkIn']);
    looking.abort();
    await came(4);
    expect(paths().at(-1)).toBe('/api/shifts/DAY-9/confirmLine');
  });

  it('do nothing by default, and what waits once somebody lets them', async () => {
    await open(false);
    expect(sandbox.info.automatic).toBe(false);
    await deliver('duty01', 'card-1', 'checkIn');
    await patience();
    expect(paths()).toEqual([]);
    expect(await post('/sandbox/automatic', { on: 'yes' })).toMatchObject({ code: 'BAD_INPUT' });
    expect(await post('/sandbox/automatic', { on: true })).toEqual({ on: true });
    await came(1);
    await post('/sandbox/automatic', { on: false });
    expect(sandbox.info.automatic).toBe(false);
  });
});
