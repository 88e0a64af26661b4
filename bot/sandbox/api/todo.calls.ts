import { isTrue, listOf, numberOf, objectOf, textOf, type Fields } from '../fields';
import { emitEvent } from '../inbound';
import { type Person } from '../organisation';
import { Refusal } from '../refusal';
import { type Todo } from '../state';
import { nextId, personByUnionId, trim, type World } from '../world';
import { fresh, type ApiRoute, type Call } from './route';

/** Todos (dingtalk.md §10): unionId everywhere, an address to open is mandatory, `sourceId` is unique per app. */
const BIZ_TAG = 'LightApp';
const bad = (call: 'taskCreate' | 'taskUpdate' | 'taskQuery', message: string) =>
  new Refusal(`todo.${call}.paramError`, message);

function personOf(call: Call, world: World, what: 'taskCreate' | 'taskUpdate' | 'taskQuery'): Person {
  const person = personByUnionId(world, call.params['unionId'] ?? '');
  if (!person) throw bad(what, 'unionId 不存在');
  return person;
}

function unionIds(value: unknown, field: string, world: World, what: 'taskCreate' | 'taskUpdate'): string[] {
  const ids = value === undefined || value === null ? [] : listOf(value);
  if (!ids || ids.length > 1000 || ids.some((id) => !personByUnionId(world, id)))
    throw bad(what, `${field} 中有不存在的 unionId`);
  return [...new Set(ids)];
}

function textWithin(
  body: Fields,
  field: string,
  longest: number,
  what: 'taskCreate' | 'taskUpdate',
): string | undefined {
  const text = textOf(body[field]);
  if ((text?.length ?? 0) > longest) throw bad(what, `${field} 不能超过 ${longest} 个字符`);
  return text;
}

function addressOf(body: Fields): Todo['detailUrl'] {
  const detail = objectOf(body['detailUrl']);
  const [appUrl, pcUrl] = [textOf(detail?.['appUrl']), textOf(detail?.['pcUrl'])];
  if (!appUrl && !pcUrl) throw bad('taskCreate', 'detailUrl 不能为空');
  if ([appUrl, pcUrl].some((url) => url && Buffer.byteLength(url) > 1024))
    throw bad('taskCreate', 'detailUrl 不能超过 1024 字节');
  return { appUrl: appUrl ?? pcUrl!, pcUrl: pcUrl ?? appUrl! };
}

function announce(world: World, change: 'create' | 'update' | 'delete', { taskId, executorIds }: Todo) {
  emitEvent(world, `todo_task_${change}`, {
    unionIdList: executorIds,
    ...(change !== 'delete' && { bizTag: BIZ_TAG }),
    taskId,
  });
}

function create(call: Call, world: World) {
  const { body } = call;
  const creator = personOf(call, world, 'taskCreate');
  const subject = textWithin(body, 'subject', 1024, 'taskCreate');
  if (!subject) throw bad('taskCreate', 'subject 不能为空');
  textWithin(body, 'description', 4096, 'taskCreate');
  const sourceId = textOf(body['sourceId']) ?? null;
  if (sourceId && Object.values(world.state.todos).some((todo) => todo.sourceId === sourceId))
    throw bad('taskCreate', 'task exist');
  const executors = unionIds(body['executorIds'], 'executorIds', world, 'taskCreate');
  const now = world.clock.now().getTime();
  const todo: Todo = {
    taskId: nextId(world, 'task'),
    subject,
    creatorId: textOf(body['creatorId']) ?? creator.unionId,
    modifierId: call.query.get('operatorId') ?? creator.unionId,
    executorIds: executors.length ? executors : [creator.unionId],
    participantIds: unionIds(body['participantIds'], 'participantIds', world, 'taskCreate'),
    sourceId,
    dueTime: numberOf(body['dueTime']) ?? null,
    priority: numberOf(body['priority']) ?? null,
    detailUrl: addressOf(body),
    done: false,
    doneBy: [],
    createdTime: now,
    modifiedTime: now,
  };
  world.state.todos[todo.taskId] = todo;
  trim(world.state.todos, 20_000);
  show(world, todo, objectOf(body['notifyConfigs'])?.['dingNotify'] === '1', body['contentFieldList']);
  announce(world, 'create', todo);
  return present(todo);
}

function show(world: World, todo: Todo, withDing: boolean, contentFieldList: unknown) {
  for (const unionId of todo.executorIds) {
    const userId = personByUnionId(world, unionId)!.userId;
    world.phones.deliver(userId, {
      kind: 'todo',
      from: 'bot',
      chat: 'todo',
      taskId: todo.taskId,
      ...(Array.isArray(contentFieldList) && { contentFieldList }),
    });
    // No DING when somebody gives a task to himself.
    if (withDing && unionId !== todo.creatorId)
      world.phones.deliver(userId, {
        kind: 'ding',
        from: 'bot',
        chat: 'ding',
        text: todo.subject,
        taskId: todo.taskId,
        url: todo.detailUrl.appUrl,
      });
  }
}

const present = ({ taskId, doneBy: _, done, ...todo }: Todo) => ({
  id: taskId,
  done,
  isDone: done,
  source: 'isv',
  bizTag: BIZ_TAG,
  ...todo,
  requestId: `sandbox-${taskId}`,
});

function todoOf(call: Call, world: World): Todo {
  personOf(call, world, 'taskUpdate');
  const id = call.params['taskId'] ?? '';
  const todo = Object.hasOwn(world.state.todos, id) ? world.state.todos[id] : undefined;
  if (!todo) throw bad('taskUpdate', 'task not exist');
  return todo;
}

const userIdsOf = (world: World, ids: string[]) =>
  ids.flatMap((unionId) => personByUnionId(world, unionId)?.userId ?? []);

function changed(world: World, todo: Todo, operatorId: string | null) {
  todo.modifiedTime = world.clock.now().getTime();
  todo.modifierId = operatorId ?? todo.modifierId;
  world.phones.changed(userIdsOf(world, todo.executorIds));
  announce(world, 'update', todo);
  return { result: true };
}

function update(call: Call, world: World) {
  const todo = todoOf(call, world);
  const { body } = call;
  todo.subject = textWithin(body, 'subject', 1024, 'taskUpdate') ?? todo.subject;
  todo.dueTime = numberOf(body['dueTime']) ?? todo.dueTime;
  if (body['done'] !== undefined) todo.done = isTrue(body['done']);
  if (body['participantIds'] !== undefined)
    todo.participantIds = unionIds(body['participantIds'], 'participantIds', world, 'taskUpdate');
  if (body['executorIds'] !== undefined)
    todo.executorIds = unionIds(body['executorIds'], 'executorIds', world, 'taskUpdate');
  return changed(world, todo, call.query.get('operatorId'));
}

function updateExecutors(call: Call, world: World) {
  const todo = todoOf(call, world);
  const list = call.body['executorStatusList'];
  if (!Array.isArray(list) || list.length === 0 || list.length > 1000)
    throw bad('taskUpdate', 'executorStatusList 不能为空');
  for (const entry of list as unknown[]) {
    const { id, isDone } = objectOf(entry) ?? {};
    if (typeof id !== 'string' || !todo.executorIds.includes(id))
      throw bad('taskUpdate', 'executorStatusList 中有非执行者');
    const [userId] = userIdsOf(world, [id]);
    todo.doneBy = todo.doneBy.filter((done) => done !== userId);
    if (isTrue(isDone) && userId) todo.doneBy.push(userId);
  }
  todo.done = userIdsOf(world, todo.executorIds).every((userId) => todo.doneBy.includes(userId));
  return changed(world, todo, call.query.get('operatorId'));
}

function remove(call: Call, world: World) {
  const todo = todoOf(call, world);
  for (const userId of userIdsOf(world, todo.executorIds)) {
    const messages = world.state.messages[userId] ?? [];
    world.state.messages[userId] = messages.filter(
      (message) => message.kind !== 'todo' || message['taskId'] !== todo.taskId,
    );
  }
  delete world.state.todos[todo.taskId];
  world.phones.changed(userIdsOf(world, todo.executorIds));
  announce(world, 'delete', todo);
  return { result: true };
}

function bySource(call: Call, world: World) {
  const todo = Object.values(world.state.todos).find(({ sourceId }) => sourceId === call.params['sourceId']);
  if (!todo) throw bad('taskQuery', 'task not exist');
  return present(todo);
}

const PAGE = 20;
function query(call: Call, world: World) {
  const person = personOf(call, world, 'taskQuery');
  const { isDone, nextToken } = call.body;
  const mine = Object.values(world.state.todos).filter(
    ({ executorIds, done }) =>
      executorIds.includes(person.unionId) && (isDone === undefined || done === isTrue(isDone)),
  );
  const from = Number(textOf(nextToken) ?? 0) || 0;
  const todoCards = mine.slice(from, from + PAGE).map(({ taskId, done, ...todo }) => ({
    taskId,
    subject: todo.subject,
    dueTime: todo.dueTime,
    detailUrl: todo.detailUrl,
    priority: todo.priority,
    createdTime: todo.createdTime,
    modifiedTime: todo.modifiedTime,
    creatorId: todo.creatorId,
    sourceId: todo.sourceId,
    bizTag: BIZ_TAG,
    isDone: done,
  }));
  return { todoCards, ...(from + PAGE < mine.length && { nextToken: String(from + PAGE) }) };
}

const base = '/v1.0/todo/users/:unionId';
export const todoCalls: ApiRoute[] = [
  fresh('POST', `${base}/tasks`, create),
  fresh('GET', `${base}/tasks/sources/:sourceId`, bySource),
  fresh('PUT', `${base}/tasks/:taskId`, update),
  fresh('PUT', `${base}/tasks/:taskId/executorStatus`, updateExecutors),
  fresh('DELETE', `${base}/tasks/:taskId`, remove),
  fresh('GET', `${base}/tasks/:taskId`, (call, world) => present(todoOf(call, world))),
  fresh('POST', `${base}/org/tasks/query`, query),
];
