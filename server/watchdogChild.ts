/** Keeps the watchdog's process running beside the server: started again when it dies, sent away on a graceful stop, never on a crash. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Log } from './engineProcess';

/** Waits before the n-th start in a row, in ms; the last one repeats. */
const BACKOFF_MS = [0, 500, 2_000, 10_000, 30_000];
/** One that has lived this long starts again at the front of BACKOFF_MS. */
const SETTLED_MS = 60_000;
const CLOSE_MS = 3_000;

export interface WatchdogChild {
  /** Process id; 0 while none runs. */
  pid: () => number;
  stop(): Promise<void>;
}

/**
 * @param env settings it does not share with this process, such as the address of the embedded engine
 * @param nodeOptions what this process was started with; another one is told, where this is not the server
 */
export function startWatchdog(
  env: Readonly<Record<string, string>>,
  log: Log,
  nodeOptions: readonly string[] = process.execArgv,
): WatchdogChild {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const start = () => {
    const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...own } = process.env;
    const script = join(__dirname, `watchdog${extname(__filename)}`);
    return spawn(process.execPath, [...nodeOptions, script], {
      env: { ...own, ...env, WATCHDOG_CHILD: '1' },
      stdio: ['pipe', 'inherit', 'inherit'],
      // Ctrl-C in a terminal is for the server, which then sends us away.
      detached: true,
    });
  };
  const keeping = (async () => {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      const wait = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)];
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const startedAt = performance.now();
      child = start();
      child.stdin?.on('error', () => undefined);
      const [code, signal] = (await once(child, 'exit').catch((error: unknown) => [String(error), null])) as unknown[];
      if (stopping.signal.aborted) return;
      log.error({ code, signal }, 'the watchdog ended unasked and is started again');
      if (performance.now() - startedAt > SETTLED_MS) failures = 0;
    }
  })();
  return {
    pid: () => (child && child.exitCode === null && child.signalCode === null ? (child.pid ?? 0) : 0),
    async stop() {
      stopping.abort();
      child?.kill('SIGTERM');
      const forced = setTimeout(() => child?.kill('SIGKILL'), CLOSE_MS);
      await keeping;
      if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      clearTimeout(forced);
    },
  };
}
