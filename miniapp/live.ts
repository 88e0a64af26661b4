/**
 * What changed on the server, as it changes: Server-Sent Events, with its own reconnection, and polling while there is none.
 * Only says that a record changed; whoever shows it reads it again through the ordinary door.
 */
import { notice } from './notice';
import { deliver } from './offline/courier';
import { learnNow } from './useNow';

export interface Change {
  store: string;
  id: string;
  version?: number;
}
type Listener = (change: Change | null) => void;

/** Whether changes arrive by themselves. */
export const isLive = notice(false);

const listeners = new Set<Listener>();
const tell = (change: Change | null) => [...listeners].forEach((listener) => listener(change));
const POLL_MS = 15_000;
const RECONNECT_MS = [1000, 2000, 5000, 10_000, 20_000];

let source: EventSource | undefined;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Hear of every change. `null` means: something may have changed, read again (after a gap, or while polling). */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function connect(): void {
  source?.close();
  source = new EventSource('/api/live');
  source.onopen = () => {
    failures = 0;
    isLive.set(true);
    // Whatever happened while nobody listened is read again, and what waited is sent.
    tell(null);
    void deliver();
  };
  source.addEventListener('change', (event) => {
    const change = parsed((event as MessageEvent<string>).data);
    if (change) tell(change);
  });
  source.addEventListener('time', (event) => learnNow((event as MessageEvent<string>).data));
  source.onerror = () => {
    isLive.set(false);
    source?.close();
    clearTimeout(retry);
    retry = setTimeout(connect, RECONNECT_MS[Math.min(failures, RECONNECT_MS.length - 1)]);
    failures += 1;
  };
}

function parsed(data: string): Change | null {
  try {
    return JSON.parse(data) as Change;
  } catch {
    return null;
  }
}

/** Start listening; called once the person is signed in. */
export function startLive(): void {
  if (source) return;
  connect();
  window.addEventListener('online', () => isLive.get() || connect());
  window.addEventListener('offline', () => isLive.set(false));
  document.addEventListener('visibilitychange', () => document.hidden || isLive.get() || connect());
  setInterval(() => isLive.get() || document.hidden || tell(null), POLL_MS);
}
