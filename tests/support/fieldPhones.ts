/** Phones with the real engine and a real profile on disk, that can be killed, cut off, filled up and have their clocks turned. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, type Page } from 'playwright-core';
import { type FieldEvent } from '../../models/field/fieldEvent.schema';
import { launchOn } from './killableChromium';

let built: string | undefined;

/** The engine's entry, built once per file from the same sources as the pages. @returns the script */
function engine(): string {
  if (built) return built;
  const outDir = mkdtempSync(join(tmpdir(), 'phone-engine-'));
  const vite = resolve(__dirname, '../../node_modules/vite/bin/vite.js');
  const config = join(__dirname, 'fieldPhone.vite.mjs');
  execFileSync(process.execPath, [vite, 'build', '--config', config, '--outDir', outDir], { stdio: 'pipe' });
  built = readFileSync(join(outDir, 'phone.js'), 'utf8');
  rmSync(outDir, { recursive: true, force: true });
  return built;
}

/** On the server's own address, so that it has the same storage and cookies as the pages. */
async function serveEngine(context: BrowserContext): Promise<void> {
  const script = engine();
  await context.route('**/phone.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><script type="module" src="/phone.js"></script>' }),
  );
  await context.route('**/phone.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
}

export interface FieldView {
  events: FieldEvent[];
  unsent: number;
  refused: { id: string; sentence: string }[];
}
interface PhoneState {
  phase: string;
  confirmed: boolean;
  me: { id: string } | null;
  trouble: string | null;
  holding: { phase: string; device: string | null; warnAt: number | null; skewMs: number | null };
  waiting: { record: string; events: number }[];
}

/** One officer's phone. */
export class FieldPhone {
  /** Ids of the events of which it was told that they are durable. */
  readonly saved = new Set<string>();
  readonly profile = mkdtempSync(join(tmpdir(), 'phone-'));
  page!: Page;
  private running: Awaited<ReturnType<typeof launchOn>> | undefined;
  private online = true;

  constructor(
    private readonly url: string,
    readonly person: string,
  ) {}

  /** Switch the phone on. `at`: what its clock says; it stands still until it is set again. */
  async start(at?: Date): Promise<void> {
    await this.startBlank();
    if (at) await this.setClock(at);
    await this.page.exposeBinding('saved', (_, id: string) => void this.saved.add(id));
    await this.open();
  }

  async open(): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.url}/phone.html`);
    await this.until(({ phase }) => phase !== 'starting');
  }

  async signIn(person = this.person): Promise<void> {
    await this.running?.context.request.post(`${this.url}/api/session`, { data: { code: person } });
    await this.open();
    await this.until(({ confirmed, holding }) => confirmed && holding.warnAt !== null);
  }

  /** Ask the engine for something (fieldPhone.page.mjs). */
  ask<T>(name: string, ...given: unknown[]): Promise<T> {
    return this.page.evaluate(
      ([what, args]) =>
        (globalThis as unknown as { phone: Record<string, (...all: unknown[]) => unknown> }).phone[what]?.(...args),
      [name, given] as const,
    ) as Promise<T>;
  }

  state = (): Promise<PhoneState> => this.ask('state');

  async until(holds: (state: PhoneState) => boolean): Promise<void> {
    await this.page.waitForFunction(() => 'phone' in globalThis);
    for (const start = performance.now(); !holds(await this.state());) {
      if (performance.now() - start > 15_000) throw new Error(`the phone stays ${JSON.stringify(await this.state())}`);
      await new Promise((next) => setTimeout(next, 20));
    }
  }

  /** From now on the disk is full, but for what the ballast holds free. */
  fillUp = (): Promise<void> => this.ask('fillUp');

  setOnline(online: boolean): void {
    this.online = online;
  }

  setClock = (at: Date): Promise<void> => this.page.clock.setFixedTime(at);

  write = (record: string, words: string[]): Promise<void> => this.ask('write', record, words);

  /** What the phone knows of a record; the sentence instead while it is locked. */
  view = (record: string): Promise<FieldView> => this.ask('view', record);

  /** Exchange with the server until nothing waits. */
  async sync(): Promise<void> {
    await this.ask('sync');
    await this.until(({ waiting }) => waiting.every(({ events }) => events === 0));
  }

  /** Put down what version 1 of the app kept, before anything has been opened. */
  async layVersion1(): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.url}/phone.html#blank`);
    await this.page.waitForFunction(() => 'phone' in globalThis);
    await this.ask('layVersion1');
  }

  /** Switch it on at a page that opens nothing. */
  async startBlank(): Promise<void> {
    this.running = await launchOn(this.profile);
    await serveEngine(this.running.context);
    await this.running.context.route('**/api/**', (route) =>
      this.online ? route.fallback() : route.abort('internetdisconnected'),
    );
    this.page = await this.running.context.newPage();
  }

  /** kill −9 of all its processes. */
  async kill(): Promise<void> {
    await this.running?.kill();
    this.running = undefined;
  }

  async throwAway(): Promise<void> {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
