import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineRuntime, runtimeMissing } from '../engine/runtime.mjs';
import { NOTHING_TO_DO, quietly, ROOT } from './steps.mjs';

/** The oldest Node that can `require()` ES modules without a flag. */
const NODE = [20, 19];

/** @type {import('./steps.mjs').Step<unknown>} */
export const checkNode = {
  title: '检查 Node',
  advice: `请安装 Node ${NODE.join('.')} 或更新的版本（https://nodejs.org），再重新运行。`,
  run() {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const enough = major > NODE[0] || (major === NODE[0] && minor >= NODE[1]);
    if (!enough) throw new Error(`现在的 Node 是 ${process.versions.node}，需要 ${NODE.join('.')} 以上。`);
    return NOTHING_TO_DO;
  },
};

/** @type {import('./steps.mjs').Step<unknown>} */
export const installPackages = {
  title: '安装依赖',
  advice: '请检查到 npm 软件源的网络（npm config get registry）和磁盘空间，再重新运行。',
  run: () => npmCi(ROOT),
};

/** The official DingTalk SDKs, which only judge our sandbox and are never shipped. @type {import('./steps.mjs').Step<unknown>} */
export const installJudges = {
  title: '安装评测用的钉钉官方 SDK',
  advice: '请检查到 npm 软件源的网络（npm config get registry），再重新运行。',
  run: () =>
    existsSync(join(ROOT, 'tests/judges/package-lock.json')) ? npmCi(join(ROOT, 'tests/judges')) : NOTHING_TO_DO,
};

/** @type {import('./steps.mjs').Step<unknown>} */
export const prepareEngine = {
  title: '准备嵌入式数据库',
  advice: '也可以不用嵌入式数据库：设置 MONGODB_URI 后再运行。',
  async run() {
    if (process.env['MONGODB_URI'] || !runtimeMissing()) return NOTHING_TO_DO;
    return engineRuntime();
  },
};

/** @param {string} folder */
async function npmCi(folder) {
  const stamp = join(folder, 'node_modules/.complete');
  const state = `${sha256(join(folder, 'package-lock.json'))} ${process.platform} ${process.arch}\n`;
  if (textOf(stamp) === state || holdsTheSame(folder)) return NOTHING_TO_DO;
  // NODE_ENV=production would leave out what is needed for building; no package here needs its install script.
  const options = ['--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await quietly('npm', ['ci', ...options], { cwd: folder });
  // Inside node_modules, which the next `npm ci` wipes first: an interrupted one leaves no stamp.
  return writeFileSync(stamp, state);
}

/**
 * Whether node_modules was filled by hand with exactly what the lock file names, judged by the list npm itself keeps there.
 * Optional packages may be missing: most are for other machines.
 *
 * @param {string} folder
 */
function holdsTheSame(folder) {
  const installed = packagesOf(join(folder, 'node_modules/.package-lock.json'));
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || (installed[path]?.version ?? (optional && version)) === version,
  );
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }> | undefined} */
function packagesOf(file) {
  const text = textOf(file);
  return text ? JSON.parse(text).packages : undefined;
}

/** @param {string} file */
const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** @param {string} file */
const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
