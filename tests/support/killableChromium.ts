import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { chromium, type BrowserContext } from 'playwright-core';
import { chromiumPath, FLAGS } from './chromium';

/** A browser with a profile on disk, as on a phone, that can be ended the hard way. */
interface KillableBrowser {
  context: BrowserContext;
  /** kill −9 of all its processes: nothing is told, nothing is flushed. */
  kill(): Promise<void>;
}

/** Start Chromium on this profile folder. */
export async function launchOn(profile: string): Promise<KillableBrowser> {
  const child = spawn(
    chromiumPath(),
    [...FLAGS, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Chromium ended at once (${String(code)})`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      const said = /^DevTools listening on (\S+)/.exec(line)?.[1];
      if (said) resolve(said);
    });
  });
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  if (!context) throw new Error('Chromium opened without a profile');
  context.setDefaultTimeout(15_000);
  return {
    context,
    async kill() {
      if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
      await gone;
      await browser.close().catch(() => undefined);
    },
  };
}
