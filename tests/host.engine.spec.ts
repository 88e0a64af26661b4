import { MongoClient } from 'mongodb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import {
  alive,
  hostCommand,
  ownerOf,
  startHost,
  stopHost,
  temporaryFolder,
  until,
  type StartedHost,
} from './support/host';

jest.setTimeout(30_000);

const folder = temporaryFolder();

describe('the engine host', () => {
  let host: StartedHost;
  let client: MongoClient;
  const data = join(folder, 'shared');

  beforeAll(async () => {
    mkdirSync(data, { mode: 0o755 });
    host = await startHost(data);
    client = await MongoClient.connect(host.answer.uri!);
  });
  afterAll(async () => {
    await client.close();
    await stopHost(host);
  });

  it('is reachable by its own user alone', () => {
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, 'engine.sock')).mode & 0o777).toBe(0o600);
  });

  it('refuses a second host on the same folder and names the first', async () => {
    const second = await startHost(data);
    expect(second.answer).toMatchObject({
      owner: host.answer.pid,
      error: expect.stringContaining(`${host.answer.pid}`) as string,
    });
    expect(await once(second.child, 'exit')).toEqual([2, null]);
    expect(await client.db('d').command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('says nothing to a message that wants no answer and keeps the order of one connection', async () => {
    const single = await MongoClient.connect(host.answer.uri!, { maxPoolSize: 1 });
    const numbers = single.db('d').collection<{ _id: number }>('order');
    for (let n = 0; n < 50; n += 1) await numbers.insertOne({ _id: n }, { writeConcern: { w: 0 } });
    expect(await numbers.countDocuments()).toBe(50);
    await single.close();
  });

  it('carries messages of many chunks whole', async () => {
    const text = 'x'.repeat(12 * 1024 * 1024);
    const big = client.db('d').collection<{ _id: string; text: string }>('big');
    await big.insertMany(['a', 'b', 'c'].map((_id) => ({ _id, text })));
    expect((await big.findOne({ _id: 'c' }))?.text).toBe(text);
  });

  it.each([
    ['longer than 64 MB', 64 * 1024 * 1024 + 1],
    ['shorter than a header', 15],
    ['of negative length', -1],
  ])('hangs up on a message %s and goes on serving', async (_, length) => {
    const socket = connect(join(data, 'engine.sock'));
    const head = Buffer.alloc(16);
    head.writeInt32LE(length, 0);
    // One byte first: the length word itself may arrive in pieces.
    socket.write(head.subarray(0, 1));
    socket.write(head.subarray(1));
    await once(socket.resume(), 'close');
    expect(await client.db('d').command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('leaves neither lock nor socket behind after a graceful close', async () => {
    const own = join(folder, 'graceful');
    const { child } = await startHost(own);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect([existsSync(join(own, 'engine.lock')), existsSync(join(own, 'engine.sock'))]).toEqual([false, false]);
  });

  it('does not mind Ctrl-C, which is meant for its parent', async () => {
    host.child.kill('SIGINT');
    expect(await client.db('d').command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it.each([
    ['a process that is gone', '4194999\n123\n'],
    ['another program under the same pid', `${process.pid}\n1\n`],
    ['nobody, written half', ''],
  ])('takes over the lock of %s', async (name, lock) => {
    const own = join(folder, `stale of ${name}`);
    mkdirSync(own);
    writeFileSync(join(own, 'engine.lock'), lock);
    const taken = await startHost(own);
    expect(taken.answer.error).toBeUndefined();
    expect(ownerOf(own)).toBe(taken.answer.pid);
    await stopHost(taken);
  });

  it('lets one of five hosts that find the same stale lock win', async () => {
    const own = join(folder, 'contested');
    mkdirSync(own);
    writeFileSync(join(own, 'engine.lock'), '4194999\n123\n');
    const hosts = await Promise.all(Array.from({ length: 5 }, () => startHost(own)));
    expect(hosts.filter(({ answer }) => answer.uri)).toHaveLength(1);
    await Promise.all(hosts.map(stopHost));
  });

  it('ends cleanly when its parent is killed', async () => {
    const own = join(folder, 'orphan');
    const script = `const child = require('node:child_process').spawn(...JSON.parse(process.argv[1]), { stdio: ['pipe', 'inherit', 'inherit'] });`;
    const parent = spawn(process.execPath, ['-e', script, JSON.stringify(hostCommand(own))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const { pid } = JSON.parse(String(line)) as { pid: number };
    parent.kill('SIGKILL');
    await until(() => !alive(pid));
    expect(existsSync(join(own, 'engine.lock'))).toBe(false);
  });

  it('listens under the temporary folder when the path of the data folder is too long for a socket', async () => {
    const own = join(folder, 'long'.repeat(30));
    const long = await startHost(own);
    expect(long.answer.uri).toMatch(/liandong-[0-9a-f]{16}%2Fengine\.sock/);
    const other = await MongoClient.connect(long.answer.uri!);
    expect(await other.db('d').command({ ping: 1 })).toMatchObject({ ok: 1 });
    await other.close();
    await stopHost(long);
    expect(existsSync(dirname(decodeURIComponent(new URL(long.answer.uri!).host)))).toBe(false);
  });
});
