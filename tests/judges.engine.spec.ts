import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startSandbox, type Sandbox } from '../bot/sandbox/server';

/**
 * The official SDKs, unmodified and in a process of their own, use the sandbox as they would use DingTalk. Otherwise our
 * client and our sandbox could be wrong in the same way and agree. `npm ci --prefix tests/judges` installs them.
 */
const run = promisify(execFile);
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterEach(() => sandbox.close());

/** What a judge printed last, as data. */
async function verdict(script: string) {
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const path = join(__dirname, 'judges', script);
  const { stdout } = await run(process.execPath, [path], {
    env: { ...env, SANDBOX_URL: sandbox.url },
    maxBuffer: 8e6,
    timeout: 60_000,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, Record<string, unknown>>;
}

const refusal = (code: string, status = 400): unknown =>
  expect.objectContaining({
    code,
    status,
    message: expect.stringContaining(`${code}: code: ${status}, `) as string,
    requestId: expect.any(String) as string,
  });

describe('@alicloud/dingtalk against the sandbox', () => {
  it('understands every answer, from the token to the 21st call of a second', async () => {
    const { tokens, robot, cards, todos, flood, unheardOf } = await verdict('openapi.cjs');

    // The same token while it is valid, another once it has expired, and the two ways to ask agree.
    const { accessToken } = tokens!['first'] as { accessToken: string };
    expect(tokens).toMatchObject({
      first: { expireIn: 7200 },
      again: { accessToken },
      corp: { accessToken, expiresIn: 7200 },
    });
    expect(tokens!['renewed']).not.toMatchObject({ accessToken });
    expect(tokens!['wrongSecret']).toEqual(refusal('invalidClientIdOrSecret'));
    expect(tokens!['ticket']).toEqual({ jsapiTicket: expect.any(String) as string, expireIn: 7200 });

    // Part of a batch may fail; too many, a foreign robot and a stale token fail as a whole.
    const { processQueryKey } = robot!['sent'] as { processQueryKey: string };
    expect(robot).toMatchObject({ sent: { invalidStaffIdList: ['nobody'], flowControlledStaffIdList: [] } });
    expect(robot!['tooMany']).toEqual(refusal('invalidParameter.userIds.overMax'));
    expect(robot!['foreignRobot']).toEqual(refusal('invalidParameter.robotCode.auth'));
    expect(robot!['badToken']).toEqual(refusal('InvalidAuthentication'));
    expect(robot).toMatchObject({
      read: { sendStatus: 'SUCCESS', messageReadInfoList: [{ userId: 'putuo01', readStatus: 'READ' }] },
      recalled: { successResult: [processQueryKey] },
      group: { processQueryKey: expect.any(String) as string },
      ding: { openDingId: expect.any(String) as string, failedList: {} },
    });

    // A card is created once, shown with the reader's own data, changed by key; a missing reader is told inside a success.
    expect(cards).toMatchObject({
      created: {
        success: true,
        result: { outTrackId: 'judge-card-1', deliverResults: [{ spaceType: 'IM_ROBOT', success: true }] },
      },
      toNobody: { success: true, result: { deliverResults: [{ success: false, errorMsg: 'param.userIdNotExist' }] } },
      updated: { success: true, result: true },
      shown: { kind: 'card', cardParamMap: { title: '信访交办', status: '已签收', mine: 'yes' } },
    });
    expect(cards!['repeated']).toEqual(refusal('param.cardAlreadyExist'));
    expect(cards!['unknown']).toEqual(refusal('param.cardNotExist'));

    expect(todos).toMatchObject({ created: { id: expect.any(String) as string, done: false }, done: { result: true } });
    expect(todos!['repeated']).toEqual(refusal('todo.taskCreate.paramError'));

    expect(flood!['accepted']).toBeGreaterThanOrEqual(20);
    expect(flood!['accepted']).toBeLessThan(40);
    expect(flood!['refused']).toEqual(refusal('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 403));
    expect(unheardOf).toEqual(refusal('InvalidAction.NotFound', 404));
  }, 90_000);
});

describe('dingtalk-stream against the sandbox', () => {
  it('connects, hears messages, card presses and events, answers them, and comes back after a cut', async () => {
    const { connected, said, reply, voice, pressed, shown, heard, lost, back, connections, tickets } =
      await verdict('stream.cjs');
    expect({ connected, lost, back }).toEqual({ connected: true, lost: true, back: true });

    // The voice message arrives once, with what was recognised; it can be downloaded and answered in its session.
    expect(heard!['robot']).toEqual([
      {
        headers: expect.objectContaining({ topic: '/v1.0/im/bot/messages/get' }) as object,
        data: expect.objectContaining({
          msgtype: 'audio',
          senderStaffId: 'cun001',
          conversationType: '1',
          content: { duration: 4000, recognition: '河水发黑', downloadCode: expect.any(String) as string },
        }) as object,
      },
    ]);
    expect(said).toMatchObject({ status: 200, delivered: true });
    expect(reply).toMatchObject({ errcode: 0, errmsg: 'ok' });
    expect(voice).toMatchObject({ status: 200, bytes: expect.any(Number) as number });

    // The SDK's answer to a press is on the card: the public part and the presser's own.
    expect(heard!['card']).toMatchObject([
      {
        data: {
          outTrackId: 'judge-stream-card',
          userId: 'putuo01',
          content: '{"cardPrivateData":{"actionIds":["accept"],"params":{"action":"accept"}}}',
        },
      },
    ]);
    expect(pressed).toMatchObject({ acknowledgedInMs: expect.any(Number) as number });
    expect(shown!['cardParamMap']).toEqual({ title: '信访交办', status: '已签收', signed: 'true' });

    // LATER brings the same event again, under the same id; every header of every frame is text, as the Go SDK demands.
    const frames = (kind: string) => heard![kind] as { headers: Record<string, unknown> }[];
    expect(new Set(frames('events').map(({ headers }) => headers['eventId'])).size).toBe(1);
    expect(frames('events').length).toBeGreaterThanOrEqual(2);
    const headers = ['robot', 'card', 'events'].flatMap((kind) =>
      frames(kind).flatMap((frame) => Object.values(frame.headers)),
    );
    expect(headers.every((value) => typeof value === 'string')).toBe(true);

    expect(connections).toMatchObject([
      { topics: ['*', '/v1.0/im/bot/messages/get', '/v1.0/card/instances/callback'] },
    ]);
    // A ticket opens one connection, within 90 seconds, for the app that asked.
    expect(tickets).toEqual({
      first: 101,
      second: 401,
      invented: 401,
      late: 401,
      stranger: { status: 401, code: 'authFailed' },
    });
  }, 90_000);
});
