import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type FrameLocator, type Page } from 'playwright-core';
import { launchChromium, openPage, PHONE_SCREEN, WIDE_SCREEN, type Watched } from './support/chromium';
import { Product, until } from './support/product';

/** The story as people see it: four phones and the desk in one browser, in front of the real product and the real sandbox. */
jest.setTimeout(60_000);

const [VILLAGER, NEIGHBOUR, OPERATOR, HEAD, OFFICER] = ['cun001', 'cun002', 'duty01', 'putuo01', 'putuo03'];
/** SHOTS=<folder> keeps a picture of every stage. */
const SHOTS = process.env['SHOTS'];
let product: Product;
let browser: Browser;
let desk: Page;
const phones = new Map<string, Page>();
const opened: Watched[] = [];

async function open(screen: Parameters<typeof openPage>[1]): Promise<{ page: Page; context: BrowserContext }> {
  const watched = await openPage(browser, screen);
  watched.page.setDefaultTimeout(8_000);
  opened.push(watched);
  return watched;
}
async function phoneOf(userId: string): Promise<Page> {
  const known = phones.get(userId);
  if (known) return known;
  const { page } = await open(PHONE_SCREEN);
  await page.goto(`http://${userId}.localhost:${product.sandbox.port}/#/chat/bot`);
  phones.set(userId, page);
  return page;
}
async function signedIn(userId: string, path: string, screen = WIDE_SCREEN): Promise<Page> {
  const { page, context } = await open(screen);
  const { code } = await product.control<{ code: string }>(`/sandbox/people/${userId}/authCode`, {});
  const answer = await context.request.post(`${product.url}/api/session`, {
    data: { code },
    headers: { origin: product.url },
  });
  expect(answer.status()).toBe(200);
  await page.goto(product.url + path);
  return page;
}
async function shot(page: Page, name: string) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}
/** The newest card on this phone. */
const cardOn = (page: Page) => page.getByTestId('card').last();
const press = (page: Page, button: string) => cardOn(page).getByRole('button', { name: button, exact: true }).click();
const appOn = (page: Page): FrameLocator => page.frameLocator('[data-testid=webview]');
const numberOf = async () => (await product.petitions({ no: { $ne: null } })).at(-1)?.no ?? '';

beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), Product.start()]);
}, 90_000);
afterAll(async () => {
  await browser.close();
  await product.close();
});
afterEach(() => {
  expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
});

describe('the story on phones and desk', () => {
  it('the desk lies open; the villager speaks into the chat, shows a photo, answers by button and sentence', async () => {
    desk = await signedIn(OPERATOR, '/desk');
    await desk.getByTestId('desk-counters').waitFor();
    const page = await phoneOf(VILLAGER);
    await page.getByTestId('voice').click();
    await page.getByTestId('voice-text').fill('东海鱼粉厂那边河水发黑，臭得很');
    await shot(page, '01-voice');
    await page.getByTestId('voice-send').click();
    await page.getByTestId('photo').click();
    await page.getByTestId('photo-sample').first().click();
    await page.getByText('照片收到了').first().waitFor();
    await shot(page, '02-question');
    await press(page, '就在东海鱼粉示例有限公司附近');
    await cardOn(page).getByText('情况紧急吗？').waitFor();
    await page.getByTestId('composer-input').fill('紧急');
    await page.getByTestId('send').click();
    await cardOn(page).getByRole('button', { name: '确认上报' }).waitFor();
    await shot(page, '03-confirm');
  });

  it('确认上报, tapped twice, is one petition with number and clock, and the desk shows it without reload', async () => {
    const page = await phoneOf(VILLAGER);
    await cardOn(page).getByRole('button', { name: '确认上报' }).dblclick();
    await page
      .getByText(/XF-\d{4}-000001/)
      .first()
      .waitFor();
    await shot(page, '04-registered');
    await desk
      .getByTestId('desk-row')
      .filter({ hasText: await numberOf() })
      .waitFor({ timeout: 2_000 });
    expect(await desk.getByTestId('desk-row').count()).toBe(1);
    await shot(desk, '05-desk-arrived');
  });

  it('is classified, accepted and assigned at the desk', async () => {
    await desk.getByTestId('desk-row').first().click();
    await desk.getByTestId('offered-classify').click();
    const dialog = desk.getByRole('dialog');
    await dialog.waitFor();
    await shot(desk, '06-desk-classify');
    await dialog.getByTestId('field-path').getByRole('combobox').click();
    await desk.locator('.ant-select-item-option').filter({ hasText: '履职' }).click();
    await desk.getByTestId('submit-step').click();
    await dialog.waitFor({ state: 'detached' });
    await desk.getByTestId('offered-accept').click();
    await desk.getByTestId('offered-assign').click();
    await dialog.getByTestId('field-unit').getByRole('combobox').click();
    await desk.locator('.ant-select-item-option').filter({ hasText: '普陀分局' }).click();
    await shot(desk, '07-desk-assign');
    await desk.getByTestId('submit-step').click();
    await desk.getByTestId('desk-detail').getByText('已交办').first().waitFor();
    await shot(desk, '08-desk-assigned');
  });

  it('reaches the branch head, who appoints an officer in the card', async () => {
    const page = await phoneOf(HEAD);
    await press(page, '指定承办人');
    await page.getByTestId('field-officer').selectOption(OFFICER);
    await shot(page, '09-head-appoint');
    await page.getByTestId('form-submit').last().click();
    await cardOn(page).getByText('陈示港').first().waitFor();
  });

  it('the officer opens the details inside DingTalk, goes back, and accepts by one tap', async () => {
    const page = await phoneOf(OFFICER);
    await cardOn(page).getByRole('button', { name: '签收' }).waitFor();
    await shot(page, '10-officer-card');
    await page.getByTestId('ding-seen').click();
    await cardOn(page).getByTestId('card-open').click();
    const app = appOn(page);
    await app.getByTestId('petition-story').waitFor();
    await shot(page, '11-officer-page');
    await app.getByTestId('offered-returnTask').click();
    await app.getByTestId('sheet-returnTask').waitFor();
    await shot(page, '12-officer-sheet');
    await page.getByTestId('webview-back').click();
    await app.getByTestId('sheet-returnTask').waitFor({ state: 'detached' });
    await app.getByTestId('petition-story').waitFor();
    await page.getByTestId('webview-close').click();
    await press(page, '签收');
    await cardOn(page).getByText('办理中').first().waitFor();
    await desk.getByTestId('desk-detail').getByText('办理中').first().waitFor();
  });

  it('the result is written in the card, approved by the head on the page, and the villager reads the answer', async () => {
    const page = await phoneOf(OFFICER);
    await press(page, '填写办理结果');
    await page.getByTestId('field-result').last().selectOption('TRUE');
    await page.getByTestId('field-findings').last().fill('现场核查属实');
    await page.getByTestId('field-measures').last().fill('责令停止排放');
    await page.getByTestId('field-replyText').last().fill('已责令停止排放，谢谢您。');
    await shot(page, '13-officer-result');
    await page.getByTestId('form-submit').last().click();
    await cardOn(page).getByText('答复待审').first().waitFor();
    const head = await phoneOf(HEAD);
    await cardOn(head).getByRole('button', { name: '同意答复' }).waitFor();
    await shot(head, '14-head-approve');
    await cardOn(head).getByTestId('card-open').click();
    await appOn(head).getByTestId('offered-approveReply').click();
    await appOn(head).getByText('已答复').first().waitFor();
    await shot(head, '15-head-page');
    const villager = await phoneOf(VILLAGER);
    await cardOn(villager).getByText('已责令停止排放').first().waitFor();
    await shot(villager, '16-villager-answer');
  });

  it('is rated in the card; 没解决 opens it again and every phone shows so', async () => {
    const villager = await phoneOf(VILLAGER);
    await villager.getByTestId('field-satisfaction').last().selectOption('2');
    await villager.getByTestId('form-submit').last().click();
    await cardOn(villager).getByText('已办结').first().waitFor();
    await villager.getByTestId('composer-input').fill('没解决 晚上水还是黑的');
    await villager.getByTestId('send').click();
    await villager.getByText('会另派一位工作人员重新核查').waitFor();
    await cardOn(villager).getByText('重新核查').first().waitFor();
    await cardOn(await phoneOf(HEAD))
      .getByText('重新核查')
      .first()
      .waitFor();
    await desk.getByTestId('desk-detail').getByText('重新核查').first().waitFor();
    await shot(villager, '17-villager-reopened');
    await shot(await phoneOf(HEAD), '18-head-reopened');
  });

  it('the desk’s page of the petition tells who, what, when and through which door, and what became of each message', async () => {
    const detail = desk.getByTestId('desk-detail');
    for (const door of ['语音', '卡片', '页面', '文字'])
      await detail.getByTestId('history-item').filter({ hasText: door }).first().waitFor();
    const whole = /✓\s*已发出.*✓\s*已送达.*✓\s*已读.*✓\s*已处理/s;
    await detail.getByTestId('message-item').filter({ hasText: whole }).first().waitFor();
    await detail.getByTestId('history-item').last().scrollIntoViewIfNeeded();
    await shot(desk, '19-desk-history');
    await detail.getByTestId('message-item').last().scrollIntoViewIfNeeded();
    await shot(desk, '20-desk-messages');
  });
});

describe('on the micro-app', () => {
  it('a wrong role is told that the desk is not for them', async () => {
    const page = await signedIn(NEIGHBOUR, '/desk');
    await page
      .getByText(/值班台只|没有权限|不对您开放|只对/)
      .first()
      .waitFor();
    expect(await page.getByTestId('desk-row').count()).toBe(0);
    await shot(page, '21-desk-refused');
  });

  it('随手报 filled in offline is sent once when the network is back, even after a double tap', async () => {
    const page = await signedIn(NEIGHBOUR, '/#/report', PHONE_SCREEN);
    await page.locator('#report-content').fill('码头边有人倒油污');
    await page.locator('#report-place').fill('沈家门墩头码头');
    await page.getByTestId('field-medium').getByText('海洋', { exact: true }).click();
    await page.getByTestId('field-urgency').getByText('一般', { exact: true }).click();
    await shot(page, '22-report-form');
    await page.context().setOffline(true);
    await page.getByTestId('submit-step').dblclick();
    await page.getByTestId('unsent-banner').getByText('1 条未发送').waitFor();
    await shot(page, '23-report-offline');
    await page.context().setOffline(false);
    await page.getByTestId('unsent-banner').waitFor({ state: 'detached' });
    const sent = await until('it is registered', async () => {
      const found = await product.petitions({ content: '码头边有人倒油污' });
      return found.length > 0 && found;
    });
    expect(sent).toHaveLength(1);
    await page.goto(`${product.url}/#/mine`);
    await page.getByTestId('mine-item').waitFor();
    await shot(page, '24-mine');
    await desk
      .getByTestId('desk-row')
      .filter({ hasText: sent[0]?.no ?? '–' })
      .waitFor();
  });

  it('我的任务 of the head lists what waits, and the back button leads back to it', async () => {
    const page = await signedIn(HEAD, '/', PHONE_SCREEN);
    await page.getByTestId('task-item').first().waitFor();
    await shot(page, '25-tasks');
    await page.getByTestId('task-item').first().click();
    await page.getByTestId('petition-story').waitFor();
    await shot(page, '26-task-page');
    await page.goBack();
    await page.getByTestId('task-item').first().waitFor();
  });
});
