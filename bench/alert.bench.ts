/**
 * From a decision to the phones, through the product's own outbox and wire, against a sandbox that enforces DingTalk's published
 * limits (20 calls a second and API, 20 people a call): a thousand people alerted at once, and ordinary assignments one by one.
 */
import { ulid } from 'ulid';
import { type Bot, startBot } from '../bot/bot';
import { createDingTalk, type DingTalkSettings } from '../bot/dingtalk/client';
import { demoOrganisation } from '../bot/sandbox/organisation';
import { type Sandbox, startSandbox } from '../bot/sandbox/server';
import { assignmentHandlers } from '../models/assignment/assignment';
import { type Actor } from '../models/core/access';
import { perform } from '../models/core/domain';
import { openVault } from '../models/core/identityVault';
import { stores } from '../models/core/journal';
import { type Handler, nextDue, startDelivery } from '../models/core/outbox';
import { people } from '../models/people/people.store';
import { petitionDomain } from '../models/petition/petition';
import { petitions } from '../models/petition/petition.store';
import { aPerson, aPetition } from './data';
import { paced, percentiles, QUICK, report, type Row, round, sleep, timed, withDatabase } from './support';

const PEOPLE = QUICK ? 100 : 1000;
const [DECISIONS, PER_SECOND] = QUICK ? [20, 4] : [200, 4];
const clock = () => new Date();
const quiet = { info: () => {}, warn: () => {}, error: console.error };
const alerted = (n: number) => `alert${String(n).padStart(4, '0')}`;

/** As the organisation sync would have written them; asking DingTalk for a thousand people takes a minute by itself. */
const known = (id: string) =>
  aPerson(id, { unionId: `u${id}`, roles: ['officer'], title: '执法队员', unit: '330903', county: '330903' });

/** The demo bureau with a thousand more people. */
function organisation() {
  const demo = demoOrganisation();
  const [first] = demo.people;
  if (!first) throw new Error('the demo organisation is empty');
  const more = Array.from({ length: PEOPLE }, (_, n) => ({
    ...{ ...first, userId: alerted(n), unionId: `u${alerted(n)}`, name: `示范${n}`, jobNumber: alerted(n) },
    ...{ leaderOf: [], admin: false, roles: [] },
  }));
  return { ...demo, people: [...demo.people, ...more] };
}

async function openWire() {
  openVault({ current: 'k', keys: { k: Buffer.alloc(32, 1) }, pepper: Buffer.alloc(32, 2) });
  const sandbox = await startSandbox({ port: 0, organisation: organisation() });
  const { corpId, agentId, clientId, clientSecret, robotCode, cardTemplateId } = sandbox.info;
  const settings: DingTalkSettings = {
    ...{ apiBase: sandbox.url, oapiBase: sandbox.url, corpId, agentId, clientId, clientSecret, robotCode },
    ...{ cardTemplateId, cardCallback: 'STREAM', jsapiDigest: 'sha256', monthlyCallBudget: 1_000_000 },
  };
  const dingtalk = createDingTalk(settings, { clock, log: quiet });
  const bot = startBot({ dingtalk, settings, appUrl: sandbox.url, clock, log: quiet, inbound: 'stream' });
  await people.insertMany(Array.from({ length: PEOPLE }, (_, n) => known(alerted(n))));
  return { sandbox, bot };
}

/** Both streams of delivery, as the server runs them. */
function startDeliveries(bot: Bot) {
  const deliver = (handlers: Record<string, Handler>) =>
    startDelivery({ stores: () => stores, handlers }, clock, console.error);
  const loops = [deliver(assignmentHandlers), deliver(bot.wireHandlers)];
  return async () => {
    await Promise.all(loops.map((loop) => loop.stop()));
  };
}

async function messagesOf(sandbox: Sandbox, userId: string) {
  const answer = await fetch(`${sandbox.url}/sandbox/people/${userId}/messages`);
  const said = (await answer.json()) as Shown[] | { messages: Shown[] };
  return Array.isArray(said) ? said : said.messages;
}
interface Shown {
  at: string | number;
  kind: string;
  title?: string;
  cardParamMap?: Record<string, string>;
}

async function alertEverybody(sandbox: Sandbox, bot: Bot): Promise<Row[]> {
  const title = '台风红色预警';
  const data = (to: string) => ({ to, title, text: '请立即到岗，收到后点查看。', url: `${sandbox.url}/#/` });
  const owed = Array.from({ length: PEOPLE }, (_, n) => ({
    ...{ id: ulid(), kind: 'notice.send', lane: `notice:${n}`, dueAt: clock(), attempts: 0 },
    data: data(alerted(n)),
  }));
  await petitions.collection.insertOne({ ...aPetition(0), _id: 'alert', no: null, outbox: owed } as never);
  const outbox = { stores: () => stores, handlers: bot.wireHandlers };
  const { ms } = await timed(async () => {
    const stop = startDeliveries(bot);
    while (await nextDue(outbox)) await sleep(50);
    await stop();
  });
  const phones = await Promise.all(Array.from({ length: PEOPLE }, (_, n) => messagesOf(sandbox, alerted(n))));
  const once = phones.filter((messages) => messages.length === 1).length;
  return [
    { name: `${PEOPLE} people alerted`, value: round(ms / 1000), unit: 's', target: '≤ 60 s' },
    { name: 'phones that show it exactly once', value: once, unit: `of ${PEOPLE}`, target: String(PEOPLE) },
  ];
}

const HEAD: Actor = { id: '', roles: ['branchHead'], county: '330903', grid: null, unit: null };

async function decideOneByOne(sandbox: Sandbox, bot: Bot): Promise<Row[]> {
  const [head = '', ...officers] = Array.from({ length: 21 }, (_, n) => alerted(n));
  const branch = { unit: '330903', unitName: '普陀分局', head } as const;
  const assigned = { ...branch, status: 'assigned', medium: 'WATER', urgency: 'NORMAL', place: '展茅' } as const;
  const records = Array.from({ length: DECISIONS }, (_, n) => aPetition(n + 1, assigned));
  await petitions.collection.insertMany(records as never);
  const decidedAt = new Map<string, number>();
  const stop = startDeliveries(bot);
  await paced(PER_SECOND, DECISIONS, async (n) => {
    const { _id, no } = records[n] ?? aPetition(0);
    const officer = officers[n % officers.length] ?? '';
    decidedAt.set(String(no), Date.now());
    const context = { actor: { ...HEAD, id: head, unit: '330903' }, now: clock(), door: 'page' as const };
    await perform(petitionDomain, 'appoint', _id, { officer }, context);
  });
  const outbox = { stores: () => stores, handlers: { ...assignmentHandlers, ...bot.wireHandlers } };
  while (((await nextDue(outbox))?.getTime() ?? Infinity) < Date.now() + 1000) await sleep(50);
  await stop();
  const cards = (await Promise.all(officers.map((userId) => messagesOf(sandbox, userId)))).flat();
  const waits = cards.flatMap(({ at, cardParamMap }) => {
    const begun = decidedAt.get(cardParamMap?.['number'] ?? '');
    return begun === undefined ? [] : [new Date(at).getTime() - begun];
  });
  const { p50, p99, max } = percentiles(waits);
  return [
    { name: `decision → on the phone, ${PER_SECOND} a second, p50`, value: p50, unit: 'ms' },
    { name: 'decision → on the phone, p99', value: p99, unit: 'ms', target: '≤ 2000 ms' },
    { name: 'decision → on the phone, max', value: max, unit: 'ms' },
    { name: 'cards on the phones', value: waits.length, unit: `of ${DECISIONS}`, target: String(DECISIONS) },
  ];
}

void withDatabase(async () => {
  const { sandbox, bot } = await openWire();
  const rows = [...(await alertEverybody(sandbox, bot)), ...(await decideOneByOne(sandbox, bot))];
  await bot.stop();
  await sandbox.close();
  report('On the phones', rows);
});
