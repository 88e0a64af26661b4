/**
 * How to start a program that needs the embedded engine. The engine is built against glibc 2.38; on an older system
 * (Debian 12 has 2.36) Debian 13's C library is fetched once, through the system's own signed package archive, into a private
 * folder and used for the engine's process alone. Nothing on the system is changed and no rights are needed.
 *
 *   node scripts/engine/runtime.mjs      prepares if necessary and prints {"command","args"}
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** @typedef {{ command: string, args: string[] }} Launch the words before the script's own path */

const run = promisify(execFile);
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const NEEDED = 2.38;
const SUITE = 'trixie';
const PACKAGES = ['libc6', 'libstdc++6', 'libgcc-s1'];
const LIBRARIES = 'usr/lib/x86_64-linux-gnu';
const LOADER = 'ld-linux-x86-64.so.2';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const DEFAULT_ARCHIVE = 'http://deb.debian.org/debian';
const ADVICE = '请改用 Debian 13（glibc ≥ 2.38）的机器，或设置 MONGODB_URI 使用独立的 MongoDB。';

/** Kept out of node_modules, which `npm ci` wipes; LIANDONG_CACHE lets several working copies share one. */
const cacheFolder = () => resolve(process.env['LIANDONG_CACHE'] || join(ROOT, '.cache'));

/**
 * The command that runs the engine host on this machine, prepared if this is the first time.
 *
 * @param {{ cache?: string }} [options]
 * @returns {Promise<Launch>}
 * @throws Error whose message says what to do
 */
export async function engineRuntime({ cache = cacheFolder() } = {}) {
  const { glibcVersionRuntime: glibc } = /** @type {any} */ (process.report.getReport()).header;
  if (process.platform === 'darwin' || atLeast(glibc, NEEDED)) return { command: process.execPath, args: [] };
  const folder = join(cache, `glibc-${SUITE}-amd64`);
  if (!existsSync(join(folder, 'COMPLETE'))) await prepare(folder, glibc);
  return launch(folder);
}

/** Whether `engineRuntime` would have to fetch something first. */
export function runtimeMissing() {
  const { glibcVersionRuntime: glibc } = /** @type {any} */ (process.report.getReport()).header;
  if (process.platform === 'darwin' || atLeast(glibc, NEEDED)) return false;
  return !existsSync(join(cacheFolder(), `glibc-${SUITE}-amd64`, 'COMPLETE'));
}

/** @param {string | undefined} version @param {number} needed */
function atLeast(version, needed) {
  const [major, minor] = String(version).split('.').map(Number);
  const [wantMajor, wantMinor] = String(needed).split('.').map(Number);
  return major > wantMajor || (major === wantMajor && minor >= wantMinor);
}

/** @param {string} folder @returns {Launch} */
function launch(folder) {
  const libraries = join(folder, LIBRARIES);
  // Through the loader's own option, never LD_LIBRARY_PATH: that would leak to children and mix two C libraries.
  return { command: join(libraries, LOADER), args: ['--library-path', libraries, process.execPath] };
}

/** @param {string} folder @param {string | undefined} glibc */
async function prepare(folder, glibc) {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !glibc) {
    throw new Error(
      `嵌入式数据库不支持这台机器（${process.platform}/${process.arch}，glibc ${glibc ?? '无'}）。${ADVICE}`,
    );
  }
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg') || !existsSync(KEYRING)) {
    throw new Error(
      `这台机器的 glibc 是 ${glibc}，低于 ${NEEDED}，又没有 apt-get 和 Debian 的签名公钥，无法补齐。${ADVICE}`,
    );
  }
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  try {
    await download(work);
    await unpack(work);
    await run(launch(work).command, [...launch(work).args, '-e', '0'], { env: plainEnvironment() });
    await writeFile(join(work, 'COMPLETE'), `${SUITE}\n`);
    // Two set-ups at once: the first to arrive stays, both use it.
    await rename(work, folder).catch((error) => {
      if (!existsSync(join(folder, 'COMPLETE'))) throw error;
    });
  } catch (error) {
    const { stderr, message } = /** @type {Error & { stderr?: string }} */ (error);
    const cause = (stderr || message).trim().split('\n').slice(-3).join('\n');
    throw new Error(`从 Debian 软件源取 C 运行库失败：\n${cause}\n请检查到 Debian 软件源的网络后重试；${ADVICE}`, {
      cause: error,
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Fetch the packages with a private apt state, signatures checked against the keyring Debian installs. @param {string} work */
async function download(work) {
  for (const name of ['lists/partial', 'archives/partial', 'parts'])
    await mkdir(join(work, 'apt', name), { recursive: true });
  const sources = join(work, 'apt/sources.list');
  const status = join(work, 'apt/status');
  await writeFile(status, '');
  await writeFile(sources, `deb [arch=amd64 signed-by=${KEYRING}] ${await archive()} ${SUITE} main\n`);
  const options = [
    `Dir::State=${join(work, 'apt')}`,
    `Dir::State::lists=${join(work, 'apt/lists')}`,
    `Dir::State::status=${status}`,
    `Dir::Cache=${join(work, 'apt')}`,
    `Dir::Etc::sourcelist=${sources}`,
    `Dir::Etc::sourceparts=${join(work, 'apt/parts')}`,
    'APT::Architecture=amd64',
    'APT::Sandbox::User=',
    'Acquire::Languages=none',
    'Acquire::Retries=1',
    // Without this apt exits 0 when offline, and a later message hides the cause.
    'APT::Update::Error-Mode=any',
  ].flatMap((option) => ['-o', option]);
  const env = { ...plainEnvironment(), LC_ALL: 'C' };
  await run('apt-get', [...options, 'update'], { env });
  await run('apt-get', [...options, 'download', ...PACKAGES], { env, cwd: work });
}

/** @param {string} work */
async function unpack(work) {
  for (const file of (await readdir(work)).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg', ['-x', join(work, file), work]);
    await rm(join(work, file));
  }
  for (const waste of ['apt', join(LIBRARIES, 'gconv'), 'usr/share']) {
    await rm(join(work, waste), { recursive: true, force: true });
  }
}

/** The Debian archive this machine already uses (a mirror, perhaps the only address it can reach). */
async function archive() {
  const folder = '/etc/apt/sources.list.d';
  const extra = (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
  for (const file of ['/etc/apt/sources.list', ...extra].filter((name) => /\.(list|sources)$/.test(name))) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => /^(deb\s|URIs:)/.test(line));
    const uris = lines.flatMap((line) => line.match(/https?:\/\/\S+/g) ?? []);
    const own = uris.find((uri) => /\/debian\/?$/.test(uri));
    if (own) return own;
  }
  return DEFAULT_ARCHIVE;
}

/** Flags meant for the parent (a test runner's, a debugger's) must not reach the child. */
function plainEnvironment() {
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, LD_LIBRARY_PATH: _path, ...env } = process.env;
  return env;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  engineRuntime().then(
    (ready) => process.stdout.write(`${JSON.stringify(ready)}\n`),
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}
