import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase, testUri, useDatabase } from './support/database';

/** The whole program as one process of its own, beside the test run's engine. */
useDatabase({ emptyBefore: 'file' });
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'liandong-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const withDatabase = (uri: string) => uri.replace(/(mongodb:\/\/[^/]+)\/?[^?]*/, `$1/${testDatabase()}_start`);
let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

async function start(settings: Record<string, string>) {
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    PORT: String(port),
    SANDBOX_PORT: '0',
    WATCHDOG: '0',
    DATA_DIR: folder,
    MONGODB_URI: withDatabase(testUri()),
    ...settings,
  };
  const started = spawn(process.execPath, ['dist/server/main.js'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  let printed = '';
  started.stdout.on('data', (chunk: Buffer) => (printed += String(chunk)));
  started.stderr.on('data', (chunk: Buffer) => (printed += String(chunk)));
  const ended = once(started, 'exit') as Promise<[number | null, string | null]>;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    printed: () => printed,
    ended,
    kill: (signal: NodeJS.Signals) => started.kill(signal),
  };
}

async function ready(server: Awaited<ReturnType<typeof start>>) {
  while (!server.printed().includes('准备好了')) {
    if (child?.exitCode !== null) throw new Error(server.printed());
    await sleep(50);
  }
}

describe('the whole program', () => {
  it('reads the organisation, says where everything is and who to be, serves, and stops cleanly', async () => {
    const server = await start({});
    await ready(server);
    expect(server.printed()).toMatch(/值班台\s+http:\/\/localhost:\d+\/desk/);
    expect(server.printed()).toMatch(/发语音和照片上报[^]*分类[^]*指定承办人[^]*签收/);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    server.kill('SIGTERM');
    expect(await server.ended).toEqual([0, null]);
  });

  it('tells DingTalk where presses on cards lead when they come by HTTP', async () => {
    const sandboxPort = await freePort();
    const server = await start({
      SANDBOX_PORT: String(sandboxPort),
      DINGTALK_INBOUND: 'http',
      DINGTALK_CALLBACK_TOKEN: 'token',
      DINGTALK_AES_KEY: 'a'.repeat(43),
      DINGTALK_CARD_SECRET: 'card-secret',
    });
    await ready(server);
    const registered = async () => {
      const answer = await fetch(`http://localhost:${sandboxPort}/sandbox/calls`);
      const calls = (await answer.json()) as { path: string; status: number; body: unknown }[];
      return calls.find(({ path }) => path === '/v1.0/card/callbacks/register');
    };
    while (!(await registered())) await sleep(50);
    const callbackUrl = `http://localhost:${server.port}/dingtalk/card`;
    expect(await registered()).toMatchObject({ status: 200, body: { callbackUrl } });
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({ ok: true, dingtalk: 'http' });
  });

  it('says which settings are wrong and does not start', async () => {
    const server = await start({ LIANDONG_PRODUCTION: '1' });
    expect((await server.ended)[0]).toBe(1);
    expect(server.printed()).toContain('DINGTALK_CLIENT_ID');
  });

  it('says which port is taken and how to choose another', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const server = await start({ PORT: String((taken.address() as AddressInfo).port) });
    expect((await server.ended)[0]).toBe(1);
    expect(server.printed()).toContain('端口已被占用');
    taken.close();
  });
});
