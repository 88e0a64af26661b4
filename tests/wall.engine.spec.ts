import { assignmentHandlers } from '../models/assignment/assignment';
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignments } from '../models/assignment/assignment.store';
import { markMessage, noteMessage } from '../models/assignment/message.store';
import { CLOCK, type Role } from '../models/core/access';
import { perform } from '../models/core/domain';
import { change, create } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { type Context } from '../models/core/workflow';
import { type Shift } from '../models/duty/duty.schema';
import { shifts } from '../models/duty/duty.store';
import { type Incident } from '../models/incident/incident.schema';
import { incidents } from '../models/incident/incident.store';
import { petitionDomain } from '../models/petition/petition';
import { countHandlers } from '../models/petition/petition.counts';
import { type Petition } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { before } from '../models/wall/pressing';
import { type ReplayAnswer, type WallAnswer } from '../models/wall/wall.schema';
import { weatherWarnings } from '../models/weather/weather.store';
import { createBoard } from '../server/wall.board';
import { PARTS } from '../server/wall.panels';
import { replayAt } from '../server/wall.replay';
import { SOURCES } from '../server/wall.sources';
import { aPetition, as, MORNING } from './builders';
import { auditEntries } from './support/audit';
import { useDatabase } from './support/database';
import { settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();
beforeEach(settle);

const MINUTE = 60_000;
const after = (minutes: number) => new Date(MORNING.getTime() + minutes * MINUTE);
const fail = (error: unknown) => {
  throw error as Error;
};
/** Every part is read at every look, so that a snapshot is of its moment. */
const EAGER = Object.fromEntries(
  Object.entries(PARTS).map(([name, part]) => [name, { ...part, everyMs: 0 }]),
) as typeof PARTS;
const aBoard = () => {
  const board = createBoard({ sources: SOURCES, parts: EAGER, onError: fail, tickMs: 0 });
  return async (now: Date, since?: string, county: '330902' | '330903' | null = null) =>
    JSON.parse(await board.read(county, since, now)) as WallAnswer;
};
const put = (change: Partial<Petition> = {}, now = MORNING) =>
  create(
    petitions,
    { document: aPetition({ no: null, version: 0, ...change }), event: { type: 'petition.registered' } },
    as('dutyOperator', 'duty', { now }),
  );
const EFFECTS = {
  stores: () => [petitions, assignments] as never,
  handlers: { ...assignmentHandlers, ...countHandlers },
};
/** Effects of one lane follow one another, a round each. */
async function carryOut(now: Date): Promise<void> {
  while ((await deliverDue(EFFECTS, () => now)) > 0);
}

const SHIFT = {
  ...{ _id: 's1', version: 0, status: 'onDuty', kind: 'DAY', day: '2026-03-02', claims: [], wakeAt: null },
  ...{ startsAt: after(10), endsAt: after(420), openedAt: after(-60), closedAt: null, handover: null },
  ...{ seats: [], people: [], incoming: [], wokenAt: null },
} as unknown as Shift;
const seat = (id: string, post: Shift['seats'][number]['post'], name: string): Shift['seats'][number] => ({
  ...{ id, post, county: null, person: id, personName: name, state: 'confirmed', reason: '', swap: null },
  ...{ askedAt: null, confirmBy: null, checkInBy: after(15), checkedInAt: null, checkedInFrom: null },
  ...{ insteadOf: null, unfilled: false },
});
const anIncident = (): Incident =>
  ({
    ...{ _id: 'i1', version: 0, status: 'received', no: 'SJ-2026-000001', source: 'ONLINE_MONITOR', type: 'WATER' },
    ...{ description: '', occurredAt: MORNING, receivedAt: MORNING, place: null, location: [122.30123, 29.95123] },
    ...{
      county: '330903',
      enterpriseId: null,
      enterpriseName: null,
      reporterRef: null,
      photos: [],
      facts: [],
      factCount: 0,
    },
    ...{ lastFactAt: MORNING, stations: [], triagedAt: null, triageDueAt: after(10), grade: null, emergencyAt: null },
    ...{ outcomeReason: null, reports: [], nextReport: null, reportDueAt: null, told: [], dispatchedAt: null },
    ...{ dispatchCounty: null, instruction: null, way: null, squad: [], crew: [], eta: null, arrivedAt: null },
    ...{
      controlledAt: null,
      controlWords: null,
      proof: [],
      supporters: [],
      support: [],
      handedTo: null,
      petition: null,
    },
    ...{ mergedInto: null, mergedFrom: [], notDuplicateOf: [], closedAt: null, alarms: [], wakeAt: null },
  }) as unknown as Incident;
const moved =
  <D>(changes: Partial<D>, type = 'moved') =>
  (document: D) => ({
    document: { ...document, ...changes },
    event: { type },
  });
const clockAt = (now: Date): Context => ({ actor: CLOCK, now, door: 'clock' });

const MESSAGE: Assignment['messages'][number] = {
  ...{ id: 'm1', means: 'card', to: 'head', toName: '赵分局', at: MORNING, handle: null, acceptedAt: null },
  ...{ deliveredAt: null, readAt: null, actedAt: null, failed: null, rung: 0, shown: null, face: null },
  ...{ form: null, checkedAt: null },
};

describe('the wall now', () => {
  it('shows what is open, whose it is and which clock runs, the most pressing first', async () => {
    await put({ _id: 'calm', urgency: 'NORMAL' });
    await put({ _id: 'urgent', urgency: 'URGENT', location: [122.30371, 29.95162] });
    await put({ _id: 'closed', status: 'closed' });
    await create(
      incidents,
      { document: { ...anIncident(), status: 'emergency' as const }, event: { type: 'incident.received' } },
      clockAt(MORNING),
    );
    const { items, tally, full } = await aBoard()(MORNING);
    expect(full).toBe(true);
    expect(items.map(({ id, level }) => `${id} ${level}`)).toEqual([
      'incidents:i1 alarm',
      'petitions:urgent urgent',
      'petitions:calm calm',
    ]);
    expect(tally).toMatchObject({ petitions: 2, incidents: 1, alarm: 1, urgent: 1 });
    expect(items[1]).toMatchObject({ whose: '指挥中心', status: '已登记', point: [122.305, 29.95] });
    expect(items[0]?.point).toEqual([122.3012, 29.9512]);
  });

  it('tells after a cursor only what has changed, and everything to a cursor of another board', async () => {
    const [read, other] = [aBoard(), aBoard()];
    await put({ _id: 'stays' });
    await put({ _id: 'leaves', status: 'assigned', officer: 'wang', officerName: '王示海', unitName: '普陀分局' });
    const first = await read(MORNING);
    await perform(petitionDomain, 'acknowledge', 'leaves', {}, as('officer', 'wang', { now: after(1) }));
    const second = await read(after(1), first.cursor);
    expect(second).toMatchObject({ full: false, gone: [], items: [{ id: 'petitions:leaves', status: '办理中' }] });
    await change(petitions, 'leaves', clockAt(after(2)), moved<Petition>({ status: 'closed' }) as never);
    expect(await read(after(2), second.cursor)).toMatchObject({ items: [], gone: ['petitions:leaves'] });
    expect((await read(after(2), first.cursor)).gone).toEqual(['petitions:leaves']);
    expect(await other(after(2), first.cursor)).toMatchObject({ full: true });
  });

  it('says who has been told, how far it came and who hears of it next', async () => {
    await put({ status: 'accepted', path: 'PETITION_OPINION', urgency: 'URGENT', dueAt: after(600) });
    await perform(petitionDomain, 'assign', 'p1', { unit: 'putuo' }, as('dutyOperator', 'duty', { now: after(1) }));
    await carryOut(after(1));
    const [task] = await assignments.collection.find({}).toArray();
    await noteMessage(task!._id, { ...MESSAGE, at: after(1), acceptedAt: after(1) });
    await markMessage(task!._id, 'm1', { readAt: after(2) });
    const { items } = await aBoard()(after(3));
    expect(items.find(({ kind }) => kind === 'assignments')).toMatchObject({
      whose: '赵分局',
      level: 'urgent',
      clock: { label: '期限', at: after(600).getTime() },
      next: { to: '再次提醒赵分局', at: task!.nextRungAt!.getTime() },
      told: [{ name: '赵分局', stage: 'read', at: after(2).getTime() }],
      record: { store: 'petitions', id: 'p1' },
    });
  });

  it('finds what another process changed', async () => {
    const read = aBoard();
    await put();
    const { cursor } = await read(MORNING);
    await petitions.collection.updateOne({ _id: 'p1' }, { $set: { status: 'closed', updatedAt: after(0) } });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect((await read(after(1), cursor)).gone).toEqual(['petitions:p1']);
  });

  it('shows a branch head the posts and alerts of the own county alone', () => {
    const [here, there, centre] = (['330903', '330902', null] as const).map((county) => ({ county })) as never[];
    for (const name of ['posts', 'alerts'] as const)
      expect(PARTS[name].within?.([here, there, centre] as never, '330903')).toEqual([here]);
  });

  it('holds of one county its own, and hands over what moves there', async () => {
    const read = aBoard();
    await put({ _id: 'here', county: '330903' });
    await put({ _id: 'there', county: '330902' });
    const first = await read(MORNING, undefined, '330903');
    expect(first.items.map(({ id }) => id)).toEqual(['petitions:here']);
    await change(petitions, 'there', clockAt(after(1)), moved<Petition>({ county: '330903' }) as never);
    await change(petitions, 'here', clockAt(after(1)), moved<Petition>({ county: '330902' }) as never);
    expect(await read(after(1), first.cursor, '330903')).toMatchObject({
      items: [{ id: 'petitions:there' }],
      gone: ['petitions:here'],
      tally: { petitions: 1 },
    });
  });
});

describe('a replay', () => {
  it('says of every moment what the wall said then', async () => {
    const read = aBoard();
    const told: WallAnswer[] = [];
    let minute = 0;
    const next = async (happens: (now: Date) => Promise<unknown>) => {
      await happens(after((minute += 3)));
      await carryOut(after(minute));
      told.push(await read(after(minute + 1)));
    };
    const who = (role: Role, id: string) => (now: Date) => as(role, id, { now });
    const step = (name: string, input: object, by: (now: Date) => Context) => (now: Date) =>
      perform(petitionDomain, name, 'p1', input, by(now));
    const [duty, head, wang] = [who('dutyOperator', 'duty'), who('branchHead', 'head'), who('officer', 'wang')];
    const task = async () => (await assignments.collection.find({ status: 'open' } as never).toArray())[0]!;

    await next((now) =>
      create(
        shifts,
        {
          document: { ...SHIFT, seats: [seat('li', 'LEADER', '李带班'), seat('duty', 'OPERATOR', '王值班')] },
          event: { type: 'shift.opened' },
        },
        clockAt(now),
      ),
    );
    await next((now) => put({ location: [122.31, 29.96] }, now));
    await next((now) =>
      change(
        shifts,
        's1',
        clockAt(now),
        moved<Shift>({
          seats: [
            { ...seat('li', 'LEADER', '李带班'), state: 'checkedIn' },
            { ...seat('duty', 'OPERATOR', '王值班'), state: 'absent' },
          ],
        }) as never,
      ),
    );
    await next(
      step('classify', { medium: 'SEA', urgency: 'URGENT', path: 'PETITION_OPINION', county: '330902' }, duty),
    );
    await next(step('accept', {}, duty));
    await next(step('assign', { unit: 'putuo' }, duty));
    await next(async (now) => noteMessage((await task())._id, { ...MESSAGE, at: now }));
    await next(async (now) => markMessage((await task())._id, 'm1', { acceptedAt: now }));
    await next(async (now) => markMessage((await task())._id, 'm1', { readAt: now }));
    await next(step('appoint', { officer: 'wang' }, head));
    await next((now) =>
      create(
        incidents,
        { document: { ...anIncident(), receivedAt: now }, event: { type: 'incident.received' } },
        clockAt(now),
      ),
    );
    await next(step('acknowledge', {}, wang));
    await next((now) =>
      change(
        incidents,
        'i1',
        clockAt(now),
        moved<Incident>({ status: 'emergency', reportDueAt: after(120), nextReport: 'initial' }) as never,
      ),
    );
    await next(step('returnTask', { reason: '不在本岛' }, wang));
    await next((now) => change(incidents, 'i1', clockAt(now), moved<Incident>({ status: 'closed' }) as never));
    await next((now) => change(shifts, 's1', clockAt(now), moved<Shift>({ status: 'closed' }) as never));

    for (const live of told) {
      const past: ReplayAnswer = await replayAt(new Date(live.at));
      expect(past.complete).toBe(true);
      expect(past.items).toEqual([...live.items].sort(before));
      expect(past.tally).toEqual(live.tally);
      if (live.panels.duty?.rostered) expect(past.panels.duty).toEqual(live.panels.duty);
    }
    expect(new Set(told.map(({ items }) => JSON.stringify(items))).size).toBeGreaterThan(10);
  });

  it('knows of a warning that was lifted since', async () => {
    const document = {
      _id: 'w1',
      version: 0,
      status: 'inForce',
      kind: 'WIND',
      level: 'ORANGE',
      counties: [],
      startsAt: MORNING,
      endsAt: after(600),
      windForce: 9,
      waveMetres: null,
      words: '',
      system: null,
    } as const;
    await create(
      weatherWarnings,
      { document: { ...document, counties: [] }, event: { type: 'weather.entered' } },
      clockAt(MORNING),
    );
    await change(weatherWarnings, 'w1', clockAt(after(30)), moved({ status: 'lifted' }) as never);
    expect((await replayAt(after(10))).panels.weather).toMatchObject([{ label: '大风橙色预警' }]);
    expect((await replayAt(after(40))).panels.weather).toEqual([]);
  });

  it('says when a record is older than the tracing of facts', async () => {
    await put();
    await petitions.collection.updateOne({ _id: 'p1' }, { $unset: { 'events.0.after': 1 } });
    expect(await replayAt(after(1))).toMatchObject({ complete: false, items: [{ id: 'petitions:p1' }] });
  });
});

describe('who may look at the wall', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.close());
  const statusFor = async (person: string, path: string): Promise<number> =>
    (await (await signIn(server, person)).get(path)).status;

  it('is duty, leaders and, for their county, heads of branches', async () => {
    await put();
    for (const person of ['duty', 'leader', 'bureau', 'head', 'farHead'])
      expect([person, await statusFor(person, '/api/wall')]).toEqual([person, 200]);
    for (const person of ['wang', 'villager', 'admin', 'auditor'])
      expect([person, await statusFor(person, '/api/wall')]).toEqual([person, 403]);
    const far = await (await signIn(server, 'farHead')).get('/api/wall');
    expect(far.body.items).toEqual([]);
    expect((await fetch(`${server.url}/api/wall`)).status).toBe(401);
  });

  it('looks back only as duty, leader of the bureau or auditor, and leaves a trace of every look', async () => {
    server.clock.now = after(60);
    const path = `/api/wall/replay?at=${MORNING.toISOString()}`;
    for (const person of ['duty', 'leader', 'bureau', 'auditor'])
      expect([person, await statusFor(person, path)]).toEqual([person, 200]);
    for (const person of ['head', 'wang', 'villager', 'admin'])
      expect([person, await statusFor(person, path)]).toEqual([person, 403]);
    const logged = (await auditEntries()) as unknown as Record<string, unknown>[];
    const look = { actor: 'auditor', action: 'wall.replay', result: 'ok', reason: MORNING.toISOString() };
    expect(logged).toContainEqual(expect.objectContaining(look));
    expect(logged.filter(({ action }) => action === 'wall.replay')).toHaveLength(4);
    expect(logged.filter(({ result }) => result === 'denied')).toHaveLength(4);
  });

  it('is refused in words for a moment to come, a wrong cursor or more than was asked', async () => {
    const duty = await signIn(server, 'duty');
    for (const query of [
      '/replay?at=2099-01-01T00:00:00Z',
      '/replay',
      '/replay?at=x',
      '?since=%00',
      '?since=a.1&b=2',
      '/told?store=petitions',
      '/told?store=petitions&id=p1&at=2099-01-01T00:00:00Z',
    ])
      expect([query, (await duty.get(`/api/wall${query}`)).status]).toEqual([query, 400]);
  });

  it('says who had been told of one thing by a moment, and names no petitioner', async () => {
    server.clock.now = after(60);
    await put({ status: 'accepted', path: 'PETITION_OPINION', reporter: 'ref:secret' });
    await perform(petitionDomain, 'assign', 'p1', { unit: 'putuo' }, as('dutyOperator', 'duty', { now: after(1) }));
    await carryOut(after(1));
    const duty = await signIn(server, 'duty');
    const early = await duty.get(`/api/wall/told?store=petitions&id=p1&at=${MORNING.toISOString()}`);
    const now = await duty.get('/api/wall/told?store=petitions&id=p1');
    expect(early.body.items).toEqual([]);
    expect(now.body.items).toMatchObject([{ person: '赵分局', status: '待签收', answeredAt: null }]);
    const far = await (await signIn(server, 'farHead')).get('/api/wall/told?store=petitions&id=p1');
    expect(far.body.items).toEqual([]);
    const wall = await duty.get('/api/wall');
    expect(JSON.stringify(wall.body)).not.toMatch(/ref:|secret|发黑/);
  });
});
