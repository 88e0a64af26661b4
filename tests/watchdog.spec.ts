import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { alarmText, findingWords, signal, tellAll, webhookWay } from '../server/watchdogAlarm';
import { MORNING } from './builders';

/** What the watchdog says, and how it says it: real HTTP to a group robot that is ours. */
interface Heard {
  method: string;
  path: string;
  body: { msgtype?: string; text?: { content: string } };
}
let group: Server;
let heard: Heard[] = [];
let answer = { status: 200, body: '{"errcode":0}' };
beforeAll(async () => {
  group = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += String(chunk)));
    request.on('end', () => {
      heard.push({
        method: request.method ?? '',
        path: request.url ?? '',
        body: JSON.parse(text || '{}') as Heard['body'],
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  await new Promise<void>((listening) => group.listen(0, '127.0.0.1', listening));
});
afterAll(() => new Promise((closed) => group.close(closed)));
beforeEach(() => {
  heard = [];
  answer = { status: 200, body: '{"errcode":0}' };
});
const url = () => `http://127.0.0.1:${(group.address() as AddressInfo).port}`;

const late = {
  kind: 'ladder' as const,
  store: 'assignments',
  count: 12,
  oldest: new Date('2026-03-02T09:58:00+08:00'),
};

describe('an alarm of the watchdog', () => {
  it('says what, how many and since when, and names nobody', () => {
    expect(findingWords(late)).toBe('任务：升级提醒超时未执行 12项，最早应于 03-02 09:58');
    expect(findingWords({ ...late, kind: 'outbox', store: 'petitions', count: 1000 })).toContain('1000项以上');
    const text = alarmText([late], [{ ...late, kind: 'probe', store: '-' }], MORNING);
    expect(text.split('\n')).toEqual([
      '【联动·看门狗告警】',
      '· 任务：升级提醒超时未执行 12项，最早应于 03-02 09:58',
      '【联动·已恢复】',
      '· 链路自检失败',
      expect.stringContaining('03-02 10:00') as string,
    ]);
  });

  it('goes to the group signed as its robot wants it', async () => {
    await webhookWay(`${url()}/robot/send?access_token=t`, 'SECsecret')('注意', MORNING);
    const [{ path, body }] = heard as [Heard];
    const query = new URL(path, 'http://group').searchParams;
    const timestamp = String(MORNING.getTime());
    expect([query.get('access_token'), query.get('timestamp')]).toEqual(['t', timestamp]);
    expect(query.get('sign')).toBe(
      createHmac('sha256', 'SECsecret').update(`${timestamp}\nSECsecret`).digest('base64'),
    );
    expect(body).toEqual({ msgtype: 'text', text: { content: '注意' } });
  });

  it.each([
    ['refuses in its answer', 200, '{"errcode":310000,"errmsg":"sign not match"}'],
    ['is broken', 502, '<html>'],
  ])('that the group %s counts as not told', async (_, status, body) => {
    answer = { status, body };
    await expect(webhookWay(url(), undefined)('注意', MORNING)).rejects.toThrow('webhook');
  });

  it('is told by every way there is, though one of them fails', async () => {
    const failed: unknown[] = [];
    const broken = () => Promise.reject(new Error('away'));
    const told = await tellAll([broken, webhookWay(url(), undefined)], '注意', MORNING, (error) => failed.push(error));
    expect([told, heard.length, failed.length]).toEqual([true, 1, 1]);
    expect(await tellAll([broken], '注意', MORNING, () => undefined)).toBe(false);
    expect(await tellAll([], '注意', MORNING, () => undefined)).toBe(false);
  });

  it('gives the outside watcher its sign by the method it wants, and knows when it was not taken', async () => {
    await signal(`${url()}/ping`, 'GET');
    await signal(`${url()}/ping`, 'POST');
    expect(heard.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /ping', 'POST /ping']);
    answer = { status: 500, body: '' };
    await expect(signal(`${url()}/ping`, 'GET')).rejects.toThrow('500');
  });
});
