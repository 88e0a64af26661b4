import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

/** The smallest app that can be at the other end of the sandbox: callbacks over HTTP, and one page with the official JSAPI. */
export interface SandboxApp {
  url: string;
  /** Robot messages and card callbacks, as they arrived. */
  heard: Record<string, unknown>[];
  /** Requests of the page, with what the app saw of them. */
  seen: { path: string; headers: IncomingMessage['headers']; bytes: number }[];
  /** Answers the next card callbacks; `undefined` answers nothing at all. */
  answerCard: (callback: Record<string, unknown>) => Promise<unknown>;
  close: () => Promise<void>;
}

const POLICY = "default-src 'self'; script-src 'self'; frame-ancestors 'self'; upgrade-insecure-requests";
const PAGE =
  '<!doctype html><html><head><title>随手报</title><script src="/jsapi.js"></script></head><body>页面</body></html>';

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The unmodified `dingtalk-jsapi` as one script, with `window.dd` the only thing added. */
function jsapiScript(): Buffer {
  const folder = mkdtempSync(resolve(__dirname, '../../node_modules/.jsapi-'));
  try {
    const entry = join(folder, 'entry.js');
    writeFileSync(entry, "import dd from 'dingtalk-jsapi';\nwindow.dd = dd;\n");
    const options = {
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        emptyOutDir: false,
        lib: { entry, formats: ['iife'], name: 'jsapi', fileName: 'jsapi' },
      },
    };
    const script = `import { build } from 'vite'; await build(${JSON.stringify(options)});`;
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: resolve(__dirname, '../..') });
    return readFileSync(join(folder, 'jsapi.iife.js'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function startSandboxApp(): Promise<SandboxApp> {
  const jsapi = jsapiScript();
  const heard: SandboxApp['heard'] = [];
  const seen: SandboxApp['seen'] = [];
  const app: SandboxApp = {
    url: '',
    heard,
    seen,
    answerCard: () => Promise.resolve({}),
    close: () => Promise.resolve(),
  };

  const answers: Record<string, (response: ServerResponse, body: Buffer, request: IncomingMessage) => unknown> = {
    '/robot': (response, body) => {
      heard.push(JSON.parse(body.toString()) as Record<string, unknown>);
      response.end('{}');
    },
    '/card': async (response, body) => {
      const callback = JSON.parse(body.toString()) as Record<string, unknown>;
      heard.push(callback);
      const answer = await app.answerCard(callback);
      if (answer !== undefined) response.end(JSON.stringify(answer));
    },
    '/jsapi.js': (response) => response.setHeader('content-type', 'text/javascript').end(jsapi),
    '/sign-in': (response) => response.setHeader('set-cookie', 'session=s1; Path=/; HttpOnly; SameSite=Lax').end('{}'),
    '/events': (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: first\n\n');
    },
    '/moved': (response) => response.writeHead(302, { location: `${app.url}/page` }).end(),
  };
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bytesOf(request);
      const { pathname } = new URL(request.url ?? '/', 'http://app');
      seen.push({ path: pathname, headers: request.headers, bytes: body.length });
      const answer = answers[pathname];
      if (answer) return void (await answer(response, body, request));
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': POLICY,
        'x-frame-options': 'SAMEORIGIN',
      });
      response.end(PAGE);
    })();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  app.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app.close = async () => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    server.closeAllConnections();
    await closed;
  };
  return app;
}

/** `dd.config` signature with SHA-256, as the official page computes it. */
export function signatureOf(ticket: string, nonceStr: string, timeStamp: string, url: string): string {
  const plain = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timeStamp}&url=${url}`;
  return createHash('sha256').update(plain).digest('hex');
}
