import { z } from 'zod';
import { emitEvent, pressCard, sayToRobot, type Saying } from '../inbound';
import { openEventStream } from '../http';
import { newPerson, type Group, type Person } from '../organisation';
import { audience } from '../phones';
import { Refusal } from '../refusal';
import { type MessageKind } from '../state';
import { personById, type World } from '../world';
import { silence } from './silence';
import { command, row, TAKEN, type Ask, type ControlRoute } from './route';

/** What a person does on a phone, and what becomes of persons: the part of the control API under /sandbox/people. */
export const BOT_NAME = '联动助手';
const MENTION = `@${BOT_NAME}`;
const LARGEST_BASE64 = 14 * 1024 * 1024;
const Chat = { openConversationId: z.string().max(200).optional() };
const Photo = z.strictObject({
  base64: z.base64().min(4).max(LARGEST_BASE64),
  fileName: z.string().min(1).max(200).default('photo.jpg'),
});
const Say = z.union([
  z.strictObject({ text: z.string().min(1).max(100_000), ...Chat }),
  z.strictObject({
    voice: z.strictObject({
      recognition: z.string().max(20_000).default(''),
      durationMs: z.int().min(1).max(600_000).default(3000),
    }),
    ...Chat,
  }),
  z.strictObject({ photo: Photo, ...Chat }),
  z.strictObject({ file: Photo, ...Chat }),
]);
const Press = z.strictObject({
  outTrackId: z.string().min(1).max(256),
  actionIds: z.array(z.string().max(200)).max(50).default([]),
  params: z.record(z.string(), z.unknown()).default({}),
  force: z.boolean().default(false),
});
const Fields = {
  name: z.string().min(1).max(50),
  title: z.string().max(100),
  mobile: z.string().max(30),
  deptIds: z.array(z.int()).min(1).max(20),
  leaderOf: z.array(z.int()).max(20),
  roles: z.array(z.string().max(50)).max(20),
  extension: z.record(z.string().max(50), z.string().max(200)),
};
const PersonChange = z.strictObject(Fields).partial();
const NewPerson = z
  .strictObject(Fields)
  .partial()
  .extend({ userId: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/), name: Fields.name });

/** Why a person is worth looking at when the demo is told. */
const STORY: Record<string, string> = {
  cun001: '展茅的农村环境监督员：从她的语音开始',
  duty01: '指挥中心值班员：分类、交办',
  putuo01: '普陀分局负责人：指派、审核答复',
  putuo03: '展茅生态环境所中队长：签收、办理',
  dutylead01: '带班领导：无人签收时的下一个人',
  leader01: '局领导',
};

export function requirePerson(world: World, userId: string | undefined): Person {
  const person = personById(world, userId ?? '');
  if (!person) throw new Refusal('NO_SUCH_PERSON', '没有这个人，请在 /sandbox/people 中选一个 userId。', 404);
  return person;
}

export function presentPerson(world: World, person: Person) {
  const nameOf = (id: number) =>
    world.organisation.departments.find((department) => department.id === id)?.name ?? String(id);
  const phoneUrl = new URL(world.url);
  phoneUrl.hostname = `${person.userId.toLowerCase()}.localhost`;
  const story = STORY[person.userId];
  return {
    userId: person.userId,
    unionId: person.unionId,
    name: person.name,
    title: person.title,
    mobile: person.mobile,
    department: departmentPath(world, person.deptIds[0] ?? 1),
    departments: person.deptIds.map(nameOf),
    deptIds: person.deptIds,
    roles: person.roles,
    phoneUrl: phoneUrl.href,
    ...(story && { story }),
  };
}

function departmentPath({ organisation }: World, id: number): string {
  const department = organisation.departments.find((candidate) => candidate.id === id);
  if (!department || department.parentId <= 0) return department?.name ?? '';
  const above = department.parentId === 1 ? '' : `${departmentPath({ organisation } as World, department.parentId)} / `;
  return above + department.name;
}

function groupOf(world: World, person: Person, id: string | undefined): Group | undefined {
  if (!id) return undefined;
  const group = world.organisation.groups.find(({ openConversationId }) => openConversationId === id);
  if (!group?.members.includes(person.userId))
    throw new Refusal('NOT_IN_GROUP', '这个人不在该群里，请换一个人或换一个群。', 404);
  return group;
}

const IMAGE_TYPES: [signature: string, type: string][] = [
  ['ffd8ff', 'image/jpeg'],
  ['89504e47', 'image/png'],
  ['47494638', 'image/gif'],
  ['52494646', 'image/webp'],
];
const sniff = (content: Buffer) =>
  IMAGE_TYPES.find(([signature]) => content.toString('hex', 0, 4).startsWith(signature))?.[1] ??
  'application/octet-stream';

/** The bubble on the own phone and what the robot is told, for each way of saying something. */
function spoken(
  world: World,
  input: z.infer<typeof Say>,
  inGroup: boolean,
): { bubble: { kind: MessageKind } & Record<string, unknown>; saying: Saying } {
  if ('text' in input) {
    // The mention is stripped, the blank after it is not.
    const content = inGroup ? ` ${input.text.replaceAll(MENTION, '').trim()}` : input.text;
    return { bubble: { kind: 'text', text: input.text }, saying: { msgtype: 'text', body: { text: { content } } } };
  }
  if ('voice' in input) {
    const { recognition, durationMs } = input.voice;
    const { id } = world.blobs.put(silence(durationMs), 'voice.wav', 'audio/wav');
    const content = { duration: durationMs, downloadCode: world.blobs.downloadCode(id), recognition };
    return {
      bubble: { kind: 'voice', text: recognition, recognition, durationMs, mediaUrl: `/sandbox/media/${id}` },
      saying: { msgtype: 'audio', body: { content } },
    };
  }
  const isPhoto = 'photo' in input;
  const { base64, fileName } = isPhoto ? input.photo : input.file;
  const content = Buffer.from(base64, 'base64');
  const { id } = world.blobs.put(content, fileName, sniff(content));
  const downloadCode = world.blobs.downloadCode(id);
  const url = `/sandbox/media/${id}`;
  if (!isPhoto)
    return {
      bubble: { kind: 'file', title: fileName, fileName, url },
      saying: { msgtype: 'file', body: { content: { downloadCode, fileName } } },
    };
  const picture = { downloadCode, pictureDownloadCode: downloadCode };
  const saying = inGroup
    ? { msgtype: 'richText', body: { content: { richText: [{ type: 'picture', ...picture }] } } }
    : { msgtype: 'picture', body: { content: picture } };
  return { bubble: { kind: 'photo', imageUrl: url, fileName, bytes: content.length }, saying };
}

async function say(input: z.infer<typeof Say>, { params }: Ask, world: World) {
  const person = requirePerson(world, params['userId']);
  const group = groupOf(world, person, input.openConversationId);
  if (group && !('text' in input || 'photo' in input))
    throw new Refusal('NOT_IN_GROUPS', '群里只能发文字和图片，请到与机器人的单聊中发语音和文件。');
  const { bubble, saying } = spoken(world, input, Boolean(group));
  const chat = group?.openConversationId ?? 'bot';
  const id = world.phones.deliver(person.userId, { ...bubble, from: 'me', chat });
  for (const userId of group?.members ?? [])
    if (userId !== person.userId) world.phones.deliver(userId, { ...bubble, from: person.name, chat });
  // A group delivers to the robot only what mentions it.
  if (group && 'text' in input && !input.text.includes(MENTION))
    return { id, msgId: null, delivered: false, acknowledgedInMs: null };
  const { msgId, acknowledgedInMs } = await sayToRobot(world, person, group, saying);
  return { id, msgId, delivered: acknowledgedInMs !== null, acknowledgedInMs };
}

async function press(input: z.infer<typeof Press>, { params }: Ask, world: World) {
  const person = requirePerson(world, params['userId']);
  const card = Object.hasOwn(world.state.cards, input.outTrackId) ? world.state.cards[input.outTrackId] : undefined;
  if (!input.force) {
    if (!card) throw new Refusal('NO_SUCH_CARD', '没有这张卡片，请从此人的消息中取 outTrackId。', 404);
    if (!audience(card).includes(person.userId))
      throw new Refusal('NOT_ON_THIS_PHONE', '这张卡片没有发给此人；要伪造他人按下，请带上 force: true。', 404);
    if (!card.callbackType) throw new Refusal('NO_CALLBACK', '这张卡片创建时没有 callbackType，按钮不会回调。', 409);
  }
  return pressCard(world, input.outTrackId, person, input);
}

function read({ id }: { id: string }, { params }: Ask, world: World) {
  const { userId, unionId } = requirePerson(world, params['userId']);
  const message = world.phones.find(userId, id);
  if (!message) throw new Refusal('NO_SUCH_MESSAGE', '此人的手机上没有这条消息。', 404);
  if (message.readAt) return { id, readAt: message.readAt };
  message.readAt = world.clock.now().toISOString();
  const processQueryKey = message['processQueryKey'];
  if (processQueryKey) {
    const openConversationId = message.chat === 'bot' ? null : message.chat;
    const operatTime = String(world.clock.now().getTime());
    emitEvent(world, 'robot_msg_read', {
      unionId,
      userId,
      robotCode: world.app.robotCode,
      openConversationId,
      processQueryKey,
      operatTime,
    });
  }
  world.phones.changed([userId]);
  return { id, readAt: message.readAt };
}

function live({ params, response }: Ask, world: World) {
  const { userId } = requirePerson(world, params['userId']);
  const stop: (() => void)[] = [];
  const send = openEventStream(response, () => stop.forEach((end) => end()));
  stop.push(world.phones.open(userId));
  stop.push(world.phones.watch(userId, () => send('change', { at: world.clock.now().toISOString() })));
  send('change', { at: world.clock.now().toISOString() });
  return TAKEN;
}

const stamp = (world: World) => String(world.clock.now().getTime());

function change(input: z.infer<typeof PersonChange>, { params }: Ask, world: World) {
  const person = requirePerson(world, params['userId']);
  const prev = { name: person.name };
  Object.assign(person, input);
  emitEvent(world, 'user_modify_org', {
    timeStamp: stamp(world),
    userId: [person.userId],
    diffInfo: { userid: person.userId, prev, curr: { name: person.name } },
  });
  return presentPerson(world, person);
}

function join(input: z.infer<typeof NewPerson>, _: Ask, world: World) {
  if (personById(world, input.userId)) throw new Refusal('PERSON_EXISTS', '这个 userId 已经有人，请换一个。', 409);
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const person = newPerson({ ...given, userId: input.userId, name: input.name });
  world.organisation.people.push(person);
  emitEvent(world, 'user_add_org', { timeStamp: stamp(world), userId: [person.userId] });
  return presentPerson(world, person);
}

function leave({ params }: Ask, world: World) {
  const { userId } = requirePerson(world, params['userId']);
  const { organisation } = world;
  organisation.people = organisation.people.filter((person) => person.userId !== userId);
  for (const group of organisation.groups) group.members = group.members.filter((member) => member !== userId);
  emitEvent(world, 'user_leave_org', { timeStamp: stamp(world), userId: [userId] });
  return { userId };
}

function messages({ params, query }: Ask, world: World) {
  const all = world.phones.messages(requirePerson(world, params['userId']).userId);
  const limit = Number(query.get('limit') ?? 0);
  return limit > 0 ? all.slice(-limit) : all;
}

const person = '/sandbox/people/:userId';
export const peopleRoutes: ControlRoute[] = [
  row('GET', '/sandbox/people', (_, world) => world.organisation.people.map((one) => presentPerson(world, one))),
  command('POST', '/sandbox/people', NewPerson, join),
  row('GET', person, ({ params }, world) => presentPerson(world, requirePerson(world, params['userId']))),
  command('PATCH', person, PersonChange, change),
  row('DELETE', person, leave),
  row('GET', `${person}/messages`, messages),
  row('GET', `${person}/live`, live),
  command('POST', `${person}/say`, Say, say),
  command('POST', `${person}/press`, Press, press),
  command('POST', `${person}/read`, z.strictObject({ id: z.string().min(1).max(64) }), read),
  row('POST', `${person}/authCode`, ({ params }, world) => ({
    code: world.credentials.issueCode(requirePerson(world, params['userId']).userId),
  })),
];
