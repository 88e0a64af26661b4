// @ts-check
/** One entry of a chat, by its kind: what was said, what the bot sent, what the platform notifies of. */
import { card } from './card.js';
import { avatar, fill, h, icon, pictureUrl, timeLabel } from './dom.js';
import { markdown, plainText } from './markdown.js';
import { preview } from './sheet.js';

/** @typedef {import('./phoneApi.js').Message} Message @typedef {import('./phone.js').Phone} Phone */
/** @typedef {{element: HTMLElement, show: (message: Message) => void}} Bubble */

/** Markdown without its marks. @param {string} [text] */
const plain = (text = '') =>
  text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[#*>`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** @type {Record<string, (message: Message) => string>} */
const SUMMARIES = {
  voice: (message) => `[语音] ${recognised(message)}`,
  photo: () => '[图片]',
  video: () => '[视频]',
  file: (message) => `[文件] ${message.fileName ?? message.title ?? ''}`,
  card: ({ cardParamMap }) => `[卡片] ${cardParamMap?.['title'] ?? ''} ${cardParamMap?.['status'] ?? ''}`,
  todo: (message) => `[待办] ${message.title ?? ''}`,
  ding: (message) => `[DING] ${plain(message.text ?? message.title)}`,
  link: (message) => `[链接] ${message.title ?? ''}`,
};

/** The line under a chat's name in the list. @param {Message} message */
export function summary(message) {
  if (message.recalledAt) return '消息已撤回';
  return SUMMARIES[message.kind]?.(message) ?? plain(message.title || message.text);
}

/** @param {any} message */
const recognised = (message) => message.voice?.recognition ?? message.recognition ?? message.text ?? '';
/** @param {any} message */
function voice(message) {
  const seconds = Math.max(1, Math.round((message.voice?.durationMs ?? message.durationMs ?? 1000) / 1000));
  const text = recognised(message);
  return [
    h(
      'p',
      { class: 'voice', style: `min-width:${Math.min(200, 70 + seconds * 6)}px` },
      icon('microphone', 20),
      h('span', {}, `${seconds}″`),
    ),
    h('p', { class: 'recognised' }, text ? text : '（没有识别出文字）'),
  ];
}

/** @param {Message} message */
function photo(message) {
  const url = pictureUrl(message.imageUrl ?? '');
  return [
    h(
      'button',
      { type: 'button', class: 'photo', 'aria-label': '查看照片', onclick: () => preview([url]) },
      h('img', { src: url, alt: '照片' }),
    ),
  ];
}

/** @param {Message} message @param {Phone} phone */
function linked(message, phone) {
  const url = message.url ?? '';
  return [
    h(
      'button',
      { type: 'button', class: 'linkCard', 'data-testid': 'link-open', onclick: () => phone.openUrl(url) },
      h('strong', {}, message.title ?? url),
      h('span', {}, message.text ?? ''),
      message.imageUrl ? h('img', { src: pictureUrl(message.imageUrl), alt: '' }) : null,
    ),
  ];
}

/** Rows of a notice or a todo. @param {[string, string][]} rows */
const facts = (rows) =>
  rows.length
    ? h('dl', { class: 'facts' }, ...rows.map(([label, value]) => [h('dt', {}, label), h('dd', {}, value)]))
    : null;

/** @param {string | undefined} url @param {string} text @param {string} testid @param {Phone} phone */
const openPage = (url, text, testid, phone) =>
  url
    ? h('button', { type: 'button', class: 'openPage', 'data-testid': testid, onclick: () => phone.openUrl(url) }, text)
    : null;

/** Text with buttons that open pages; its title shows in the list of chats only. @param {Message} message @param {Phone} phone */
function actionCard(message, phone) {
  const buttons = message.buttons ?? [];
  return [
    message.text ? markdown(message.text, phone.openUrl) : message.title ? h('h3', {}, message.title) : null,
    h(
      'div',
      { class: 'cardButtons column' },
      buttons.map(({ title, url }) =>
        h(
          'button',
          { type: 'button', class: 'button', 'data-testid': 'notice-button', onclick: () => phone.openUrl(url) },
          title,
        ),
      ),
    ),
  ];
}

/** @param {unknown} argb `0xAARRGGBB` */
function barColour(argb) {
  const [, colour] = /^0x[0-9a-f]{2}([0-9a-f]{6})$/i.exec(String(argb ?? '')) ?? [];
  return colour ? `background:#${colour};color:#fff` : undefined;
}

/** The `oa` form of a work notification (dingtalk.md §4.2). @param {Message} message @param {Phone} phone */
function officeNotice({ title, text, url, form, statusBar }, phone) {
  return [
    h('h3', {}, title ?? '工作通知'),
    statusBar
      ? h('p', { class: 'status orange', style: barColour(statusBar.status_bg) }, statusBar.status_value)
      : null,
    facts((form ?? []).map(({ key, value }) => [(key ?? '').replace(/[:：]\s*$/, ''), value ?? ''])),
    text ? h('p', { class: 'content' }, text) : null,
    openPage(url, '查看详情', 'notice-open', phone),
  ];
}

/** Work notifications by their `msgtype`. @type {Record<string, (message: Message, phone: Phone) => (Node | string | null)[]>} */
const NOTICES = { oa: officeNotice, action_card: actionCard, link: linked, image: photo };

/** @param {Message} message @param {Phone} phone */
const workNotice = (message, phone) => (NOTICES[message.msgtype ?? ''] ?? said)(message, phone);

/** @param {Message} message @param {Phone} phone */
const said = (message, phone) => [
  message.kind === 'text' || message.msgtype === 'text'
    ? plainText(message.text ?? '', phone.openUrl)
    : markdown(message.text ?? message.title ?? '', phone.openUrl),
];

/** @param {Message} message @param {Phone} phone */
export function todo(message, phone) {
  const due = message.dueTime ? new Date(message.dueTime) : null;
  const overdue = due !== null && !message.done && due < phone.now();
  const label = due ? `${overdue ? '已逾期' : '截止'} ${timeLabel(due.toISOString(), phone.now())}` : '未完成';
  return [
    h('h3', { class: message.done ? 'done' : '' }, message.title ?? '待办'),
    h('p', { class: `status ${message.done ? 'green' : overdue ? 'red' : 'orange'}` }, message.done ? '已完成' : label),
    facts((message.contentFieldList ?? []).map(({ fieldKey, fieldValue }) => [fieldKey, fieldValue])),
    openPage(message.url, '去处理', 'todo-open', phone),
  ];
}

/** @param {Message} message @param {Phone} phone */
const ding = (message, phone) => [
  h('p', { class: 'status red' }, 'DING 紧急提醒'),
  plainText(message.text ?? message.title ?? '', phone.openUrl),
  openPage(message.url, '去处理', 'ding-open', phone),
];

/** @param {Message} message */
const file = (message) => [h('p', {}, `文件：${message.fileName ?? message.title ?? '未命名'}`)];

/** @type {Record<string, (message: Message, phone: Phone) => (Node | string | null)[]>} */
const KINDS = { voice, photo, link: linked, actionCard, feedCard: actionCard, file, workNotice, todo, ding };
/** Kinds drawn as a panel of their own rather than a speech bubble. */
const PANELS = new Set(['card', 'workNotice', 'todo', 'ding', 'actionCard', 'feedCard']);

/**
 * @param {Message} message @param {Phone} phone
 * @returns {Bubble} shows later states of the same message in place
 */
export function bubble(message, phone) {
  const mine = message.from === 'me';
  const name = mine ? phone.me.name : message.from === 'bot' ? phone.botName : phone.nameOf(message.from);
  const body = h('div', { class: PANELS.has(message.kind) ? 'panel' : 'bubble' });
  const foot = h('p', { class: 'foot' });
  const who =
    message.from === 'bot' ? h('span', { class: 'avatar bot', 'aria-hidden': 'true' }, icon('robot')) : avatar(name);
  const element = h(
    'li',
    {
      class: `entry ${mine ? 'mine' : 'theirs'}`,
      'data-testid': 'message',
      'data-kind': message.kind,
      'data-id': message.id,
    },
    who,
    h('div', { class: 'said' }, mine ? null : h('p', { class: 'who' }, name), body, foot),
  );
  const live = message.kind === 'card' && message.outTrackId ? card(message.outTrackId, phone) : null;
  if (live) body.append(live.element);
  let before = '';
  return {
    element,
    show(next) {
      fill(foot, [timeLabel(next.at, phone.now())]);
      if (next.recalledAt) return void fill(body, [h('p', { class: 'recalled' }, '消息已撤回')]);
      if (live) return live.show(next.cardParamMap ?? {});
      const now = JSON.stringify({ ...next, readAt: null });
      if (now === before) return;
      before = now;
      fill(body, (KINDS[next.kind] ?? said)(next, phone));
    },
  };
}
