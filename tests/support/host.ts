import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const SCRIPTS = resolve(__dirname, '../../scripts/engine');

interface Launch {
  command: string;
  args: string[];
}

/** The words that run the engine host on a folder. */
export function hostCommand(folder: string): [command: string, args: string[]] {
  const printed = execFileSync(process.execPath, [join(SCRIPTS, 'runtime.mjs')], { encoding: 'utf8' });
  const { command, args } = JSON.parse(printed) as Launch;
  return [command, [...args, join(SCRIPTS, 'host.mjs'), '--data', folder]];
}

/** What a host said about itself, and the process to stop it by. */
export interface StartedHost {
  child: ChildProcess;
  answer: { uri?: string; pid?: number; error?: string; owner?: number };
}

/** Start an engine host and wait for its one line. */
export async function startHost(folder: string): Promise<StartedHost> {
  const child = spawn(...hostCommand(folder), { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, answer: JSON.parse(String(line)) as StartedHost['answer'] };
}

/** Close its standard input, as the end of its parent would, and wait until it is gone. */
export async function stopHost({ child }: StartedHost): Promise<void> {
  const gone = once(child, 'exit');
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.end();
  await gone;
}

/** The pid in a folder's lock file. */
export const ownerOf = (folder: string) => Number(readFileSync(join(folder, 'engine.lock'), 'utf8').split('\n')[0]);

export function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Wait until a condition holds; the limit of the test itself is the only limit. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(20);
}

/** A folder of this file's own, removed after its tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-spec-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
