import { perform } from '../models/core/domain';
import { deviceDomain } from '../models/device/device';
import { as } from './builders';
import { FieldPhone } from './support/fieldPhones';
import { useDatabase } from './support/database';
import { readableOnDisk } from './support/onDisk';
import { putInspection, settleIsland } from './support/packWorld';
import { type PageServer, startPageServer } from './support/pageServer';

/** What a phone keeps, on the real server and in a real profile: closed, durable, and nobody's but its person's. */
jest.setTimeout(120_000);
useDatabase();

let server: PageServer;
const phones: FieldPhone[] = [];
/** Switched on and signed in. */
async function aPhone(person: string, at?: Date): Promise<FieldPhone> {
  const phone = new FieldPhone(server.url, person);
  phones.push(phone);
  await phone.start(at);
  await phone.signIn();
  return phone;
}
beforeEach(async () => {
  server = await startPageServer();
});
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.throwAway()));
  await server.close();
});

const RECORD = 'siteRecord:i1';
const DRAFT = 'wang/petition/p1/draftReply';
const DAY = 86_400_000;
const notes = (count: number, word = '现场') => Array.from({ length: count }, (_, n) => `${word}第${n}条`);

describe('a field event', () => {
  it('that was said to be saved is there after kill −9, in its place in the chain', async () => {
    const phone = await aPhone('wang');
    phone.setOnline(false);
    const writing = phone.write(RECORD, notes(50)).catch(() => undefined);
    while (phone.saved.size < 20) await new Promise((next) => setTimeout(next, 5));
    await phone.kill();
    await writing;
    await phone.start();
    const { events, unsent } = await phone.view(RECORD);
    const kept = new Set(events.map(({ id }) => id));
    expect([...phone.saved].filter((id) => !kept.has(id))).toEqual([]);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => n + 1));
    expect(unsent).toBe(events.length);
  });

  it('tells of a turned clock: the time jumps, the count since the page began does not', async () => {
    const now = new Date('2026-03-02T02:00:00Z');
    const phone = await aPhone('wang', now);
    phone.setOnline(false);
    await phone.write(RECORD, ['先']);
    await phone.setClock(new Date(now.getTime() - DAY));
    await phone.write(RECORD, ['后']);
    const { events } = await phone.view(RECORD);
    const [first, second] = [...events].sort((a, b) => a.seq - b.seq);
    expect(second?.boot).toBe(first?.boot);
    expect(Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '')).toBe(-DAY);
    expect((second?.uptimeMs ?? 0) - (first?.uptimeMs ?? 0)).toBeGreaterThanOrEqual(0);
  });
});

describe('what a phone keeps', () => {
  it('lies closed on the disk, stays through sign-out, and opens again for the same person only', async () => {
    const phone = await aPhone('wang');
    phone.setOnline(false);
    await phone.write(RECORD, ['酸洗废水直排雨水沟']);
    await phone.ask('keepDraft', DRAFT, 'wang', { findings: '夜间偷排' });
    await phone.ask('signOut');
    expect((await phone.state()).trouble).toContain('本机内容仍保留');
    expect(await phone.ask('draft', DRAFT)).toContain('请联网重新登录');
    expect(readableOnDisk(phone.profile, ['酸洗废水', '夜间偷排', 'draftReply', '王示海', RECORD])).toEqual([]);

    phone.setOnline(true);
    await phone.signIn('li');
    expect((await phone.view(RECORD)).events).toEqual([]);
    expect(await phone.ask('draft', DRAFT)).toContain('请联网重新登录');
    expect((await phone.state()).waiting).toEqual([]);

    await phone.ask('signOut');
    phone.setOnline(true);
    await phone.signIn('wang');
    const { events } = await phone.view(RECORD);
    expect(events.map(({ data }) => data)).toEqual([{ text: '酸洗废水直排雨水沟' }]);
    expect(await phone.ask('draft', DRAFT)).toEqual({ findings: '夜间偷排' });
  });

  it('is locked, not lost, when the days without network are over, and opens at the next contact', async () => {
    const now = new Date();
    const phone = await aPhone('wang', now);
    phone.setOnline(false);
    await phone.write(RECORD, ['第一天']);
    const later = async (days: number) => {
      await phone.setClock(new Date(now.getTime() + days * DAY));
      const found = await phone.view(RECORD);
      return typeof found === 'string' ? found : found.events.length;
    };
    expect([await later(-1), await later(7.9)]).toEqual([1, 1]);
    expect(await later(8.1)).toContain('没有丢失');
    phone.setOnline(true);
    await phone.open();
    await phone.until(({ holding }) => holding.phase === 'open');
    expect(await later(15)).toBe(1);
  });

  it('of a phone that was stopped opens only after the security administrator has brought it back', async () => {
    const phone = await aPhone('wang');
    await phone.write(RECORD, ['丢了的手机']);
    const { device } = (await phone.state()).holding;
    const security = { ...as('securityAdmin', 'security'), now: new Date() };
    await perform(deviceDomain, 'revoke', String(device), {}, security);
    await phone.open();
    await phone.until(({ holding }) => holding.phase === 'revoked');
    expect(await phone.view(RECORD)).toContain('已停用');
    await perform(deviceDomain, 'restore', String(device), {}, security);
    await phone.signIn();
    expect((await phone.view(RECORD)).events).toHaveLength(1);
  });

  it('by an older version of the app is carried over whole, also without network', async () => {
    const phone = new FieldPhone(server.url, 'wang');
    phones.push(phone);
    await phone.startBlank();
    phone.setOnline(false);
    await phone.layVersion1();
    // So lay what version 1 kept; it also shows that the search of the fact above can find something.
    expect(readableOnDisk(phone.profile, ['旧版草稿', 'draftReply'])).toEqual(['旧版草稿', 'draftReply']);
    await phone.open();
    expect((await phone.state()).me?.id).toBe('wang');
    expect(await phone.ask('draft', DRAFT)).toEqual({ findings: '旧版草稿' });
    expect(await phone.ask('draft', 'wang/report')).toEqual({ content: '关掉前打的字' });
    expect(await phone.ask('photo', 'photo-1')).toEqual(['旧照片', null]);
    const unsent = [
      { key: 'k1', title: '旧版未发送一', refusal: null },
      { key: 'k2', title: '旧版未发送二', refusal: { sentence: '不行', fields: [] } },
    ];
    expect(await phone.ask('unsent', 'wang')).toMatchObject(unsent);
    phone.setOnline(true);
    await phone.signIn();
    await phone.kill();
    phone.setOnline(false);
    await phone.start();
    expect(await phone.ask('unsent', 'wang')).toMatchObject(unsent);
    expect(await phone.ask('draft', DRAFT)).toEqual({ findings: '旧版草稿' });
  });
});

describe('a shelf with many photos', () => {
  it('opens each note once, however many are added', async () => {
    const phone = await aPhone('wang');
    phone.setOnline(false);
    await phone.write(RECORD, ['第一张以前']);
    const before = await phone.ask<number>('opened');
    const hashes = Array.from({ length: 12 }, (_, n) => n.toString(16).repeat(64).slice(0, 64));
    for (const hash of hashes) expect(await phone.ask('take', 'photo', hash)).toBe('kept');
    expect((await phone.ask<number>('opened')) - before).toBeLessThanOrEqual(2 * hashes.length);
  });
});

describe('when room runs short', () => {
  it('videos are refused first, then photos, words last, and nothing that is kept is lost', async () => {
    const phone = await aPhone('wang');
    phone.setOnline(false);
    await phone.write(RECORD, ['还有地方']);
    expect(await phone.ask('take', 'photo', 'b'.repeat(64))).toBe('kept');
    await phone.fillUp();
    expect(await phone.ask('take', 'photo', 'c'.repeat(64))).toContain('没有存下来');
    expect(await phone.ask('take', 'video', 'a'.repeat(64))).toContain('先不录视频');
    expect(await phone.ask('take', 'photo', 'd'.repeat(64))).toContain('先不拍新照片');
    await phone.write(RECORD, notes(30, '文字照常'));
    expect((await phone.view(RECORD)).events).toHaveLength(31);
    const bytes = await phone.ask<number[]>('bytes', 'b'.repeat(64), 500_000, 650_000);
    expect([bytes.length, ...new Set(bytes)]).toEqual([150_000, 7]);
  });
});

describe('a pack', () => {
  it('is checked before it is kept, opens without network after a kill, and is nobody else’s', async () => {
    await settleIsland();
    await putInspection();
    const phone = await aPhone('wang');
    expect(await phone.ask('fetchPack', ['六横'])).toMatchObject({ places: ['六横'], enterprises: 3, inspections: 1 });
    await phone.page.route('**/api/pack?**', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace('六横修造1', '六横修造9') });
    });
    expect(await phone.ask('fetchPack', ['六横', '衢山'])).toContain('校验没有通过');
    await phone.kill();
    phone.setOnline(false);
    await phone.start();
    const pack = await phone.ask<{ person: string; places: string[]; enterprises: { enterprise: { name: string } }[] }>(
      'pack',
    );
    expect([pack.person, pack.places, pack.enterprises[0]?.enterprise.name]).toEqual([
      ...['wang', ['六横'], '六横修造1示例有限公司'],
    ]);
    expect(readableOnDisk(phone.profile, ['六横修造1示例', '喷漆房'])).toEqual([]);
    phone.setOnline(true);
    await phone.signIn('li');
    expect(await phone.ask('pack')).toBeUndefined();
  });
});
