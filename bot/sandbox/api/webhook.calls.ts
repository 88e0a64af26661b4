import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../refusal';
import { showWebhookMessage, webhookLook } from '../webhookMessage';
import { type World } from '../world';
import { old, type ApiRoute, type Call } from './route';

/** Replies through a session and the custom robot of the first group (dingtalk.md §5.5, §5.6). */
const SIGN_WINDOW_MS = 3_600_000;
const sameText = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function replyInSession({ query, body }: Call, world: World) {
  const key = query.get('session') ?? '';
  const session = Object.hasOwn(world.state.sessions, key) ? world.state.sessions[key] : undefined;
  if (!session || session.expiresAt <= world.clock.now().getTime()) throw new Refusal(300001, 'session 不存在或已过期');
  showWebhookMessage(world, session, body);
  return {};
}

function requireSign(query: URLSearchParams, world: World) {
  const { webhookSecret } = world.app;
  const timestamp = query.get('timestamp') ?? '';
  const age = Math.abs(world.clock.now().getTime() - Number(timestamp));
  if (!timestamp || !(age <= SIGN_WINDOW_MS)) throw new Refusal(310000, 'invalid timestamp');
  const sign = createHmac('sha256', webhookSecret).update(`${timestamp}\n${webhookSecret}`).digest('base64');
  // An unencoded `+` arrives as a blank; the platform refuses it, so the comparison is with the decoded text as it came.
  if (!sameText(query.get('sign') ?? '', sign)) throw new Refusal(310000, 'sign not match');
}

function customRobot({ query, body }: Call, world: World) {
  const token = query.get('access_token') ?? '';
  if (token !== world.app.webhookToken) throw new Refusal(400101, 'token is not exist');
  requireSign(query, world);
  const look = webhookLook(body);
  if (!world.limits.allowWebhook(token, world.clock.now().getTime())) throw new Refusal(410100, '发送速度太快而限流');
  const group = world.organisation.groups[0];
  for (const userId of group?.members ?? [])
    world.phones.deliver(userId, { ...look, from: 'bot', chat: group!.openConversationId });
  return {};
}

const anonymous = { token: false };
export const webhookCalls: ApiRoute[] = [
  old('POST', '/robot/sendBySession', replyInSession, anonymous),
  old('POST', '/robot/send', customRobot, anonymous),
];
