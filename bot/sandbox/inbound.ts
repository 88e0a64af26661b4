import { randomBytes } from 'node:crypto';
import { audience } from './phones';
import { objectOf, parseJson, textOf, type Fields } from './fields';
import { type Group, type Person } from './organisation';
import { showWebhookMessage } from './webhookMessage';
import { postCardCallback, postEvent, postRobotMessage } from './webhooks';
import { trim, type World } from './world';
import { type Card } from './state';

/** From a phone to the app: robot messages, card callbacks, events; by Stream, or by HTTP where one is configured. */
const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
const CARD_TOPIC = '/v1.0/card/instances/callback';
const SESSION_MS = 90 * 60_000;
const ROBOT_DEADLINE_MS = 3000;
const CARD_DEADLINE_MS = 2000;
/** Unanswered robot messages come again within 60 s (dingtalk.md §7.5, after the SDK's comment), so receivers must know repeats. */
const ROBOT_AGAIN_MS = [5000, 15_000, 35_000];
const EVENT_AGAIN_MS = [3000, 10_000, 30_000];
/** What the client shows when the app does not answer in time. */
const NOT_ANSWERED = '操作失败，请稍后重试';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
const oneToOneId = (person: Person) => `cid${person.unionId}==`;

/** Lets something go on by itself; what fails there is logged, for the process may be the product's as well. */
function unattended({ log }: World, work: Promise<unknown>): void {
  work.catch((error: unknown) => log(`sandbox: ${error instanceof Error ? error.stack : String(error)}`));
}

/** Applies the armed callback faults to one push: late, held back, sent twice. */
async function carry<T>(world: World, push: () => Promise<T>): Promise<T> {
  const { faults } = world;
  const late = faults.take('lateCallback');
  if (late) await pause(late.delayMs);
  await faults.hold();
  const first = push();
  if (faults.take('duplicateCallback')) unattended(world, pause(50).then(push));
  return first;
}

export interface Saying {
  msgtype: string;
  body: Fields;
}

/** A robot message as the platform words it (§7.6). In a group the text has lost its mention but kept the blank. */
function robotMessage(world: World, person: Person, group: Group | undefined, saying: Saying): Fields {
  const session = randomBytes(16).toString('hex');
  const createAt = world.clock.now().getTime();
  world.state.sessions[session] = {
    userId: person.userId,
    openConversationId: group?.openConversationId ?? null,
    expiresAt: createAt + SESSION_MS,
  };
  trim(world.state.sessions, 5000);
  return {
    senderPlatform: 'Android',
    conversationId: group?.openConversationId ?? oneToOneId(person),
    chatbotCorpId: world.app.corpId,
    chatbotUserId: '$:LWCP_v1:$sandboxrobot',
    msgId: `msg${randomBytes(12).toString('base64url')}==`,
    senderNick: person.name,
    isAdmin: person.admin,
    senderStaffId: person.userId,
    senderUnionId: person.unionId,
    sessionWebhookExpiredTime: createAt + SESSION_MS,
    createAt,
    senderCorpId: world.app.corpId,
    conversationType: group ? '2' : '1',
    senderId: `$:LWCP_v1:$${person.unionId}`,
    ...(group && {
      conversationTitle: group.title,
      isInAtList: true,
      atUsers: [{ dingtalkId: '$:LWCP_v1:$sandboxrobot' }],
    }),
    sessionWebhook: `${world.url}/robot/sendBySession?session=${session}`,
    robotCode: world.app.robotCode,
    msgtype: saying.msgtype,
    ...saying.body,
  };
}

async function pushRobot(world: World, data: Fields): Promise<number | undefined> {
  const { robot } = world.state.callbacks;
  if (!robot) {
    const ack = await world.gateway.push(ROBOT_TOPIC, data, ROBOT_DEADLINE_MS);
    return ack?.code === 200 ? ack.inMs : undefined;
  }
  const answer = await postRobotMessage(robot.url, world.app.clientSecret, world.clock.now().getTime(), data);
  const session = world.state.sessions[new URL(String(data['sessionWebhook'])).searchParams.get('session') ?? ''];
  // An answer without a message type, and `empty`, is no reply (dingtalk.md §8.2).
  const msgtype = textOf(answer?.reply?.['msgtype']) ?? 'empty';
  if (answer?.reply && msgtype !== 'empty' && session) showWebhookMessage(world, session, answer.reply);
  return answer && answer.status < 300 ? answer.inMs : undefined;
}

async function pushRobotAgain(world: World, data: Fields): Promise<void> {
  for (const ms of ROBOT_AGAIN_MS) {
    await pause(ms);
    if ((await pushRobot(world, data)) !== undefined) return;
  }
}

/** @returns the message's id on the wire, and how soon the app acknowledged (null: it has not, and it is pushed again) */
export async function sayToRobot(world: World, person: Person, group: Group | undefined, saying: Saying) {
  const data = robotMessage(world, person, group, saying);
  const acknowledgedInMs = await carry(world, () => pushRobot(world, data));
  if (acknowledgedInMs === undefined) unattended(world, pushRobotAgain(world, data));
  return { msgId: String(data['msgId']), acknowledgedInMs: acknowledgedInMs ?? null };
}

export interface Press {
  actionIds: string[];
  params: Fields;
}
export interface Pressed {
  acknowledgedInMs: number | null;
  response: unknown;
  /** What the presser reads when it failed. */
  error?: string;
}

function cardCallback(
  world: World,
  outTrackId: string,
  person: Person,
  { actionIds, params }: Press,
  card: Card | undefined,
): Fields {
  const delivery = card?.deliveries.find(({ userIds }) => userIds.includes(person.userId));
  const inGroup = delivery && delivery.spaceType !== 'IM_ROBOT';
  const content = JSON.stringify({ cardPrivateData: { actionIds, params } });
  const userIdType = card?.userIdType ?? 1;
  return {
    type: 'actionCallback',
    outTrackId,
    corpId: world.app.corpId,
    userId: userIdType === 2 ? person.unionId : person.userId,
    userIdType,
    spaceType: 'IM',
    spaceId: inGroup ? delivery.spaceId : oneToOneId(person),
    extension: '{}',
    content,
    value: content,
  };
}

async function pushCard(
  world: World,
  card: Card | undefined,
  data: Fields,
): Promise<{ response: unknown; inMs: number } | undefined> {
  const route = card?.callbackRouteKey ? world.state.cardRoutes[card.callbackRouteKey] : undefined;
  if (card?.callbackType === 'HTTP') {
    const answer = route && (await postCardCallback(route, world.clock.now().getTime(), data, CARD_DEADLINE_MS));
    const response = answer && answer.status < 300 ? parseJson(answer.body || '{}') : undefined;
    return answer && response !== undefined ? { response, inMs: answer.inMs } : undefined;
  }
  const ack = await world.gateway.push(CARD_TOPIC, data, CARD_DEADLINE_MS);
  if (ack?.code !== 200) return undefined;
  return { response: objectOf(ack.data)?.['response'] ?? {}, inMs: ack.inMs };
}

const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(objectOf(value) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

/** Merges by key, or replaces everything, which is the platform's default (§6.3). */
export const overlay = (
  old: Record<string, string>,
  fresh: Record<string, string>,
  byKey: boolean,
): Record<string, string> => (byKey ? { ...old, ...fresh } : fresh);

function applyResponse(world: World, card: Card, userId: string, response: unknown): void {
  const answer = objectOf(response);
  const options = objectOf(answer?.['cardUpdateOptions']);
  const shared = objectOf(objectOf(answer?.['cardData'])?.['cardParamMap']);
  const own = objectOf(objectOf(answer?.['userPrivateData'])?.['cardParamMap']);
  if (!shared && !own) return;
  if (shared)
    card.cardParamMap = overlay(card.cardParamMap, textsOf(shared), options?.['updateCardDataByKey'] === true);
  if (own)
    card.privateData[userId] = overlay(
      card.privateData[userId] ?? {},
      textsOf(own),
      options?.['updatePrivateDataByKey'] === true,
    );
  card.updatedAt = world.clock.now().toISOString();
  world.phones.changed(audience(card));
}

/** Presses on a card: the callback travels, and its answer is on the card if it came within 2 seconds. */
export async function pressCard(world: World, outTrackId: string, person: Person, press: Press): Promise<Pressed> {
  const card = Object.hasOwn(world.state.cards, outTrackId) ? world.state.cards[outTrackId] : undefined;
  const data = cardCallback(world, outTrackId, person, press, card);
  const start = performance.now();
  const deadline = new Promise<undefined>((resolve) => setTimeout(resolve, CARD_DEADLINE_MS, undefined).unref());
  const answer = await Promise.race([carry(world, () => pushCard(world, card, data)), deadline]);
  if (!answer || world.faults.take('dropCallbackAck'))
    return { acknowledgedInMs: null, response: null, error: NOT_ANSWERED };
  const acknowledgedInMs = Math.round((performance.now() - start) * 100) / 100;
  if (card) applyResponse(world, card, person.userId, answer.response);
  return { acknowledgedInMs, response: answer.response };
}

/** HTTP pushes write ids with a capital and keep everything flat (§8.1, §9). */
function flatEvent(world: World, eventType: string, data: Fields): Fields {
  const now = world.clock.now().getTime();
  const head = {
    EventType: eventType,
    EventTime: now,
    CorpId: world.app.corpId,
    BizId: String(now),
    eventId: randomBytes(8).toString('hex'),
  };
  const capital = /^(robot_msg_|todo_task_)/.test(eventType);
  const entries = Object.entries(data).map(([key, value]) => [
    capital ? key.charAt(0).toUpperCase() + key.slice(1) : key,
    value,
  ]);
  return { ...head, ...(Object.fromEntries(entries) as Fields) };
}

export function emitEvent(world: World, eventType: string, data: Fields): void {
  const { events } = world.state.callbacks;
  if (!events) return world.gateway.event(eventType, data);
  const event = flatEvent(world, eventType, data);
  const push = () => postEvent(events, world.app.clientId, world.clock.now().getTime(), event);
  const untilTaken = async () => {
    for (const ms of [0, ...EVENT_AGAIN_MS]) {
      await pause(ms);
      if (await push()) return;
    }
  };
  unattended(world, untilTaken());
}
