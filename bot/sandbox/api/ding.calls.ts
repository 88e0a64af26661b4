import { listOf, numberOf, textOf, type Fields } from '../fields';
import { Refusal } from '../refusal';
import { nextId, personById, trim, type World } from '../world';
import { fresh, type ApiRoute } from './route';

/** DING (dingtalk.md §13). A free organisation cannot send them; the demo's can, so that the ladder's last steps are seen. */
const IN_APP = 1;
const MOST = { inApp: 200, paid: 20 };

function requireRobot(body: Fields, { app }: World) {
  if (body['robotCode'] !== app.robotCode) throw new Refusal('invalid.chatbotId', 'robotCode 不属于该应用');
}

function send(body: Fields, world: World) {
  requireRobot(body, world);
  const users = listOf(body['receiverUserIdList']);
  const content = textOf(body['content']);
  const remindType = numberOf(body['remindType']);
  if (!users?.length) throw new Refusal('miss.staffId', 'receiverUserIdList 不能为空');
  if (!content || !remindType || ![1, 2, 3].includes(remindType))
    throw new Refusal('invalidParameter.param.invalid', 'content 或 remindType 不正确');
  if (users.length > (remindType === IN_APP ? MOST.inApp : MOST.paid))
    throw new Refusal('ding.receivercount.limit', '接收人数超过上限');
  const openDingId = nextId(world, '5416');
  const unknown = users.filter((userId) => !personById(world, userId));
  const reached = users.filter((userId) => !unknown.includes(userId));
  const messageIds = Object.fromEntries(
    reached.map((userId) => [
      userId,
      world.phones.deliver(userId, { kind: 'ding', from: 'bot', chat: 'ding', text: content, openDingId, remindType }),
    ]),
  );
  world.state.sends[openDingId] = {
    key: openDingId,
    at: world.clock.now().getTime(),
    openConversationId: null,
    messageIds,
    recalled: false,
  };
  trim(world.state.sends, 100_000);
  return { openDingId, failedList: unknown.length ? { 'staffId.notExisted': unknown } : {} };
}

function dingOf(body: Fields, world: World) {
  requireRobot(body, world);
  const id = textOf(body['openDingId']) ?? '';
  const ding = Object.hasOwn(world.state.sends, id) ? world.state.sends[id] : undefined;
  if (!ding) throw new Refusal('invalidParameter.param.invalid', 'openDingId 不存在');
  return ding;
}

function recall(body: Fields, world: World) {
  const ding = dingOf(body, world);
  ding.recalled = true;
  world.phones.recall(ding.messageIds);
  return { openDingId: ding.key };
}

function readStatuses(body: Fields, world: World) {
  const ding = dingOf(body, world);
  const readStatusList = Object.entries(ding.messageIds).map(([userId, id]) => ({
    userId,
    readStatus: world.phones.find(userId, id)?.readAt ? 'READ' : 'UNREAD',
  }));
  return { readStatusList, hasMore: false };
}

export const dingCalls: ApiRoute[] = [
  fresh('POST', '/v1.0/robot/ding/send', ({ body }, world) => send(body, world)),
  fresh('POST', '/v1.0/robot/ding/recall', ({ body }, world) => recall(body, world)),
  fresh('POST', '/v1.0/robot/ding/readStatuses/query', ({ body }, world) => readStatuses(body, world)),
];
