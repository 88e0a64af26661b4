/**
 * The web view of a phone.
 *
 * In the real client the micro-app runs in a top-level web view that has a native bridge and its own user agent. A browser
 * can give neither to a frame of another origin. So the phone's frame shows the product through an origin of the sandbox,
 * `http://app.<userId>.localhost`, and what a web view would bring is added on the way: the bridge (web/bridge.js) as the
 * first script of every HTML page, and the client's user agent. The product's own code is passed through unchanged.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { join } from 'node:path';
import { WEB_FOLDER } from './pages';

interface AppProxyOptions {
  /** Address of the product, for example `http://127.0.0.1:8080/`; only its origin is used. */
  target: string;
  /** Whose phone it is; the bridge asks for this person's single-use codes. */
  userId: string;
}

/** What `dingtalk-jsapi` looks for to decide that it runs in the Android client (dingtalk-jsapi lib/env). */
const CLIENT_USER_AGENT =
  'Mozilla/5.0 (Linux; U; Android 14; zh-CN; Sandbox Phone) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 ' +
  'Chrome/120.0.0.0 Mobile Safari/537.36 AliApp(DingTalk/7.6.30) com.alibaba.android.rimet/0 Channel/sandbox language/zh-CN';

/** RFC 9110 §7.6.1: meant for one connection, not for the next one. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** Headers of the product that would forbid a frame or plain HTTP; a web view is not a frame. */
const NOT_FOR_A_FRAME = ['x-frame-options', 'strict-transport-security', 'cross-origin-embedder-policy'];
const CSP_HEADERS = ['content-security-policy', 'content-security-policy-report-only'];
const LARGEST_PAGE_BYTES = 5 * 1024 * 1024;

/**
 * Answer one request of a phone's web view from the product. Bodies stream in both directions (uploads, SSE); only HTML is
 * held back to receive the bridge. When the product is away, the person reads why (502).
 */
export async function proxyApp(req: IncomingMessage, res: ServerResponse, options: AppProxyOptions): Promise<void> {
  const target = new URL(options.target);
  const bridge = await bridgeScript(options.userId);
  await new Promise<void>((resolve) => {
    const upstream = request({
      host: target.hostname.replace(/^\[|\]$/g, ''),
      port: target.port || 80,
      method: req.method,
      path: req.url,
      headers: requestHeaders(req, target),
    });
    res.once('close', () => {
      upstream.destroy();
      resolve();
    });
    upstream.once('response', (answer) => relay(answer, res, ownOrigin(req), target, bridge));
    upstream.on('error', () => refuse(req, res, target));
    req.once('error', () => upstream.destroy());
    req.pipe(upstream);
  });
}

function ownOrigin(req: IncomingMessage): string {
  return `http://${req.headers.host ?? 'localhost'}`;
}

function requestHeaders(req: IncomingMessage, target: URL): OutgoingHttpHeaders {
  const headers = withoutHopByHop(req.headers);
  const own = ownOrigin(req);
  // Only our own origin is translated: a request forged by another page keeps its origin and meets the product's check.
  if (headers['origin'] === own) headers['origin'] = target.origin;
  const referer = req.headers.referer;
  if (referer?.startsWith(`${own}/`)) headers['referer'] = target.origin + referer.slice(own.length);
  if (headers['sec-fetch-dest'] === 'iframe') {
    Object.assign(headers, { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' });
    // A page kept from before may carry an older bridge, so pages are never revalidated.
    delete headers['if-none-match'];
    delete headers['if-modified-since'];
  }
  return {
    ...headers,
    host: target.host,
    'accept-encoding': 'identity',
    'user-agent': CLIENT_USER_AGENT,
    'x-forwarded-for': [req.headers['x-forwarded-for'], req.socket.remoteAddress].flat().filter(Boolean).join(', '),
    'x-forwarded-host': req.headers.host,
    'x-forwarded-proto': 'http',
  };
}

function relay(answer: IncomingMessage, res: ServerResponse, own: string, target: URL, bridge: Bridge): void {
  answer.on('error', () => res.destroy());
  const headers = responseHeaders(answer.headers, own, target);
  const isPage = /^text\/html\b/i.test(answer.headers['content-type'] ?? '');
  if (!isPage || answer.statusCode === 304 || answer.headers['content-encoding']) {
    res.writeHead(answer.statusCode ?? 502, headers);
    res.flushHeaders();
    answer.pipe(res);
    return;
  }
  for (const name of CSP_HEADERS) {
    const policy = headers[name];
    if (typeof policy === 'string') headers[name] = allowBridge(policy, bridge.hash);
  }
  delete headers['etag'];
  delete headers['last-modified'];
  delete headers['content-length'];
  sendPage(answer, res, headers, bridge);
}

function sendPage(answer: IncomingMessage, res: ServerResponse, headers: OutgoingHttpHeaders, bridge: Bridge): void {
  const chunks: Buffer[] = [];
  let size = 0;
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST_PAGE_BYTES) answer.destroy(new Error('page too large for the web view'));
  });
  answer.once('end', () => {
    const page = injectBridge(Buffer.concat(chunks).toString('utf8'), bridge.tag);
    const isHead = size === 0;
    res.writeHead(
      answer.statusCode ?? 502,
      isHead ? headers : { ...headers, 'content-length': Buffer.byteLength(page) },
    );
    res.end(isHead ? undefined : page);
  });
}

/** Put the bridge before every script of the page, so that `window.nuva` exists when the SDK is evaluated. */
export function injectBridge(html: string, tag: string): string {
  const head = /<head\b[^>]*>/i.exec(html) ?? /<html\b[^>]*>/i.exec(html) ?? /^\s*<!doctype[^>]*>/i.exec(html);
  const at = head ? head.index + head[0].length : 0;
  return html.slice(0, at) + tag + html.slice(at);
}

/**
 * Change a content security policy by what the frame needs and nothing else: the bridge's hash beside the product's own
 * script sources, frame ancestors left to the sandbox, no upgrade to HTTPS.
 */
export function allowBridge(policy: string, hash: string): string {
  const directives = policy
    .split(';')
    .map((directive) => directive.trim())
    .filter((directive) => directive && !/^(frame-ancestors|upgrade-insecure-requests)\b/i.test(directive));
  const governing = ['script-src-elem', 'script-src', 'default-src'];
  const names = directives.map((directive) => (directive.split(/\s+/)[0] ?? '').toLowerCase());
  const name = governing.find((candidate) => names.includes(candidate));
  if (!name) return directives.join('; ');
  const sources = (directives[names.indexOf(name)] ?? '').split(/\s+/).slice(1);
  const allowsInline =
    sources.includes("'unsafe-inline'") && !sources.some((source) => /^'(nonce|sha\d+)-/.test(source));
  const changed = allowsInline ? sources : [...sources.filter((source) => source !== "'none'"), hash];
  if (name === 'default-src') directives.push(['script-src', ...changed].join(' '));
  else directives[names.indexOf(name)] = [name, ...changed].join(' ');
  return directives.join('; ');
}

function responseHeaders(from: IncomingHttpHeaders, own: string, target: URL): OutgoingHttpHeaders {
  const headers = withoutHopByHop(from);
  for (const name of NOT_FOR_A_FRAME) delete headers[name];
  for (const name of CSP_HEADERS) {
    const policy = headers[name];
    if (typeof policy === 'string')
      headers[name] = policy.replace(/(^|;)\s*(frame-ancestors|upgrade-insecure-requests)[^;]*/gi, '');
  }
  if (from.location?.startsWith(target.origin)) headers['location'] = own + from.location.slice(target.origin.length);
  return headers;
}

function withoutHopByHop(from: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (from.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const dropped = new Set([...HOP_BY_HOP, ...named]);
  return Object.fromEntries(Object.entries(from).filter(([name]) => !dropped.has(name)));
}

function refuse(req: IncomingMessage, res: ServerResponse, target: URL): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const isPage = (req.headers.accept ?? '').includes('text/html');
  const sentence = '应用服务暂时连接不上，请确认服务已启动后再试。';
  res.writeHead(502, {
    'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  res.end(isPage ? awayPage(sentence, target.origin) : JSON.stringify({ code: 'PRODUCT_AWAY', message: sentence }));
}

const awayPage = (sentence: string, origin: string) => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>暂时无法打开</title><style>body{font:16px/1.7 system-ui,"Noto Sans CJK SC",sans-serif;padding:72px 28px;text-align:center;color:#333}
p{color:#666}a{display:inline-block;margin-top:20px;padding:11px 28px;border-radius:8px;background:#17697d;color:#fff;text-decoration:none}</style></head>
<body><h2>暂时无法打开</h2><p>${sentence}<br>服务地址：${origin}</p><a href="">重新加载</a></body></html>`;

interface Bridge {
  tag: string;
  /** CSP source expression of the script's text. */
  hash: string;
}

/** The bridge is inlined, not linked: like a native bridge it must be there when the page comes from an offline cache. */
async function bridgeScript(userId: string): Promise<Bridge> {
  const source = (await readFile(join(WEB_FOLDER, 'bridge.js'), 'utf8')).replace(/<\/script/gi, '<\\/script');
  const text = `(${JSON.stringify({ userId, userAgent: CLIENT_USER_AGENT }).replace(/</g, '\\u003c')});`;
  const script = `window.__phone=${text}\n${source}`;
  return {
    tag: `<script>${script}</script>`,
    hash: `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  };
}
