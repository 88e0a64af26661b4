import { textOf, type Fields } from '../fields';
import { Refusal } from '../refusal';
import { type World } from '../world';
import { fresh, old, type ApiRoute } from './route';

/** Tokens, JSAPI tickets and the Stream's front door (dingtalk.md §1, §2.1, §7.1). None of them counts against the quota. */
const EXPIRES_S = 7200;

const isApp = ({ app }: World, id: unknown, secret: unknown) => id === app.clientId && secret === app.clientSecret;

function accessToken(body: Fields, world: World) {
  if (!isApp(world, body['appKey'], body['appSecret']))
    throw new Refusal('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
  return { accessToken: world.credentials.token(), expireIn: EXPIRES_S };
}

function corpToken(corpId: string | undefined, body: Fields, world: World) {
  if (corpId !== world.app.corpId) throw new Refusal('invalid.client', '企业不存在');
  if (body['grant_type'] !== 'client_credentials') throw new Refusal('unsupported.grant.type', '不支持的授权类型');
  if (!isApp(world, body['client_id'], body['client_secret']))
    throw new Refusal('unauthorized.client', '无效的client_id或者client_secret', 401);
  return { access_token: world.credentials.token(), expires_in: EXPIRES_S };
}

function oldToken(body: Fields, world: World) {
  if (!isApp(world, body['appkey'], body['appsecret'])) throw new Refusal(40089, '不合法的corpId或corpSecret');
  return { access_token: world.credentials.token(), expires_in: EXPIRES_S };
}

function openConnection(body: Fields, world: World) {
  const { clientId, clientSecret, subscriptions } = body;
  if (!isApp(world, clientId, clientSecret)) throw new Refusal('authFailed', '鉴权失败', 401);
  if (!Array.isArray(subscriptions) || subscriptions.length > 100)
    throw new Refusal('param.error', 'subscriptions 应为订阅列表');
  const wanted = subscriptions.map((entry: unknown) => {
    const { type, topic } = (entry ?? {}) as Fields;
    if (!textOf(type) || !textOf(topic)) throw new Refusal('param.error', '每个订阅都要有 type 和 topic');
    return { type: String(type), topic: String(topic) };
  });
  return world.gateway.open(wanted);
}

const uncounted = { counted: false };
const anonymous = { token: false, counted: false };

export const tokenCalls: ApiRoute[] = [
  fresh('POST', '/v1.0/oauth2/accessToken', ({ body }, world) => accessToken(body, world), anonymous),
  fresh(
    'POST',
    '/v1.0/oauth2/:corpId/token',
    ({ params, body }, world) => corpToken(params['corpId'], body, world),
    anonymous,
  ),
  old('GET', '/gettoken', ({ body }, world) => oldToken(body, world), anonymous),
  fresh(
    'POST',
    '/v1.0/oauth2/jsapiTickets',
    (_, { credentials }) => ({ jsapiTicket: credentials.ticket(), expireIn: EXPIRES_S }),
    uncounted,
  ),
  old('GET', '/get_jsapi_ticket', (_, { credentials }) => ({ ticket: credentials.ticket(), expires_in: EXPIRES_S })),
  fresh('POST', '/v1.0/gateway/connections/open', ({ body }, world) => openConnection(body, world), anonymous),
];
