import { isTrue, listOf, numberOf, objectOf, parseJson, textOf, type Fields } from '../fields';
import { subtree } from '../organisation';
import { refuse, Refusal } from '../refusal';
import { type Look } from '../robotMessage';
import { type Notice } from '../state';
import { nextId, personById, trim, type World } from '../world';
import { old, type ApiRoute } from './route';

/** Work notifications (dingtalk.md §4). What the platform drops it drops silently; only getsendresult tells. */
const DAY_MS = 24 * 3_600_000;
const STATUS_BAR_MS = 7 * DAY_MS;
const LARGEST_MESSAGE_BYTES = 2048;
const FIRST_TASK_ID = 256_271_000_000;

interface MessageType {
  required: string[];
  look: (part: Fields) => Omit<Look, 'kind'>;
}

const title = (part: Fields) => textOf(part['title']);
const MESSAGE_TYPES: Record<string, MessageType> = {
  text: { required: ['content'], look: (part) => ({ text: textOf(part['content']) }) },
  image: { required: ['media_id'], look: (part) => ({ imageUrl: textOf(part['media_id']) }) },
  voice: { required: ['media_id', 'duration'], look: (part) => ({ text: `语音 ${textOf(part['duration'])} 秒` }) },
  file: { required: ['media_id'], look: () => ({ text: '文件' }) },
  link: {
    required: ['messageUrl', 'picUrl', 'title', 'text'],
    look: (part) => ({
      title: title(part),
      text: textOf(part['text']),
      url: textOf(part['messageUrl']),
      imageUrl: textOf(part['picUrl']),
    }),
  },
  markdown: { required: ['title', 'text'], look: (part) => ({ title: title(part), text: textOf(part['text']) }) },
  action_card: { required: ['markdown'], look: actionCard },
  oa: { required: ['body'], look: officeAutomation },
};

function actionCard(part: Fields) {
  const several = Array.isArray(part['btn_json_list'])
    ? part['btn_json_list']
    : parseJson(textOf(part['btn_json_list']) ?? '[]');
  const list = (Array.isArray(several) ? several : []).map((button: unknown) => objectOf(button) ?? {});
  const all = list.length
    ? list.map((button) => [button['title'], button['action_url']])
    : [[part['single_title'], part['single_url']]];
  const buttons = all.map(([name, url]) => ({ title: textOf(name) ?? '', url: textOf(url) ?? '' }));
  return { title: title(part), text: textOf(part['markdown']), url: buttons[0]?.url, buttons };
}

function officeAutomation(part: Fields) {
  const body = objectOf(part['body']) ?? {};
  const rows = Array.isArray(body['form']) ? (body['form'] as unknown[]).map((row) => objectOf(row) ?? {}) : [];
  return {
    title: title(body),
    text: textOf(body['content']),
    url: textOf(part['message_url']),
    form: rows.slice(0, 6),
    statusBar: objectOf(part['status_bar']),
  };
}

/** @throws Refusal 40035 | 34016 for a message the platform would not take */
function lookOf(msg: Fields): Omit<Look, 'kind'> {
  const msgtype = textOf(msg['msgtype']) ?? '';
  const type = Object.hasOwn(MESSAGE_TYPES, msgtype) ? MESSAGE_TYPES[msgtype] : undefined;
  if (!type) throw refuse.parameter('msg.msgtype');
  const part = objectOf(msg[msgtype]);
  if (!part) throw refuse.parameter(`msg.${msgtype}`);
  for (const field of type.required)
    if (part[field] === undefined || part[field] === '') throw refuse.parameter(`msg.${msgtype}.${field}`);
  const limits: [field: string, longest: number][] = [
    ['title', 64],
    ['single_title', 20],
    ['single_url', 500],
  ];
  for (const [field, longest] of limits) {
    if (msgtype !== 'link' && (textOf(part[field])?.length ?? 0) > longest)
      throw new Refusal(34016, `消息字段过长: ${msgtype}.${field}`);
  }
  return type.look(part);
}

function receiversOf(body: Fields, world: World) {
  const users = listOf(body['userid_list']);
  const departments = listOf(body['dept_id_list'])?.map(Number);
  if (!users || users.length > 100) throw new Refusal(40031, '不合法的UserID列表，一次最多 100 人');
  if (!departments || departments.length > 20 || departments.some(Number.isNaN))
    throw new Refusal(40009, '不合法的部门id，一次最多 20 个');
  const everybody = isTrue(body['to_all_user']);
  if (users.length + departments.length === 0 && !everybody) throw refuse.required('userid_list');
  const { people, departments: all } = world.organisation;
  const known = departments.filter((id) => all.some((department) => department.id === id));
  const inside = new Set(known.flatMap((id) => [...subtree(world.organisation, id)]));
  const fromDepartments = people
    .filter(({ deptIds }) => everybody || deptIds.some((id) => inside.has(id)))
    .map(({ userId }) => userId);
  return {
    receivers: [...new Set([...users.filter((userId) => personById(world, userId)), ...fromDepartments])],
    invalidUsers: users.filter((userId) => !personById(world, userId)),
    invalidDepartments: departments.filter((id) => !known.includes(id)),
  };
}

function requireAgent(body: Fields, world: World) {
  if (numberOf(body['agent_id']) !== world.app.agentId) throw new Refusal(40056, '不合法的agentId');
}

function send(body: Fields, world: World) {
  requireAgent(body, world);
  const msg = objectOf(body['msg']);
  if (!msg) throw refuse.parameter('msg');
  const content = JSON.stringify(msg);
  if (Buffer.byteLength(content) > LARGEST_MESSAGE_BYTES) throw new Refusal(40035, '不合法的参数: msg 超过 2048 字节');
  const look = lookOf(msg);
  const taskId = FIRST_TASK_ID + Number(nextId(world, ''));
  const now = world.clock.now();
  const notice: Notice = {
    taskId,
    at: now.getTime(),
    ...receiversOf(body, world),
    forbidden: [],
    messageIds: {},
    recalled: false,
  };
  for (const userid of notice.receivers) {
    const code = world.limits.dropNotice(userid, content, now);
    if (code) notice.forbidden.push({ code, count: 1, userid });
    else
      notice.messageIds[userid] = world.phones.deliver(userid, {
        kind: 'workNotice',
        from: 'bot',
        chat: 'workNotice',
        taskId,
        msgtype: msg['msgtype'],
        ...look,
      });
  }
  world.state.notices[taskId] = notice;
  trim(world.state.notices, 20_000);
  return { task_id: taskId };
}

function noticeOf(body: Fields, world: World, field = 'task_id', windowMs = DAY_MS): Notice {
  requireAgent(body, world);
  const id = textOf(body[field]) ?? '';
  const notice = Object.hasOwn(world.state.notices, id) ? world.state.notices[id] : undefined;
  if (!notice || world.clock.now().getTime() - notice.at > windowMs) throw refuse.parameter(field);
  return notice;
}

function result(notice: Notice, { phones }: World) {
  if (notice.receivers.length > 100) throw new Refusal(41052, '接收人超过 100，无法查询发送结果');
  const reached = Object.entries(notice.messageIds);
  const read = reached.filter(([userId, id]) => phones.find(userId, id)?.readAt).map(([userId]) => userId);
  return {
    send_result: {
      invalid_user_id_list: notice.invalidUsers,
      forbidden_user_id_list: notice.forbidden.map(({ userid }) => userid),
      failed_user_id_list: [],
      read_user_id_list: read,
      unread_user_id_list: reached.map(([userId]) => userId).filter((userId) => !read.includes(userId)),
      invalid_dept_id_list: notice.invalidDepartments,
      forbidden_list: notice.forbidden,
    },
  };
}

function recall(body: Fields, world: World) {
  const notice = noticeOf(body, world, 'msg_task_id');
  notice.recalled = true;
  world.phones.recall(notice.messageIds);
  return {};
}

function updateStatusBar(body: Fields, world: World) {
  const notice = noticeOf(body, world, 'task_id', STATUS_BAR_MS);
  const value = textOf(body['status_value']);
  if (!value) throw refuse.required('status_value');
  for (const [userId, id] of Object.entries(notice.messageIds)) {
    const message = world.phones.find(userId, id);
    if (message) message['statusBar'] = { status_value: value, status_bg: textOf(body['status_bg']) };
  }
  world.phones.changed(Object.keys(notice.messageIds));
  return {};
}

const base = '/topapi/message/corpconversation';
const counted = { counted: true };
export const workNoticeCalls: ApiRoute[] = [
  old('POST', `${base}/asyncsend_v2`, ({ body }, world) => send(body, world), counted),
  old(
    'POST',
    `${base}/getsendprogress`,
    ({ body }, world) => noticeOf(body, world) && { progress: { progress_in_percent: 100, status: 2 } },
    counted,
  ),
  old('POST', `${base}/getsendresult`, ({ body }, world) => result(noticeOf(body, world), world), counted),
  old('POST', `${base}/recall`, ({ body }, world) => recall(body, world), counted),
  old('POST', `${base}/status_bar/update`, ({ body }, world) => updateStatusBar(body, world), counted),
];
