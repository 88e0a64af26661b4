/**
 * Brings photos and videos to the server, piece by piece: light copies first, originals after them. Every start first asks what is missing,
 * so nothing the server has is sent again, whatever broke off and whoever died. Only as the person who took them, one tab at a time.
 */
import { type DeviceClock, type UploadState } from '../../models/evidence/evidence.schema';
import { request } from '../api';
import {
  fileArrived,
  fileBytes,
  fileProgressed,
  filesToSend,
  type KeptFile,
  lookAtFiles,
} from '../offline/evidenceShelf';
import { notice } from '../notice';
import { session } from '../session';
import { isPassing, Refusal } from '../wire';
import { deviceClock } from './deviceClock';

/** Two at a time keep a slow link full while one waits for its answer. */
const AT_ONCE = 2;
const PAUSES_MS = [1_000, 2_000, 5_000, 15_000, 60_000];
/** A piece over a bad link; beyond this it is taken for lost. */
const PIECE_MS = 120_000;
/** The disk is not told of every piece: what the server has is asked for at every start anyway. */
const NOTED_EVERY = 8;

/** Files the server will never take, with its sentence; they stay on this phone. */
export const refusedFiles = notice<ReadonlyMap<string, string>>(new Map());

const path = (sha256: string) => `/api/evidence/${sha256}`;

function announce({ sha256, record, taken, extra }: KeptFile, owner: string): Promise<UploadState> {
  const sent = deviceClock();
  const clocks = { taken: (extra as DeviceClock | undefined) ?? sent, sent };
  return request(path(sha256), { method: 'POST', body: { record, taken, clocks }, as: owner });
}

/** What the server has of this file; announced where it does not know it. */
async function stateOf(file: KeptFile, owner: string, known: boolean): Promise<UploadState> {
  if (!known) return announce(file, owner);
  try {
    return await request(`${path(file.sha256)}/chunks`, { as: owner });
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return announce(file, owner);
    throw error;
  }
}

/** Announced since this page was opened. */
const announced = new Set<string>();

/** Send what is missing of one file. @throws Unreachable | Refusal */
async function sendFile(file: KeptFile, owner: string): Promise<void> {
  let state = await stateOf(file, owner, announced.has(file.sha256));
  announced.add(file.sha256);
  for (let n = state.missing[0]; n !== undefined; n = state.missing[0]) {
    const { chunkBytes, begun } = state;
    const from = begun.find((one) => one.n === n)?.bytes ?? 0;
    const piece = await fileBytes(file.sha256, n * chunkBytes + from, Math.min(file.bytes, (n + 1) * chunkBytes));
    state = await request(`${path(file.sha256)}/chunks/${n}${from ? `?from=${from}` : ''}`, {
      method: 'PUT',
      body: piece,
      as: owner,
      timeoutMs: PIECE_MS,
    });
    const done = state.chunks - state.missing.length;
    if (!state.kept && done % NOTED_EVERY === 0) await fileProgressed(file.sha256, done * state.chunkBytes);
  }
  await fileArrived(file.sha256);
  announced.delete(file.sha256);
}

/** Whether the person asked the browser to spare data: originals then wait for a better network. */
const sparesData = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

/** What can be tried now. */
async function queueNow(): Promise<KeptFile[]> {
  const files = await filesToSend();
  return files.filter(({ sha256, of }) => !refusedFiles.get().has(sha256) && !(of === 'original' && sparesData()));
}

/** Signed out meanwhile, or the server has more or less of a piece than was thought. */
const ASK_AGAIN: ReadonlySet<number> = new Set([401, 409]);

/** @returns whether everything that can be sent has been */
async function sendAll(): Promise<boolean> {
  const { me, confirmed } = session.get();
  if (!me || !confirmed) return true;
  const queue = await queueNow();
  let broken: unknown;
  const work = async () => {
    for (let file = queue.shift(); file && !broken; file = queue.shift()) {
      try {
        await sendFile(file, me.id);
        failures = 0;
      } catch (error) {
        if (isPassing(error) || !(error instanceof Refusal) || ASK_AGAIN.has(error.status)) broken = error;
        else refuse(file.sha256, error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return broken === undefined && (await queueNow()).length === 0;
}

const refuse = (sha256: string, sentence: string) =>
  refusedFiles.set(new Map([...refusedFiles.get(), [sha256, sentence]]));

let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | undefined;
let again = false;

const oneTabAtATime = (work: () => Promise<boolean>): Promise<boolean> =>
  'locks' in navigator ? navigator.locks.request('evidence', work) : work();

/** Send everything that can be sent now. Harmless when there is nothing to do. */
export function uploadNow(): Promise<void> {
  if (running) {
    again = true;
    return running;
  }
  clearTimeout(timer);
  running = oneTabAtATime(sendAll)
    .catch(() => false)
    .then((complete) => {
      const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)];
      failures = complete ? 0 : failures + 1;
      if (!complete) timer = setTimeout(() => void uploadNow(), pause);
    })
    .finally(() => {
      running = undefined;
      if (!again) return;
      again = false;
      void uploadNow();
    });
  return running;
}

/** Everything that may mean “the network is back” starts it. Once per page. */
export function startUploads(): void {
  window.addEventListener('online', () => void uploadNow());
  document.addEventListener('visibilitychange', () => document.hidden || void uploadNow());
  session.watch(() => {
    void lookAtFiles();
    if (session.get().confirmed) void uploadNow();
  });
  void lookAtFiles();
  void uploadNow();
}
