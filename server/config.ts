/**
 * Every setting of the server, read once. A wrong setting stops the start, and all that is wrong is told at once.
 */
import { z } from 'zod';

const port = (otherwise: number, least = 1) =>
  z.coerce.number('应为端口号').int('应为端口号').min(least, '应为端口号').max(65_535, '应为端口号').default(otherwise);
const whole = (otherwise: number, most: number) =>
  z.coerce.number('应为整数').int('应为整数').min(1, '至少为1').max(most, `最多${most}`).default(otherwise);
const address = () =>
  z
    .url({ protocol: /^https?$/, error: '应为 http:// 或 https:// 开头的地址' })
    .transform((url) => url.replace(/\/+$/, ''));
const flag = () =>
  z
    .enum(['0', '1', 'true', 'false'], { error: '应为 1 或 0' })
    .transform((said) => said === '1' || said === 'true')
    .default(false);
/** On unless said otherwise. */
const flagOn = () =>
  z
    .enum(['0', '1', 'true', 'false'], { error: '应为 1 或 0' })
    .transform((said) => said === '1' || said === 'true')
    .default(true);
const secret = () => z.string().min(32, '至少32个字符');
const list = () =>
  z.string().transform((said) =>
    said
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

const SYSTEM = /^[a-z][a-z0-9-]{1,39}$/;
/** `系统:密钥, 系统:新密钥|旧密钥`: while a secret is being replaced both are taken. */
const systems = () =>
  z
    .string()
    .transform((said) => said.split(',').map((part) => part.trim().split(':')))
    .refine(
      (rows) =>
        rows.every(
          ([name = '', keys = '', ...more]) =>
            more.length === 0 &&
            SYSTEM.test(name) &&
            keys.split('|').length <= 2 &&
            keys.split('|').every((key) => key.length >= 32),
        ),
      {
        error:
          '应写作 系统:密钥，多个用逗号分隔；系统名为小写字母、数字和短横线，密钥至少32个字符，轮换时写 新密钥|旧密钥',
      },
    )
    .transform((rows): Record<string, string[]> =>
      Object.fromEntries(rows.map(([name = '', keys = '']) => [name, keys.split('|')])),
    );

const Settings = z.object({
  PORT: port(8080).describe('网页和接口的端口'),
  HOST: z.string().default('127.0.0.1').describe('监听的地址；放在反向代理后面时保持默认'),
  PUBLIC_URL: address().optional().describe('用户看到的地址，默认 http://localhost:PORT；正式运行应为 https'),
  TRUST_PROXY: flag().describe('1：相信反向代理写的 X-Forwarded-For'),
  SANDBOX_PORT: port(8090, 0).describe('钉钉沙盒的端口（没有设置 DINGTALK_CLIENT_ID 时随服务启动）'),
  SANDBOX_AUTOMATIC: flagOn().describe('0：演示里的人不自己到岗签到、确认交接'),
  DATA_DIR: z.string().default('./data').describe('内置数据库和演示密钥存放的目录'),
  MONGODB_URI: z.string().optional().describe('MongoDB 地址；不设则用内置数据库'),
  LIANDONG_PRODUCTION: flag().describe('1：正式运行，拒绝内置数据库、沙盒和虚拟时钟'),
  POLICY_FILE: z.string().optional().describe('业务参数文件（JSON），见 models/core/policy.ts'),
  MAP_BOUNDARY_FILE: z
    .string()
    .optional()
    .describe('经审核的边界文件（GeoJSON，另有 approvalNo 审图号、datum 坐标系），不设则用示意图，见 docs/wall.md'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { error: '应为 info、warn、error 等' })
    .default('info')
    .describe('日志级别'),
  TRUSTED_ORIGINS: list().default([]).describe('除 PUBLIC_URL 外允许提交的网页来源，逗号分隔'),
  SESSION_IDLE_MINUTES: whole(720, 10_080).describe('多少分钟不用就要重新登录；等保三级的值班终端设 15'),
  SESSION_DAYS: whole(7, 90).describe('登录最长有效天数'),
  REQUESTS_PER_MINUTE: whole(1_200, 1_000_000).describe('每个登录每分钟最多请求数'),
  CLOCK_URL: address().optional().describe('演示用的虚拟时钟地址；正式运行不可设'),

  SESSION_SECRET: secret().optional().describe('登录凭据的密钥，至少32个字符；演示时自动生成'),
  IDENTITY_KEY: z
    .string()
    .optional()
    .describe('信访人身份的密钥，写作 名称:base64(32字节)，逗号分隔，第一个为现用；演示时自动生成'),
  IDENTITY_PEPPER: secret().optional().describe('信访人编号的掺料，至少32个字符，启用后不可更换；演示时自动生成'),

  WEBHOOK_SECRETS: systems()
    .optional()
    .describe('可以发送信号的外部系统及密钥，写作 系统:密钥，逗号分隔；轮换时写 系统:新密钥|旧密钥'),

  DINGTALK_CLIENT_ID: z.string().optional().describe('钉钉应用的 Client ID；不设则启动沙盒'),
  DINGTALK_CLIENT_SECRET: z.string().optional().describe('钉钉应用的 Client Secret'),
  DINGTALK_CORP_ID: z.string().optional().describe('钉钉组织的 CorpId'),
  DINGTALK_AGENT_ID: z.coerce.number('应为数字').int().positive().optional().describe('钉钉应用的 AgentId'),
  DINGTALK_ROBOT_CODE: z.string().optional().describe('机器人编码，默认同 Client ID'),
  DINGTALK_CARD_TEMPLATE_ID: z.string().optional().describe('通用卡片的模板 ID'),
  DINGTALK_API_BASE: address().default('https://api.dingtalk.com').describe('钉钉新版接口地址'),
  DINGTALK_OAPI_BASE: address().default('https://oapi.dingtalk.com').describe('钉钉旧版接口地址'),
  DINGTALK_LOGIN_BASE: address().default('https://login.dingtalk.com').describe('钉钉网页登录地址'),
  DINGTALK_INBOUND: z
    .enum(['stream', 'http'], { error: '应为 stream 或 http' })
    .default('stream')
    .describe('消息和卡片回调从哪里来'),
  DINGTALK_CALLBACK_TOKEN: z.string().optional().describe('HTTP 回调：事件订阅的 Token'),
  DINGTALK_AES_KEY: z.string().length(43, '应为43个字符').optional().describe('HTTP 回调：事件订阅的 EncodingAESKey'),
  DINGTALK_CARD_SECRET: z.string().optional().describe('HTTP 回调：卡片回调的 apiSecret'),
  DINGTALK_MONTHLY_CALLS: whole(5_000, 100_000_000).describe('组织每月可用的钉钉接口次数'),
  DINGTALK_FILE_HOSTS: list().default([]).describe('允许下载照片和语音的其他主机名，逗号分隔'),
  DINGTALK_DING: z
    .enum(['none', 'app', 'sms', 'phone'], { error: '应为 none、app、sms 或 phone' })
    .default('phone')
    .describe('组织开通了哪一级 DING（更响的不再尝试）：none 没有、app 应用内、sms 短信、phone 电话'),

  VOICE_GATEWAY_URL: address().optional().describe('语音电话网关的地址，不设则不用，见 docs/escalation.md'),
  VOICE_GATEWAY_SECRET: secret().optional().describe('语音电话网关的签名密钥，至少32个字符'),
  SMS_GATEWAY_URL: address()
    .optional()
    .describe('短信网关的地址，给当事人发链接和验证码；不设则用沙盒的，见 docs/party.md'),
  SMS_GATEWAY_SECRET: secret().optional().describe('短信网关的签名密钥，至少32个字符'),
  WATCHDOG: flagOn().describe('0：不随服务启动看门狗进程（另用 npm run watchdog 启动时）'),
  WATCH_WEBHOOK_URL: address().optional().describe('看门狗告警的钉钉群机器人地址'),
  WATCH_WEBHOOK_SECRET: z.string().optional().describe('该群机器人的加签密钥'),
  WATCH_NOTIFY: list().default([]).describe('看门狗告警用工作通知发给谁，userid 逗号分隔'),
  WATCH_SERVER_URL: address().optional().describe('看门狗检查的服务地址，默认本机的 HOST:PORT'),
  PROBE_USER: z.string().optional().describe('链路自检发给哪个账号（userid），不设则不自检；沙盒自带'),
  PROBE_MINUTES: z.coerce
    .number('应为整数')
    .refine((n) => n >= 1 && n <= 30 && 60 % n === 0, '应为能整除60的分钟数，最多30')
    .default(2)
    .describe('每隔几分钟自检一次，每次消耗一次接口调用'),
  DEADMAN_URL: address().optional().describe('看门狗和自检都正常时每分钟访问一次的外部地址'),
  DEADMAN_METHOD: z.enum(['GET', 'POST'], { error: '应为 GET 或 POST' }).default('GET').describe('访问该地址的方法'),
});
type Settings = z.infer<typeof Settings>;

export type Config = Omit<Settings, 'PUBLIC_URL'> & { PUBLIC_URL: string };

const WITH_DINGTALK = [
  'DINGTALK_CLIENT_SECRET',
  'DINGTALK_CORP_ID',
  'DINGTALK_AGENT_ID',
  'DINGTALK_CARD_TEMPLATE_ID',
] as const;
const WITH_HTTP = ['DINGTALK_CALLBACK_TOKEN', 'DINGTALK_AES_KEY', 'DINGTALK_CARD_SECRET'] as const;
const IN_PRODUCTION = ['SESSION_SECRET', 'IDENTITY_KEY', 'IDENTITY_PEPPER'] as const;

/** What single settings cannot say: which ones need each other. */
function together(settings: Settings): string[] {
  const missing = (names: readonly (keyof Settings)[], why: string) =>
    names.filter((name) => settings[name] === undefined).map((name) => `${name}：${why}`);
  const production = settings.LIANDONG_PRODUCTION;
  return [
    ...(settings.DINGTALK_CLIENT_ID ? missing(WITH_DINGTALK, '设置了 DINGTALK_CLIENT_ID 就必须设置') : []),
    ...(settings.DINGTALK_INBOUND === 'http' ? missing(WITH_HTTP, 'DINGTALK_INBOUND=http 时必须设置') : []),
    ...(settings.VOICE_GATEWAY_URL ? missing(['VOICE_GATEWAY_SECRET'], '设置了 VOICE_GATEWAY_URL 就必须设置') : []),
    ...(settings.SMS_GATEWAY_URL ? missing(['SMS_GATEWAY_SECRET'], '设置了 SMS_GATEWAY_URL 就必须设置') : []),
    ...(production ? missing(IN_PRODUCTION, '正式运行必须设置') : []),
    ...(production ? missing(['MONGODB_URI'], '正式运行不用内置数据库，必须设置') : []),
    ...(production ? missing(['DINGTALK_CLIENT_ID'], '正式运行不用沙盒，必须设置') : []),
    ...(production && settings.CLOCK_URL ? ['CLOCK_URL：正式运行不可使用虚拟时钟，请删去'] : []),
    ...(production && !settings.PUBLIC_URL?.startsWith('https://')
      ? ['PUBLIC_URL：正式运行应为 https:// 开头的地址']
      : []),
  ];
}

/**
 * Read the settings from the environment. An empty value counts as not set.
 *
 * @throws Error listing every fault in Chinese, one per line
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = Settings.safeParse(given);
  const faults = read.success
    ? together(read.data)
    : read.error.issues.map(({ path, message }) => `${path.join('.')}：${message}`);
  if (!read.success || faults.length > 0) {
    throw new Error(
      `下面的设置需要改正后再启动（说明见 README 的设置表）：\n${faults.map((fault) => `  · ${fault}`).join('\n')}`,
    );
  }
  return { ...read.data, PUBLIC_URL: read.data.PUBLIC_URL ?? `http://localhost:${read.data.PORT}` };
}

/** Name, default and meaning of every setting, in order: the table of the README. */
export function settingsTable(): { name: string; otherwise: string; meaning: string }[] {
  return Object.entries(Settings.shape).map(([name, schema]) => {
    const otherwise = (schema as z.ZodType).safeParse(undefined);
    const value = otherwise.success ? (otherwise.data as string | number | boolean | string[] | undefined) : undefined;
    return {
      name,
      otherwise: value === undefined || (Array.isArray(value) && value.length === 0) ? '–' : String(value),
      meaning: (schema as z.ZodType).description ?? '',
    };
  });
}
