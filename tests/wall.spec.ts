import fc from 'fast-check';
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assignment } from '../models/assignment/assignment.schema';
import { wgs84ToGcj02 } from '../models/core/datum';
import { metresBetween } from '../models/core/place';
import { clustersOf, type Mark } from '../miniapp/map/clusters';
import { projectionOf, ZHOUSHAN } from '../miniapp/map/projection';
import { assignmentItem } from '../models/wall/assignment.item';
import { shownAt } from '../models/wall/blur';
import { type MassAlert } from '../models/massAlert/massAlert.schema';
import { massAlertItem } from '../models/wall/massAlert.item';
import { petitionItem } from '../models/wall/petition.item';
import { before } from '../models/wall/pressing';
import { factsAt, rewind } from '../models/wall/rewind';
import { aShelf, put, take, turn } from '../models/wall/shelf';
import { messagesAt, nothingArrived, toldBy } from '../models/wall/told';
import { LEVELS, type WallItem } from '../models/wall/wall.schema';
import { readBoundary } from '../server/wall.boundary';
import { aPetition, inHand, MORNING } from './builders';

const after = (minutes: number) => new Date(MORNING.getTime() + minutes * 60_000);
const item = (id: string, change: Partial<WallItem> = {}): WallItem => ({
  ...{ id, kind: 'petitions', no: null, title: '', status: '', level: 'due', county: null, whose: '', since: 0 },
  ...{ clock: null, next: null, point: null, told: [], record: { store: 'petitions', id } },
  ...change,
});

const MESSAGE: Assignment['messages'][number] = {
  ...{ id: 'm', means: 'card', to: 'head', toName: '赵分局', at: MORNING, handle: null, acceptedAt: after(1) },
  ...{ deliveredAt: after(2), readAt: after(5), actedAt: null, failed: null, rung: 0, shown: null, face: null },
  ...{ form: null, checkedAt: null },
};
const aTask = (change: Partial<Assignment> = {}): Assignment => ({
  ...{ _id: 'a1', version: 1, status: 'open', record: { store: 'petitions', id: 'p1' }, person: 'head' },
  ...{ personName: '赵分局', purpose: 'petition.appoint', title: 'XF-2026-000123 · 水污染', urgency: 'NORMAL' },
  ...{ ladder: true, rung: 0, nextRungAt: after(30), openedAt: MORNING, acknowledgedAt: null, closedAt: null },
  ...{ dueAt: null, county: '330903', unreachable: false, messages: [] },
  ...change,
});

describe('what stands on the wall', () => {
  it('names neither the petitioner nor their words, and shows their home to half a kilometre', () => {
    const location: [number, number] = [122.301_23, 29.951_87];
    const shown = petitionItem(aPetition({ location, reporter: 'ref:villager', content: '河水发黑' }));
    expect(JSON.stringify(shown)).not.toMatch(/ref:|发黑|展茅/);
    const metres = metresBetween(shown!.point!, location);
    expect(metres).toBeGreaterThan(50);
    expect(metres).toBeLessThan(400);
  });

  it('is urgent while nobody has an urgent matter in hand, and only due once somebody has', () => {
    expect(petitionItem(aPetition({ urgency: 'URGENT', status: 'assigned' }))?.level).toBe('urgent');
    expect(petitionItem(inHand({ urgency: 'URGENT' }))?.level).toBe('due');
    expect(petitionItem(inHand({ status: 'replied' }))).toBeNull();
  });

  it('says who hears next, and calls it an alarm when nobody can be reached', () => {
    expect(assignmentItem(aTask())).toMatchObject({
      ...{ no: 'XF-2026-000123', title: '信访待指定承办人：水污染', level: 'due', whose: '赵分局' },
      next: { to: '再次提醒赵分局', at: after(30).getTime() },
    });
    expect(assignmentItem(aTask({ unreachable: true }))?.level).toBe('alarm');
    expect(assignmentItem(aTask({ person: 'ref:x', personName: '林阿根' }))?.whose).toBe('反映人');
    expect(assignmentItem(aTask({ status: 'acknowledged' }))).toBeNull();
    expect(assignmentItem(aTask({ ladder: false }))).toBeNull();
  });

  it('shows an order to many from its sending to its end, urgent until its answers are due', () => {
    const alert = {
      ...{
        _id: 't1',
        status: 'sent' as MassAlert['status'],
        no: 'TZ-2026-000001',
        kind: 'TYPHOON' as const,
        title: '台风（示例）集合',
        county: null,
      },
      ...{ sentByName: '李带班', composedAt: MORNING, sentAt: after(1), answerBy: after(31), people: 1_000, round: 2 },
    } as const;
    expect(massAlertItem(alert)).toMatchObject({
      ...{ level: 'urgent', whose: '李带班', status: '已通知1000人，第2次', since: after(1).getTime() },
      clock: { label: '回复截止', at: after(31).getTime() },
    });
    expect(massAlertItem({ ...alert, status: 'draft' })).toBeNull();
    expect(massAlertItem({ ...alert, status: 'closed' })).toBeNull();
  });

  it('counts a message as lost only when every way of the latest rung has failed', () => {
    const failed = { ...MESSAGE, acceptedAt: null, deliveredAt: null, readAt: null, failed: 'refused' };
    expect(nothingArrived([])).toBe(false);
    expect(nothingArrived([failed])).toBe(true);
    expect(nothingArrived([failed, MESSAGE])).toBe(false);
    expect(nothingArrived([MESSAGE, { ...failed, rung: 1 }])).toBe(true);
  });
});

describe('the order of the wall', () => {
  it('puts alarms first, then whose clock or escalation comes first', () => {
    const items = [
      item('calm', { level: 'calm', since: 1 }),
      item('later', { clock: { label: '', at: 900 } }),
      item('sooner', { clock: { label: '', at: 950 }, next: { to: '', at: 800 } }),
      item('alarm', { level: 'alarm', since: 999 }),
    ];
    expect([...items].sort(before).map(({ id }) => id)).toEqual(['alarm', 'sooner', 'later', 'calm']);
  });

  const anItem = fc
    .record({
      id: fc.integer({ min: 0, max: 8 }),
      level: fc.constantFrom(...LEVELS),
      since: fc.nat(5),
      county: fc.constantFrom('330902', '330903'),
    })
    .map(({ id, ...rest }) => item(`i${id}`, rest as Partial<WallItem>));
  const aStep = fc.oneof(
    anItem.map((one) => ({ put: one })),
    fc.integer({ min: 0, max: 8 }).map((id) => ({ take: `i${id}` })),
    fc.constant({ turn: true }),
  );

  it('is the same after any changes as if everything were sorted anew, and its turns add up to it', () => {
    fc.assert(
      fc.property(fc.array(aStep, { minLength: 40, maxLength: 80 }), fc.integer({ min: 1, max: 6 }), (steps, most) => {
        const [shelf, plain, shown, page] = [
          aShelf(),
          new Map<string, WallItem>(),
          new Map<string, WallItem>(),
          aShelf(),
        ];
        const tell = () => {
          const { items, gone } = turn(shelf, shown, most);
          gone.forEach((id) => take(page, id));
          items.forEach((one) => put(page, one));
        };
        for (const step of steps) {
          if ('put' in step) {
            put(shelf, step.put);
            plain.set(step.put.id, step.put);
          } else if ('take' in step) {
            take(shelf, step.take);
            plain.delete(step.take);
          } else tell();
        }
        tell();
        const sorted = [...plain.values()].sort(before);
        expect(shelf.ordered).toEqual(sorted);
        expect(page.ordered).toEqual(sorted.slice(0, most));
        expect(shelf.tally.petitions).toBe(sorted.length);
        expect(shelf.tally.alarm).toBe(sorted.filter(({ level }) => level === 'alarm').length);
      }),
    );
  });
});

describe('a moment of the past', () => {
  const events = [
    { at: after(0), after: { status: 'registered', urgency: 'NORMAL' } },
    { at: after(10), after: { urgency: 'URGENT' } },
    { at: after(20) },
    { at: after(30), after: { status: 'closed' } },
  ];
  it('is the facts of the events up to it, laid over one another', () => {
    expect(factsAt({ events }, after(-1))).toBeNull();
    expect(factsAt({ events }, after(9))?.facts).toEqual({ status: 'registered', urgency: 'NORMAL' });
    expect(factsAt({ events }, after(10))?.facts).toEqual({ status: 'registered', urgency: 'URGENT' });
    expect(rewind({ events, status: 'closed', urgency: 'NORMAL', no: 'X' }, after(25))).toMatchObject({
      exact: true,
      record: { status: 'registered', urgency: 'URGENT', no: 'X' },
    });
  });

  it('knows of a message what was known then', () => {
    const at = (minutes: number) => toldBy(messagesAt([MESSAGE], after(minutes)));
    expect(at(-1)).toEqual([]);
    expect([0, 1, 3, 5].map((minutes) => at(minutes)[0]?.stage)).toEqual(['owed', 'accepted', 'delivered', 'read']);
  });

  it('names each person once, by whatever reached them furthest', () => {
    const todo = { ...MESSAGE, id: 't', readAt: null, deliveredAt: null };
    expect(toldBy([todo, MESSAGE, { ...todo, to: 'wang', toName: '王示海' }])).toEqual([
      { name: '赵分局', stage: 'read', at: after(5).getTime() },
      { name: '王示海', stage: 'accepted', at: after(1).getTime() },
    ]);
  });
});

describe('the map', () => {
  const project = projectionOf(ZHOUSHAN, { width: 600, height: 400 });

  it('fits the whole city at one scale in both directions', () => {
    const [west, south, east, north] = ZHOUSHAN;
    const [left, bottom] = project([west, south]);
    const [right, top] = project([east, north]);
    expect([left >= 0, top >= 0, right <= 600, bottom <= 400]).toEqual([true, true, true, true]);
    const metresPerPixel = [
      metresBetween([west, 30.2], [east, 30.2]) / (right - left),
      metresBetween([122, south], [122, north]) / (bottom - top),
    ];
    expect(metresPerPixel[0]! / metresPerPixel[1]!).toBeCloseTo(1, 2);
  });

  it('draws the sketch where Chinese maps have it', () => {
    const { rings, datum } = JSON.parse(readFileSync(join(__dirname, '../miniapp/map/zhoushan.json'), 'utf8')) as {
      rings: [number, number][][];
      datum: string;
    };
    expect(datum).toBe('WGS-84');
    expect(rings.length).toBeGreaterThan(10);
    const [first] = rings.flat();
    expect(metresBetween(wgs84ToGcj02(first!), first!)).toBeGreaterThan(300);
  });

  it('makes one of marks that would cover each other, in the colour of the most pressing', () => {
    const mark = (id: string, lng: number, tone: Mark['tone'], weight: number): Mark => ({
      id,
      point: [lng, 30],
      tone,
      weight,
      label: '',
    });
    const near = [mark('a', 122.2, 'calm', 3), mark('b', 122.2, 'alarm', 0), mark('c', 122.2, 'due', 2)];
    const found = clustersOf([...near, mark('far', 122.8, 'due', 2), mark('s', 122.2, 'station', 9)], project, 20);
    expect(found.map(({ first, count }) => `${first.id} ${count}`).sort()).toEqual(['b 3', 'far 1', 's 1']);
    expect(found.at(-1)?.first.id).toBe('b');
  });

  it('shows a works to ten metres', () => {
    expect(metresBetween(shownAt([122.301_234, 29.951_876], 'works')!, [122.301_234, 29.951_876])).toBeLessThan(10);
    expect(shownAt(null, 'home')).toBeNull();
  });
});

describe('the operator’s own boundary', () => {
  const folder = mkdtempSync(join(tmpdir(), 'boundary-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const ring = [
    [122, 30],
    [122.1, 30],
    [122.1, 30.1],
    [122, 30],
  ];
  const file = (content: object) => {
    const path = join(folder, 'b.json');
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const approved = {
    ...{ type: 'FeatureCollection', approvalNo: '浙S(2026)1号', datum: 'GCJ-02' },
    features: [{ type: 'Feature', geometry: { type: 'MultiPolygon', coordinates: [[ring], [ring]] } }],
  };

  it('is read with its approval number and datum', () => {
    expect(readBoundary(file(approved))).toMatchObject({
      approvalNo: '浙S(2026)1号',
      datum: 'GCJ-02',
      rings: [ring, ring],
    });
  });

  it.each([
    ['no approval number', { ...approved, approvalNo: undefined }],
    ['no datum', { ...approved, datum: 'BD-09' }],
    ['no shape', { ...approved, features: [] }],
  ])('stops the start when it has %s', (_, content) => {
    expect(() => readBoundary(file(content))).toThrow('请改正后再启动');
  });
});
