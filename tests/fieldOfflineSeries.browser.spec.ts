import { type FieldEvent, inOrder } from '../models/field/fieldEvent.schema';
import { enterprises } from '../models/enterprise/enterprise.store';
import { chance } from '../models/demo/random';
import { foldSiteRecord } from '../models/siteRecord/fold';
import { type SiteSeed } from '../models/siteRecord/siteRecord.schema';
import { useDatabase } from './support/database';
import { FieldPhone } from './support/fieldPhones';
import { anEnterprise, putInspection } from './support/packWorld';
import { type PageServer, startPageServer } from './support/pageServer';

/**
 * Two officers write into one record for seven days, mostly without network, one phone a day ahead and one a day behind; their browsers are
 * killed at random moments and meet the server in random order. The seed fixes everything but the moment at which a kill strikes.
 */
const SOAK = Boolean(process.env['SOAK']);
const KILLS = SOAK ? 200 : 4;
jest.setTimeout(SOAK ? 3_600_000 : 120_000);
useDatabase();

const DAY = 86_400_000;
const RECORD = 'siteRecord:i1';
const START = Date.parse('2026-03-02T00:00:00Z');
const dice = chance(20_260_302);

let now = START;
let server: PageServer;
let phones: { phone: FieldPhone; ahead: number }[];
beforeEach(async () => {
  now = START;
  server = await startPageServer({ clock: () => new Date(now) });
  await enterprises.insertOne(anEnterprise(1));
  const officers = ['wang', 'li'].map((id) => ({
    id,
    name: id,
    certificateNo: `DEMO-${id}`,
    certificateValidTo: '2030-01-01',
  }));
  await putInspection({ team: ['wang', 'li'], officers, dueAt: new Date(START + 30 * DAY) });
  phones = [
    { phone: new FieldPhone(server.url, 'wang'), ahead: DAY },
    { phone: new FieldPhone(server.url, 'li'), ahead: -DAY },
  ];
  for (const { phone, ahead } of phones) {
    await phone.start(new Date(now + ahead));
    await phone.signIn();
  }
});
afterEach(async () => {
  await Promise.all(phones.map(({ phone }) => phone.throwAway()));
  await server.close();
});

const wait = (ms: number) => new Promise((next) => setTimeout(next, ms));
const idsOf = (events: readonly FieldEvent[]) => events.map(({ id }) => id).sort();

/** A burst of writing that is cut off by kill −9 somewhere in it. */
async function writeAndDie({ phone, ahead }: (typeof phones)[number], round: number): Promise<void> {
  const words = Array.from({ length: dice.whole(2, 9) }, (_, n) => `第${round}次第${n}条`);
  let isOver = false;
  const enough = phone.saved.size + dice.whole(1, words.length);
  const writing = phone.write(RECORD, words).catch(() => undefined);
  void writing.then(() => (isOver = true));
  while (phone.saved.size < enough && !isOver) await wait(1);
  await wait(dice.next() * 20);
  await phone.kill();
  await writing;
  phone.setOnline(false);
  await phone.start(new Date(now + ahead));
}

/** Everything of a record that the server has, as this phone's person reads it. */
const onServer = async (phone: FieldPhone) => {
  const answer = await phone.page.context().request.get(`${server.url}/api/field/${RECORD}?after=0`);
  return (await answer.json()) as { events: FieldEvent[]; seed: SiteSeed };
};

describe('a record filled in on two phones for seven days, killed again and again', () => {
  it('is the same on both phones and on the server, and nothing that was said to be saved is lost', async () => {
    for (let round = 0; round < KILLS; round += 1) {
      now += (7 * DAY) / KILLS;
      const one = dice.pick(phones);
      await one.phone.setClock(new Date(now + one.ahead));
      if (dice.next() < 0.2) {
        one.phone.setOnline(true);
        await one.phone.signIn();
      }
      await writeAndDie(one, round);
    }
    const order = dice.next() < 0.5 ? phones : [...phones].reverse();
    for (const { phone } of [...order, ...order]) {
      phone.setOnline(true);
      await phone.signIn();
      await phone.sync();
      await phone.ask('fetch', RECORD);
    }

    const [first, second] = phones.map(({ phone }) => phone) as [FieldPhone, FieldPhone];
    const views = [await first.view(RECORD), await second.view(RECORD)];
    const { events: kept, seed } = await onServer(first);
    const saved = [...first.saved, ...second.saved];
    expect(saved.length).toBeGreaterThanOrEqual(KILLS);
    const known = new Set(kept.map(({ id }) => id));
    expect(saved.filter((id) => !known.has(id))).toEqual([]);
    for (const { events, unsent, refused } of views) {
      expect([unsent, refused]).toEqual([0, []]);
      expect(idsOf(events)).toEqual(idsOf(kept));
    }
    expect(views[0]?.events.map(({ id }) => id)).toEqual(views[1]?.events.map(({ id }) => id));
    expect(views[0]?.events.map(({ id }) => id)).toEqual([...kept].sort(inOrder).map(({ id }) => id));
    const state = foldSiteRecord(seed, kept);
    for (const { events } of views) expect(foldSiteRecord(seed, [...events].reverse())).toEqual(state);
    // Written before anybody arrived: kept as void, with the reason, never dropped.
    expect(state.notes.length + state.voids.length).toBe(kept.length);
  });
});
