import { type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { matchPath } from '../api/routes';
import { parseJson } from '../fields';
import { readBytes, sendJson } from '../http';
import { Refusal } from '../refusal';
import { type World } from '../world';
import { faultRoutes } from './faults.control';
import { peopleRoutes } from './people.control';
import { TAKEN, type ControlRoute } from './route';
import { smsRoutes } from '../sms';
import { worldRoutes } from './world.control';

const CONTROL_ROUTES: ControlRoute[] = [...worldRoutes, ...peopleRoutes, ...faultRoutes, ...smsRoutes];
const LARGEST_BODY = 15 * 1024 * 1024;

const isLoopbackName = (hostname: string) => /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/i.test(hostname);

/** The control API has no password; it is for this machine, so neither another host name nor another site's page may use it. */
export function fromThisMachine(request: IncomingMessage): boolean {
  const { host, origin } = request.headers;
  const nameOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : '');
  if (!isLoopbackName(nameOf(`http://${host ?? ''}`))) return false;
  return !origin || isLoopbackName(nameOf(origin));
}

async function inputOf(route: ControlRoute, request: IncomingMessage): Promise<unknown> {
  const raw = await readBytes(request, LARGEST_BODY);
  if (!route.schema) return undefined;
  const body = parseJson(raw.toString('utf8') || '{}');
  if (body === undefined) throw new Refusal('BAD_JSON', '请求体不是有效的 JSON，请检查后重发。');
  const parsed = route.schema.safeParse(body);
  if (!parsed.success)
    throw new Refusal('BAD_INPUT', `请求不符合要求：${z.prettifyError(parsed.error)}`.slice(0, 1000));
  return parsed.data;
}

function find(method: string, path: string) {
  for (const route of CONTROL_ROUTES) {
    const params = route.method === method ? matchPath(route.path, path) : undefined;
    if (params) return { route, params };
  }
  throw new Refusal('NO_SUCH_ROUTE', '控制接口没有这个地址，请看 docs/sandbox.md。', 404);
}

export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  world: World,
): Promise<void> {
  try {
    if (!fromThisMachine(request))
      throw new Refusal('NOT_FROM_HERE', '控制接口只对本机开放，请用 localhost 访问。', 403);
    const { route, params } = find(request.method ?? 'GET', url.pathname);
    const input = await inputOf(route, request);
    const answer = await route.handle({ params, query: url.searchParams, input, request, response }, world);
    if (answer !== TAKEN) sendJson(response, 200, answer);
  } catch (error) {
    if (!(error instanceof Refusal))
      world.log(`sandbox: ${request.method} ${url.pathname} ${error instanceof Error ? error.stack : String(error)}`);
    const refused = error instanceof Refusal ? error : new Refusal('DEFECT', '沙盒内部出错，详情见日志。', 500);
    sendJson(
      response,
      refused.status,
      { code: refused.code, message: refused.message },
      refused.status === 413 ? { connection: 'close' } : {},
    );
  }
}
