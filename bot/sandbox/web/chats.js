// @ts-check
/** The list of chats, and one chat opened. */
import { bubble, summary, todo } from './bubbles.js';
import { composer } from './composer.js';
import { avatar, fill, h, icon, timeLabel } from './dom.js';

/** @typedef {import('./phoneApi.js').Message} Message @typedef {import('./phone.js').Phone} Phone */

/** Sections every phone has, in this order when nothing is in them. @type {[id: string, name: (phone: Phone) => string, icon: Parameters<typeof icon>[0]][]} */
const SECTIONS = [
  ['bot', (phone) => phone.botName, 'robot'],
  ['workNotice', () => '工作通知', 'bell'],
  ['todo', () => '待办', 'todo'],
  ['ding', () => 'DING 消息', 'bolt'],
];

export const isUnread = (/** @type {Message} */ message) =>
  message.from !== 'me' && !message.readAt && !message.recalledAt;

/** @param {string} chat @param {Phone} phone */
export const chatName = (chat, phone) => SECTIONS.find(([id]) => id === chat)?.[1](phone) ?? phone.groupTitle(chat);

/** @param {Phone} phone @param {(chat: string) => void} open */
export function chatList(phone, open) {
  const list = h('ul', { class: 'list chats', 'data-testid': 'chat-list' });
  const element = h(
    'section',
    { class: 'page' },
    h('header', { class: 'bar' }, h('h1', {}, '消息')),
    h('div', { class: 'scroll' }, list),
  );
  return {
    element,
    /** @param {Message[]} messages */
    show(messages) {
      const ids = new Set([
        ...SECTIONS.map(([id]) => id),
        ...phone.groups(),
        ...messages.map((message) => message.chat),
      ]);
      const rows = [...ids].map((id) => {
        const inside = messages.filter((message) => message.chat === id);
        return { id, last: inside.at(-1), unread: inside.filter(isUnread).length };
      });
      rows.sort((one, other) => String(other.last?.at ?? '').localeCompare(String(one.last?.at ?? '')));
      fill(
        list,
        rows.map((row) => chatRow(row, phone, open)),
      );
    },
  };
}

/** @param {{id: string, last: Message | undefined, unread: number}} row @param {Phone} phone @param {(chat: string) => void} open */
function chatRow({ id, last, unread }, phone, open) {
  const section = SECTIONS.find(([known]) => known === id);
  const name = chatName(id, phone);
  const picture = h(
    'span',
    { class: `avatar ${section ? id : 'group'}`, 'aria-hidden': 'true' },
    icon(section?.[2] ?? 'group'),
  );
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'row',
        'data-testid': 'chat-item',
        'data-chat': id,
        'aria-label': `${name}${unread ? `，${unread} 条未读` : ''}`,
        onclick: () => open(id),
      },
      picture,
      h(
        'span',
        { class: 'grow' },
        h('strong', {}, name),
        h('span', { class: 'preview1' }, last ? summary(last) : '暂无消息'),
      ),
      h('span', { class: 'side' }, h('time', {}, last ? timeLabel(last.at, phone.now()) : ''), badge(unread)),
    ),
  );
}

/** @param {number} count */
export const badge = (count) =>
  count ? h('span', { class: 'badge', 'data-testid': 'unread' }, count > 99 ? '99+' : count) : null;

/** Distance from the foot, in px, within which a new message scrolls into sight. */
const NEAR_FOOT = 160;

/**
 * One chat. Entries are kept and updated in place, so a form being filled or a place being read is not disturbed.
 * @param {string} id @param {Phone} phone @param {() => void} leave
 */
export function chat(id, phone, leave) {
  const list = h('ol', { class: 'entries', 'aria-live': 'polite', 'data-testid': 'messages' });
  const scroll = h('div', { class: 'scroll chat' }, list);
  const writable = !['workNotice', 'todo', 'ding'].includes(id);
  const element = h(
    'section',
    { class: 'page', 'data-testid': 'chat', 'data-chat': id },
    h(
      'header',
      { class: 'bar' },
      h(
        'button',
        { type: 'button', class: 'plain', 'aria-label': '返回消息列表', 'data-testid': 'back', onclick: leave },
        icon('back'),
      ),
      h('h1', {}, chatName(id, phone)),
      h('span', { class: 'barSpace' }),
    ),
    scroll,
    writable ? composer((what) => phone.say(id, what)) : null,
  );
  /** @type {Map<string, import('./bubbles.js').Bubble>} */
  const shown = new Map();
  /** The beginning of what is new, while the reader has not scrolled away from it. @type {{first: Element | null} | null} */
  let following = null;
  let settledAt = 0;
  /** To the foot, but never past the beginning of what is new. */
  function settle() {
    if (!following) return;
    const { first } = following;
    const top = first ? first.getBoundingClientRect().top - list.getBoundingClientRect().top - 8 : Infinity;
    scroll.scrollTop = Math.min(top, scroll.scrollHeight - scroll.clientHeight);
    settledAt = scroll.scrollTop;
  }
  // A photo has its height only once it has loaded, a card grows with its buttons, and the composer takes room from below.
  const sizes = new ResizeObserver(settle);
  sizes.observe(list);
  sizes.observe(scroll);
  scroll.addEventListener(
    'scroll',
    () => {
      if (scroll.scrollTop < settledAt - 1) following = null;
    },
    { passive: true },
  );
  return {
    element,
    /** @param {Message[]} messages */
    show(messages) {
      const inside = messages.filter((message) => message.chat === id);
      const atFoot = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_FOOT;
      /** @type {Element | null} */
      let first = null;
      let added = 0;
      for (const message of inside) {
        let entry = shown.get(message.id);
        if (!entry) {
          entry = bubble(message, phone);
          shown.set(message.id, entry);
          list.append(entry.element);
          added += 1;
          if (!first && isUnread(message)) first = entry.element;
          if (isUnread(message)) phone.readWhenVisible(entry.element, message.id);
        }
        entry.show(message);
      }
      if (!inside.length && !list.children.length)
        list.append(
          h('li', { class: 'empty' }, writable ? '还没有消息。打字、说话或发一张照片试试。' : '还没有消息。'),
        );
      else if (inside.length) list.querySelector('.empty')?.remove();
      const opening = added > 0 && added === inside.length;
      if (opening || (added && atFoot) || (added && inside.at(-1)?.from === 'me'))
        requestAnimationFrame(() => {
          following = { first };
          settle();
        });
    },
  };
}

/** Everything still to be done, then what is done. @param {Phone} phone */
export function todoList(phone) {
  const list = h('ul', { class: 'entries todos' });
  const element = h(
    'section',
    { class: 'page', 'data-testid': 'todo-page' },
    h('header', { class: 'bar' }, h('h1', {}, '待办')),
    h('div', { class: 'scroll chat' }, list),
  );
  /** @type {Map<string, {panel: HTMLElement, before: string}>} */
  const shown = new Map();
  return {
    element,
    /** @param {Message[]} messages */
    show(messages) {
      const todos = messages.filter((message) => message.kind === 'todo' && !message.recalledAt).reverse();
      todos.sort((one, other) => Number(Boolean(one.done)) - Number(Boolean(other.done)));
      for (const message of todos) {
        const entry = shown.get(message.id) ?? {
          panel: h('li', { class: 'panel', 'data-testid': 'todo', 'data-id': message.id }),
          before: '',
        };
        if (!shown.has(message.id) && isUnread(message)) phone.readWhenVisible(entry.panel, message.id);
        shown.set(message.id, entry);
        const now = JSON.stringify({ ...message, readAt: null });
        if (now !== entry.before) fill(entry.panel, todo(message, phone));
        entry.before = now;
      }
      fill(
        list,
        todos.length
          ? todos.map((message) => shown.get(message.id)?.panel)
          : [h('li', { class: 'empty' }, '没有待办。')],
      );
    },
  };
}

/** What the phone's foot and head show for a person who looks at another chat. @param {Message} message @param {Phone} phone */
export const banner = (message, phone) => [
  message.from === 'bot' ? h('span', { class: 'avatar bot' }, icon('robot')) : avatar(phone.nameOf(message.from)),
  h(
    'span',
    { class: 'grow' },
    h('strong', {}, chatName(message.chat, phone)),
    h('span', { class: 'preview1' }, summary(message)),
  ),
];
