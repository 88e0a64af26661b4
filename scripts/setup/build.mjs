import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { NOTHING_TO_DO, packaged, quietly, ROOT } from './steps.mjs';

/** @type {import('./steps.mjs').Step<unknown>} */
export const buildServer = {
  title: '编译服务端',
  advice: '请按上面的提示改正源代码，再重新运行。',
  run: () =>
    whenChanged('server', [...SERVER, 'package-lock.json', 'scripts/setup/build.mjs'], async () => {
      const swc = await import('@swc/core');
      await Promise.all(
        SERVER.flatMap(files)
          .filter(isCode)
          .map((path) => compile(swc, path)),
      );
      SERVER.forEach(copyAssets);
    }),
};

const SERVER = ['models', 'bot', 'server'];
/** @param {string} path */
const isCode = (path) => path.endsWith('.ts');

/**
 * The same compiler as the specifications'. It takes types away without looking at them: `npm test` checks them, and a start does not
 * wait for that.
 *
 * @param {typeof import('@swc/core')} swc
 * @param {string} path
 */
async function compile(swc, path) {
  const out = join(ROOT, 'dist', path.replace(/ts$/, 'js'));
  const { code, map } = await swc.transformFile(join(ROOT, path), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'commonjs', ignoreDynamic: true },
    sourceMaps: true,
    swcrc: false,
  });
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${code}\n//# sourceMappingURL=${basename(out)}.map\n`);
  writeFileSync(`${out}.map`, map ?? '{}');
}

const PAGES = 'miniapp/vite.config.mts';

/** @type {import('./steps.mjs').Step<unknown>} */
export const buildPages = {
  title: '编译页面',
  advice: '请按上面的提示改正 miniapp 里的源代码，再重新运行。',
  run() {
    if (!existsSync(join(ROOT, PAGES))) return NOTHING_TO_DO;
    return whenChanged('miniapp', ['miniapp', 'models', 'package-lock.json'], () =>
      quietly(process.execPath, [packaged('vite/bin/vite.js'), 'build', '--config', PAGES, '--logLevel', 'warn']),
    );
  },
};

/**
 * Build one part of dist/ if its sources are not those it was last built from. The mark lies in dist/, so that removing
 * dist/ is always a clean start.
 *
 * @param {string} part
 * @param {string[]} sources
 * @param {() => Promise<unknown>} build
 */
async function whenChanged(part, sources, build) {
  const mark = join(ROOT, 'dist', `.built-${part}`);
  const state = fingerprint(sources);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === state) return NOTHING_TO_DO;
  rmSync(mark, { force: true });
  await build();
  mkdirSync(dirname(mark), { recursive: true });
  return writeFileSync(mark, state);
}

/** Names, sizes and times of all files below. @param {string[]} sources */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const path of sources.flatMap(files)) {
    const { mtimeMs, size } = statSync(join(ROOT, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} relative to the project, sorted */
function files(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  const entries = readdirSync(full)
    .filter((name) => name !== 'node_modules')
    .sort();
  return entries.flatMap((name) => files(join(path, name)));
}

/** Pages, pictures and definitions that code reads from beside itself. @param {string} folder */
function copyAssets(folder) {
  for (const path of files(folder).filter((name) => !/\.tsx?$/.test(name))) {
    cpSync(join(ROOT, path), join(ROOT, 'dist', path), { recursive: true, preserveTimestamps: true });
  }
}
