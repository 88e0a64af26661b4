import { listOf, objectOf, textOf, type Fields } from '../fields';
import { type Group } from '../organisation';
import { emitEvent } from '../inbound';
import { Refusal } from '../refusal';
import { ROBOT_MESSAGES, type Look } from '../robotMessage';
import { type Send } from '../state';
import { nextId, personById, trim, type World } from '../world';
import { fresh, type ApiRoute } from './route';

/** The app's robot: one-to-one and group messages, recall, read status, files people sent it (dingtalk.md §5). */
const DAY_MS = 24 * 3_600_000;
const MOST_USERS = 20;
const LARGEST_PARAM_BYTES = 15_000;
const invalid = (what: string, message: string) => new Refusal(`invalidParameter.${what}`, message);

function requireRobot(code: unknown, { app }: World) {
  if (!textOf(code)) throw invalid('robotCode.empty', 'robotCode 不能为空');
  if (code !== app.robotCode) throw invalid('robotCode.auth', 'robotCode 不属于该应用');
}

function lookOf(body: Fields): Look {
  const msgKey = textOf(body['msgKey']);
  if (!msgKey) throw invalid('msgKey.empty', 'msgKey 不能为空');
  const template = Object.hasOwn(ROBOT_MESSAGES, msgKey) ? ROBOT_MESSAGES[msgKey] : undefined;
  if (!template) throw invalid('msgKey.invalid', `msgKey ${msgKey.slice(0, 60)} 不存在`);
  const { msgParam } = body;
  if (typeof msgParam !== 'string') throw invalid('msgParam.invalid', 'msgParam 应为 JSON 字符串');
  if (Buffer.byteLength(msgParam) > LARGEST_PARAM_BYTES) throw invalid('msgParam.tooLong', 'msgParam 超过 15000 字节');
  const param = objectOf(msgParam);
  if (!param || template.required.some((field) => !textOf(param[field])))
    throw invalid('msgParam.invalid', `msgParam 缺少 ${msgKey} 的必填字段`);
  return { ...template.look(param), msgKey, msgParam: param };
}

function remember(
  world: World,
  openConversationId: string | null,
  messageIds: Record<string, string>,
  key: string,
): string {
  world.state.sends[key] = { key, at: world.clock.now().getTime(), openConversationId, messageIds, recalled: false };
  trim(world.state.sends, 50_000);
  return key;
}

/** Base64 with `+ / =`, as the real ones: callers must encode it in a query. */
export const processQueryKey = (world: World) =>
  `${Buffer.from(`${nextId(world, 'pqk')}~${world.app.robotCode}`).toString('base64')}+/=`;

function batchSend(body: Fields, world: World) {
  requireRobot(body['robotCode'], world);
  const userIds = Array.isArray(body['userIds']) ? listOf(body['userIds']) : undefined;
  if (!userIds?.length) throw invalid('userIds.empty', 'userIds 不能为空');
  if (userIds.length > MOST_USERS) throw invalid('userIds.overMax', 'userIds 一次最多 20 个');
  const look = lookOf(body);
  const known = [...new Set(userIds)].filter((userId) => personById(world, userId));
  const key = processQueryKey(world);
  const sent = known.map((userId) => [
    userId,
    world.phones.deliver(userId, { ...look, from: 'bot', chat: 'bot', processQueryKey: key }),
  ]);
  remember(world, null, Object.fromEntries(sent) as Record<string, string>, key);
  return {
    processQueryKey: key,
    invalidStaffIdList: userIds.filter((userId) => !known.includes(userId)),
    flowControlledStaffIdList: [],
  };
}

export function groupOf(id: unknown, { organisation }: World): Group {
  if (!textOf(id)) throw new Refusal('miss.openConversationId', 'openConversationId 不能为空');
  const group = organisation.groups.find(({ openConversationId }) => openConversationId === id);
  if (!group) throw new Refusal('invalid.openConversationId', 'openConversationId 不存在');
  return group;
}

function sendToGroup(body: Fields, world: World) {
  requireRobot(body['robotCode'], world);
  const group = groupOf(body['openConversationId'], world);
  const look = lookOf(body);
  const key = processQueryKey(world);
  const chat = group.openConversationId;
  const sent = group.members.map((userId) => [
    userId,
    world.phones.deliver(userId, { ...look, from: 'bot', chat, processQueryKey: key }),
  ]);
  remember(world, chat, Object.fromEntries(sent) as Record<string, string>, key);
  return { processQueryKey: key };
}

function sendOf(world: World, key: string | undefined): Send | undefined {
  const send = key && Object.hasOwn(world.state.sends, key) ? world.state.sends[key] : undefined;
  return send && world.clock.now().getTime() - send.at <= DAY_MS ? send : undefined;
}

function recall(body: Fields, world: World) {
  requireRobot(body['robotCode'], world);
  const keys = listOf(body['processQueryKeys']);
  if (!keys?.length || keys.length > MOST_USERS) throw invalid('processQueryKeys', 'processQueryKeys 应有 1 到 20 个');
  const successResult: string[] = [];
  const failedResult: Record<string, string> = {};
  for (const key of keys) {
    const send = sendOf(world, key);
    if (!send) {
      failedResult[key] = '消息不存在或已超过 24 小时';
      continue;
    }
    successResult.push(key);
    send.recalled = true;
    world.phones.recall(send.messageIds);
    reportRecall(world, send);
  }
  return { successResult, failedResult };
}

function reportRecall(world: World, { key, openConversationId, messageIds }: Send) {
  const operatTime = world.clock.now().getTime();
  for (const userId of Object.keys(messageIds)) {
    const unionId = personById(world, userId)?.unionId;
    emitEvent(world, 'robot_msg_recall', {
      unionId,
      userId,
      robotCode: world.app.robotCode,
      openConversationId,
      processQueryKey: key,
      operatTime,
    });
  }
}

function readStatus(query: URLSearchParams, world: World) {
  requireRobot(query.get('robotCode'), world);
  const send = sendOf(world, query.get('processQueryKey') ?? undefined);
  if (!send) throw invalid('processQueryKey', 'processQueryKey 不存在或已超过 24 小时');
  const messageReadInfoList = Object.entries(send.messageIds).map(([userId, id]) => {
    const readAt = world.phones.find(userId, id)?.readAt;
    const name = personById(world, userId)?.name ?? '';
    return {
      name,
      userId,
      readStatus: readAt ? 'READ' : 'UNREAD',
      ...(readAt && { readTimestamp: Date.parse(readAt) }),
    };
  });
  return { sendStatus: send.recalled ? 'RECALLED' : 'SUCCESS', messageReadInfoList };
}

function groupReaders(body: Fields, world: World) {
  requireRobot(body['robotCode'], world);
  groupOf(body['openConversationId'], world);
  const send = sendOf(world, textOf(body['processQueryKey']));
  if (!send) throw invalid('processQueryKey', 'processQueryKey 不存在或已超过 24 小时');
  const most = Number(body['maxResults'] ?? 200);
  if (!(most >= 1 && most <= 200)) throw invalid('maxResults', 'maxResults 应为 1 到 200');
  const from = Number(textOf(body['nextToken']) ?? 0) || 0;
  const readers = Object.entries(send.messageIds).filter(([userId, id]) => world.phones.find(userId, id)?.readAt);
  const hasMore = from + most < readers.length;
  return {
    sendStatus: send.recalled ? 'RECALLED' : 'SUCCESS',
    readUserIds: readers.slice(from, from + most).map(([userId]) => userId),
    hasMore,
    ...(hasMore && { nextToken: String(from + most) }),
  };
}

function downloadFile(body: Fields, world: World) {
  requireRobot(body['robotCode'], world);
  const key = world.blobs.openAddress(textOf(body['downloadCode']) ?? '');
  if (!key) throw invalid('robotCode.downloadCode', 'downloadCode 错误或已过期');
  const expires = Math.floor(world.clock.now().getTime() / 1000) + 600;
  return { downloadUrl: `${world.url}/sandbox/files/${key}.file?Expires=${expires}` };
}

export const robotCalls: ApiRoute[] = [
  fresh('POST', '/v1.0/robot/oToMessages/batchSend', ({ body }, world) => batchSend(body, world)),
  fresh('POST', '/v1.0/robot/groupMessages/send', ({ body }, world) => sendToGroup(body, world)),
  fresh('POST', '/v1.0/robot/otoMessages/batchRecall', ({ body }, world) => recall(body, world)),
  fresh('POST', '/v1.0/robot/groupMessages/recall', ({ body }, world) => recall(body, world)),
  fresh('GET', '/v1.0/robot/oToMessages/readStatus', ({ query }, world) => readStatus(query, world)),
  fresh('POST', '/v1.0/robot/groupMessages/query', ({ body }, world) => groupReaders(body, world)),
  fresh('POST', '/v1.0/robot/messageFiles/download', ({ body }, world) => downloadFile(body, world)),
];
