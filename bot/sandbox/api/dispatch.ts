import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { tokenRefusals } from '../credentials';
import { type Rule } from '../faults';
import { textOf, type Fields } from '../fields';
import { parseBody, readBytes, sendJson } from '../http';
import { redact } from '../callLog';
import { refuse, Refusal } from '../refusal';
import { type World } from '../world';
import { findApi } from './routes';
import { type ApiRoute } from './route';

/** One API call from the socket to the answer: faults, body, token, rate, handler, envelope, log. */
type Family = ApiRoute['family'];
const LARGEST_BODY = 2 * 1024 * 1024;
const LARGEST_UPLOAD = 21 * 1024 * 1024;
const LONGEST_HANG_MS = 120_000;

const isNew = (path: string) => /^\/v\d+\.\d+\//.test(path);
/** Paths of the old family; anything else belongs to the phones. */
export const isApiPath = (path: string): boolean =>
  isNew(path) ||
  /^\/(topapi|gettoken|get_jsapi_ticket|media|robot|user|department|message|chat|call_back)(\/|$)/.test(path);

const UNKNOWN: Record<Family, Refusal> = {
  old: new Refusal(22, 'Invalid method'),
  new: new Refusal('InvalidAction.NotFound', 'Specified api is not found, please check your url and method.', 404),
};

function requireToken(route: ApiRoute, request: IncomingMessage, body: Fields, world: World) {
  if (!route.token) return;
  const token = route.family === 'new' ? request.headers['x-acs-dingtalk-access-token'] : body['access_token'];
  const fault = world.credentials.tokenFault(textOf(token));
  if (fault) throw tokenRefusals[route.family][fault];
}

/** The refusal an armed fault asks for. */
function faultRefusal(rule: Rule, family: Family): Refusal {
  if (rule.fault === 'rateLimit') return family === 'old' ? refuse.oldQps() : refuse.newQps();
  if (rule.fault === 'quota') return family === 'old' ? refuse.oldQuota() : refuse.newQuota();
  const code = rule.code ?? (family === 'old' ? -1 : 'system.error');
  return new Refusal(code, rule.message ?? '系统繁忙', rule.status ?? 500);
}

async function hang(rule: Rule, response: ServerResponse, world: World): Promise<void> {
  const ms = Math.min(
    rule.seconds === undefined ? LONGEST_HANG_MS : rule.until - world.clock.now().getTime(),
    LONGEST_HANG_MS,
  );
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms).unref();
    response.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  response.destroy();
}

function answer(family: Family, requestId: string, value: unknown): [status: number, body: unknown] {
  return family === 'old'
    ? [200, { errcode: 0, errmsg: 'ok', ...(value as object), request_id: requestId }]
    : [200, value];
}

/** Old: HTTP 200 with a numeric errcode (a fault may insist on another status). New: the status, `code`, `message`, `requestid`. */
function refusal(
  family: Family,
  requestId: string,
  { code, message, status, extra }: Refusal,
  insisted: boolean,
): [status: number, body: unknown] {
  if (family === 'new') return [status, { code: String(code), requestid: requestId, message, ...extra }];
  const known = typeof code === 'number' ? code : 40035;
  return [
    insisted || status === 413 ? status : 200,
    { errcode: known, errmsg: message, ...extra, request_id: requestId },
  ];
}

interface Handled {
  value?: unknown;
  refused?: Refusal;
  insisted?: boolean;
  body: Fields;
  hung?: boolean;
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  family: Family,
  world: World,
): Promise<Handled> {
  const found = findApi(request.method ?? 'GET', url.pathname);
  const handled: Handled = { body: {} };
  try {
    const multipart = (request.headers['content-type'] ?? '').startsWith('multipart/');
    const raw = await readBytes(request, multipart ? LARGEST_UPLOAD : LARGEST_BODY);
    const rule = world.faults.interfere(url.pathname);
    if (rule?.fault === 'hang') {
      await hang(rule, response, world);
      return { ...handled, hung: true };
    }
    if (rule && (rule.fault !== 'quota' || found?.route.counted)) {
      handled.insisted = rule.fault === 'error' && rule.status !== undefined;
      throw faultRefusal(rule, family);
    }
    if (!found) throw UNKNOWN[family];
    const { route, params } = found;
    const { fields, upload } = await parseBody(raw, request.headers['content-type'] ?? '');
    handled.body = family === 'old' ? { ...Object.fromEntries(url.searchParams), ...fields } : fields;
    requireToken(route, request, handled.body, world);
    if (!world.limits.allowCall(`${route.method} ${route.path}`))
      throw family === 'old' ? refuse.oldQps() : refuse.newQps();
    const token = textOf(request.headers['x-acs-dingtalk-access-token']);
    handled.value = await route.handle({ params, query: url.searchParams, body: handled.body, token, upload }, world);
  } catch (error) {
    if (!(error instanceof Refusal))
      world.log(`sandbox: ${request.method} ${url.pathname} ${error instanceof Error ? error.stack : String(error)}`);
    handled.refused =
      error instanceof Refusal ? error : new Refusal(family === 'old' ? -1 : 'system.error', '系统繁忙', 500);
  }
  return handled;
}

export async function answerApiCall(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  world: World,
): Promise<void> {
  const start = performance.now();
  const family: Family = isNew(url.pathname) ? 'new' : 'old';
  const requestId = randomUUID();
  const { value, refused, insisted, body, hung } = await handle(request, response, url, family, world);
  const [status, payload] = refused
    ? refusal(family, requestId, refused, insisted ?? false)
    : answer(family, requestId, value);
  if (!hung)
    sendJson(response, status, payload, {
      'x-acs-request-id': requestId,
      ...(refused?.status === 413 && { connection: 'close' }),
    });
  world.calls.add({
    at: world.clock.now().toISOString(),
    family,
    method: request.method ?? 'GET',
    path: url.pathname,
    api: findApi(request.method ?? 'GET', url.pathname)?.route.path ?? null,
    status: hung ? 0 : status,
    code: refused ? refused.code : null,
    ms: Math.round((performance.now() - start) * 100) / 100,
    body: redact(body),
    requestId,
    callerRequestId: textOf(request.headers['x-request-id']) ?? null,
  });
}
