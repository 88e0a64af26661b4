// @ts-check
/** One person's phone: the shell around the screens, the route in the address, and the bell from the sandbox. */
import { createArrivals, createSight } from './arrivals.js';
import { badge, chat, chatList, isUnread, todoList } from './chats.js';
import { createDevice } from './device.js';
import { fill, h, icon, timeLabel } from './dom.js';
import { ownerOf, phoneLine, readInfo, readPeople } from './phoneApi.js';
import { aboutMe, home, workbench } from './screens.js';
import { sheet, toast } from './sheet.js';
import { pageOf, webview, webviewAddress } from './webview.js';

/** @typedef {import('./phoneApi.js').Message} Message */
/**
 * What the phone lends to everything drawn on it.
 * @typedef {object} Phone
 * @property {import('./phoneApi.js').Person} me
 * @property {import('./phoneApi.js').PhoneLine} line
 * @property {string} botName
 * @property {() => Date} now the sandbox's clock, as far as this phone has seen it
 * @property {(id: string) => string} nameOf
 * @property {(chat: string) => string} groupTitle
 * @property {() => string[]} groups openConversationIds
 * @property {(url: string) => void} openUrl any link on this phone
 * @property {() => void} refresh
 * @property {(chat: string, what: Record<string, unknown>) => Promise<unknown>} say
 * @property {(element: Element, id: string) => void} readWhenVisible
 */
/** @typedef {{element: HTMLElement, show?: (messages: Message[]) => void}} Screen */

/** @type {[route: string, name: string, icon: Parameters<typeof icon>[0]][]} */
const TABS = [
  ['chats', '消息', 'chat'],
  ['todos', '待办', 'todo'],
  ['apps', '工作台', 'grid'],
  ['me', '我', 'person'],
];
const FIRST = '#/chats';
const CLOCK_MS = 20_000;
const root = () => /** @type {HTMLElement} */ (document.getElementById('phone'));

async function start() {
  const [info, people] = await Promise.all([readInfo(), readPeople()]);
  const me = ownerOf(people);
  if (!me) {
    const choose = h('a', { class: 'button primary', href: home() }, '选择一个人');
    return root().replaceChildren(h('p', { class: 'empty' }, '没有这个人的手机。'), choose);
  }
  document.title = `${me.name}的手机`;
  run(me, people, info);
}

/**
 * @param {import('./phoneApi.js').Person} me @param {import('./phoneApi.js').Person[]} people
 * @param {import('./phoneApi.js').Info} info
 */
function run(me, people, info) {
  const line = phoneLine(me.userId);
  const names = new Map(people.map(({ userId, name }) => [userId, name]));
  const groups = info.groups.filter(({ members }) => members.includes(me.userId));
  /** @type {Message[]} */
  let messages = [];
  /** @type {Screen} */
  let current = { element: h('div') };
  /** The screen's address, and under an open app the one to come back to. */
  let shownRoute = '';

  const device = createDevice(() => {
    view.networkChanged();
    void refresh();
  });
  /** @type {Phone} */
  const phone = {
    me,
    line,
    botName: info.botName,
    now: () => new Date(Math.max(Date.now(), ...messages.slice(-3).map(({ at }) => Date.parse(at) || 0))),
    nameOf: (id) => names.get(id) ?? id,
    groupTitle: (id) => groups.find(({ openConversationId }) => openConversationId === id)?.title ?? '群聊',
    groups: () => groups.map(({ openConversationId }) => openConversationId),
    openUrl,
    refresh: () => void refresh(),
    say: async (chatId, what) => {
      if (!device.hasSignal()) throw new Error('手机没有信号，请恢复网络后再发。');
      await line.say(chatId === 'bot' ? what : { ...what, openConversationId: chatId });
      await refresh();
    },
    readWhenVisible: createSight(
      (id) => line.read(id).then(refresh),
      () => view.isOpen(),
    ),
  };

  // --- the shell --------------------------------------------------------------------------------------------------------
  const view = webview(phone, {
    place: () => device.place,
    mocksPlace: () => device.mocksPlace,
    network: () => device.network,
    onClose: () => {
      history.replaceState(null, '', shownRoute || FIRST);
      route();
    },
  });
  const screen = h('main', { id: 'screen' });
  const tabs = h('nav', { class: 'tabs', 'aria-label': '主导航' });
  const banners = h('div', { class: 'notices', 'aria-live': 'polite' });
  const statusBar = h('button', {
    type: 'button',
    class: 'statusBar',
    'aria-label': '手机设置：网络、位置',
    'data-testid': 'status-bar',
    onclick: () => void sheet('手机设置', device.settings),
  });
  root().replaceChildren(statusBar, h('div', { class: 'stack' }, screen, view.element), tabs, banners);

  function drawStatus() {
    const now = phone.now();
    const signal = { wifi: [icon('signal', 18)], '4g': [icon('signal', 18), '4G'], none: ['无信号'] }[device.network];
    fill(statusBar, [
      h('span', {}, timeLabel(now.toISOString(), now)),
      h('span', { class: 'owner' }, me.name),
      h('span', { class: 'net' }, signal ?? []),
    ]);
  }
  function drawTabs() {
    const [, name = 'chats'] = shownRoute.split('/');
    const live = messages.filter(({ recalledAt }) => !recalledAt);
    const counts = /** @type {Record<string, number>} */ ({
      chats: live.filter((message) => isUnread(message) && message.kind !== 'todo').length,
      todos: live.filter(({ kind, done }) => kind === 'todo' && !done).length,
    });
    tabs.hidden = name === 'chat' || view.isOpen();
    fill(
      tabs,
      TABS.map(([id, label, picture]) =>
        h(
          'button',
          {
            type: 'button',
            'data-testid': `tab-${id}`,
            'aria-current': id === name ? 'page' : null,
            onclick: () => go(id),
          },
          h('span', { class: 'tabIcon' }, icon(picture), badge(counts[id] ?? 0)),
          label,
        ),
      ),
    );
  }

  // --- the route --------------------------------------------------------------------------------------------------------
  /** @type {Record<string, (argument: string) => Screen>} */
  const SCREENS = {
    chats: () => chatList(phone, openChat),
    chat: (id) => chat(id, phone, () => go('chats')),
    todos: () => todoList(phone),
    apps: () => workbench(info.addresses.app, openUrl),
    me: () => aboutMe(me, device),
  };
  /** @param {string} name @param {string} [argument] */
  function go(name, argument) {
    location.hash = argument ? `#/${name}/${encodeURIComponent(argument)}` : `#/${name}`;
  }
  /** @param {string} id */
  const openChat = (id) => (id === 'todo' ? go('todos') : go('chat', id));

  function route() {
    const [, name = '', argument = ''] = location.hash.split('/');
    if (name === 'app') {
      if (!shownRoute) showScreen(FIRST);
      if (!view.isOpen()) openUrl(decodeURIComponent(argument));
      return drawTabs();
    }
    const wanted = Object.hasOwn(SCREENS, name) ? location.hash : FIRST;
    if (wanted !== shownRoute) showScreen(wanted);
    if (view.isOpen()) view.close();
    drawTabs();
  }
  /** @param {string} wanted */
  function showScreen(wanted) {
    const [, name = '', argument = ''] = wanted.split('/');
    shownRoute = wanted;
    current = SCREENS[name]?.(decodeURIComponent(argument)) ?? current;
    screen.replaceChildren(current.element);
    current.show?.(messages);
  }
  /** @param {string} link */
  function openUrl(link) {
    const page = pageOf(link);
    if (!page) return toast('这个链接打不开。', 'error');
    const product = [info.addresses.app, info.addresses.desk].filter((address) => address !== null);
    const address = webviewAddress(page, product);
    if (!address) return void window.open(page, '_blank', 'noopener');
    history.replaceState(null, '', `#/app/${encodeURIComponent(page)}`);
    view.open(address);
    drawTabs();
  }

  // --- what comes in ----------------------------------------------------------------------------------------------------
  const arrivals = createArrivals(phone, banners, {
    isShown: ({ chat: id }) => !view.isOpen() && [FIRST, `#/chat/${encodeURIComponent(id)}`].includes(shownRoute),
    open: (message) => openChat(message.chat),
  });
  let asking = false;
  let again = false;
  async function refresh() {
    again = asking;
    if (asking) return;
    asking = true;
    try {
      // A phone without signal keeps what it has.
      if (device.hasSignal()) messages = await line.messages();
      arrivals.look(messages);
      current.show?.(messages);
      drawTabs();
      drawStatus();
    } catch {
      fill(statusBar, [h('span', { class: 'away', role: 'status' }, '连接中断，正在重新连接…')]);
    } finally {
      asking = false;
    }
    if (again) await refresh();
  }

  window.addEventListener('hashchange', route);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
  setInterval(drawStatus, CLOCK_MS);
  route();
  line.listen(refresh);
  void refresh();
}

start().catch(() => {
  const retry = h('button', { type: 'button', class: 'button primary', onclick: () => location.reload() }, '重试');
  root().replaceChildren(h('p', { class: 'empty', role: 'alert' }, '沙盒连接不上，请确认它已启动。'), retry);
});
