import { cardCalls } from './card.calls';
import { contactCalls } from './contact.calls';
import { dingCalls } from './ding.calls';
import { mediaCalls } from './media.calls';
import { robotCalls } from './robot.calls';
import { type ApiRoute } from './route';
import { todoCalls } from './todo.calls';
import { tokenCalls } from './token.calls';
import { webLoginCalls } from './webLogin.calls';
import { webhookCalls } from './webhook.calls';
import { workNoticeCalls } from './workNotice.calls';

/** Every call of DingTalk that the sandbox answers. */
const API_ROUTES: ApiRoute[] = [
  ...tokenCalls,
  ...webLoginCalls,
  ...contactCalls,
  ...workNoticeCalls,
  ...robotCalls,
  ...webhookCalls,
  ...cardCalls,
  ...todoCalls,
  ...dingCalls,
  ...mediaCalls,
];

/** Matches `path` against a pattern with `:name` segments; undefined when it does not fit or is not decodable. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const actual = given[index]!;
    if (!segment.startsWith(':')) {
      if (segment !== actual) return undefined;
      continue;
    }
    try {
      params[segment.slice(1)] = decodeURIComponent(actual);
    } catch {
      return undefined;
    }
  }
  return params;
}

const EXACT = new Map(
  API_ROUTES.filter(({ path }) => !path.includes(':')).map((route) => [`${route.method} ${route.path}`, route]),
);
const PATTERNS = API_ROUTES.filter(({ path }) => path.includes(':'));

export function findApi(method: string, path: string): { route: ApiRoute; params: Record<string, string> } | undefined {
  const exact = EXACT.get(`${method} ${path}`);
  if (exact) return { route: exact, params: {} };
  for (const route of PATTERNS) {
    const params = route.method === method ? matchPath(route.path, path) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}
