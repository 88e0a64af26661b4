import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

/** Debian's chromium; the set-up installs it. CHROMIUM_PATH names another one. */
const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
export const PHONE_SCREEN: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
export const WIDE_SCREEN: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

/** Where Chromium is. @throws Error saying what to install */
export function chromiumPath(): string {
  const found = [process.env['CHROMIUM_PATH'] ?? '', ...KNOWN].find((path) => path && existsSync(path));
  if (!found) throw new Error('没有找到 Chromium：请安装 chromium，或用 CHROMIUM_PATH 指出它在哪里。');
  return found;
}

export const launchChromium = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath(), args: FLAGS });

export interface Watched {
  page: Page;
  context: BrowserContext;
  /** Errors of the page's scripts, and requests that left this machine: both belong empty. */
  faults: string[];
}

/** A page that remembers what must not happen on it. */
export async function openPage(browser: Browser, screen: BrowserContextOptions): Promise<Watched> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...screen });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !/(^|\.)localhost$/.test(hostname)) faults.push(request.url());
  });
  return { page, context, faults };
}
