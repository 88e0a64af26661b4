/**
 * From a decision to the phones, through the product's own outbox and wire, against a sandbox that enforces DingTalk's published
 * limits (20 calls a second and API, 20 people a call): a thousand people alerted by one press and answering, the board while the
 * roll grows, and ordinary assignments one by one.
 */
import { ulid } from 'ulid';
import { type Bot, startBot } from '../bot/bot';
import { createDingTalk, type DingTalkSettings } from '../bot/dingtalk/client';
import { demoOrganisation } from '../bot/sandbox/organisation';
import { type Sandbox, startSandbox } from '../bot/sandbox/server';
import { assignmentHandlers } from '../models/assignment/assignment';
import { type Actor, CLOCK } from '../models/core/access';
import { perform } from '../models/core/domain';
import { openVault } from '../models/core/identityVault';
import { create, createAll, stores } from '../models/core/journal';
import { type Handler, nextDue, startDelivery } from '../models/core/outbox';
import { callPerson } from '../models/massAlert/alertRecipient.commands';
import { recipientId, recipients, rollPage } from '../models/massAlert/alertRecipient.store';
import { tallyOf, touch } from '../models/massAlert/tally.store';
import { giveAnswer } from '../models/massAlert/answering';
import { composeFacts, massAlertDomain, massAlertHandlers } from '../models/massAlert/massAlert';
import { composeAlert } from '../models/massAlert/massAlert.commands';
import { ComposeAlert, type UnitTally } from '../models/massAlert/massAlert.schema';
import { massAlerts } from '../models/massAlert/massAlert.store';
import { people } from '../models/people/people.store';
import { petitionDomain } from '../models/petition/petition';
import { petitions } from '../models/petition/petition.store';
import { aPerson, aPetition } from './data';
import { load, paced, percentiles, QUICK, report, type Row, round, sleep, timed, withDatabase } from './support';

const PEOPLE = QUICK ? 100 : 1000;
const [DECISIONS, PER_SECOND] = QUICK ? [20, 4] : [200, 4];
const clock = () => new Date();
const quiet = { info: () => {}, warn: () => {}, error: console.error };
const alerted = (n: number) => `alert${String(n).padStart(4, '0')}`;

/** The unit of the thousand: the branch of Putuo. */
const FORCE_OF_ALERTED = '330903';

/** As the organisation sync would have written them; asking DingTalk for a thousand people takes a minute by itself. */
const known = (id: string) =>
  aPerson(id, { unionId: `u${id}`, roles: ['officer'], title: '执法队员', unit: FORCE_OF_ALERTED, county: '330903' });

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

/** The wire's share of a round, as the server sets it: at 15 calls a second it ends well within the lease. */
const WIRE_BATCH = 60;

/** Both streams of delivery, as the server runs them. */
function startDeliveries(bot: Bot) {
  const deliver = (handlers: Record<string, Handler>, batch?: number) =>
    startDelivery({ stores: () => stores, handlers, ...(batch ? { batch } : {}) }, clock, console.error);
  const loops = [deliver({ ...assignmentHandlers, ...massAlertHandlers }), deliver(bot.wireHandlers, WIRE_BATCH)];
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

const LEADER: Actor = { id: 'dutylead01', roles: ['dutyLeader', 'staff'], county: null, grid: null, unit: '100' };
const asLeader = () => ({ actor: LEADER, now: clock(), door: 'page' as const });

/** What a leader writes on the page, from the press of the button on. */
async function order(): Promise<string> {
  const audience = { units: [FORCE_OF_ALERTED] };
  const input = ComposeAlert.parse({
    ...{ kind: 'TYPHOON', title: '台风红色预警全员到岗', text: '请立即到岗，检查设备和物资。' },
    ...{ choices: [{ text: '收到' }, { text: '需要支援', help: true }], place: '指挥中心', audience },
    answerBy: new Date(clock().getTime() + 1_800_000),
  });
  const composed = composeAlert(ulid(), input, asLeader(), await composeFacts(asLeader()));
  const { _id } = await create(massAlerts, composed, asLeader());
  await perform(massAlertDomain, 'send', _id, {}, asLeader());
  return _id;
}

const sum = (units: readonly UnitTally[], field: 'accepted' | 'answered') =>
  units.reduce((total, unit) => total + unit[field], 0);

/** Compose → roll → twenty at a time → last phone, and everybody's answer. */
async function alertEverybody(sandbox: Sandbox, bot: Bot): Promise<Row[]> {
  const stop = startDeliveries(bot);
  const begun = Date.now();
  const id = await order();
  const { ms } = await timed(async () => {
    while (sum(await tallyOf(id), 'accepted') < PEOPLE) await sleep(100);
  });
  const everybody = Array.from({ length: PEOPLE }, (_, n) => alerted(n));
  const phones = await Promise.all(everybody.map((userId) => messagesOf(sandbox, userId)));
  const last = Math.max(...phones.flat().map(({ at }) => new Date(at).getTime()));
  const once = phones.filter((messages) => messages.length === 1).length;
  const answered = await load(PEOPLE, 16, (n) =>
    giveAnswer(id, { choice: '收到' }, { ...asLeader(), actor: { ...LEADER, id: alerted(n), roles: ['staff'] } }),
  );
  const counted = sum(await tallyOf(id), 'answered');
  await stop();
  return [
    {
      name: `${PEOPLE} people alerted, press → last phone`,
      value: round((last - begun) / 1000),
      unit: 's',
      target: '≤ 60 s',
    },
    { name: 'press → the board shows all of them accepted', value: round(ms / 1000), unit: 's' },
    { name: 'phones that show it exactly once', value: once, unit: `of ${PEOPLE}`, target: String(PEOPLE) },
    { name: 'answers, 16 at a time', value: answered.perSecond, unit: '/s' },
    { name: 'one answer, p99', value: answered.p99, unit: 'ms' },
    { name: 'answers on the board', value: counted, unit: `of ${PEOPLE}`, target: String(PEOPLE) },
  ];
}

const UNITS = 30;
/** A roll as large as no bureau's, half of it answered. */
async function fillRoll(alert: string, count: number) {
  const outcomes = Array.from({ length: count }, (_, n) => {
    const unit = String(n % UNITS);
    const person = { id: `p${n}`, label: `示范${n}`, unit, unitName: `单位${unit}`, county: null, unreachable: null };
    const called = callPerson(recipientId(alert, person.id), alert, { ...person, head: null }, { now: clock() });
    const half = n % 2 === 0 ? ({ status: 'answered', answeredAt: clock() } as const) : {};
    return { ...called, document: { ...called.document, ...half }, effects: [] };
  });
  return timed(async () => {
    await createAll(recipients, outcomes, { ...asLeader(), actor: CLOCK });
    await touch(outcomes.map(({ document }) => document));
  });
}

/** The board while the roll grows tenfold. */
async function watchBoards(): Promise<Row[]> {
  const rows: Row[] = [];
  let baseline = 0;
  for (const count of [PEOPLE, PEOPLE * 10]) {
    const alert = ulid();
    const { ms } = await fillRoll(alert, count);
    const counted = await load(QUICK ? 20 : 200, 1, () => tallyOf(alert));
    const paged = await load(QUICK ? 20 : 200, 1, () => rollPage(alert, {}, { status: 'silent', limit: 50 }));
    const beside = baseline === 0 ? {} : { baseline, ratio: round(counted.p50 / baseline) };
    rows.push(
      { name: `roll of ${count} written`, value: round(ms / 1000), unit: 's' },
      { name: `board of ${count}, counted, p50`, value: counted.p50, unit: 'ms', ...beside },
      { name: `page of 50 silent people of ${count}, p50`, value: paged.p50, unit: 'ms' },
    );
    baseline = counted.p50;
  }
  return rows;
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
  const rows = [
    ...(await alertEverybody(sandbox, bot)),
    ...(await watchBoards()),
    ...(await decideOneByOne(sandbox, bot)),
  ];
  await bot.stop();
  await sandbox.close();
  report('On the phones', rows);
});
