import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { evidenceOf } from '../models/evidence/evidence.store';
import { MORNING } from './builders';
import { testDatabase, testUri, useDatabase } from './support/database';
import { announcementOf, asks, sha256 } from './support/evidence';
import { settle, signIn, type TestServer } from './support/server';

jest.setTimeout(60_000);
useDatabase();

const ROOT = resolve(__dirname, '..');
let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

/** Start the server's process and sign in. */
async function started() {
  child = spawn(
    process.execPath,
    ['--require', 'tsx/cjs', 'tests/support/evidenceServer.ts', testUri(), testDatabase()],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface(child.stdout!);
  const [url] = (await once(lines, 'line')) as [string];
  const browser = await signIn({ url } as TestServer, 'wang');
  return { url, browser, by: asks({ url } as TestServer, browser) };
}
async function killed() {
  const exited = once(child!, 'exit');
  child!.kill('SIGKILL');
  await exited;
}

interface State {
  kept: boolean;
  chunkBytes: number;
  missing: number[];
}

describe('kill −9 of the server in the middle of an upload', () => {
  it('loses no piece that was acknowledged, shows nothing half, and the upload goes on', async () => {
    await settle();
    const video = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), randomBytes(900_000)]);
    const hash = sha256(video);
    const announcement = announcementOf(video, MORNING, { type: 'video/webm' });
    const acknowledged = new Set<number>();
    let server = await started();
    const announced = async () => (await server.by.announce(hash, announcement)).body as State;
    let state = await announced();
    const piece = (n: number) => video.subarray(n * state.chunkBytes, (n + 1) * state.chunkBytes);
    const send = async (n: number) => {
      const answer = await server.by.piece(hash, n, piece(n));
      expect(answer.status).toBe(200);
      acknowledged.add(n);
      state = answer.body as State;
    };

    await send(0);
    await send(1);
    // In the middle of a piece: half of its bytes are on their way.
    const half = request(`${server.url}/api/evidence/${hash}/chunks/2`, {
      method: 'PUT',
      headers: {
        ...{ cookie: server.browser.cookie, 'x-csrf-token': server.browser.csrf },
        ...{ 'content-type': 'application/octet-stream', 'content-length': state.chunkBytes },
      },
    });
    half.on('error', () => undefined);
    half.write(piece(2).subarray(0, 60_000));
    await killed();

    server = await started();
    state = await announced();
    expect(state.missing).toEqual([2, 3, 4, 5, 6]);
    expect((await server.by.file(hash)).status).toBe(404);
    for (const n of state.missing) expect(acknowledged.has(n)).toBe(false);
    for (const n of [...state.missing]) await send(n);
    expect(state.kept).toBe(true);
    expect(((await server.by.file(hash)).body as Buffer).equals(video)).toBe(true);
    expect((await evidenceOf([hash])).map(({ status }) => status)).toEqual(['complete']);
  });
});
