import request from 'supertest';
import { type Role } from '../models/core/access';
import { shanghaiDay } from '../models/core/calendar';
import { createAll, read, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { absences } from '../models/absence/absence.store';
import { assignmentHandlers } from '../models/assignment/assignment';
import { assignments } from '../models/assignment/assignment.store';
import { dutyHandlers } from '../models/duty/duty.handlers';
import { shifts } from '../models/duty/duty.store';
import { foreseeGaps } from '../models/duty/foresee';
import { violations } from '../models/duty/invariants';
import { DEFAULT_PATTERN, postsOf } from '../models/duty/pattern';
import { openShift, rosterHandlers } from '../models/duty/publishing';
import { type RosterPlan } from '../models/duty/roster.schema';
import { rosterPlans, shiftsOfDays } from '../models/duty/roster.store';
import { readTable, writeTable } from '../models/duty/sheet';
import { people } from '../models/people/people.store';
import { aPerson } from './builders';
import { useDatabase } from './support/database';
import { type Browser, signIn, startServer, type TestServer } from './support/server';

useDatabase();

const COUNTIES = ['330902', '330903', '330921', '330922'] as const;
const crew = (key: string, name: string, size: number, roles: Role[], change: object = {}) =>
  Array.from({ length: size }, (_, n) =>
    aPerson(`${key}${n + 1}`, `${name}示${'甲乙丙丁戊己庚'.charAt(n)}`, roles, {
      county: null,
      unit: null,
      unitName: null,
      ...change,
    }),
  );
const STAFF = [
  ...crew('lead', '陈', 5, ['dutyLeader']),
  ...crew('op', '林', 6, ['dutyOperator']),
  ...COUNTIES.flatMap((county, n) => crew(`squad${n}`, '王张李周'.charAt(n), 6, ['officer'], { county })),
  ...crew('mon', '徐', 4, [], { unitName: '监测科' }),
];

let server: TestServer;
let leader: Browser;
let operator: Browser;
const clock = () => server.clock.now;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  await people.insertMany([...STAFF]);
  server.clock.now = new Date('2026-03-02T10:00:00+08:00');
  server.sessions.forget();
  leader = await signIn(server, 'lead1');
  operator = await signIn(server, 'op1');
});

const handlers = { ...assignmentHandlers, ...dutyHandlers, ...rosterHandlers };
const deliver = async (now = clock()) => {
  while ((await deliverDue({ stores: () => stores, handlers }, () => now)) > 0);
};
let made = 0;
const draft = async (from: string, to: string, more: object = {}) => {
  const id = `roster-specification-${(made += 1)}`;
  const answer = await operator.post('/api/rosters', { id, from, to, ...more });
  expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
  return id;
};
const previewed = async (from: string, to: string, more: object = {}) => {
  const id = await draft(from, to, more);
  expect((await operator.post(`/api/rosters/${id}/preview`)).status).toBe(200);
  return id;
};
const published = async (from: string, to: string) => {
  const id = await previewed(from, to);
  const answer = await leader.post(`/api/rosters/${id}/publish`);
  expect([answer.status, answer.body.error?.message]).toEqual([200, undefined]);
  await deliver();
  return id;
};
const plan = async (id: string) => (await read(rosterPlans, id)) as RosterPlan;
const words = (answer: { body: { error?: { message: string } } }) => answer.body.error?.message ?? '';

async function wrongNow(from: string, to: string) {
  const found = (await shiftsOfDays(from, to)) as never[];
  return violations(found, {
    from: new Date(`${from}T08:30:00+08:00`),
    to: new Date(`${to}T24:00:00+08:00`),
    posts: postsOf(DEFAULT_PATTERN),
    restHours: 11,
  });
}

describe('publishing a plan', () => {
  it('writes every shift of four weeks, with nothing uncovered and nobody too tired', async () => {
    const id = await published('2026-03-16', '2026-04-12');
    const { status, written, deviations, shifts: all } = await plan(id);
    expect([status, written, deviations]).toEqual(['published', all.length, []]);
    expect(all).toHaveLength(28 * 4);
    expect(await wrongNow('2026-03-16', '2026-04-12')).toEqual([]);
  });
  it('sends no card months ahead: the shift asks its people when the time comes', async () => {
    await published('2026-03-16', '2026-03-17');
    expect(await assignments.collection.countDocuments({})).toBe(0);
    const [first] = await shifts.collection.find({}, { sort: { startsAt: 1 }, limit: 1 }).toArray();
    expect(shanghaiDay(first!.wakeAt!)).toBe('2026-03-09');
  });
  it('has one effect when two leaders press at once, and again when pressed twice', async () => {
    const id = await previewed('2026-03-16', '2026-03-20');
    const other = await signIn(server, 'lead2');
    const answers = await Promise.all([
      leader.post(`/api/rosters/${id}/publish`),
      other.post(`/api/rosters/${id}/publish`),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await Promise.all([deliver(), deliver()]);
    expect((await leader.post(`/api/rosters/${id}/publish`)).status).toBe(409);
    expect(await shifts.collection.countDocuments({})).toBe(20);
    expect((await plan(id)).written).toBe(20);
  });
  it('goes on where a crash left it', async () => {
    const id = await previewed('2026-03-16', '2026-03-20');
    await leader.post(`/api/rosters/${id}/publish`);
    const before = await plan(id);
    // What a process killed in the middle of the month leaves behind: some shifts, and the entry of the outbox still owed.
    const outcomes = before.shifts.slice(0, 7).map((shift) => openShift(shift, id, clock()));
    await createAll(shifts, outcomes, {
      actor: { id: 'clock', roles: ['clock'], county: null, grid: null, unit: null },
      now: clock(),
      door: 'system',
    });
    await deliver();
    expect(await shifts.collection.countDocuments({})).toBe(20);
    expect([(await plan(id)).written, (await plan(id)).deviations]).toEqual([20, []]);
    expect((await shifts.collection.find({}).toArray()).every(({ events }) => events.length === 1)).toBe(true);
  });
  it('never writes over a shift that stands, and says so on the plan', async () => {
    await published('2026-03-16', '2026-03-16');
    await shifts.collection.updateOne({ _id: 'shift-2026-03-16-DAY' }, { $set: { status: 'confirmed' } });
    const id = await previewed('2026-03-16', '2026-03-17');
    expect((await plan(id)).kept).toContainEqual({ id: 'shift-2026-03-16-DAY', status: 'confirmed' });
    expect((await plan(id)).shifts.every(({ day }) => day === '2026-03-17')).toBe(true);
  });
  it('leaves a seat empty, and says so, when its person was put elsewhere between looking and writing', async () => {
    const id = await previewed('2026-03-16', '2026-03-16');
    await leader.post(`/api/rosters/${id}/publish`);
    const { shifts: all } = await plan(id);
    const day = all.find(({ kind }) => kind === 'DAY')!;
    const rival = { ...day, id: 'shift-2026-03-16-RIVAL', seats: day.seats.slice(0, 1) };
    await createAll(shifts, [openShift(rival, 'other', clock())], {
      actor: { id: 'clock', roles: ['clock'], county: null, grid: null, unit: null },
      now: clock(),
      door: 'system',
    });
    await deliver();
    const stands = await read(shifts, day.id);
    expect(stands!.seats[0]).toMatchObject({ person: '', personName: '空缺', unfilled: true });
    expect((await plan(id)).deviations).toEqual([
      `3月16日白班带班领导空缺：${day.seats[0]!.personName}预览后另有班次，请重新安排`,
    ]);
  });
  it('is refused when somebody went on leave since the preview', async () => {
    const id = await previewed('2026-03-16', '2026-03-16');
    const { person, personName } = (await plan(id)).shifts[0]!.seats[0]!;
    await absences.collection.insertOne({
      ...{ _id: 'a1', version: 1, status: 'approved', kind: 'LEAVE', person, personName, events: [], outbox: [] },
      ...{ from: new Date('2026-03-15T00:00:00+08:00'), to: new Date('2026-03-18T00:00:00+08:00') },
    } as never);
    const refused = await leader.post(`/api/rosters/${id}/publish`);
    expect([refused.status, words(refused)]).toEqual([
      409,
      expect.stringContaining(`预览之后情况有变：${personName}在3月16日夜班期间请假或离岗`),
    ]);
    expect((await operator.post(`/api/rosters/${id}/preview`)).status).toBe(200);
    expect((await plan(id)).shifts.flatMap(({ seats }) => seats).some((seat) => seat.person === person)).toBe(false);
  });
  it('is refused with problems until a leader says why, and then the seat stays empty', async () => {
    const excluded = STAFF.filter(({ _id }) => _id.startsWith('mon')).map(({ _id }) => _id);
    const id = await previewed('2026-03-16', '2026-03-16', { excluded });
    expect(words(await leader.post(`/api/rosters/${id}/publish`))).toMatch(/还有 \d+ 个问题没有解决/);
    expect((await leader.post(`/api/rosters/${id}/publishAnyway`, { reason: '短' })).status).toBe(400);
    expect((await leader.post(`/api/rosters/${id}/publishAnyway`, { reason: '监测人员随后补排' })).status).toBe(200);
    await deliver();
    const full = await read(shifts, 'shift-2026-03-16-FULL');
    expect(full!.seats.find(({ post }) => post === 'MONITORING')).toMatchObject({ person: '', unfilled: true });
    const filled = await leader.post('/api/shifts/shift-2026-03-16-FULL/arrange', {
      person: `${full!.seats.at(-1)!.id}|mon1`,
    });
    expect([filled.status, words(filled)]).toEqual([200, '']);
    expect((await read(shifts, 'shift-2026-03-16-FULL'))!.seats.at(-1)).toMatchObject({
      person: 'mon1',
      state: 'planned',
    });
  });
});

describe('who may not', () => {
  it('plan: officers; publish: operators; look: nobody outside the staff', async () => {
    const officer = await signIn(server, 'squad11');
    expect(
      (await officer.post('/api/rosters', { id: 'roster-of-an-officer', from: '2026-03-16', to: '2026-03-16' })).status,
    ).toBe(403);
    expect((await officer.get('/api/duty/people')).status).toBe(403);
    expect((await officer.get('/api/duty/roster?month=2026-03')).status).toBe(200);
    const id = await previewed('2026-03-16', '2026-03-16');
    expect((await operator.post(`/api/rosters/${id}/publish`)).status).toBe(403);
    expect((await officer.get(`/api/rosters/${id}`)).status).toBe(404);
    expect(
      (
        await operator.post('/api/duty/check', {
          changes: [{ shift: 'shift-2026-03-16-DAY', seat: 's1', person: 'op1' }],
        })
      ).status,
    ).toBe(403);
    await people.insertOne(aPerson('cun1', '陈秘密', ['ruralSupervisor']));
    const villager = await signIn(server, 'cun1');
    expect((await villager.get('/api/duty/roster?month=2026-03')).status).toBe(403);
    expect((await villager.get('/api/duty/now')).status).toBe(403);
  });
  it('plan nonsense: every door refuses in words', async () => {
    const bad = [
      { from: '2026-03-16', to: '2026-03-15' },
      { from: '2026-03-16', to: '2027-06-01' },
      { from: '2026-02-30', to: '2026-03-01' },
      { from: '2026-03-16', to: '2026-03-16', pattern: [] },
      { from: '2026-03-16', to: '2026-03-16', extra: 1 },
    ];
    for (const input of bad) {
      const answer = await operator.post('/api/rosters', { id: 'roster-that-is-nonsense', ...input });
      expect([answer.status, answer.body.error?.code]).toEqual([400, 'INVALID_INPUT']);
    }
    expect((await operator.get('/api/duty/roster?month=2026-13')).status).toBe(400);
    const impossible = { changes: [{ shift: 'shift-2026-13-45-DAY', seat: 's1', person: 'op1' }] };
    expect((await leader.post('/api/duty/check', impossible)).status).toBe(400);
  });
});

describe('a change by hand', () => {
  const check = async (...changes: { shift: string; seat: string; person: string }[]) => {
    const answer = await leader.post('/api/duty/check', { changes });
    expect([answer.status, words(answer)]).toEqual([200, '']);
    return (answer.body as unknown as { conflicts: { kind: string; words: string; blocks: boolean }[] }).conflicts;
  };
  beforeEach(() => published('2026-09-30', '2026-10-03'));

  it('says before it is saved who would have two posts or too little rest', async () => {
    const night = (await read(shifts, 'shift-2026-10-02-NIGHT'))!.seats[0]!;
    const found = await check({ shift: 'shift-2026-10-02-DAY', seat: 's1', person: night.person });
    expect(found).toContainEqual({
      kind: 'rest',
      blocks: true,
      words: `${night.personName}在10月2日夜班与10月2日白班之间只休息 0 小时，少于 11 小时`,
    });
    const saved = await leader.post('/api/shifts/shift-2026-10-02-DAY/arrange', { person: `s1|${night.person}` });
    expect(saved.status).toBe(409);
  });
  it('says when a county, a role or the holidays do not fit, and leaves the decision to the leader', async () => {
    const [first] = (await read(shifts, 'shift-2026-10-03-FULL'))!.seats;
    expect(first!.county).toBe('330902');
    const taken = new Set(
      (await shiftsOfDays('2026-10-02', '2026-10-03')).flatMap(({ seats }) => seats.map(({ person }) => person)),
    );
    const stranger = STAFF.find(({ _id, county }) => county === '330921' && !taken.has(_id))!;
    expect(await check({ shift: 'shift-2026-10-03-FULL', seat: first!.id, person: stranger._id })).toEqual(
      expect.arrayContaining([
        { kind: 'county', blocks: false, words: `${stranger.name}是岱山县的，这个岗位属于定海区` },
      ]),
    );
    const monitoring = STAFF.find(({ _id }) => _id.startsWith('mon') && !taken.has(_id))!;
    expect(
      (await check({ shift: 'shift-2026-10-03-DAY', seat: 's1', person: monitoring._id })).map(({ kind }) => kind),
    ).toContain('role');
  });
  it('looks at both sides of an exchange together', async () => {
    const [a, b] = [
      (await read(shifts, 'shift-2026-10-01-DAY'))!.seats[1]!,
      (await read(shifts, 'shift-2026-10-03-DAY'))!.seats[1]!,
    ];
    expect(a.person).not.toBe(b.person);
    const alone = await check({ shift: 'shift-2026-10-01-DAY', seat: 's2', person: b.person });
    const both = await check(
      { shift: 'shift-2026-10-01-DAY', seat: 's2', person: b.person },
      { shift: 'shift-2026-10-03-DAY', seat: 's2', person: a.person },
    );
    expect(both.filter(({ kind }) => kind === 'holidays')).toEqual([]);
    expect(alone.map(({ kind }) => kind)).toContain('holidays');
  });
});

describe('a table', () => {
  const exported = async (month: string) => {
    const answer = await request(server.url)
      .get(`/api/duty/export?month=${month}`)
      .set('cookie', operator.cookie)
      .buffer(true)
      .parse((stream, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => void parts.push(part));
        stream.on('end', () => done(null, Buffer.concat(parts)));
      });
    return readTable(answer.body as Buffer);
  };
  const send = async (rows: string[][]) =>
    operator.post('/api/duty/import', {
      id: `import-of-a-table-${(made += 1)}`,
      file: (await writeTable('x', rows, [])).toString('base64'),
    });

  it('goes out as a workbook and comes back as a plan for other days', async () => {
    await published('2026-04-06', '2026-04-08');
    const rows = (await exported('2026-04')) as string[][];
    const days = rows.filter(([day], n) => n === 0 || ['2026-04-06', '2026-04-07'].includes(day!));
    const moved = days.map((row, n) => (n === 0 ? row : [`2026-05-1${n}`, ...row.slice(1)].map((cell) => cell ?? '')));
    const answer = await send(moved);
    expect([answer.status, words(answer)]).toEqual([200, '']);
    const { id } = answer.body as unknown as { id: string };
    expect((await leader.post(`/api/rosters/${id}/publish`)).status).toBe(200);
    await deliver();
    expect((await shiftsOfDays('2026-05-11', '2026-05-12')).map(({ _id }) => _id)).toHaveLength(8);
  });
  it('with faults is told by cell, and nothing of it is kept', async () => {
    await published('2026-04-06', '2026-04-06');
    const rows = (await exported('2026-04')) as string[][];
    const [head, ...body] = rows
      .filter(([day], n) => n === 0 || day === '2026-04-06')
      .map((row) => row.map((cell) => cell ?? ''));
    const wrong = [head!, ['2026-05-11', '', '钱不识', ...body[0]!.slice(3)]];
    const answer = await send(wrong);
    expect(answer.status).toBe(400);
    expect(words(answer)).toMatch(/表格里有 1 处要改，一行也没有导入：C2：没有叫“钱不识”的人/);
    expect((answer.body.error as unknown as { fields: object[] }).fields).toEqual([
      { field: 'C2', reason: '没有叫“钱不识”的人，请核对姓名' },
    ]);
    expect(await rosterPlans.collection.countDocuments({ source: 'import' })).toBe(0);
  });
  it('that is no table is refused in words', async () => {
    const answer = await operator.post('/api/duty/import', {
      id: 'import-of-nonsense-1',
      file: Buffer.from('PK\u0003\u0004nonsense').toString('base64'),
    });
    expect([answer.status, words(answer)]).toEqual([400, '读不出这个表格，请另存为 .xlsx 或 CSV 后再导入。']);
  });
});

describe('the feed of a calendar', () => {
  const feed = (url: string) => request(server.url).get(new URL(url).pathname);
  const open = async (who: Browser) => (await who.post('/api/duty/ical')).body as unknown as { url: string };

  it('shows one person their shifts, nobody else, and nothing once it is taken back', async () => {
    await published('2026-03-16', '2026-03-20');
    const { url } = await open(leader);
    const answer = await feed(url);
    expect([answer.status, answer.type]).toEqual([200, 'text/calendar']);
    const mine = await shifts.collection.countDocuments({ people: 'lead1' });
    expect(answer.text.match(/BEGIN:VEVENT/g)).toHaveLength(mine);
    for (const { name } of STAFF) expect(answer.text).not.toContain(name);
    const second = await open(leader);
    expect((await feed(url)).status).toBe(404);
    expect((await feed(second.url)).status).toBe(200);
    await request(server.url).delete('/api/duty/ical').set({ cookie: leader.cookie, 'x-csrf-token': leader.csrf });
    expect((await feed(second.url)).status).toBe(404);
  });
  it('ends with the person’s leaving, and its secret reaches no log', async () => {
    const { url } = await open(operator);
    await feed(url);
    await people.updateOne({ _id: 'op1' }, { $set: { active: false } });
    expect((await feed(url)).status).toBe(404);
    expect(server.logged()).not.toContain(new URL(url).pathname.split('/').at(-1)!.replace('.ics', ''));
    expect((await feed('http://x/api/duty/ical/short.ics')).status).toBe(404);
  });
});

describe('the gap forecast', () => {
  it('tells the duty leader once a day what is empty, unconfirmed and out of reach', async () => {
    const id = await published('2026-03-02', '2026-03-20');
    await people.updateOne({ _id: 'op2' }, { $set: { active: false } });
    const morning = new Date('2026-03-03T08:00:00+08:00');
    await foreseeGaps(morning);
    await foreseeGaps(morning);
    await deliver(morning);
    const { forecast } = await plan(id);
    expect(forecast!.counts.unconfirmed).toBeGreaterThan(50);
    expect(forecast!.counts.unreachable).toBeGreaterThan(0);
    expect(forecast!.gaps.some(({ words: said }) => /林示乙已离开组织/.test(said))).toBe(true);
    const told = await assignments.collection.find({ purpose: 'roster.gaps' } as never).toArray();
    expect(told).toHaveLength(1);
    const next = new Date('2026-03-04T08:00:00+08:00');
    await foreseeGaps(next);
    await deliver(next);
    expect(await assignments.collection.countDocuments({ purpose: 'roster.gaps', status: 'open' } as never)).toBe(1);
  });
  it('drafts the plan that is missing and asks the leader for it', async () => {
    await published('2026-03-02', '2026-03-05');
    const morning = new Date('2026-03-03T08:00:00+08:00');
    await foreseeGaps(morning);
    await deliver(morning);
    const missing = await rosterPlans.collection.findOne({ status: 'drafted' });
    expect(missing).toMatchObject({ _id: 'roster-draft-2026-03-06', from: '2026-03-06', to: '2026-04-30' });
    expect(missing!.forecast!.counts.uncovered).toBeGreaterThan(0);
    expect(await assignments.collection.countDocuments({ purpose: 'roster.missing', status: 'open' } as never)).toBe(1);
  });
});
