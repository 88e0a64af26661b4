import { ulid } from 'ulid';
import fc from 'fast-check';
import { hashOf } from '../models/field/chain';
import { type FieldEvent } from '../models/field/fieldEvent.schema';
import { basisOf, eventsWithin } from '../models/field/order';
import { maskedPages } from '../models/field/present';
import { foldSiteRecord } from '../models/siteRecord/fold';
import { siteRecordPages } from '../models/siteRecord/pages';
import { type SiteRecordState } from '../models/siteRecord/state';
import { ARRIVAL, aSeed, aVisit, PARTY, SIGNATURE, SITE, Writer } from './support/fieldWriter';

const reasonOf = (state: SiteRecordState, event: FieldEvent): string | undefined =>
  state.voids.find((one) => one.event === event.id)?.reason;
/** Why what is now written does not count; undefined when it does. */
async function against(phone: Writer, writing: Promise<FieldEvent>): Promise<string | undefined> {
  const event = await writing;
  return reasonOf(phone.state(), event);
}
const codes = ({ flags }: SiteRecordState) => flags.map(({ code }) => code);
const FAR: [number, number] = [122.36, 30.03];

describe('a visit by two officers', () => {
  it('is locked when both have handed in, with pages that say all that the law asks for', async () => {
    const { all, first } = await aVisit();
    const state = foldSiteRecord(first.seed, all);
    expect(state.voids).toEqual([]);
    expect(state).toMatchObject({ status: 'locked', outcome: 'NONE', beforeLock: [], unread: [] });
    expect(codes(state)).toEqual([]);
    const text = JSON.stringify(
      siteRecordPages(state, foldSiteRecord(first.seed, eventsWithin(all, state.reading!.basis)!)),
    );
    for (const words of [
      'ZF-wang',
      'ZF-zhang',
      '申请回避',
      '开始时间',
      '结束时间',
      '何示厂',
      '以上笔录我已看过',
      '空白，已划去',
    ])
      expect(text).toContain(words);
  });

  it('is not locked while one of them has not been there, whatever the other hands in', async () => {
    const { first } = await aVisit();
    const alone = foldSiteRecord(first.seed, first.events);
    expect(alone.status).toBe('signed');
    expect(alone.beforeLock[0]).toContain('两名持有效执法证');
  });

  it('comes to the same whatever the order of arrival, and however often each event came', async () => {
    const { all, first } = await aVisit();
    const whole = foldSiteRecord(first.seed, all);
    const shuffled = fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 });
    fc.assert(
      fc.property(shuffled, (events) => {
        expect(foldSiteRecord(first.seed, events)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('loses no event: each counts, or says why not', async () => {
    const { all, first } = await aVisit();
    const cut = fc.integer({ min: 0, max: first.events.length });
    fc.assert(
      fc.property(cut, (length) => {
        const some = all.filter(({ device, seq }) => device !== first.device || seq <= length);
        const state = foldSiteRecord(first.seed, some);
        expect(state.voids.every(({ reason }) => /[\u4e00-\u9fff]/.test(reason))).toBe(true);
        expect(['created', 'open', 'readOver', 'signed', 'locked']).toContain(state.status);
      }),
      { numRuns: 30 },
    );
  });
});

describe('before the first finding', () => {
  const told = async (steps: readonly ((phone: Writer) => Promise<unknown>)[]) => {
    const phone = await Writer.of('wang');
    for (const step of steps) await step(phone);
    const finding = await phone.say('state', { values: { 'found.text': '有异味' } });
    return reasonOf(phone.state(), finding);
  };
  const arrive = (phone: Writer) => phone.say('arrive', {}, phone.here());
  const show = (phone: Writer) => phone.say('showCertificate', { to: 'PARTY', certificateNo: 'ZF-wang' });
  const tell = (phone: Writer) => phone.say('tellRights', { to: 'PARTY', recusalAsked: false, recusalReason: '' });
  const scan = (phone: Writer) => phone.say('scanCode', { code: phone.seed.actionCode });

  it('the officer arrives, shows the certificate, tells the rights and scans the code', async () => {
    expect(await told([])).toContain('还没有出示执法证');
    expect(await told([arrive])).toContain('还没有出示执法证');
    expect(await told([arrive, show])).toContain('还没有告知当事人');
    expect(await told([arrive, show, tell])).toContain('亮码');
    expect(await told([arrive, show, tell, scan])).toBeUndefined();
  });

  it('nobody arrives from afar, without a position, or with an expired or other certificate', async () => {
    const phone = await Writer.of('wang');
    const states = (writing: Promise<FieldEvent>) => against(phone, writing);
    expect(await states(phone.say('arrive', {}))).toContain('没有定位');
    expect(await states(phone.say('arrive', {}, phone.here(FAR)))).toContain('超过300米');
    expect(await states(phone.say('arrive', { elsewhere: '企业已迁到隔壁厂区' }, phone.here(FAR)))).toBeUndefined();
    expect(codes(phone.state())).toContain('SITE_ELSEWHERE');
    expect(await states(phone.say('showCertificate', { to: 'PARTY', certificateNo: 'ZF-else' }))).toContain('不一致');
    const late = aSeed({ officers: aSeed().officers.map((one) => ({ ...one, certificateValidTo: '2026-03-01' })) });
    const expired = await Writer.of('wang', late);
    await expired.say('arrive', {}, expired.here());
    const shown = await expired.say('showCertificate', { to: 'PARTY', certificateNo: 'ZF-wang' });
    expect(reasonOf(expired.state(), shown)).toContain('2026-03-01');
  });

  it('takes nothing from somebody who is not sent, nor what it does not know', async () => {
    const stranger = await Writer.of('li');
    expect(await against(stranger, stranger.say('arrive', {}, stranger.here()))).toContain('不是本次检查');
    const phone = await Writer.of('wang');
    expect(await against(phone, phone.say('grantPardon'))).toContain('更新');
    await phone.begin();
    expect(await against(phone, phone.say('state', { values: { 'party.secret': 'x' } }))).toContain('重新填写');
  });
});

describe('what two officers say differently', () => {
  const both = async () => {
    const [first, second] = await Promise.all([Writer.of('wang'), Writer.of('zhang')]);
    await first.begin();
    await second.begin();
    await first.describe();
    const mine = await first.say('state', { values: { 'production.state': 'NORMAL', 'found.text': '没有异味' } });
    const theirs = await second.say(
      'state',
      { values: { 'production.state': 'STOPPED', 'found.text': '有异味' } },
      undefined,
      40,
    );
    first.others.push(...second.events);
    return { first, second, mine, theirs };
  };

  it('stands side by side, and has to be settled only where it must agree', async () => {
    const { first, theirs } = await both();
    const state = first.state();
    expect(state.conflicts.map(({ label, mustAgree }) => [label, mustAgree])).toEqual([
      ['生产状态', true],
      ['现场检查情况', false],
    ]);
    expect(state.beforeReading.join()).toContain('生产状态');
    expect(JSON.stringify(siteRecordPages(state))).toMatch(/没有异味.*有异味/);
    await first.say('settle', { of: 'field:production.state', choose: theirs.id }, undefined, 50);
    expect(first.state().beforeReading).toEqual([]);
    expect(first.state().fields['production.state']).toMatchObject({ value: 'STOPPED', disputed: false });
    expect(first.state().registers['field:production.state']!.statements).toHaveLength(2);
  });

  it('that comes after the party has signed changes no page that was signed, and is said not to be read', async () => {
    const { first, all } = await aVisit();
    const second = await Writer.of('zhang');
    await second.begin();
    await second.say('state', { values: { 'found.text': '后来补写' } }, undefined, 20);
    const events = [...all.filter(({ device }) => device === first.device), ...second.events];
    const state = foldSiteRecord(first.seed, events);
    const read = foldSiteRecord(first.seed, eventsWithin(events, state.reading!.basis)!);
    expect(JSON.stringify(siteRecordPages(state, read))).not.toContain('后来补写');
    expect(codes(state)).toContain('UNREAD');
    expect(state.registers['field:found.text']!.statements.map(({ author }) => author).sort()).toEqual([
      'wang',
      'zhang',
    ]);
  });
});

describe('what is said after the party has signed', () => {
  it('is not read over when a finding is struck out or a note is added, either', async () => {
    for (const change of ['strike', 'note'] as const) {
      const phone = await Writer.of('wang');
      await phone.begin();
      const id = ulid();
      const said = { result: 'VIOLATION', text: '废水从雨水口排出', evidence: [] };
      await phone.say('finding', { id, title: '废水直排', clause: '', ...said });
      await phone.describe();
      await phone.sign(await phone.read());
      expect(codes(phone.state())).not.toContain('UNREAD');
      await phone.say(change, change === 'strike' ? { of: `finding:${id}`, reason: '记错了' } : { text: '补充一句' });
      expect(phone.state().voids).toEqual([]);
      expect(codes(phone.state())).toContain('UNREAD');
    }
  });

  it('is not covered by a reading that names a place in the chain it had not come to', async () => {
    const phone = await Writer.of('wang');
    await phone.begin();
    await phone.describe();
    const [end] = basisOf(phone.events);
    const data = { basis: [{ ...end!, seq: 2000 }], pages: ['a'.repeat(64)], readBy: 'PARTY' };
    expect(await against(phone, phone.say('finish', data))).toContain('没有传齐');
  });

  it('is corrected only to what the thing can be', async () => {
    const phone = await Writer.of('wang');
    await phone.begin();
    await phone.describe();
    const id = ulid();
    await phone.say('finding', { id, title: '废水直排', clause: '', result: 'PROBLEM', text: '有积水', evidence: [] });
    await phone.sign(await phone.read());
    const correct = (of: string, value: unknown) =>
      against(phone, phone.say('correct', { of, value, reason: '', initials: SIGNATURE }));
    for (const key of [`finding:${id}`, `person:${PARTY}`, 'field:production.state'])
      for (const value of [null, 7, { id: ulid() }]) expect(await correct(key, value)).toContain('格式不对');
    expect(await correct('field:production.state', 'STOPPED')).toBeUndefined();
    expect(phone.state().fields['production.state']).toMatchObject({ value: 'STOPPED' });
  });
});

describe('signatures', () => {
  it('a dot is none, another page is not this one, and a stranger does not sign', async () => {
    const phone = await Writer.of('wang');
    await phone.begin();
    await phone.describe();
    const reading = await phone.read();
    const [contentHash] = reading.data['pages'] as string[];
    const page = { index: 1, contentHash, signature: SIGNATURE };
    const dot = { ...SIGNATURE, strokes: [[[10, 10, 0]]] };
    const said = async (data: object) => await against(phone, phone.say('sign', data));
    const own = { reading: reading.id, signer: PARTY };
    expect(await said({ ...own, page: { ...page, signature: dot } })).toContain('完整姓名');
    expect(await said({ ...own, page: { ...page, contentHash: 'a'.repeat(64) } })).toContain('不一致');
    expect(await said({ ...own, signer: '01J00000000000000000000001', page })).toContain('签名人');
    expect(await said({ ...own, page })).toBeUndefined();
  });

  it('give way to a refusal with a witness or a video, never to a note alone', async () => {
    const phone = await Writer.of('wang');
    await phone.begin();
    await phone.describe();
    const reading = await phone.read();
    const refused = { kind: 'REFUSED_SIGN', reading: reading.id, note: '当事人阅后拒绝签名' };
    expect(await against(phone, phone.say('refuse', refused))).toContain('见证人');
    expect(await against(phone, phone.say('refuse', { ...refused, video: 'a'.repeat(64) }))).toContain('现场录像');
    const witness = { name: '吴示证', workUnit: '展茅街道', signature: SIGNATURE };
    await phone.say('refuse', { ...refused, witness });
    expect(phone.state().status).toBe('refused');
  });

  it('of a witness alone do not stand for the party’s', async () => {
    const phone = await Writer.of('wang');
    await phone.begin();
    await phone.describe();
    const witness = { ...phone.events.find(({ type }) => type === 'person')!.data, id: ulid(), role: 'WITNESS' };
    await phone.say('person', witness);
    const reading = await phone.read();
    for (const [at, contentHash] of (reading.data['pages'] as string[]).entries()) {
      const page = { index: at + 1, contentHash, signature: SIGNATURE };
      await phone.say('sign', { reading: reading.id, signer: witness.id, page });
    }
    expect(phone.state()).toMatchObject({ status: 'readOver', voids: [] });
    await phone.sign(reading);
    expect(phone.state().status).toBe('signed');
  });

  it('stand under no sentence with a gap', async () => {
    const phone = await Writer.of('wang');
    await phone.begin();
    await phone.describe({ 'found.text': '废水处理设施运行，pH＿＿。' });
    expect(await against(phone, phone.read())).toContain('还没有填');
    await phone.say('state', { values: { 'found.text': '废水处理设施运行，pH7.2。' } });
    expect(await against(phone, phone.read())).toBeUndefined();
  });

  it('stand on what was read: it is not read over while something is missing', async () => {
    const phone = await Writer.of('wang');
    await phone.begin();
    expect(await against(phone, phone.read())).toContain('基本情况还缺');
  });
});

describe('a wrong clock', () => {
  it('of a day behind, once measured, is told at the true time', async () => {
    const [first, second] = await Promise.all([Writer.of('wang'), Writer.of('zhang')]);
    second.behindMs = 86_400_000;
    second.skewMs = 86_400_000;
    await first.begin();
    await second.begin();
    const state = foldSiteRecord(first.seed, [...first.events, ...second.events]);
    expect(state.officers.map(({ arrived }) => arrived?.at)).toEqual([
      new Date(ARRIVAL.getTime() + 60_000).toISOString(),
      new Date(ARRIVAL.getTime() + 60_000).toISOString(),
    ]);
    expect(codes(state)).toEqual([]);
  });

  it('that is turned while the page runs is flagged, and so is a position that is made up', async () => {
    const phone = await Writer.of('wang');
    await phone.say('arrive', {}, phone.here(SITE, true));
    phone.behindMs = 3_600_000;
    await phone.say('showCertificate', { to: 'PARTY', certificateNo: 'ZF-wang' });
    expect(codes(phone.state())).toEqual(expect.arrayContaining(['CLOCK_TURNED', 'MOCK_LOCATION']));
  });

  it('is flagged when the two phones stand far apart, or the start is late', async () => {
    const [first, second] = await Promise.all([Writer.of('wang'), Writer.of('zhang')]);
    await first.say('arrive', {}, first.here());
    await first.say('showCertificate', { to: 'PARTY', certificateNo: 'ZF-wang' }, undefined, 45);
    await second.say('arrive', { elsewhere: '在另一个厂区' }, second.here(FAR));
    const state = foldSiteRecord(first.seed, [...first.events, ...second.events]);
    expect(codes(state)).toEqual(expect.arrayContaining(['LATE_START', 'PHONES_APART', 'GPS_FAR']));
  });
});

it('shows other readers no number of the people in it', async () => {
  const phone = await Writer.of('wang');
  await phone.begin();
  const blank = { workUnit: '', gender: '', birthday: '', relation: '' };
  const person = { id: PARTY, role: 'EMPLOYEE', name: '何示工', position: '', ...blank };
  await phone.say('person', {
    ...person,
    idNumber: '330903000000001234',
    phone: '000-1234-5678',
    address: '展茅某村1号',
  });
  const state = phone.state();
  const shown = JSON.stringify(maskedPages(siteRecordPages(state), state));
  expect(JSON.stringify(siteRecordPages(state))).toContain('330903000000001234');
  expect(shown).not.toMatch(/330903000000001234|000-1234-5678|某村/);
  expect(shown).toContain('何示工');
});

it('shows other readers no number that was written and corrected later, or that a colleague wrote', async () => {
  const [first, second] = await Promise.all([Writer.of('wang'), Writer.of('zhang')]);
  const more = { role: 'EMPLOYEE', name: '何示工', position: '', workUnit: '', gender: '', birthday: '', relation: '' };
  const person = (idNumber: string) => ({ id: PARTY, ...more, idNumber, phone: '', address: '' });
  await first.begin();
  await second.begin();
  await first.say('person', person('330903000000001111'));
  const read = first.state();
  await second.say('person', person('330903000000002222'), undefined, 20);
  await first.say('person', person('330903000000003333'), undefined, 30);
  const state = foldSiteRecord(first.seed, [...first.events, ...second.events]);
  const pages = JSON.stringify([
    maskedPages(siteRecordPages(state, read), state, read),
    maskedPages(siteRecordPages(state), state),
  ]);
  expect(JSON.stringify(siteRecordPages(state, read))).toContain('330903000000001111');
  expect(pages).not.toMatch(/330903000000001111|330903000000002222|330903000000003333/);
});

it('changes its hash with every byte', async () => {
  const phone = await Writer.of('wang');
  const event = await phone.say('arrive', {}, phone.here());
  expect(await hashOf(event)).toBe(event.hash);
  expect(await hashOf({ ...event, data: { elsewhere: 'x' } })).not.toBe(event.hash);
});
