import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, settingsTable } from '../server/config';
import { readSecrets } from '../server/secrets';

const KEY = Buffer.alloc(32, 1).toString('base64');
const PRODUCTION = {
  LIANDONG_PRODUCTION: '1',
  PUBLIC_URL: 'https://liandong.example/',
  MONGODB_URI: 'mongodb://db/liandong',
  SESSION_SECRET: 's'.repeat(32),
  IDENTITY_KEY: `k2:${KEY},k1:${KEY}`,
  IDENTITY_PEPPER: 'p'.repeat(32),
  DINGTALK_CLIENT_ID: 'id',
  DINGTALK_CLIENT_SECRET: 'secret',
  DINGTALK_CORP_ID: 'corp',
  DINGTALK_AGENT_ID: '7',
  DINGTALK_CARD_TEMPLATE_ID: 'card.schema',
};

describe('the settings', () => {
  it('need none to run the demo on this machine alone', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 8080,
      HOST: '127.0.0.1',
      SANDBOX_PORT: 8090,
      DATA_DIR: './data',
      PUBLIC_URL: 'http://localhost:8080',
      LIANDONG_PRODUCTION: false,
    });
  });

  it('follow the port in the default address and take an empty value as not set', () => {
    expect(readConfig({ PORT: '9000', MONGODB_URI: '' })).toMatchObject({ PUBLIC_URL: 'http://localhost:9000' });
    expect(readConfig({ MONGODB_URI: '' }).MONGODB_URI).toBeUndefined();
  });

  it('are all named when several are wrong', () => {
    const wrong = { PORT: 'x', PUBLIC_URL: 'ftp://x', SESSION_SECRET: 'short', DINGTALK_INBOUND: 'fax' };
    expect(() => readConfig(wrong)).toThrow(
      /PORT：应为端口号[^]*PUBLIC_URL：应为 http[^]*SESSION_SECRET：至少32个字符[^]*DINGTALK_INBOUND：应为 stream 或 http/,
    );
  });

  it('of a real installation are complete', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({ PUBLIC_URL: 'https://liandong.example', DINGTALK_AGENT_ID: 7 });
  });

  it.each([
    ['the embedded engine', { MONGODB_URI: '' }, 'MONGODB_URI'],
    ['the sandbox', { DINGTALK_CLIENT_ID: '' }, 'DINGTALK_CLIENT_ID'],
    ['a clock that can be moved', { CLOCK_URL: 'http://localhost:8090/sandbox/clock' }, 'CLOCK_URL'],
    ['generated secrets', { IDENTITY_KEY: '' }, 'IDENTITY_KEY'],
    ['an address without TLS', { PUBLIC_URL: 'http://liandong.example' }, 'PUBLIC_URL'],
    ['half an app', { DINGTALK_CLIENT_SECRET: '' }, 'DINGTALK_CLIENT_SECRET'],
    ['callbacks without their keys', { DINGTALK_INBOUND: 'http' }, 'DINGTALK_AES_KEY'],
  ])('of a real installation refuse %s', (_, change, named) => {
    expect(() => readConfig({ ...PRODUCTION, ...change })).toThrow(named);
  });

  it('are all explained', () => {
    expect(settingsTable().filter(({ meaning }) => !meaning)).toEqual([]);
    expect(settingsTable()).toContainEqual({ name: 'PORT', otherwise: '8080', meaning: '网页和接口的端口' });
  });
});

describe('the secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('of the demo are made once and readable by their owner alone', () => {
    const config = readConfig({ DATA_DIR: folder });
    const first = readSecrets(config);
    expect(readSecrets(config)).toEqual(first);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(first.vault.keys[first.vault.current]).toHaveLength(32);
  });

  it('of a real installation come from the environment, the first key being the one in use', () => {
    const away = join(folder, 'nothing');
    const { session, vault } = readSecrets(readConfig({ ...PRODUCTION, DATA_DIR: away }));
    expect([session, vault.current, Object.keys(vault.keys)]).toEqual(['s'.repeat(32), 'k2', ['k2', 'k1']]);
    expect(existsSync(away)).toBe(false);
  });
});
