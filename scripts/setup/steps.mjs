/**
 * Steps of a set-up as a person sees them: what is happening, how long it took, and after a failure what to do.
 */
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A step may answer with this instead of doing anything. */
export const NOTHING_TO_DO = Symbol('nothing to do');

/** Lines of a failed program's output that are shown, from its beginning and its end. */
const FIRST_LINES = 20;
const LAST_LINES = 30;

/** Without a terminal to count seconds on, a step that takes longer than this says that it is under way, in ms. */
const LONG_MS = 3_000;

/** A failure that has been shown to the person already. */
export class StepFailed extends Error {}

/**
 * @template T
 * @typedef {{ title: string, advice: string, run: () => T | Promise<T> }} Step
 *   title: what is being done, e.g. 安装依赖; advice: what to do when it fails, one sentence beginning with 请
 */

/**
 * Do one step, with its title, its duration and, when it fails, its advice.
 *
 * @template T
 * @param {Step<T>} step
 * @returns {Promise<T>}
 * @throws StepFailed after the failure has been printed
 */
export async function step({ title, advice, run }) {
  const startedAt = performance.now();
  const took = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} 秒`;
  const ticking = process.stdout.isTTY
    ? setInterval(() => process.stdout.write(`\r· ${title} ${took()}`), 500)
    : setTimeout(() => line(`· ${title}…`), LONG_MS);
  try {
    const result = await run();
    line(result === NOTHING_TO_DO ? `✓ ${title}：已是最新` : `✓ ${title}：${took()}`);
    return result;
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    line(`✗ ${title}失败（${took()}）：\n${indent(message)}\n  ${advice}`);
    throw new StepFailed(title, { cause: error });
  } finally {
    clearInterval(ticking);
  }
}

/**
 * Do several independent steps, at most `lanes` at a time; all are finished, even when one fails.
 *
 * @param {Step<unknown>[]} steps
 * @param {number} lanes
 * @returns {Promise<string[]>} the titles of those that failed
 */
export async function together(steps, lanes) {
  const waiting = [...steps];
  /** @type {string[]} */
  const failed = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { title } = next;
      await step(next).catch((error) => {
        if (!(error instanceof StepFailed)) throw error;
        failed.push(title);
      });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return failed;
}

/**
 * Run a program to its end, quietly; its output is shown only if it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, nice?: number }} [options] nice: how far it stands back behind other programs
 * @throws Error with the last lines of its output
 */
export async function quietly(command, args, { env = process.env, cwd = ROOT, nice = 0 } = {}) {
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  if (nice && child.pid) setPriority(child.pid, nice);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await ended(child);
  if (code !== 0) throw new Error(shortened(output) || `${command} 以 ${code} 结束`);
}

/** @param {string} output */
function shortened(output) {
  const lines = output.trim().split('\n');
  if (lines.length <= FIRST_LINES + LAST_LINES) return lines.join('\n');
  return [...lines.slice(0, FIRST_LINES), '…', ...lines.slice(-LAST_LINES)].join('\n');
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number>} exit code; 128 + n after a signal */
export function ended(child) {
  return new Promise((settle, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => settle(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137)));
  });
}

/** The path of a script inside an installed package. @param {string} path */
export const packaged = (path) => resolve(ROOT, 'node_modules', path);

/** @param {string} text */
function line(text) {
  process.stdout.write(`${process.stdout.isTTY ? '\r\x1b[K' : ''}${text}\n`);
}

/** @param {string} text */
const indent = (text) => text.replace(/^/gm, '  ');
