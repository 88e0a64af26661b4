import { type Browser } from 'playwright-core';
import { climbDue } from '../models/assignment/assignment';
import { assign } from '../models/assignment/assignment.effects';
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignments } from '../models/assignment/assignment.store';
import { create } from '../models/core/journal';
import { people } from '../models/people/people.store';
import { petitions } from '../models/petition/petition.store';
import { aPerson, aPetition, as } from './builders';
import { launchChromium, openPage, PHONE_SCREEN, WIDE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { type PageServer, startPageServer } from './support/pageServer';
import { until } from './support/product';

/** Why a task came and who else knows, as people see it: on the phone of a leader, on the desk, and at the duty desk’s alarm. */
jest.setTimeout(60_000);
useDatabase();

const BASE = new Date('2026-03-02T21:00:00+08:00');
let minutes = 0;
const clock = () => new Date(BASE.getTime() + minutes * 60_000);
let server: PageServer;
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  minutes = 0;
  server = await startPageServer({ clock });
  await people.insertOne(aPerson('leader', '李示班', ['dutyLeader'], { county: null, unit: 'centre' }));
});
afterEach(() => server.close());

async function asPerson(person: string, address: string, screen = PHONE_SCREEN) {
  const opened = await openPage(browser, screen);
  const answer = await opened.context.request.post(`${server.url}/api/session`, { data: { code: person } });
  expect(answer.status()).toBe(200);
  await opened.page.goto(server.url + address);
  return opened;
}
const only = (filter: object) =>
  assignments.collection.findOne(filter as never) as unknown as Promise<Assignment | null>;

/** An urgent petition in the hand of this officer, who keeps silent for eleven minutes. */
async function silent(officer: string): Promise<Assignment> {
  const given = { status: 'assigned', unit: 'putuo', unitName: '普陀分局', head: 'head', officer } as const;
  const document = aPetition({ ...given, no: null, version: 0, urgency: 'URGENT' });
  const task = { person: officer, purpose: 'petition.handle', title: 'XF-2026-000123 · 水污染', county: '330903' };
  const effects = [assign({ ...task, urgency: 'URGENT' })];
  await create(
    petitions,
    { document, event: { type: 'petition.registered' }, effects },
    { ...as('dutyOperator'), now: clock() },
  );
  await until('the task', () => only({ purpose: 'petition.handle' }));
  minutes = 11;
  while ((await climbDue(clock(), 100)) > 0);
  return (await only({ purpose: 'petition.handle' }))!;
}

describe('a leader who was told because somebody kept silent', () => {
  it('finds it among the own tasks with the reason, and reads who knows and what comes next', async () => {
    const { _id } = await silent('wang');
    const { page, context } = await asPerson('leader', '/');
    const item = page.getByTestId('task-item');
    await item.getByTestId('task-reason').waitFor();
    expect(await item.textContent()).toContain('您是今晚带班领导，王示海10分钟未签收');
    expect(await item.textContent()).toContain('请过问');
    await page.goto(`${server.url}/#/why/${_id}`);
    expect(await page.getByTestId('why-reason').textContent()).toBe('您是今晚带班领导，王示海10分钟未签收');
    expect(await page.getByTestId('knows').allTextContents()).toEqual([
      expect.stringContaining('王示海') as string,
      expect.stringContaining('李示班 带班领导') as string,
    ]);
    expect((await page.getByTestId('comes-next').allTextContents())[0]).toContain('分局负责人');
    await page.getByText('打开办理').click();
    await page.getByTestId('petition-story').waitFor();
    await context.close();
  });

  it('reads the same beside the ladder of the record on the desk', async () => {
    await silent('wang');
    const { page, context } = await asPerson('leader', '/desk#/petitions/p1', WIDE_SCREEN);
    await page.getByTestId('who-knows').click();
    expect(await page.getByTestId('why-reason').textContent()).toContain('王示海10分钟未签收');
    await context.close();
  });
});

describe('the duty desk whom an alarm reached', () => {
  it('says whom it has called, and the alarm is over', async () => {
    await silent('gone');
    await until('the alarm', () => only({ purpose: 'assignment.unreachable', person: 'duty' }));
    const { page, context } = await asPerson('duty', '/');
    await page.getByTestId('task-item').filter({ hasText: '无人可通知' }).click();
    expect(await page.getByTestId('why-reason').textContent()).toBe('下一级没有可以通知的人');
    expect(await page.getByTestId('alarm-answer').isDisabled()).toBe(true);
    await page.getByTestId('alarm-note').fill('已打电话给赵示分，二十分钟到');
    await page.getByTestId('alarm-answer').click();
    await page.getByTestId('alarm-answer').waitFor({ state: 'detached' });
    await until(
      'all alarms are over',
      async () =>
        (await assignments.collection.countDocuments({
          purpose: 'assignment.unreachable',
          status: 'open',
        } as never)) === 0,
    );
    await context.close();
  });
});
