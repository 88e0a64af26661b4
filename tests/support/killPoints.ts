/**
 * Two wires on which every step of claim → send → settle passes by, so that the product can be killed exactly there: the one to
 * the database and the one to DingTalk. Before: what was asked never arrives. After: it was carried out, but nobody hears of it.
 * The product is not changed for it and does not know.
 */
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { mongo } from 'mongoose';

export interface KillPoints {
  /** How many points have passed by since the last reset, and their names. */
  passed: string[];
  /** Kill when the n-th point from now passes by; each number once. */
  arm(points: readonly number[], kill: () => void): void;
  /** Kill at the next point whose name fits. */
  armNext(fits: RegExp, kill: () => void): void;
  /** Counts a point. @returns whether the product has just been killed at it */
  reached(what: string): boolean;
}

export function killPoints(): KillPoints {
  let armed = new Set<number>();
  let next: RegExp | undefined;
  let kill = () => {};
  const points: KillPoints = {
    passed: [],
    arm(chosen, act) {
      points.passed = [];
      armed = new Set(chosen);
      kill = act;
    },
    armNext(fits, act) {
      points.arm([], act);
      next = fits;
    },
    reached(what) {
      points.passed.push(what);
      const now = armed.delete(points.passed.length - 1) || (next?.test(what) ?? false);
      if (now) next = undefined;
      if (now) kill();
      return now;
    },
  };
  return points;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify', 'bulkWrite']);
/** Bookkeeping that concerns no record: leases of jobs, sessions, the count of calls. */
const RECORDS = new Set(['petitions', 'assignments']);

/** Name of a write and its collection; undefined for anything else. Body section first, as the driver sends it. */
function writeIn(message: Buffer): string | undefined {
  if (message.readInt32LE(12) !== 2013) return undefined;
  const body = mongo.BSON.deserialize(message.subarray(21, 21 + message.readInt32LE(21)));
  const [command = ''] = Object.keys(body);
  const collection = String(body[command]);
  return WRITES.has(command) && RECORDS.has(collection) ? `${command} ${collection}` : undefined;
}

/** Whole wire messages of one direction. */
function wholeMessages(take: (message: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      take(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}

function relay(client: Socket, enginePath: string, points: KillPoints): void {
  const engine = connect(enginePath);
  let answering: string | undefined;
  const end = () => {
    client.destroy();
    engine.destroy();
  };
  for (const socket of [client, engine]) socket.on('error', end).on('close', end);
  client.on(
    'data',
    wholeMessages((message) => {
      const write = writeIn(message);
      if (write && points.reached(`before ${write}`)) return end();
      answering = write;
      engine.write(message);
    }),
  );
  engine.on(
    'data',
    wholeMessages((message) => {
      const write = answering;
      answering = undefined;
      if (write && points.reached(`after ${write}`)) return end();
      client.write(message);
    }),
  );
}

export interface Wire {
  port: number;
  close(): Promise<void>;
}

/** @param enginePath of the Unix socket */
export async function databaseWire(enginePath: string, points: KillPoints): Promise<Wire> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('close', () => sockets.delete(client));
    relay(client, enginePath, points);
  });
  return {
    port: await listening(server),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Calls that show something to somebody. */
const SHOWING = /card|todo|robot|asyncsend/;
/** Hop-by-hop, or made anew. */
const DROPPED = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'keep-alive',
]);
const passedOn = (headers: Iterable<[string, unknown]>) =>
  Object.fromEntries([...headers].filter(([name]) => !DROPPED.has(name)).map(([name, value]) => [name, String(value)]));

/** @param base address of the sandbox */
export async function dingTalkWire(base: string, points: KillPoints): Promise<Wire> {
  const server = createHttpServer((request, response) => {
    const path = request.url ?? '/';
    const shows = SHOWING.test(path);
    const what = `${request.method} ${path.split('?')[0]}`;
    const pass = async () => {
      const body = await bodyOf(request);
      if (shows && points.reached(`before ${what}`)) return response.destroy();
      const answer = await fetch(base + path, {
        method: request.method ?? 'GET',
        headers: passedOn(Object.entries(request.headers)),
        ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
      });
      const said = Buffer.from(await answer.arrayBuffer());
      if (shows && points.reached(`after ${what}`)) return response.destroy();
      response.writeHead(answer.status, passedOn(answer.headers));
      return response.end(said);
    };
    pass().catch(() => response.destroy());
  });
  return {
    port: await listening(server),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
