import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder, until } from './support/host';

jest.setTimeout(60_000);

const ROOT = resolve(__dirname, '..');
const folder = temporaryFolder();

interface Ended {
  code: number;
  output: string;
}

/** Run a program to its end; what it printed on both channels. */
function run(args: string[], { cwd = ROOT, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Ended> {
  const { NODE_OPTIONS: _options, CI: _ci, ...own } = process.env;
  return new Promise((settle) => {
    execFile(process.execPath, args, { cwd, env: { ...own, ...env } }, (error, stdout, stderr) =>
      settle({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    );
  });
}

/** A working copy that shares nothing with ours but the installed packages. */
function workingCopy(name: string): string {
  const copy = join(folder, name);
  mkdirSync(copy);
  for (const path of ['scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'jest.config.cjs']) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
  // Entry by entry: should a test install after all, it replaces links and not what they lead to.
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name));
  }
  return copy;
}

/** The smallest product that starts. */
function withServer(copy: string, code: string) {
  mkdirSync(join(copy, 'server'), { recursive: true });
  writeFileSync(join(copy, 'server/main.ts'), code);
}

describe('npm start', () => {
  const env = { LIANDONG_CACHE: join(ROOT, '.cache') };

  it('builds once, then only when a source has changed, and ends as the server ends', async () => {
    const copy = workingCopy('start');
    withServer(copy, `console.log('serving'); process.exitCode = 7;`);
    const first = await run(['scripts/start.mjs'], { cwd: copy, env });
    expect(first).toMatchObject({
      code: 7,
      output: expect.stringMatching(/✓ 编译服务端：\d+\.\d 秒[^]*serving/) as string,
    });
    const second = await run(['scripts/start.mjs'], { cwd: copy, env });
    expect(second.output).toContain('✓ 编译服务端：已是最新');
    withServer(copy, `console.log('changed');`);
    const third = await run(['scripts/start.mjs'], { cwd: copy, env });
    expect(third).toMatchObject({
      code: 0,
      output: expect.stringMatching(/✓ 编译服务端：\d+\.\d 秒[^]*changed/) as string,
    });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('passes %s on and waits until the server has stopped', async (signal) => {
    const copy = workingCopy(signal);
    const stop = `setTimeout(() => { console.log('stopped'); process.exit(0); }, 200)`;
    withServer(
      copy,
      `process.on('${signal}', () => ${stop}); setInterval(() => undefined, 1000); console.log('serving');`,
    );
    const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: copy, env: { ...process.env, ...env } });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    await until(() => output.includes('serving'));
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(output).toContain('stopped');
  });

  it('shows a fault of the source and what to do, and starts nothing', async () => {
    const copy = workingCopy('faulty');
    withServer(copy, `const n: number = ;\nconsole.log(['ser', 'ving'].join(''), n);`);
    const { code, output } = await run(['scripts/start.mjs'], { cwd: copy, env });
    expect(code).toBe(1);
    expect(output).toMatch(/✗ 编译服务端失败[^]*Expression expected[^]*server\/main\.ts:1[^]*请按上面的提示改正源代码/);
    expect(output).not.toContain('serving');
  });

  it('says so when the packages cannot be installed', async () => {
    const copy = join(folder, 'offline');
    mkdirSync(copy);
    cpSync(join(ROOT, 'scripts'), join(copy, 'scripts'), { recursive: true });
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ name: 'x', dependencies: { ulid: '3.0.2' } }));
    writeFileSync(join(copy, 'package-lock.json'), '{ "lockfileVersion": 3, "packages": { "": { "name": "x" } } }');
    const { code, output } = await run(['scripts/start.mjs'], { cwd: copy, env });
    expect(code).toBe(1);
    expect(output).toMatch(/✗ 安装依赖失败[^]*Missing: ulid[^]*请检查到 npm 软件源的网络/);
  });
});

describe('npm test', () => {
  it('ends with the count of what passed and failed, also when it could not even install', async () => {
    const copy = join(folder, 'untestable');
    mkdirSync(copy);
    cpSync(join(ROOT, 'scripts'), join(copy, 'scripts'), { recursive: true });
    const { code, output } = await run(['scripts/test.mjs'], { cwd: copy });
    expect(code).toBe(1);
    expect(output.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
  });
});

const { glibcVersionRuntime } = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header;
const [, minor = 0] = (glibcVersionRuntime ?? '').split('.').map(Number);

if (process.platform === 'linux' && minor < 38) {
  describe('the C runtime of the engine on an older system', () => {
    it('names the cause and the ways out when the archive cannot be reached, and leaves nothing behind', async () => {
      const cache = join(folder, 'cache');
      const proxy = 'http://127.0.0.1:9';
      const { code, output } = await run(['scripts/engine/runtime.mjs'], {
        env: { LIANDONG_CACHE: cache, http_proxy: proxy, https_proxy: proxy },
      });
      expect(code).toBe(1);
      expect(output).toMatch(/从 Debian 软件源取 C 运行库失败[^]*127\.0\.0\.1[^]*MONGODB_URI/);
      expect(readdirSync(cache)).toEqual([]);
    });
  });
}
