import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type NewRule } from '../faults';
import { emitEvent, pressCard } from '../inbound';
import { Refusal } from '../refusal';
import { personById, type World } from '../world';
import { command, row, type ControlRoute } from './route';

/** Faults by name: what each takes, an example that works as it stands (it is in /sandbox/info), and what it does. */
interface FaultKind {
  schema: z.ZodType;
  example: Record<string, unknown>;
  about: string;
  apply: (world: World, input: never) => unknown;
}

const kind = <S extends z.ZodType>(
  about: string,
  schema: S,
  example: z.input<S> & Record<string, unknown>,
  apply: (world: World, input: z.infer<S>) => unknown,
): FaultKind => ({ about, schema, example, apply });

const Path = z.string().min(1).max(200).optional();
const Times = z.int().min(1).max(10_000);
const Seconds = z
  .number()
  .positive()
  .max(86_400 * 30);
const Code = z.union([z.string().max(200), z.number()]);
const Data = z.record(z.string(), z.unknown());
const Plain = (fault: string) => z.strictObject({ fault: z.literal(fault) });
const Limited = (fault: string) =>
  z.strictObject({ fault: z.literal(fault), path: Path, times: Times.optional(), seconds: Seconds.optional() });
const ForCallbacks = (fault: string) => z.strictObject({ fault: z.literal(fault), times: Times.default(1) });

const arm = (world: World, rule: unknown) => world.faults.arm(rule as NewRule);

function away(world: World, rule: unknown) {
  arm(world, rule);
  return { connections: world.gateway.drop() };
}

function requirePerson(world: World, userId: string) {
  const person = personById(world, userId);
  if (!person)
    throw new Refusal('NO_SUCH_PERSON', `没有 userId 为 ${userId} 的人，请在 /sandbox/people 中选一个。`, 404);
  return person;
}

/** Over quota the platform sends a robot message without its content (dingtalk.md §0.3). */
async function unreadable(world: World, userId: string) {
  const { userId: senderStaffId, name, unionId } = requirePerson(world, userId);
  const data = {
    conversationId: `cid${unionId}==`,
    chatbotCorpId: world.app.corpId,
    msgId: `msg${randomUUID()}`,
    senderNick: name,
    senderStaffId,
    conversationType: '1',
    robotCode: world.app.robotCode,
    createAt: world.clock.now().getTime(),
    errCode: 20001,
    errMsg: '您的企业当月消息推送次数已达上限',
  };
  return { acknowledged: (await world.gateway.push('/v1.0/im/bot/messages/get', data, 3000)) ?? null };
}

const KINDS: Record<string, FaultKind> = {
  event: kind(
    '推送一个事件（默认：cun001 的资料有变）',
    z.strictObject({
      fault: z.literal('event'),
      eventType: z.string().min(1).max(100).default('user_modify_org'),
      data: Data.optional(),
    }),
    { fault: 'event', eventType: 'user_modify_org', data: { userId: ['cun001'] } },
    (world, { eventType, data }) =>
      emitEvent(world, eventType, data ?? { timeStamp: String(world.clock.now().getTime()), userId: ['cun001'] }),
  ),
  ping: kind('向所有 Stream 连接发 SYSTEM ping', Plain('ping'), { fault: 'ping' }, ({ gateway }) => ({
    connections: gateway.system('ping', { opaque: randomUUID() }),
  })),
  drop: kind('立即切断所有 Stream 连接', Plain('drop'), { fault: 'drop' }, ({ gateway }) => ({
    connections: gateway.drop(),
  })),
  disconnect: kind(
    '发 SYSTEM disconnect，10 秒后关闭连接',
    Plain('disconnect'),
    { fault: 'disconnect' },
    ({ gateway }) => ({
      connections: gateway.system('disconnect', { reason: 'connection is expired' }),
    }),
  ),
  freeze: kind(
    'Stream 连接半开：不收不发，seconds 秒后恢复',
    z.strictObject({ fault: z.literal('freeze'), seconds: z.number().positive().max(3600).default(10) }),
    { fault: 'freeze', seconds: 10 },
    ({ gateway }, { seconds }) => ({ connections: gateway.freeze(seconds * 1000) }),
  ),
  expireToken: kind('当前 access_token 立即过期', Plain('expireToken'), { fault: 'expireToken' }, ({ credentials }) =>
    credentials.expireTokens(),
  ),
  error: kind(
    '接口报错：path 可用 *，status/code/message 可指定',
    Limited('error').extend({
      status: z.int().min(400).max(599).optional(),
      code: Code.optional(),
      message: z.string().max(500).optional(),
    }),
    { fault: 'error', path: '/v1.0/card/*', status: 500, code: 'system.error', times: 1 },
    arm,
  ),
  hang: kind(
    '接口不应答，seconds 秒后断开',
    Limited('hang'),
    { fault: 'hang', path: '/v1.0/robot/*', times: 1, seconds: 10 },
    arm,
  ),
  rateLimit: kind('接口以超过 QPS 拒绝', Limited('rateLimit'), { fault: 'rateLimit', path: '*', seconds: 5 }, arm),
  quota: kind('计数接口以当月次数用尽拒绝', Limited('quota'), { fault: 'quota', path: '*', seconds: 5 }, arm),
  away: kind(
    '整个平台不可达：断开 Stream，接口拒绝连接（或 503）',
    z.strictObject({
      fault: z.literal('away'),
      seconds: Seconds.default(3600),
      mode: z.enum(['refuse', '503']).default('refuse'),
    }),
    { fault: 'away', seconds: 5, mode: 'refuse' },
    away,
  ),
  duplicateCallback: kind(
    '下一次回调推送两遍',
    ForCallbacks('duplicateCallback'),
    { fault: 'duplicateCallback', times: 1 },
    ({ faults }, { times }) => faults.armCallback('duplicateCallback', times),
  ),
  lateCallback: kind(
    '下一次回调迟到 delayMs 毫秒',
    ForCallbacks('lateCallback').extend({ delayMs: z.int().min(1).max(60_000).default(2500) }),
    { fault: 'lateCallback', delayMs: 2500, times: 1 },
    ({ faults }, { times, delayMs }) => faults.armCallback('lateCallback', times, delayMs),
  ),
  outOfOrder: kind(
    '攒够 count 个回调后倒序推送（最多等 5 秒）',
    z.strictObject({ fault: z.literal('outOfOrder'), count: z.int().min(2).max(100).default(2) }),
    { fault: 'outOfOrder', count: 2 },
    ({ faults }, { count }) => faults.armCallback('outOfOrder', count),
  ),
  dropCallbackAck: kind(
    '下一次卡片回调的应答丢失：应用已处理，按的人看到失败',
    ForCallbacks('dropCallbackAck'),
    { fault: 'dropCallbackAck', times: 1 },
    ({ faults }, { times }) => faults.armCallback('dropCallbackAck', times),
  ),
  unreadable: kind(
    '推送 errCode 20001、没有正文的机器人消息',
    z.strictObject({ fault: z.literal('unreadable'), userId: z.string().min(1).max(64).default('cun001') }),
    { fault: 'unreadable', userId: 'cun001' },
    (world, { userId }) => unreadable(world, userId),
  ),
  unknownTopic: kind(
    '推送没有订阅过的 topic',
    z.strictObject({ fault: z.literal('unknownTopic'), topic: z.string().min(1).max(200).default('/v1.0/unheard/of') }),
    { fault: 'unknownTopic', topic: '/v1.0/unheard/of' },
    ({ gateway }, { topic }) => ({ connections: gateway.raw({ topic, data: { hello: 'world' } }) }),
  ),
  garbage: kind(
    '向 Stream 连接发一段不是 JSON 的文字',
    z.strictObject({
      fault: z.literal('garbage'),
      text: z.string().max(100_000).default('{"type":"CALLBACK","headers":'),
    }),
    { fault: 'garbage', text: '{"type":"CALLBACK","headers":' },
    ({ gateway }, { text }) => ({ connections: gateway.raw(text) }),
  ),
  forgedCard: kind(
    '伪造一次卡片回调：任意 outTrackId、任意人',
    z.strictObject({
      fault: z.literal('forgedCard'),
      userId: z.string().min(1).max(64).default('cun001'),
      outTrackId: z.string().max(256).default('no-such-card'),
      actionIds: z.array(z.string().max(200)).max(20).default(['1']),
      params: Data.default({}),
    }),
    {
      fault: 'forgedCard',
      userId: 'cun001',
      outTrackId: 'no-such-card',
      actionIds: ['1'],
      params: { action: 'accept' },
    },
    (world, { userId, outTrackId, actionIds, params }) =>
      pressCard(world, outTrackId, requirePerson(world, userId), { actionIds, params }),
  ),
  clear: kind('取消所有故障', Plain('clear'), { fault: 'clear' }, ({ faults }) => faults.clear()),
};

export const faultExamples = (): Record<string, unknown> =>
  Object.fromEntries(Object.entries(KINDS).map(([name, { example }]) => [name, example]));

const AnyFault = z.looseObject({ fault: z.string().max(50) });

async function inflict(body: z.infer<typeof AnyFault>, world: World) {
  const found = Object.hasOwn(KINDS, body.fault) ? KINDS[body.fault] : undefined;
  if (!found)
    throw new Refusal(
      'UNKNOWN_FAULT',
      `没有名为 ${body.fault} 的故障，可用的有：${Object.keys(KINDS).join('、')}。`,
      400,
    );
  const parsed = found.schema.safeParse(body);
  if (!parsed.success)
    throw new Refusal(
      'BAD_INPUT',
      `故障 ${body.fault} 的参数不对：${z.prettifyError(parsed.error)}。例：${JSON.stringify(found.example)}`,
      400,
    );
  const outcome = await found.apply(world, parsed.data as never);
  return { ok: true, fault: body.fault, ...(typeof outcome === 'object' && outcome) };
}

export const faultRoutes: ControlRoute[] = [
  row('GET', '/sandbox/faults', (_, { faults }) => ({
    armed: faults.armed(),
    known: Object.fromEntries(Object.entries(KINDS).map(([name, { about, example }]) => [name, { about, example }])),
  })),
  command('POST', '/sandbox/faults', AnyFault, (input, _, world) => inflict(input, world)),
];
