import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { deliveryHandlers, type DeliveryDoors } from '../bot/deliver';
import { voiceGateway, voiceSignature } from '../bot/voiceGateway';
import { assignmentHandlers, climbDue } from '../models/assignment/assignment';
import { acknowledged, assign } from '../models/assignment/assignment.effects';
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignments } from '../models/assignment/assignment.store';
import { CLOCK } from '../models/core/access';
import { change, create, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { adopt } from '../models/core/policy';
import { people } from '../models/people/people.store';
import { petitions } from '../models/petition/petition.store';
import { inHand } from './builders';
import { APP_URL, type Shown, useBotWorld } from './support/botWorld';
import { useDatabase } from './support/database';

/** By which means a silent person is told: the real chain to the sandbox, and a voice gateway on real HTTP. */
const [OFFICER, DEPUTY, LEADER] = ['putuo03', 'putuo02', 'dutylead01'];
useDatabase({ emptyBefore: 'file' });
const world = useBotWorld();

interface Rung {
  id: string;
  to: string;
  mobile: string | null;
  text: string;
}
let gateway: Server;
let calls: { path: string; rung: Rung; signed: boolean }[] = [];
let answers: number[] = [];
const SECRET = 'a secret of the gateway and of us';
beforeAll(async () => {
  gateway = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += String(chunk)));
    request.on('end', () => {
      const timestamp = String(request.headers['x-liandong-timestamp']);
      const signed = request.headers['x-liandong-signature'] === voiceSignature(SECRET, timestamp, body);
      calls.push({ path: request.url ?? '', rung: JSON.parse(body || '{}') as Rung, signed });
      response.writeHead(answers.shift() ?? 202, { location: '/elsewhere' }).end();
    });
  });
  await new Promise<void>((listening) => gateway.listen(0, '127.0.0.1', listening));
});
afterAll(() => new Promise((closed) => gateway.close(closed)));

let seen: Set<string>;
beforeEach(async () => {
  [calls, answers] = [[], []];
  await petitions.collection.deleteMany({});
  await assignments.collection.deleteMany({});
  const phones = await Promise.all([OFFICER, DEPUTY, LEADER].map((person) => world.phone(person)));
  seen = new Set(phones.flat().map(({ id }) => id));
});
afterEach(async () => {
  adopt({});
  await world.control('/sandbox/faults', { fault: 'clear' });
});

const voice = () => {
  const { port } = gateway.address() as AddressInfo;
  return voiceGateway({ url: `http://127.0.0.1:${port}/call`, secret: SECRET, timeoutMs: 500, pausesMs: [5, 5] });
};
const context = () => ({ actor: CLOCK, now: world.clock(), door: 'system' as const });
async function drain(change_: Partial<DeliveryDoors> = {}): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const doors = { dingtalk: world.client, appUrl: APP_URL, clock: world.clock, log, ...change_ };
  const outbox = { stores: () => stores, handlers: { ...assignmentHandlers, ...deliveryHandlers(doors) } };
  while ((await deliverDue(outbox, world.clock)) > 0);
}
/** An urgent task of the officer that nobody answers for so many minutes. */
async function silentFor(minutes: number, doors: Partial<DeliveryDoors> = {}): Promise<string> {
  const document = inHand({ _id: `p${Math.random()}`, status: 'assigned', officer: OFFICER, unit: '330903' });
  const task = { person: OFFICER, purpose: 'petition.handle', title: 'XF-2026-000123', county: '330903' };
  const effects = [assign({ ...task, urgency: 'URGENT' })];
  await create(petitions, { document, event: { type: 'test' }, effects }, context());
  await drain(doors);
  await world.advance(minutes * 60_000);
  while ((await climbDue(world.clock(), 100)) > 0);
  await drain(doors);
  return document._id;
}
const only = async () =>
  (await assignments.collection.findOne({ purpose: 'petition.handle' } as never)) as unknown as Assignment;
const fresh = async (person: string) => (await world.phone(person)).filter(({ id }) => !seen.has(id));
const kinds = async (person: string) =>
  (await fresh(person))
    .map((shown) => `${shown.kind}${(shown as Shown & { remindType?: number }).remindType ?? ''}`)
    .sort();
const refuse = (path: string) =>
  world.control('/sandbox/faults', { fault: 'error', path, status: 400, code: 'param.invalid', times: 20 });

describe('an urgent matter that nobody answers', () => {
  it('rings the telephone of the person, sends a text message to the deputy, rings the duty leader', async () => {
    await silentFor(11);
    expect(await kinds(OFFICER)).toEqual(['card', 'card', 'ding3']);
    expect(await kinds(DEPUTY)).toEqual(['card', 'ding2']);
    expect(await kinds(LEADER)).toEqual(['card', 'ding3']);
    const texts = (await fresh(LEADER)).map(({ text }) => text).join('');
    expect(texts).toMatch(/第3次提醒：.*请立即过问/);
    expect(texts).not.toContain('张');
  });

  it('says on the card why it came, and leads to who else knows', async () => {
    await silentFor(11);
    const { shown } = await world.card(LEADER);
    const { personName, _id } = await only();
    expect(JSON.parse(shown['facts']!)).toContainEqual([
      '通知原因',
      `您是${/今晚|今天/.exec(shown['facts']!)?.[0]}带班领导，${personName}10分钟未签收`,
    ]);
    expect(shown['note']).toContain(`${APP_URL}/#/why/${_id}`);
  });

  it('that the organisation cannot ring is told by what it has', async () => {
    await silentFor(6, { loudestDing: 'ding' });
    expect(await kinds(OFFICER)).toEqual(['card', 'card', 'ding1']);
  });

  it('rings by a todo where DingTalk refuses every DING, and the leader’s todo is ticked off as soon as the person answers', async () => {
    await refuse('/v1.0/robot/ding/*');
    const id = await silentFor(11);
    expect((await fresh(LEADER)).find(({ kind }) => kind === 'todo')?.done).toBe(false);
    await change(petitions, id, context(), (document) => ({
      document,
      event: { type: 'test' },
      effects: [acknowledged({ person: OFFICER })],
    }));
    await drain();
    expect((await fresh(LEADER)).find(({ kind }) => kind === 'todo')?.done).toBe(true);
    expect((await fresh(OFFICER)).find(({ kind }) => kind === 'todo')?.done).toBe(false);
    expect((await only()).status).toBe('acknowledged');
  });

  it('whose card and louder means are refused but whose work notice arrived has reached the person: no alarm', async () => {
    for (const path of ['/v1.0/card/*', '/v1.0/robot/ding/*', '/v1.0/todo/*']) await refuse(path);
    await silentFor(6);
    expect(await only()).toMatchObject({ unreachable: false });
    expect(await kinds(OFFICER)).toContain('workNotice');
  });

  it('that reaches somebody by no means at all is an alarm at the duty desk', async () => {
    await people.updateOne({ _id: OFFICER }, { $set: { active: false } });
    await silentFor(0);
    await people.updateOne({ _id: OFFICER }, { $set: { active: true } });
    expect(await only()).toMatchObject({ unreachable: true });
    const { shown } = await world.card('duty01', '无人可通知');
    expect(shown['facts']).toContain('没有可用的钉钉账号');
  });
});

describe('the voice gateway', () => {
  const onlyVoice = () =>
    adopt({
      ladder: { petition: { URGENT: [{ after: 5, to: 'same', means: ['voice'] }] } },
      quietHours: { from: 0, to: 0 },
    });

  it('is asked once for one call, signed, with the number and without a word of the case', async () => {
    onlyVoice();
    await silentFor(6, { voice: voice() });
    expect(calls).toHaveLength(1);
    const [{ rung, signed }] = calls as [(typeof calls)[0]];
    expect(signed).toBe(true);
    expect(rung).toMatchObject({
      to: OFFICER,
      id: `${(await only())._id}-1v`,
      mobile: expect.stringMatching(/^000-/) as string,
    });
    expect(rung.text).toMatch(/^第1次提醒/);
    expect(JSON.stringify(rung)).not.toMatch(/河水|鱼粉厂/);
  });

  it('that is busy or broken for a moment is asked again, three times at most', async () => {
    onlyVoice();
    answers = [503, 429, 200];
    await silentFor(6, { voice: voice() });
    expect(calls.map(({ rung }) => rung.id)).toEqual(Array(3).fill(calls[0]!.rung.id));
    expect((await only()).messages.find(({ means }) => means === 'voice')?.acceptedAt).toBeInstanceOf(Date);
  });

  it.each([
    ['that says no is not asked again', [400], 1],
    ['that never answers rightly is given up', [500, 500, 500], 3],
    ['that leads elsewhere is not followed', [302, 302, 302], 3],
  ])('%s, and a quieter means takes over', async (_, statuses, times) => {
    onlyVoice();
    answers = [...statuses];
    await silentFor(6, { voice: voice() });
    expect(calls.map(({ path }) => path)).toEqual(Array(times).fill('/call'));
    expect(await kinds(OFFICER)).toContain('ding3');
  });

  it('is not asked where there is none', async () => {
    onlyVoice();
    await silentFor(6);
    expect(await kinds(OFFICER)).toContain('ding3');
    expect(calls).toEqual([]);
  });
});
