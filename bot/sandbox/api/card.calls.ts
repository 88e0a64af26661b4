import { listOf, numberOf, objectOf, textOf, type Fields } from '../fields';
import { overlay } from '../inbound';
import { audience } from '../phones';
import { Refusal } from '../refusal';
import { type Card } from '../state';
import { personById, personByUnionId, trim, type World } from '../world';
import { processQueryKey } from './robot.calls';
import { fresh, type ApiRoute } from './route';

/** Interactive cards (dingtalk.md §6): instances, their deliveries and where their buttons report to. */
const LONGEST_KEY_BYTES = 100;
/** The page says 1 KB, practice says more (open question 7): generous, yet bounded. */
const LONGEST_VALUE_BYTES = 64 * 1024;
const param = (code: string, message: string) => new Refusal(`param.${code}`, message);

/** @throws Refusal param.invalid: every value must be text */
function paramMap(container: unknown): Record<string, string> | undefined {
  const map = objectOf(objectOf(container)?.['cardParamMap']);
  if (!map) return undefined;
  for (const [key, value] of Object.entries(map)) {
    if (typeof value !== 'string') throw param('invalid', `cardParamMap.${key.slice(0, 60)} 应为字符串`);
    if (Buffer.byteLength(key) > LONGEST_KEY_BYTES || Buffer.byteLength(value) > LONGEST_VALUE_BYTES)
      throw param('invalid', `cardParamMap.${key.slice(0, 60)} 过长`);
  }
  return map as Record<string, string>;
}

const userIdOf = (world: World, id: string, userIdType: 1 | 2) =>
  (userIdType === 2 ? personByUnionId(world, id) : personById(world, id))?.userId;

function privateMaps(world: World, container: unknown, userIdType: 1 | 2): Record<string, Record<string, string>> {
  const entries = Object.entries(objectOf(container) ?? {}).map(([id, data]) => {
    const userId = userIdOf(world, id, userIdType);
    if (!userId) throw param('userIdNotExist', `privateData 中的用户 ${id.slice(0, 60)} 不存在`);
    return [userId, paramMap(data) ?? {}] as const;
  });
  return Object.fromEntries(entries);
}

const typeOf = (body: Fields): 1 | 2 => (numberOf(body['userIdType']) === 2 ? 2 : 1);

function requireTrackId(body: Fields): string {
  const id = textOf(body['outTrackId']);
  if (!id) throw param('outTrackIdEmpty', 'outTrackId 不能为空');
  if (Buffer.byteLength(id) > 256) throw param('invalid', 'outTrackId 过长');
  return id;
}

function cardOf(body: Fields, { state }: World): Card {
  const id = requireTrackId(body);
  const card = Object.hasOwn(state.cards, id) ? state.cards[id] : undefined;
  if (!card) throw param('cardNotExist', '卡片不存在');
  return card;
}

function newCard(body: Fields, world: World): Card {
  const outTrackId = requireTrackId(body);
  const cardTemplateId = textOf(body['cardTemplateId']);
  if (!cardTemplateId) throw param('cardTemplateIdEmpty', 'cardTemplateId 不能为空');
  if (cardTemplateId !== world.app.cardTemplateId) throw param('templateNotExist', '卡片模板不存在');
  const cardParamMap = paramMap(body['cardData']);
  if (!cardParamMap) throw param('cardPublicDataEmpty', 'cardData 不能为空');
  if (Object.hasOwn(world.state.cards, outTrackId)) throw param('cardAlreadyExist', '卡片已存在');
  const callbackType = textOf(body['callbackType']);
  if (callbackType !== undefined && callbackType !== 'STREAM' && callbackType !== 'HTTP')
    throw param('invalid', 'callbackType 应为 STREAM 或 HTTP');
  const callbackRouteKey = textOf(body['callbackRouteKey']) ?? null;
  const at = world.clock.now().toISOString();
  const preview = textOf(objectOf(objectOf(body['imRobotOpenSpaceModel'])?.['lastMessageI18n'])?.['ZH_CN']) ?? null;
  const privateData = privateMaps(world, body['privateData'], typeOf(body));
  return {
    outTrackId,
    cardTemplateId,
    callbackType: callbackType ?? (callbackRouteKey ? 'HTTP' : null),
    callbackRouteKey,
    userIdType: typeOf(body),
    createdAt: at,
    updatedAt: at,
    cardParamMap,
    privateData,
    preview,
    deliveries: [],
  };
}

interface Space {
  spaceType: string;
  spaceId: string;
}

function spacesOf(body: Fields): Space[] {
  const text = textOf(body['openSpaceId']);
  if (!text) throw param('openSpaceIdEmpty', 'openSpaceId 不能为空');
  const match = /^dtv1\.card\/\/(.+)$/i.exec(text);
  const spaces = (match?.[1] ?? '').split(';').map((part) => {
    const [, spaceType, spaceId] = /^(IM_ROBOT|IM_GROUP|IM_SINGLE|ONE_BOX)\.(.+)$/i.exec(part) ?? [];
    return spaceType && spaceId ? { spaceType: spaceType.toUpperCase(), spaceId } : undefined;
  });
  if (!match || spaces.length > 100 || !spaces.every((space) => space !== undefined))
    throw param('openSpaceIdInvalid', 'openSpaceId 格式不正确');
  return spaces;
}

/** Space type → the fields the request must carry for it: space model when created, deliver model when delivered. */
const MODELS: Record<string, [space: string, deliver: string]> = {
  IM_ROBOT: ['imRobotOpenSpaceModel', 'imRobotOpenDeliverModel'],
  IM_GROUP: ['imGroupOpenSpaceModel', 'imGroupOpenDeliverModel'],
  IM_SINGLE: ['imSingleOpenSpaceModel', 'imSingleOpenDeliverModel'],
  ONE_BOX: ['topOpenSpaceModel', 'topOpenDeliverModel'],
};

function requireModels(body: Fields, spaces: Space[], world: World, created: boolean) {
  for (const { spaceType } of spaces) {
    const [space, deliver] = MODELS[spaceType]!;
    const model = objectOf(body[deliver]);
    if (!model) throw param('openDeliverModelEmpty', `${deliver} 不能为空`);
    if (created && !objectOf(body[space])) throw param('openDeliverModelEmpty', `${space} 不能为空`);
    const robotCode = textOf(model['robotCode']);
    const needed = spaceType === 'IM_GROUP' || (spaceType === 'IM_ROBOT' && !textOf(model['spaceType']));
    if (needed && !robotCode) throw param('openDeliverModelError', `${deliver}.robotCode 不能为空`);
    if (robotCode && robotCode !== world.app.robotCode)
      throw param('openDeliverModelError', `${deliver}.robotCode 不属于该应用`);
  }
}

/** Whose phones a space is; undefined when there is no such person or group. */
function membersOf(world: World, { spaceType, spaceId }: Space, body: Fields, userIdType: 1 | 2): string[] | undefined {
  if (spaceType === 'IM_ROBOT') {
    const userId = userIdOf(world, spaceId, userIdType) ?? personByUnionId(world, spaceId)?.userId;
    return userId ? [userId] : undefined;
  }
  const group = world.organisation.groups.find(({ openConversationId }) => openConversationId === spaceId);
  const recipients = listOf(objectOf(body['imGroupOpenDeliverModel'])?.['recipients']) ?? [];
  return group?.members.filter((userId) => recipients.length === 0 || recipients.includes(userId));
}

function deliver(world: World, card: Card, space: Space, body: Fields) {
  const userIds = membersOf(world, space, body, card.userIdType);
  if (!userIds)
    return {
      ...space,
      success: false,
      carrierId: null,
      errorMsg: space.spaceType === 'IM_ROBOT' ? 'param.userIdNotExist' : 'invalid.openConversationId',
    };
  const carrierId = processQueryKey(world);
  const chat = space.spaceType === 'IM_ROBOT' ? 'bot' : space.spaceId;
  const fields = { kind: 'card', from: 'bot', chat, outTrackId: card.outTrackId, processQueryKey: carrierId } as const;
  card.deliveries.push({ ...space, carrierId, userIds });
  const messageIds = Object.fromEntries(userIds.map((userId) => [userId, world.phones.deliver(userId, fields)]));
  const openConversationId = chat === 'bot' ? null : chat;
  world.state.sends[carrierId] = {
    key: carrierId,
    at: world.clock.now().getTime(),
    openConversationId,
    messageIds,
    recalled: false,
  };
  return { ...space, success: true, carrierId, errorMsg: null };
}

function store(world: World, card: Card): Card {
  world.state.cards[card.outTrackId] = card;
  trim(world.state.cards, 100_000);
  trim(world.state.sends, 100_000);
  return card;
}

function createAndDeliver(body: Fields, world: World) {
  const card = newCard(body, world);
  const spaces = spacesOf(body);
  requireModels(body, spaces, world, true);
  store(world, card);
  const deliverResults = spaces.map((space) => deliver(world, card, space, body));
  return { success: true, result: { outTrackId: card.outTrackId, deliverResults } };
}

function deliverAgain(body: Fields, world: World) {
  const card = cardOf(body, world);
  const spaces = spacesOf(body);
  requireModels(body, spaces, world, false);
  return { success: true, result: spaces.map((space) => deliver(world, card, space, body)) };
}

function update(body: Fields, world: World) {
  const card = cardOf(body, world);
  const shared = paramMap(body['cardData']);
  const own = privateMaps(world, body['privateData'], typeOf(body));
  if (!shared && Object.keys(own).length === 0)
    throw param('cardDataAndPrivateDataBothEmpty', 'cardData 和 privateData 不能同时为空');
  const options = objectOf(body['cardUpdateOptions']);
  if (shared) card.cardParamMap = overlay(card.cardParamMap, shared, options?.['updateCardDataByKey'] === true);
  for (const [userId, data] of Object.entries(own))
    card.privateData[userId] = overlay(
      card.privateData[userId] ?? {},
      data,
      options?.['updatePrivateDataByKey'] === true,
    );
  card.updatedAt = world.clock.now().toISOString();
  world.phones.changed(audience(card));
  return { success: true, result: true };
}

function registerCallback(body: Fields, world: World) {
  const key = textOf(body['callbackRouteKey']);
  const callbackUrl = textOf(body['callbackUrl']);
  if (!key || !callbackUrl || !URL.canParse(callbackUrl))
    throw param('invalid', 'callbackRouteKey 和 callbackUrl 不能为空');
  if (Object.hasOwn(world.state.cardRoutes, key) && body['forceUpdate'] !== true)
    throw new Refusal('param.callbackRouteKeyExist', 'callbackRouteKey 已存在', 500);
  const apiSecret = textOf(body['apiSecret']) ?? '';
  world.state.cardRoutes[key] = { callbackUrl, apiSecret };
  return { success: true, result: { callbackUrl, apiSecret } };
}

const create = (body: Fields, world: World) => ({
  success: true,
  result: store(world, newCard(body, world)).outTrackId,
});

export const cardCalls: ApiRoute[] = [
  fresh('POST', '/v1.0/card/instances', ({ body }, world) => create(body, world)),
  fresh('POST', '/v1.0/card/instances/deliver', ({ body }, world) => deliverAgain(body, world)),
  fresh('POST', '/v1.0/card/instances/createAndDeliver', ({ body }, world) => createAndDeliver(body, world)),
  fresh('PUT', '/v1.0/card/instances', ({ body }, world) => update(body, world)),
  fresh('PUT', '/v1.0/card/instances/spaces', ({ body }, world) => ({
    success: true,
    result: Boolean(cardOf(body, world)),
  })),
  fresh('POST', '/v1.0/card/callbacks/register', ({ body }, world) => registerCallback(body, world)),
];
