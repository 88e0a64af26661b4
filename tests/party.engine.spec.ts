import { randomUUID } from 'node:crypto';
import { request as raw } from 'node:http';
import { strToU8, zipSync } from 'fflate';
import mongoose from 'mongoose';
import request from 'supertest';
import { create, read } from '../models/core/journal';
import { adopt } from '../models/core/policy';
import { partyFilings, partyLinks } from '../models/party/party.store';
import { penaltyCases } from '../models/penalty/penalty.store';
import { receiveFiling } from '../models/party/filing';
import { useDatabase } from './support/database';
import {
  enterAsParty,
  MOBILE,
  noticed,
  openTelephones,
  type PartyBrowser,
  settleDebts,
  standingCase,
  type Telephones,
  tokenIn,
} from './support/party';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

/** A Friday; the fifth working day after it is Thursday 2026-09-24, because Sunday the 20th is worked. */
const SERVED = new Date('2026-09-18T10:00:00+08:00');
const LAST = new Date('2026-09-24T23:59:59.999+08:00');
const HOUR = 3_600_000;

useDatabase({ emptyBefore: 'file' });
let phones: Telephones;
let server: TestServer;
let officer: Browser;
beforeAll(async () => {
  adopt({ party: { answerMs: 0 } });
  phones = await openTelephones();
  server = await startServer({ sendCode: phones.sendCode });
  server.clock.now = SERVED;
  await settle();
  officer = await signIn(server, 'wang');
}, 60_000);
afterAll(async () => {
  await server.close();
  await phones.close();
  adopt({});
});

/** Telephones are limited by the hour: each story has a number of its own. */
let numbers = 0;
const fresh = () => `1390000${String((numbers += 1)).padStart(4, '0')}`;

/** A party that has been let in, at a moment. */
async function letIn(
  change: object = {},
  at = SERVED,
): Promise<{ id: string; link: string; token: string; party: PartyBrowser; mobile: string }> {
  server.clock.now = at;
  const [id, link, mobile] = [await standingCase(noticed(SERVED, change)), randomUUID(), fresh()];
  officer = await signIn(server, 'wang');
  const answer = await officer.post(`/api/penalties/${id}/party`, {
    id: link,
    mobile,
    holder: 'REPRESENTATIVE',
    name: '示厂长',
  });
  expect(answer.status).toBe(200);
  await settleDebts(server.clock.now, phones);
  const token = tokenIn(await phones.texts(mobile));
  return { id, link, token, mobile, party: await enterAsParty(server.url, phones, token, mobile) };
}
const statement = (text = '设施当天正在检修，有维修记录。', files: string[] = []) => ({
  id: randomUUID(),
  filed: { kind: 'statement', text, files },
});
const codeOf = (answer: { status: number; body: { error?: { code: string } } }) =>
  `${answer.status} ${answer.body.error?.code ?? ''}`;
const wordsOf = (answer: { body: { error?: { message: string } } }) => answer.body.error?.message ?? '';
const ask = (link: string) => request(server.url).post('/api/party/codes').send({ link });
const enter = (link: string, code: string) => request(server.url).post('/api/party/session').send({ link, code });

describe('the way in', () => {
  it('sends a text with the number of the case and the link alone, and keeps number and token nowhere in the clear', async () => {
    const { token, mobile, id } = await letIn();
    const [first, second] = (await phones.texts(mobile)).map(({ text }) => text);
    expect(first).toContain('XS-2026-000123');
    expect(first).toContain(`/party#${token}`);
    expect(`${first}${second}`).not.toMatch(/东海鱼粉|示厂长|罚款|1390000/);
    const collections = await mongoose.connection.db!.collections();
    for (const collection of collections.filter(({ collectionName }) => collectionName !== 'identity_vault')) {
      const all = JSON.stringify(await collection.find({}).toArray());
      expect(`${collection.collectionName} ${all.includes(mobile)} ${all.includes(token)}`).toMatch(/ false false$/);
    }
    expect(server.logged()).not.toContain(mobile);
    expect(JSON.stringify((await officer.get(`/api/penalties/${id}/party`)).body)).toContain('139****');
  });

  it('answers alike for a link that is unknown, withdrawn or over, and lets none of them in', async () => {
    const { id, link, token, mobile, party } = await letIn();
    await officer.post(`/api/penalties/${id}/party/${link}/revoke`, { reason: '号码填错了' });
    expect(codeOf(await party.get('case'))).toBe('401 NOT_SIGNED_IN');
    const over = await letIn();
    await partyLinks.collection.updateOne({ _id: over.link }, { $set: { expiresAt: SERVED } });
    expect(codeOf(await over.party.get('case'))).toBe('401 NOT_SIGNED_IN');
    server.clock.now = new Date(SERVED.getTime() + HOUR);
    const before = (await phones.texts(mobile)).length;
    const answers = [];
    for (const one of [token, over.token, 'A'.repeat(22)]) {
      const [asked, again, tried] = [await ask(one), await ask(one), await enter(one, '123456')];
      const { requestId: _, ...error } = (tried.body as { error: { requestId: string } }).error;
      answers.push([asked.status, asked.body, again.status, tried.status, error]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect((await phones.texts(mobile)).length).toBe(before);
    server.clock.now = SERVED;
  });

  it('takes the right code once, not after five wrong ones, and not after five minutes', async () => {
    const { token, mobile } = await letIn();
    const later = (minutes: number) => (server.clock.now = new Date(SERVED.getTime() + minutes * 60_000));
    const newCode = async () => {
      const before = (await phones.texts(mobile)).length;
      expect((await ask(token)).status).toBe(200);
      return phones.code(mobile, before);
    };
    later(2);
    const tried = await newCode();
    const wrong = tried === '000000' ? '000001' : '000000';
    for (let n = 0; n < 5; n += 1) expect((await enter(token, wrong)).status).toBe(401);
    expect((await enter(token, tried)).status).toBe(401);
    later(4);
    const late = await newCode();
    later(9.1);
    expect((await enter(token, late)).status).toBe(401);
    const right = await newCode();
    const both = await Promise.all([enter(token, right), enter(token, right)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    later(0);
  });

  it('floods no telephone: one code a minute, five an hour, whatever link asks', async () => {
    const { token, mobile, id } = await letIn();
    const other = randomUUID();
    await officer.post(`/api/penalties/${id}/party`, { id: other, mobile, holder: 'AGENT' });
    await settleDebts(server.clock.now, phones);
    const second = tokenIn(await phones.texts(mobile));
    expect(second).not.toBe(token);
    const answers: number[] = [];
    for (let minute = 0; minute < 8; minute += 1) {
      server.clock.now = new Date(SERVED.getTime() + minute * 61_000);
      answers.push((await ask(minute % 2 ? token : second)).status, (await ask(token)).status);
    }
    server.clock.now = SERVED;
    // The first of the five was spent on being let in.
    expect(answers.filter((status) => status === 200)).toHaveLength(4);
    expect(answers.filter((status) => status === 429)).toHaveLength(12);
  });

  it('keeps both sign-ins apart, and each case to its own party', async () => {
    const [mine, theirs] = [await letIn(), await letIn()];
    const as = (path: string, cookie: string) => request(server.url).get(path).set('cookie', cookie);
    expect((await as('/api/party/case', officer.cookie)).status).toBe(401);
    expect((await as(`/api/penalties/${mine.id}`, mine.party.cookie)).status).toBe(401);
    expect((await as('/api/session', mine.party.cookie.replace('liandong_party', 'liandong'))).status).toBe(401);
    const given = await mine.party.put('证据.png', PNG);
    const { hash } = given.body as unknown as { hash: string };
    expect((await mine.party.get(`files/${hash}`)).status).toBe(200);
    expect((await theirs.party.get(`files/${hash}`)).status).toBe(404);
    expect(codeOf(await theirs.party.post('filings', statement('看一看', [hash])))).toBe('400 INVALID_INPUT');
    expect((await mine.party.get('session')).status).toBe(200);
    const foreign = await request(server.url)
      .get('/api/party/session')
      .set({ cookie: mine.party.cookie, 'x-party-link': theirs.token });
    expect(foreign.status).toBe(401);
    expect(codeOf(await mine.party.post('filings', statement(), { 'x-csrf-token': 'x' }))).toBe('403 FORBIDDEN_ORIGIN');
  });

  it('is opened by those who investigate or lead, and ends after half an hour without use', async () => {
    const { id, party } = await letIn();
    const body = () => ({ id: randomUUID(), mobile: MOBILE, holder: 'PARTY' });
    expect((await (await signIn(server, 'farOfficer')).post(`/api/penalties/${id}/party`, body())).status).toBe(404);
    expect((await (await signIn(server, 'auditor')).post(`/api/penalties/${id}/party`, body())).status).toBe(403);
    expect(wordsOf(await officer.post(`/api/penalties/${id}/party`, { ...body(), mobile: '12345' }))).toContain(
      '11位手机号',
    );
    server.clock.now = new Date(SERVED.getTime() + 29 * 60_000);
    expect((await party.get('case')).status).toBe(200);
    server.clock.now = new Date(SERVED.getTime() + 58 * 60_000);
    expect((await party.get('case')).status).toBe(200);
    server.clock.now = new Date(SERVED.getTime() + 89 * 60_000);
    expect(codeOf(await party.get('case'))).toBe('401 NOT_SIGNED_IN');
    server.clock.now = SERVED;
  });
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
const docx = (more: Record<string, Uint8Array> = {}, main = 'wordprocessingml.document.main+xml') =>
  Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8(
        `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.${main}"/></Types>`,
      ),
      'word/document.xml': strToU8('<w:document/>'),
      ...more,
    }),
  );

const STOPPED = 0;
describe('a file of the party', () => {
  let party: PartyBrowser;
  beforeAll(async () => {
    ({ party } = await letIn());
  });

  it.each([
    ['photo', '图.png', PNG, '图.png'],
    ['PDF', '../../证明\u202Efdp.exe', PDF, '证明fdp.pdf'],
    ['Word file', '说明.docx', docx(), '说明.docx'],
  ])('that is a %s is kept under a harmless name and leaves as a download', async (_, said, content, name) => {
    const kept = await party.put(said, content);
    expect(kept.body).toMatchObject({ name });
    const { hash } = kept.body as unknown as { hash: string };
    const sent = await party.get(`files/${hash}`);
    expect(sent.headers).toMatchObject({
      ...{ 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' },
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(sent.headers['content-disposition']).toMatch(/^attachment;/);
    expect(Buffer.compare(sent.body as unknown as Buffer, content)).toBe(0);
  });

  it.each([
    ['a script called .pdf', 'x.pdf', Buffer.from('<script>alert(1)</script>'), '只能上传'],
    ['a program', 'x.docx', Buffer.from('MZ\x90\x00 program'), '只能上传'],
    ['a PDF with a script inside', 'x.pdf', Buffer.from('%PDF-1.4\n<</S/JavaScript/JS(app.alert(1))>>\n%%EOF'), '脚本'],
    ['half a PDF', 'x.pdf', Buffer.from('%PDF-1.4\n1 0 obj'), '不完整'],
    ['a zip that is no document', 'x.docx', Buffer.from(zipSync({ 'a.txt': strToU8('x') })), '只能上传'],
    ['a document with macros', 'x.docx', docx({ 'word/vbaProject.bin': strToU8('x') }), '宏'],
    [
      'a document of macros by its type',
      'x.docx',
      docx({}, 'ms-word.document.macroEnabled.wordprocessingml.document'),
      '宏',
    ],
    ['an old Word file', 'x.doc', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'), '另存为'],
    ['a damaged photo', 'x.png', PNG.subarray(0, 40), '损坏'],
    ['nothing', 'x.png', Buffer.alloc(0), '空'],
  ])('that is %s is refused in words', async (_, name, content, words) => {
    const answer = await party.put(name, content);
    expect(codeOf(answer)).toMatch(/^4(00|13|15) /);
    expect(wordsOf(answer)).toContain(words);
  });

  it('that unpacks to gigabytes is refused without unpacking it', async () => {
    const bomb = docx({ 'word/media/a.png': new Uint8Array(1024) });
    // Its directory says four gigabytes for the last part, as that of a real bomb does.
    bomb.writeUInt32LE(0xf0000000, bomb.lastIndexOf('PK\x01\x02') + 24);
    const answer = await party.put('x.docx', bomb);
    expect(codeOf(answer)).toBe('413 TOO_LARGE');
  });

  it('of two gigabytes is refused by its length before a byte of it is read, and by its stream when it hides the length', async () => {
    const send = (headers: Record<string, string>, write: (socket: ReturnType<typeof raw>) => void) =>
      new Promise<number>((done) => {
        const { cookie, csrf } = party;
        const common = {
          cookie,
          'x-csrf-token': csrf,
          'content-type': 'application/octet-stream',
          'x-file-name': 'x.pdf',
        };
        const call = raw(
          `${server.url}/api/party/files`,
          { method: 'PUT', headers: { ...common, ...headers } },
          (answer) => {
            done(answer.statusCode ?? 0);
            call.destroy();
          },
        );
        // The line may be cut before the sender looks for an answer: it is told, or it is stopped.
        call.on('error', () => done(STOPPED));
        write(call);
      });
    const byLength = await send({ 'content-length': String(2 ** 31) }, (call) => call.flushHeaders());
    const piece = Buffer.alloc(1024 * 1024);
    let sent = 0;
    const byStream = await send({ 'transfer-encoding': 'chunked' }, (call) => {
      const more = () => {
        while (sent < 2048 && !call.destroyed) {
          sent += 1;
          if (!call.write(piece)) return void call.once('drain', more);
        }
      };
      more();
    });
    expect(byLength).toBe(413);
    expect([413, STOPPED]).toContain(byStream);
    expect(sent).toBeLessThan(100);
    expect((await party.get('case')).status).toBe(200);
  });
});

describe('what the party files', () => {
  it('gets a receipt with number and time, stands in the case, and counts once however often it is sent', async () => {
    const { id, party } = await letIn();
    const { hash } = (await party.put('维修记录.pdf', PDF)).body as unknown as { hash: string };
    const said = statement('设施当天正在检修。', [hash]);
    const answers = await Promise.all([party.post('filings', said), party.post('filings', said)]);
    const again = await party.post('filings', said);
    for (const answer of [...answers, again])
      expect(answer.body).toMatchObject({
        receipt: { id: said.id, what: '陈述申辩', receivedAt: SERVED.toISOString() },
      });
    const { no } = (again.body as { receipt: { no: string } }).receipt;
    expect(no).toMatch(/^DSR-2026-\d{6}$/);
    await settleDebts(server.clock.now, phones);
    const penalty = await read(penaltyCases, id);
    expect(penalty).toMatchObject({
      status: 'stated',
      statements: [{ text: '设施当天正在检修。', files: [{ hash }] }],
    });
    expect(await read(partyFilings, said.id)).toMatchObject({ status: 'taken', no });
    const file = await officer.get(`/api/penalties/${id}/party/files/${hash}`);
    expect(file.headers['content-disposition']).toContain('attachment');
    const stranger = await signIn(server, 'farOfficer');
    expect((await stranger.get(`/api/penalties/${id}/party/files/${hash}`)).status).toBe(404);
  });

  it('reaches the case although the server died between receipt and step, as of the moment it came', async () => {
    const { id, link } = await letIn({}, LAST);
    const filed = { kind: 'statement' as const, text: '最后一刻提交', files: [] };
    const filing = randomUUID();
    const way = { _id: link, case: id, partyKey: `party:${id}`, county: '330903', holder: 'PARTY' } as const;
    const context = {
      actor: { id: `party:${id}`, roles: ['party'], county: null, grid: null, unit: null },
      now: LAST,
      door: 'page',
    } as const;
    await create(
      partyFilings,
      receiveFiling({ id: filing, filed }, way, { files: [], hearing: null }, context),
      context,
    );
    await settleDebts(new Date(LAST.getTime() + 2 * HOUR), phones);
    expect(await read(partyFilings, filing)).toMatchObject({ status: 'taken' });
    expect((await read(penaltyCases, id))?.statements).toMatchObject([{ text: '最后一刻提交', at: LAST }]);
    server.clock.now = SERVED;
  });

  it('is in time in the last millisecond of the fifth working day, and told afterwards what is still possible', async () => {
    const inTime = await letIn({}, LAST);
    const view = (await inTime.party.get('case')).body as {
      notice: { clock: { dueAt: string; explain: { day: string; counts: boolean; reason: string }[] } };
    };
    expect(view.notice.clock.dueAt).toBe(LAST.toISOString());
    expect(view.notice.clock.explain).toEqual([
      { day: '2026-09-19', counts: false, reason: '周六' },
      { day: '2026-09-20', counts: true, reason: '调休上班' },
    ]);
    expect((await inTime.party.post('filings', statement())).status).toBe(200);
    const late = await letIn({}, LAST);
    server.clock.now = new Date(LAST.getTime() + 1);
    const refused = await late.party.post('filings', statement());
    expect(codeOf(refused)).toBe('409 NOT_NOW');
    expect(wordsOf(refused)).toContain('期限已过');
    const after = (await late.party.get('case')).body as {
      notice: { afterwards: string };
      may: Record<string, string | null>;
    };
    expect(after.notice.afterwards).toContain('行政复议');
    expect(after.may['requestHearing']).toContain('期限');
    expect(await partyFilings.collection.countDocuments({ case: late.id })).toBe(0);
    server.clock.now = SERVED;
  });

  it('leads a hearing request to a hearing of its own, of which the case waits', async () => {
    const { id, party, mobile } = await letIn();
    const filed = { kind: 'requestHearing', text: '对监测数据有异议', files: [] };
    expect((await party.post('filings', { id: randomUUID(), filed })).status).toBe(200);
    await settleDebts(server.clock.now, phones);
    const view = (await party.get('case')).body as { hearing: { id: string; status: string }; case: { stage: string } };
    expect(view).toMatchObject({ hearing: { status: 'requested' }, case: { stage: '已申请听证' } });
    const head = await signIn(server, 'head');
    const schedule = {
      at: '2026-09-29 09:30',
      place: '普陀分局二楼会议室',
      host: 'bureau',
      recorder: 'auditor',
      open: true,
    };
    const early = await head.post(`/api/hearings/${view.hearing.id}/schedule`, schedule);
    expect(early.body.error?.message).toContain('7个工作日前');
    const done = await head.post(`/api/hearings/${view.hearing.id}/schedule`, { ...schedule, at: '2026-09-30 09:30' });
    expect(done.status).toBe(200);
    const before = (await phones.texts(mobile)).length;
    await settleDebts(server.clock.now, phones);
    expect((await phones.texts(mobile)).length).toBe(before + 1);
    const withdraw = { id: randomUUID(), filed: { kind: 'withdrawHearing', confirmed: true } };
    expect((await party.post('filings', withdraw)).status).toBe(200);
    await settleDebts(server.clock.now, phones);
    expect(await read(penaltyCases, id)).toMatchObject({
      status: 'hearingHeld',
      hearingResult: { outcome: 'WITHDRAWN' },
    });
  });

  it('asks for the recusal of an officer it knows by name and certificate, not by account', async () => {
    const { id, party } = await letIn();
    const view = (await party.get('case')).body as { case: { officers: object[] } };
    expect(view.case.officers[1]).toEqual({ name: '示zhang', certificateNo: 'DEMO-zhang' });
    const filed = { kind: 'requestRecusal', officer: 1, ground: 'INTEREST', text: '其家属在同业企业任职' };
    expect((await party.post('filings', { id: randomUUID(), filed })).status).toBe(200);
    const nobody = await party.post('filings', { id: randomUUID(), filed: { ...filed, officer: 5 } });
    expect(codeOf(nobody)).toBe('400 INVALID_INPUT');
    expect((await read(penaltyCases, id))?.recusals).toMatchObject([{ person: 'zhang', askedBy: 'PARTY' }]);
  });

  it.each([
    ['nothing', {}],
    ['an unknown kind', { id: randomUUID(), filed: { kind: 'confess' } }],
    ['a waiver without its second confirmation', { id: randomUUID(), filed: { kind: 'waive', confirmed: false } }],
    [
      'a tick instead of a signature',
      {
        id: randomUUID(),
        filed: { kind: 'consentEService', signature: { width: 1000, height: 500, strokes: [[[1, 1, 0]]] } },
      },
    ],
    ['a book', { id: randomUUID(), filed: { kind: 'statement', text: '字'.repeat(5_001), files: [] } }],
    [
      'three representatives',
      {
        id: randomUUID(),
        filed: {
          kind: 'nameRepresentatives',
          files: [],
          representatives: Array(3).fill({ name: '示律师', relation: '律师' }),
        },
      },
    ],
  ])('is refused in words when it is %s', async (_, body) => {
    const { party } = await letInOnce();
    const answer = await party.post('filings', body);
    expect(codeOf(answer)).toBe('400 INVALID_INPUT');
    expect(wordsOf(answer)).toMatch(/[\u4e00-\u9fff]/);
  });
});

let once: ReturnType<typeof letIn> | undefined;
const letInOnce = () => (once ??= letIn());
