import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

/** What is told about the engine's life; a pino logger fits. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface EngineProcess {
  /** Stays the same over restarts, so clients built on it never need rebuilding. */
  uri: string;
  /** How often the engine ended unasked and came back. */
  restarts(): number;
  /** Close the engine and wait until it is gone. */
  stop(): Promise<void>;
}

/** Waits before the n-th restart in a row, in ms; the last one repeats. */
const BACKOFF_MS = [0, 100, 200, 500, 1_000, 2_000, 5_000];
/** An engine that has lived this long starts again at the front of BACKOFF_MS. */
const SETTLED_MS = 5_000;
/** A graceful close takes 50-600 ms; recovery of a large journal may take longer than a start. */
const CLOSE_MS = 20_000;

const FirstLine = z.union([
  z.object({ uri: z.string(), pid: z.number() }),
  z.object({ error: z.string(), owner: z.number().optional() }),
]);
const Launch = z.object({ command: z.string(), args: z.array(z.string()) });
type Launch = z.infer<typeof Launch>;

/**
 * Start the embedded engine's host process on a folder and keep it running: when it ends unasked it is started again, on the
 * same address. Commands in flight at that moment fail, later ones wait for the engine to come back.
 *
 * @param folder of the engine alone; created when missing
 * @param onEnded told each time the engine has ended unasked
 * @throws Error whose message says what to do, when the first start fails (folder owned by another process, no C runtime)
 */
export async function startEngine(folder: string, log: Log, onEnded?: () => void): Promise<EngineProcess> {
  const launch = await findLaunch();
  let host = await startHost(launch, folder, log);
  const { uri } = host;
  const stopping = new AbortController();
  let restarts = 0;
  const supervision = (async () => {
    for (let failures = 0; !stopping.signal.aborted;) {
      const startedAt = performance.now();
      const [code, signal] = await host.ended;
      if (stopping.signal.aborted) return;
      onEnded?.();
      if (performance.now() - startedAt > SETTLED_MS) failures = 0;
      log.error({ code, signal, failures }, 'the database engine ended unasked and is started again');
      const next = await restart(failures);
      if (!next) return;
      host = next.host;
      failures = next.failures + 1;
      restarts += 1;
      log.info({ pid: host.child.pid, failures }, 'the database engine is back');
    }
  })();

  async function restart(failuresBefore: number) {
    for (let failures = failuresBefore; ; failures += 1) {
      const wait = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)];
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return undefined;
      try {
        return { host: await startHost(launch, folder, log), failures };
      } catch (error) {
        log.error({ err: error, failures }, 'the database engine does not start');
      }
    }
  }

  return {
    uri,
    restarts: () => restarts,
    async stop() {
      stopping.abort();
      await close(host);
      await supervision;
      await close(host); // a restart that was under way when we were asked to stop
    },
  };
}

interface Host {
  uri: string;
  child: ChildProcess;
  ended: Promise<unknown[]>;
}

async function startHost({ command, args }: Launch, folder: string, log: Log): Promise<Host> {
  // Flags of a test runner or debugger are not for the child; its stdin stays open for as long as we live.
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, LD_LIBRARY_PATH: _path, ...env } = process.env;
  const script = join(projectRoot(), 'scripts/engine/host.mjs');
  const child = spawn(command, [...args, script, '--data', folder], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (chunk: Buffer) => log.warn({ pid: child.pid }, `database engine: ${String(chunk).trim()}`));
  const lines = createInterface(child.stdout);
  const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), ended.then(() => '')]);
  const answer = FirstLine.parse(
    first ? JSON.parse(first) : { error: '数据库引擎没有启动就退出了，请查看上面的日志。' },
  );
  if ('error' in answer) throw new Error(answer.error);
  return { uri: answer.uri, child, ended };
}

async function close({ child, ended }: Host) {
  child.stdin?.end();
  const forced = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
  await ended;
  clearTimeout(forced);
}

async function findLaunch(): Promise<Launch> {
  const script = join(projectRoot(), 'scripts/engine/runtime.mjs');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    return Launch.parse(JSON.parse(stdout));
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(stderr?.trim() || '数据库引擎无法准备，请运行 npm start 重新安装。', { cause: error });
  }
}

/** The compiled server lies one folder deeper than its source; the engine's scripts are never compiled. */
function projectRoot() {
  let folder = __dirname;
  while (!existsSync(join(folder, 'scripts/engine/host.mjs'))) {
    if (folder === dirname(folder)) throw new Error('找不到 scripts/engine，请在完整的项目目录里运行。');
    folder = dirname(folder);
  }
  return folder;
}
