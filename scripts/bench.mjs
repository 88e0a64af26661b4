/**
 * npm run bench: every bench/*.bench.ts, one after the other, each in a process of its own.
 *
 *   npm run bench             all; the tables in docs/benchmarks.md are written anew
 *   npm run bench -- outbox   only files whose name holds a word; printed, not kept
 *   npm run bench -- outbox --keep   … and kept: its tables take the place of those with the same titles
 *
 * A bench prints what it likes and, as its last line, `RESULT <json>`:
 *   { title, rows: [{ name, value, unit, baseline?, ratio?, target? }] }
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildPages, buildServer } from './setup/build.mjs';
import { checkNode, installPackages, prepareEngine } from './setup/install.mjs';
import { ended, packaged, quietly, ROOT, step, StepFailed } from './setup/steps.mjs';

/**
 * @typedef {{ name: string, value: number | string, unit: string, baseline?: number | string, ratio?: number | string, target?: number | string }} Row
 * @typedef {{ title: string, rows: Row[] }} Result
 */

const PAGE = join(ROOT, 'docs/benchmarks.md');
const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';
const MARK = 'RESULT ';

/** @param {string} file @returns {Promise<Result>} */
async function measure(file) {
  console.log(`\n▸ ${basename(file)}`);
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, [packaged('tsx/dist/cli.mjs'), file], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let result = '';
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith(MARK)) result = line.slice(MARK.length);
    else console.log(`  ${line}`);
  }
  const code = child.exitCode ?? (await ended(child));
  if (code !== 0 || !result) throw new Error(`${basename(file)} 没有得出结果（退出码 ${code}），请看上面的输出。`);
  return JSON.parse(result);
}

/** @param {Result} result @param {string} when */
function table({ title, rows }, when) {
  const lines = rows.map(({ name, value, unit, baseline, ratio, target }) =>
    [cell(name), `${cell(value)} ${unit}`, cell(baseline), cell(ratio), cell(target)].join(' | '),
  );
  const head = ['measure | value | baseline | ratio | target', '--- | ---: | ---: | ---: | ---'];
  return [`### ${title}`, '', when, '', ...[...head, ...lines].map((line) => `| ${line} |`)].join('\n');
}

/** A value as it stands in a table: four digits say enough of a measurement. @param {unknown} value */
function cell(value) {
  if (typeof value !== 'number') return String(value ?? '').replaceAll('|', '\\|');
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}

const HEADING = /^### /m;

/** Tables by title, in the order in which they stand. @param {string} text @returns {Map<string, string>} */
const tablesIn = (text) =>
  new Map(
    text
      .split(HEADING)
      .slice(1)
      .map((one) => [one.slice(0, one.indexOf('\n')), `### ${one.trim()}`]),
  );

/** Write the tables into the page: all anew, or beside those that were not measured. @param {string[]} tables @param {boolean} anew */
async function keep(tables, anew) {
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : `# Benchmarks\n\n${BEGIN}\n${END}\n`;
  const [before, rest] = page.split(BEGIN);
  const [standing, after] = rest?.split(END) ?? [];
  if (standing === undefined || after === undefined)
    throw new Error(`docs/benchmarks.md 里缺少 ${BEGIN} 和 ${END} 两行，请补上。`);
  const kept = new Map([...(anew ? [] : tablesIn(standing)), ...tablesIn(tables.join('\n\n'))]);
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${[...kept.values()].join('\n\n')}\n\n${END}${after}`);
  await quietly(process.execPath, [packaged('prettier/bin/prettier.cjs'), '--write', PAGE]);
}

async function main() {
  for (const needed of [checkNode, installPackages, prepareEngine, buildServer, buildPages]) await step(needed);
  const words = process.argv.slice(2).filter((word) => word !== '--keep');
  const isKept = words.length === 0 || process.argv.includes('--keep');
  const names = readdirSync(join(ROOT, 'bench'))
    .filter((name) => name.endsWith('.bench.ts'))
    .sort();
  const chosen = names.filter((name) => words.length === 0 || words.some((word) => name.includes(word)));
  /** @type {Result[]} */
  const measured = [];
  /** @type {string[]} */
  const failed = [];
  for (const name of chosen) {
    await measure(join(ROOT, 'bench', name)).then(
      (result) => measured.push(result),
      (error) => failed.push(error.message),
    );
  }
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
  const when = `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}.`;
  const tables = measured.map((result) => table(result, when));
  console.log(`\n${tables.join('\n\n')}`);
  if (failed.length) throw new Error(`没有测完，docs/benchmarks.md 未改动：\n${failed.join('\n')}`);
  if (isKept) await keep(tables, words.length === 0);
}

main().catch((error) => {
  if (!(error instanceof StepFailed)) console.error(error.message);
  process.exitCode = 1;
});
