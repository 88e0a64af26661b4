/**
 * npm test: the same set-up as npm start, then every check and every specification.
 *
 *   npm test                      everything
 *   npm test -- <jest arguments>  set-up, build, and only these specifications
 *   npm run soak                  specifications alone, with the long slices of endurance (SOAK=1)
 *
 * The last line is `N passed, N failed`: specifications, plus one failure for every check that failed.
 * With CI=true a missing browser is a failure; elsewhere the browser specifications are left out and that is said.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, installBrowser } from './setup/browser.mjs';
import { buildPages, buildServer } from './setup/build.mjs';
import { checkNode, installJudges, installPackages, prepareEngine } from './setup/install.mjs';
import { ended, packaged, quietly, ROOT, step, StepFailed, together } from './setup/steps.mjs';

const soak = process.argv.includes('--soak');
const jestArguments = process.argv.slice(2).filter((argument) => argument !== '--soak');
const whole = !soak && jestArguments.length === 0;
const results = join(ROOT, '.cache/jest.json');
/** What `.ci/run` repeats, since npm adds lines of its own after a failure. */
const lastLine = join(ROOT, '.cache/last-line');

const repair = '请按上面的提示改正，再重新运行 npm test。';
const cached = (/** @type {string} */ name) => ['--cache', '--cache-location', `.cache/${name}`];

/** @param {string} title @param {string[]} command @returns {import('./setup/steps.mjs').Step<unknown>} */
const check = (title, [script = '', ...args], advice = repair) => ({
  title,
  advice,
  run: () => quietly(process.execPath, [packaged(script), ...args], { nice: 10 }),
});

/** They run beside the specifications, which wait much of their time, and stand back behind them. */
const checks = [
  check('检查代码规则（eslint）', ['eslint/bin/eslint.js', ...cached('eslint'), '--max-warnings', '0', '.']),
  check('检查类型', ['typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json']),
  check('检查页面类型', ['typescript/bin/tsc', '--noEmit', '-p', 'miniapp/tsconfig.json']),
  check(
    '检查格式',
    ['prettier/bin/prettier.cjs', ...cached('prettier'), '--log-level', 'warn', '--check', '.'],
    '请运行 npm run format:fix。',
  ),
];

/** @returns {Promise<string[]>} the titles of what failed */
async function prepare() {
  await step(checkNode);
  await step(installPackages);
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const browserFailed = await together([installBrowser, installJudges, prepareEngine], 3);
  const buildFailed = await together([buildServer, buildPages], 2);
  const excused = chromium() === undefined && process.env['CI'] !== 'true' ? [installBrowser.title] : [];
  return [...browserFailed, ...buildFailed].filter((title) => !excused.includes(title));
}

/** @returns {Promise<{ passed: number, failed: number }>} */
async function specifications() {
  const projects = chromium() ? [] : ['--selectProjects', 'rules', 'engine'];
  if (projects.length) console.log('这台机器没有 Chromium，浏览器测试没有运行。');
  rmSync(results, { force: true });
  const args = ['--ci', '--json', `--outputFile=${results}`, ...jestArguments, ...projects];
  const env = { ...process.env, ...(soak ? { SOAK: '1' } : {}) };
  // Jest's own report goes to standard error; what it prints as JSON is already in the file.
  const child = spawn(process.execPath, [packaged('jest/bin/jest.js'), ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await ended(child);
  return count(code);
}

/** @param {number} code of jest */
function count(code) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(results, 'utf8'));
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    return { passed: numPassedTests, failed: failed || (code === 0 ? 0 : 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

async function main() {
  const startedAt = performance.now();
  const failures = await prepare();
  const [{ passed, failed }, faults] = await Promise.all([specifications(), together(whole ? checks : [], 1)]);
  failures.push(...faults);
  if (failures.length) console.log(`没有通过：${failures.join('、')}`);
  console.log(`共用时 ${((performance.now() - startedAt) / 1000).toFixed(0)} 秒`);
  return { passed, failed: failed + failures.length };
}

const { passed, failed } = await main().catch((error) => {
  if (!(error instanceof StepFailed)) console.error(error);
  return { passed: 0, failed: 1 };
});
const summary = `${passed} passed, ${failed} failed`;
mkdirSync(join(ROOT, '.cache'), { recursive: true });
writeFileSync(lastLine, `${summary}\n`);
console.log(summary);
process.exitCode = failed ? 1 : 0;
