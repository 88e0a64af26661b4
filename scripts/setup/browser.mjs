import { existsSync } from 'node:fs';
import { NOTHING_TO_DO, quietly } from './steps.mjs';

/** CHROMIUM_PATH names another one. */
const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/** @returns {string | undefined} the browser that specifications drive */
export const chromium = () => [process.env['CHROMIUM_PATH'] ?? '', ...KNOWN].find((path) => path && existsSync(path));

/**
 * Chromium and a Chinese font from the system's packages, when we may install them.
 *
 * @type {import('./steps.mjs').Step<unknown>}
 */
export const installBrowser = {
  title: '准备浏览器（chromium、中文字体）',
  advice: `请由管理员运行 apt-get install ${PACKAGES.join(' ')}，或用 CHROMIUM_PATH 指定已有的 Chromium。`,
  async run() {
    if (chromium() && (existsSync(FONT) || process.env['CHROMIUM_PATH'])) return NOTHING_TO_DO;
    if (!existsSync('/usr/bin/apt-get')) throw new Error('没有找到 Chromium，这台机器也没有 apt-get。');
    const asRoot = await becomeRoot();
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (/** @type {string[]} */ ...args) =>
      quietly(asRoot[0] ?? 'apt-get', [...asRoot.slice(1), ...(asRoot.length ? ['apt-get'] : []), ...args], { env });
    // A third-party source that does not answer must not stop us: what we need is in Debian's own.
    await apt('update', '-q').catch(() => undefined);
    return apt('install', '-q', '-y', '--no-install-recommends', ...PACKAGES);
  },
};

/** @returns {Promise<string[]>} the words before a command that needs root */
async function becomeRoot() {
  if (process.getuid?.() === 0) return [];
  await quietly('sudo', ['-n', 'true']).catch(() => {
    throw new Error('没有找到 Chromium 或中文字体，当前用户又不能安装系统软件。');
  });
  return ['sudo', '-n'];
}
