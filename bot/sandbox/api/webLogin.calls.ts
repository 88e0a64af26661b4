import { randomBytes } from 'node:crypto';
import { type Fields, textOf } from '../fields';
import { Refusal } from '../refusal';
import { personById, type World } from '../world';
import { fresh, type ApiRoute } from './route';

/** Signing in on a website: code → the user's own token → who they are (实现登录第三方网站). Not counted against the quota. */
const EXPIRES_S = 7200;
/** A code of the login page is not one of the client, and neither passes for the other. */
export const WEB_CODE = 'web:';

/** Whose each user token is. They die with the process, as everybody can sign in again. */
const holders = new WeakMap<World, Map<string, string>>();
function holdersOf(world: World): Map<string, string> {
  const known = holders.get(world) ?? new Map<string, string>();
  holders.set(world, known);
  return known;
}

function userAccessToken(body: Fields, world: World) {
  const { clientId, clientSecret, grantType } = body;
  if (clientId !== world.app.clientId || clientSecret !== world.app.clientSecret)
    throw new Refusal('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
  if (grantType !== 'authorization_code') throw new Refusal('invalidParameter.grantType', '不支持的授权类型');
  const redeemed = world.credentials.redeemCode(textOf(body['code']) ?? '');
  if (!redeemed?.startsWith(WEB_CODE)) throw new Refusal('invalidParameter.authCode.notFound', '不合法的临时授权码');
  const accessToken = randomBytes(16).toString('hex');
  holdersOf(world).set(accessToken, redeemed.slice(WEB_CODE.length));
  return { accessToken, refreshToken: randomBytes(16).toString('hex'), expireIn: EXPIRES_S, corpId: world.app.corpId };
}

function me(token: string | undefined, world: World) {
  const person = personById(world, holdersOf(world).get(token ?? '') ?? '');
  if (!person) throw new Refusal('InvalidAuthentication', '不合法的access_token');
  return { nick: person.name, unionId: person.unionId, openId: `open-${person.userId}`, stateCode: '86' };
}

const anonymous = { token: false, counted: false };

export const webLoginCalls: ApiRoute[] = [
  fresh('POST', '/v1.0/oauth2/userAccessToken', ({ body }, world) => userAccessToken(body, world), anonymous),
  fresh('GET', '/v1.0/contact/users/me', ({ token }, world) => me(token, world), anonymous),
];
