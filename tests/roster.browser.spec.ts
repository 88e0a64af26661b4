import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { createAll, read } from '../models/core/journal';
import { CLOCK, type Role } from '../models/core/access';
import { DEFAULT_PATTERN } from '../models/duty/pattern';
import { planRoster, type PlannedShift, type Pool } from '../models/duty/planner';
import { openShift } from '../models/duty/publishing';
import { shifts } from '../models/duty/duty.store';
import { people } from '../models/people/people.store';
import { aPerson } from './builders';
import { launchChromium, openPage, PHONE_SCREEN, type Watched, WIDE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { type PageServer, startPageServer } from './support/pageServer';

useDatabase({ emptyBefore: 'file' });
jest.setTimeout(40_000);

/** SHOTS=<folder> keeps a picture of every stage. */
const SHOTS = process.env['SHOTS'];
const NOW = new Date('2026-09-24T09:00:00+08:00');
const crew = (key: string, surname: string, size: number, roles: Role[], change: object = {}) =>
  Array.from({ length: size }, (_, n) =>
    aPerson(`${key}${n}`, `${surname}示${'舟海岛潮帆港礁'.charAt(n)}`, roles, {
      county: null,
      unit: null,
      unitName: null,
      ...change,
    }),
  );
const LEADERS = crew('lead', '陈', 5, ['dutyLeader']);
const OPERATORS = crew('op', '林', 6, ['dutyOperator']);
const MONITORING = crew('mon', '徐', 4, [], { unitName: '监测科' });
const SQUADS = (['330902', '330903', '330921', '330922'] as const).map((county, n) => ({
  county,
  crew: crew(`squad${n}`, '王张李周'.charAt(n), 6, ['officer'], { county }),
}));

let browser: Browser;
let server: PageServer;
const opened: Watched[] = [];

const pool = (post: Pool['post'], county: Pool['county'], members: typeof LEADERS): Pool => ({
  ...{ post, county },
  people: members.map(({ _id: id, name }) => ({ id, name })),
});

async function putRoster(): Promise<PlannedShift[]> {
  await people.insertMany([...LEADERS, ...OPERATORS, ...MONITORING, ...SQUADS.flatMap(({ crew: own }) => own)]);
  const pools = [
    pool('LEADER', null, LEADERS),
    pool('OPERATOR', null, OPERATORS),
    pool('MONITORING', null, MONITORING),
    ...SQUADS.map(({ county, crew: own }) => pool('SQUAD', county, own)),
  ];
  const input = {
    from: '2026-09-24',
    to: '2026-10-31',
    pattern: DEFAULT_PATTERN,
    pools,
    absences: [],
    standing: [],
    restHours: 11,
  };
  const plan = planRoster(input);
  const outcomes = plan.shifts.map((shift) => openShift(shift, 'roster-of-the-specification', NOW));
  await createAll(shifts, outcomes, { actor: CLOCK, now: NOW, door: 'system' });
  return plan.shifts;
}

async function pageOf(userId: string, path: string, screen = WIDE_SCREEN): Promise<Page> {
  const watched = await openPage(browser, screen);
  opened.push(watched);
  const { page, context } = watched;
  page.setDefaultTimeout(8_000);
  const answer = await context.request.post(`${server.url}/api/session`, {
    data: { code: userId },
    headers: { origin: 'http://localhost' },
  });
  expect(answer.status()).toBe(200);
  await page.goto(server.url + path);
  return page;
}
async function shot(page: Page, name: string) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

let planned: PlannedShift[];
const seatOn = (id: string, n: number) => planned.find((shift) => shift.id === id)!.seats[n]!;

beforeAll(async () => {
  browser = await launchChromium();
  server = await startPageServer({ clock: () => NOW });
  planned = await putRoster();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

it('the desk says a conflict before it is saved, and saves what has none, by drag and by keyboard', async () => {
  const page = await pageOf('lead0', '/desk#/roster');
  await page.getByTestId('next-month').click();
  await page.getByTestId('seat-shift-2026-10-01-DAY-s2').waitFor();
  await shot(page, 'desk-month');

  const night = seatOn('shift-2026-10-12-NIGHT', 1);
  const day = page.getByTestId('seat-shift-2026-10-12-DAY-s2');
  await page.getByTestId(`load-${night.person}`).dragTo(day);
  await page.getByTestId('conflicts').getByText('只休息 0 小时').waitFor();
  expect(await page.getByTestId('save-seat').isDisabled()).toBe(true);
  await shot(page, 'desk-conflict');
  await page.getByRole('button', { name: /取\s*消/ }).click();

  const near = planned
    .filter(({ day: on }) => on >= '2026-10-11' && on <= '2026-10-13')
    .flatMap(({ seats }) => seats.map(({ person }) => person));
  const free = MONITORING.find(({ _id }) => !near.includes(_id))!;
  const post = page.getByTestId('seat-shift-2026-10-12-FULL-s9');
  await post.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: '换成' }).fill(free.name);
  await page.keyboard.press('Enter');
  await page
    .getByText(/没有冲突|请留意/)
    .first()
    .waitFor();
  await shot(page, 'desk-change');
  await page.getByTestId('save-seat').click();
  await post.filter({ hasText: free.name }).waitFor();
  expect((await read(shifts, 'shift-2026-10-12-FULL'))!.seats[8]!.person).toBe(free._id);
});

it('the wizard previews and publishes a month, and the phone shows one’s own days', async () => {
  const desk = await pageOf('lead1', '/desk#/roster/new');
  await desk.getByLabel('从', { exact: true }).first().fill('2026-11-01');
  await desk.getByLabel('到', { exact: true }).first().fill('2026-11-30');
  await shot(desk, 'wizard-begin');
  await desk.getByTestId('preview-plan').click();
  await desk.getByTestId('publish-plan').waitFor();
  await shot(desk, 'wizard-preview');
  await desk.getByTestId('publish-plan').click();
  await desk.getByTestId('plan-wizard').waitFor({ state: 'hidden' });
  await desk.getByTestId('next-month').click();
  await desk.getByTestId('next-month').click();
  await desk.getByTestId('seat-shift-2026-11-30-DAY-s1').waitFor();
  const phone = await pageOf(LEADERS[2]!._id, '/#/roster', PHONE_SCREEN);
  await phone.getByTestId('my-shift').first().waitFor();
  await phone.getByTestId('on-duty-now').waitFor();
  await shot(phone, 'phone-month');
  await phone.getByTestId('make-feed').click();
  expect(await phone.getByTestId('feed-url').textContent()).toMatch(/\/api\/duty\/ical\/[\w-]{43}\.ics$/);
  await shot(phone, 'phone');
  await phone.getByTestId('my-shift').first().click();
  await phone.waitForURL(/#\/shifts\/shift-/);
  expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
});
