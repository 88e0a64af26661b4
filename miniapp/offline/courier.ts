/**
 * Sends what is unsent: in order per record, one tab at a time, only as the person who wrote it. Started by a new command, by
 * the network coming back, by the live connection, by sign-in and by a timer; each start is harmless when there is nothing to do.
 */
import { request } from '../api';
import { photosIn } from '../form/values';
import { session } from '../session';
import { Refusal, isPassing } from '../wire';
import { type Unsent } from './database';
import { dropPhotos, photoKept, photoSent } from './photos';
import { look, markRefused, settle } from './unsent';

/** What became of a command so far. */
export type Outcome = { sent: unknown } | { refused: Refusal } | { kept: true };

const waiting = new Map<string, (outcome: Outcome) => void>();
const PAUSES_MS = [2000, 5000, 10_000, 20_000, 60_000];
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | undefined;
let again = false;

/** The answer to one command, or `kept` when it has not come within `patienceMs`. Call before `deliver`. */
export function outcomeOf(key: string, patienceMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const give = setTimeout(() => answer(key, { kept: true }), patienceMs);
    waiting.set(key, (outcome) => {
      clearTimeout(give);
      waiting.delete(key);
      resolve(outcome);
    });
  });
}
const answer = (key: string, outcome: Outcome) => waiting.get(key)?.(outcome);

/** Send everything that can be sent now. */
export function deliver(): Promise<void> {
  if (running) {
    again = true;
    return running;
  }
  clearTimeout(timer);
  running = oneTabAtATime(sendAll)
    .then((complete) => {
      failures = complete ? 0 : failures + 1;
      if (!complete) timer = setTimeout(() => void deliver(), PAUSES_MS[Math.min(failures - 1, PAUSES_MS.length - 1)]);
    })
    .catch(() => {
      timer = setTimeout(() => void deliver(), PAUSES_MS[1]);
    })
    .finally(() => {
      running = undefined;
      if (again) {
        again = false;
        void deliver();
      }
    });
  return running;
}

const oneTabAtATime = (work: () => Promise<boolean>): Promise<boolean> =>
  'locks' in navigator ? navigator.locks.request('courier', work) : work();

/** @returns whether everything that can be sent has been */
async function sendAll(): Promise<boolean> {
  const { me, confirmed } = session.get();
  const rows = await look(me?.id);
  if (rows.every(({ refusal }) => refusal)) return true;
  if (!me || !confirmed) return fail(rows);
  const held = new Set<string>();
  let complete = true;
  for (const row of rows) {
    if (row.refusal || held.has(row.lane)) {
      held.add(row.lane);
      continue;
    }
    const outcome = await sendOne(row);
    if ('sent' in outcome) continue;
    held.add(row.lane);
    answer(row.key, outcome);
    if ('kept' in outcome) complete = false;
  }
  return complete;
}

function fail(rows: readonly Unsent[]): false {
  for (const { key } of rows) answer(key, { kept: true });
  return false;
}

async function sendOne(row: Unsent): Promise<Outcome> {
  try {
    const input = await withUploadedPhotos(row);
    const sent = await request<unknown>(row.path, { method: 'POST', body: input, key: row.key, as: row.owner });
    await settle(row.key);
    answer(row.key, { sent });
    await dropPhotos(photosIn(row.values).flatMap(({ id }) => (id ? [id] : [])));
    return { sent };
  } catch (error) {
    if (isPassing(error) || !(error instanceof Refusal) || error.status === 401) return { kept: true };
    await markRefused(row.key, { sentence: error.message, fields: error.fields });
    return { refused: error };
  }
}

async function withUploadedPhotos(row: Unsent): Promise<Record<string, unknown>> {
  const photos = photosIn(row.values);
  if (photos.length === 0) return row.input;
  const hashes: string[] = [];
  for (const { id, hash } of photos) hashes.push(hash ?? (await upload(id ?? '', row.owner)));
  return { ...row.input, photos: hashes };
}

/** @throws Refusal | Unreachable */
async function upload(id: string, owner: string): Promise<string> {
  const kept = await photoKept(id);
  if (!kept) throw new Refusal(410, 'PHOTO_GONE', '有一张照片已不在本机，请改一下，重新选照片后再发。');
  if (kept.hash) return kept.hash;
  const form = new FormData();
  form.append('photo', kept.blob, `${id}.jpg`);
  const { hash } = await request<{ hash: string }>('/api/files', {
    method: 'POST',
    body: form,
    as: owner,
    timeoutMs: 120_000,
  });
  await photoSent(id, hash);
  return hash;
}

/** Everything that may mean “the network is back” starts the courier. */
export function startCourier(): void {
  window.addEventListener('online', () => void deliver());
  document.addEventListener('visibilitychange', () => document.hidden || void deliver());
  session.watch(() => {
    void look(session.get().me?.id);
    if (session.get().confirmed) void deliver();
  });
  void deliver();
}
