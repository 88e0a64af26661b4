import { z } from 'zod';
import { openEventStream } from '../http';
import { Refusal } from '../refusal';
import { MACHINE } from '../machine';
import { SMS_PATH, SMS_SECRET } from '../sms';
import { personById, type World } from '../world';
import { faultExamples } from './faults.control';
import { BOT_NAME, presentPerson } from './people.control';
import { command, row, TAKEN, type Ask, type ControlRoute } from './route';

/** What the sandbox is, its clock, its log, and where it pushes: the rest of the control API. */
const TEN_YEARS_MS = 10 * 366 * 86_400_000;
const Advance = z.strictObject({ advanceMs: z.int().min(0, '时钟只能向前拨').max(TEN_YEARS_MS) });
const Address = z.url().max(500).nullable();
const AddressChange = z.strictObject({ app: Address, desk: Address, phones: Address }).partial();
const AutomaticChange = z.strictObject({ on: z.boolean('请写 on: true 或 on: false') });
const HttpUrl = z.url({ protocol: /^https?$/ }).max(500);
const CallbackChange = z
  .strictObject({
    events: z
      .strictObject({
        url: HttpUrl,
        token: z.string().min(1).max(64),
        aesKey: z.string().regex(/^[A-Za-z0-9]{43}$/, 'aesKey 应为 43 个字母或数字'),
      })
      .nullable(),
    robot: z.strictObject({ url: HttpUrl }).nullable(),
  })
  .partial();
/** Loose: the bridge hands over everything `dd.config` was given. */
const Scalar = z.union([z.string().max(4000), z.number()]);
const JsapiConfig = z.looseObject({
  agentId: Scalar,
  corpId: z.string().max(100),
  timeStamp: Scalar,
  nonceStr: z.string().max(200),
  signature: z.string().max(200),
  url: z.string().max(4000),
});

/** Everything a client or a script needs to know, in one answer. */
export function describe(world: World) {
  const { corpId, agentId, clientId, clientSecret, robotCode, cardTemplateId, webhookToken, webhookSecret } = world.app;
  return {
    corpId,
    agentId,
    clientId,
    clientSecret,
    robotCode,
    cardTemplateId,
    corpName: world.organisation.corpName,
    botName: BOT_NAME,
    groups: world.organisation.groups.map(({ openConversationId, title, members }) => ({
      openConversationId,
      title,
      members,
    })),
    people: world.organisation.people.map((person) => presentPerson(world, person)),
    faults: faultExamples(),
    clock: true,
    /** The machine account that answers probes; null when this organisation has none. */
    probeUserId: personById(world, MACHINE)?.userId ?? null,
    authCodePath: '/sandbox/people/{userId}/authCode',
    webhook: { url: `${world.url}/robot/send?access_token=${webhookToken}`, secret: webhookSecret },
    /** Where texts to people outside DingTalk are handed over; they are read at /sms.html. */
    sms: { url: `${world.url}${SMS_PATH}`, secret: SMS_SECRET },
    addresses: world.addresses,
    /** Whether people check in and confirm handovers by themselves. */
    automatic: world.automatic.on,
  };
}
export type Info = ReturnType<typeof describe>;

const reading = ({ clock }: World) => ({ now: clock.now().toISOString(), offsetMs: clock.offsetMs() });

function clockStream({ response }: Ask, world: World) {
  const stop: (() => void)[] = [];
  const send = openEventStream(response, () => stop.forEach((end) => end()));
  stop.push(world.clock.listen(() => send('clock', reading(world))));
  send('clock', reading(world));
  return TAKEN;
}

/** The client's check of `dd.config`, with the codes its `dd.error` gives (dingtalk.md §2.2). */
function checkJsapi(input: z.infer<typeof JsapiConfig>, { app, credentials }: World) {
  const fail = (errorCode: number, errorMessage: string) => ({ ok: false, errorCode, errorMessage });
  if (input.corpId !== app.corpId) return fail(52010, '无效的 corpId');
  if (Number(input.agentId) !== app.agentId) return fail(52019, '无效的 agentId');
  if (!URL.canParse(input.url)) return fail(52014, '无效的 url');
  const { nonceStr, signature, url } = input;
  const algorithm = credentials.signedWith({ nonceStr, timeStamp: String(input.timeStamp), url, signature });
  return algorithm ? { ok: true, algorithm } : fail(52013, '签名校验失败');
}

function sendFile(
  found: { file: { contentType: string; name: string }; content: Buffer } | undefined,
  { response }: Ask,
) {
  if (!found) throw new Refusal('NO_SUCH_FILE', '文件不存在或地址已过期，请重新获取下载地址。', 404);
  const shown = /^(image\/(jpeg|png|gif|webp)|audio\/wav)$/.test(found.file.contentType);
  response.writeHead(200, {
    'content-type': shown ? found.file.contentType : 'application/octet-stream',
    'content-length': found.content.length,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=600',
  });
  response.end(found.content);
  return TAKEN;
}

export const worldRoutes: ControlRoute[] = [
  row('GET', '/sandbox/info', (_, world) => describe(world)),
  row('GET', '/sandbox/departments', (_, world) => world.organisation.departments),
  row('GET', '/sandbox/calls', ({ query }, world) => world.calls.since(query.get('since'))),
  row('GET', '/sandbox/connections', (_, world) => world.gateway.connections()),
  row('GET', '/sandbox/clock', (_, world) => reading(world)),
  row('GET', '/sandbox/clock/stream', clockStream),
  command('POST', '/sandbox/clock', Advance, ({ advanceMs }, _, world) => {
    world.clock.advance(advanceMs);
    return reading(world);
  }),
  row('GET', '/sandbox/addresses', (_, world) => world.addresses),
  command('POST', '/sandbox/addresses', AddressChange, (input, _, world) => Object.assign(world.addresses, input)),
  row('GET', '/sandbox/automatic', (_, { automatic }) => ({ on: automatic.on })),
  command('POST', '/sandbox/automatic', AutomaticChange, ({ on }, _, { automatic }) => {
    automatic.set(on);
    return { on };
  }),
  row('GET', '/sandbox/callbacks', (_, world) => world.state.callbacks),
  command('PUT', '/sandbox/callbacks', CallbackChange, (input, _, world) =>
    Object.assign(world.state.callbacks, input),
  ),
  command('POST', '/sandbox/jsapi/config', JsapiConfig, (input, _, world) => checkJsapi(input, world)),
  row('GET', '/sandbox/media/:id', (ask, world) => sendFile(world.blobs.get(ask.params['id'] ?? ''), ask)),
  row('GET', '/sandbox/files/:key', (ask, world) =>
    sendFile(world.blobs.byAddress((ask.params['key'] ?? '').replace(/\.file$/, '')), ask),
  ),
];
