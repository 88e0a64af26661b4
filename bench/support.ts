import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { openDatabase } from '../server/database';

/** Every bench in seconds instead of minutes: to see that it works, not to measure. */
export const QUICK = Boolean(process.env['BENCH_QUICK']);

/** One line of the printed table. `baseline` was measured in the same run; `ratio` is value ÷ baseline. */
export interface Row {
  name: string;
  value: number | string;
  unit: string;
  baseline?: number | string;
  ratio?: number | string;
  target?: number | string;
}

/** Print the result in the form that `npm run bench` collects. */
export function report(title: string, rows: Row[]): void {
  for (const { name, value, unit, baseline, ratio, target } of rows) {
    const beside = baseline === undefined ? '' : `  (baseline ${baseline}, ratio ${ratio})`;
    console.log(`${name}: ${value} ${unit}${beside}${target === undefined ? '' : `  target ${target}`}`);
  }
  console.log(`RESULT ${JSON.stringify({ title, rows })}`);
}

/** Run against a fresh embedded engine in a folder of its own, and clean up. */
export async function withDatabase(run: (uri: string) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'liandong-bench-'));
  const quiet = { info: () => {}, warn: () => {}, error: console.error };
  const database = await openDatabase({ dataDir, log: quiet });
  try {
    await run(database.uri);
  } finally {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  await mongoose.disconnect();
}

/** p50, p95, p99 and maximum of durations in ms. */
export function percentiles(durations: readonly number[]) {
  const sorted = [...durations].sort((a, b) => a - b);
  const at = (share: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Wall time in ms and this process's CPU time in ms that `run` took. */
export async function timed<T>(run: () => Promise<T>): Promise<{ ms: number; cpuMs: number; result: T }> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await run();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000, result };
}

/** Call `act` `times` times with `width` calls in flight; the duration of each call in ms, and all of it. */
export async function load(times: number, width: number, act: (index: number) => Promise<unknown>) {
  const durations: number[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < times; index = next++) {
      const start = performance.now();
      await act(index);
      durations.push(performance.now() - start);
    }
  };
  const { ms, cpuMs } = await timed(() => Promise.all(Array.from({ length: width }, worker)));
  return {
    ...percentiles(durations),
    ...{ durations, ms },
    perSecond: Math.round((times / ms) * 1000),
    cpuPer1000: Number(((cpuMs / times) * 1000).toFixed(0)),
  };
}

/** Call `act` `times` times at a steady rate, whether or not the calls before have ended; resolves when all have. */
export async function paced(perSecond: number, times: number, act: (index: number) => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  const calls: Promise<unknown>[] = [];
  while (calls.length < times) {
    const due = Math.min(times, Math.floor(((performance.now() - begun) / 1000) * perSecond) + 1);
    while (calls.length < due) calls.push(act(calls.length));
    await sleep(1000 / perSecond);
  }
  await Promise.all(calls);
}

/**
 * Sends over at most `width` keep-alive connections; POST when there is a body. Node's own client costs a third of `fetch`, and
 * what the load itself costs is taken from what is measured.
 *
 * @throws Error for an answer that is not 2xx
 */
export function httpClient(width: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: width });
  const send = (url: string, headers: Record<string, string>, body?: string) =>
    new Promise<string>((done, fail) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const options = { agent, method: body === undefined ? 'GET' : 'POST', headers: { ...headers, ...length } };
      const sent = request(url, options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const { statusCode = 0 } = response;
          if (statusCode >= 200 && statusCode < 300) done(text);
          else fail(new Error(`${url} ${statusCode}: ${text.slice(0, 500)}`));
        });
        response.on('error', fail);
      });
      sent.on('error', fail);
      sent.end(body);
    });
  return Object.assign(send, { close: () => agent.destroy() });
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
export const round = (value: number, digits = 2) => Number(value.toFixed(digits));
