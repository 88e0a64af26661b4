// @ts-check
/** Whose phone to look at: everybody by department, the story's people first; on a wide screen several phones side by side. */
import { avatar, fill, h, icon } from './dom.js';
import { besideOthers, PHONES_HOST, readInfo, readPeople } from './phoneApi.js';

/** @typedef {import('./phoneApi.js').Person} Person */
const WIDE = window.matchMedia('(min-width: 900px)');
const MOST_PHONES = 6;

/** @param {Person} person */
const departmentOf = (person) => person.department || '其他';

/** Userids of the open phones, kept in the address so that a set of phones can be linked to. */
const opened = () => decodeURIComponent(location.hash.slice(1)).split(',').filter(Boolean);
/** @param {string[]} userIds */
const setOpened = (userIds) => (location.hash = userIds.slice(-MOST_PHONES).map(encodeURIComponent).join(','));

async function start() {
  if (WIDE.matches && location.hostname !== PHONES_HOST)
    return location.replace(`//${PHONES_HOST}:${location.port}/${location.hash}`);
  const chooser = /** @type {HTMLElement} */ (document.getElementById('chooser'));
  const desk = /** @type {HTMLElement} */ (document.getElementById('phones'));
  const [people, info] = await Promise.all([readPeople(), readInfo()]);
  const byId = new Map(people.map((person) => [person.userId, person]));
  const groups = h('div', { class: 'scroll', 'data-testid': 'people' });
  const search = h('input', {
    class: 'input',
    type: 'search',
    placeholder: '搜索姓名、职务、部门',
    'aria-label': '搜索人员',
    'data-testid': 'people-search',
    oninput: () => drawPeople(),
  });
  fill(chooser, [
    h(
      'header',
      {},
      h('h1', {}, '选择手机'),
      h('p', { class: 'hint' }, '每个人一部手机。点一个人打开；宽屏上可以并排打开几部。'),
    ),
    h('div', { class: 'search' }, search),
    groups,
    h(
      'footer',
      {},
      [
        ['desk', '值班台'],
        ['app', '应用（浏览器中）'],
      ].map(([key, name]) => {
        const url = info.addresses?.[/** @type {'app' | 'desk'} */ (key)];
        return url ? h('a', { href: url, target: '_blank', rel: 'noopener' }, name ?? '') : null;
      }),
      h('a', { href: '/sms.html', target: '_blank', rel: 'noopener' }, '短信手机（当事人）'),
    ),
  ]);

  /** @param {Person} person */
  function toggle(person) {
    const open = opened();
    setOpened(open.includes(person.userId) ? open.filter((id) => id !== person.userId) : [...open, person.userId]);
  }
  /** @param {Person} person */
  function row(person) {
    const open = opened().includes(person.userId);
    const inside = [
      avatar(person.name),
      h(
        'span',
        { class: 'grow' },
        h('strong', {}, person.name),
        h('span', { class: 'preview1' }, person.story || person.title || departmentOf(person)),
      ),
      WIDE.matches ? (open ? h('span', { class: 'openMark' }, '已打开') : null) : icon('right', 18),
    ];
    const common = { class: 'row', 'data-testid': 'person', 'data-user': person.userId };
    return WIDE.matches
      ? h('button', { type: 'button', ...common, 'aria-pressed': String(open), onclick: () => toggle(person) }, inside)
      : h('a', { ...common, href: person.phoneUrl }, inside);
  }
  function drawPeople() {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = people.filter((person) =>
      words.every((word) =>
        [person.name, person.title, departmentOf(person), person.userId, person.story].some((text) =>
          text?.toLowerCase().includes(word),
        ),
      ),
    );
    // The organisation is listed from the top; the story begins at the other end, in the village.
    const story = found.filter((person) => person.story).reverse();
    /** @type {Map<string, Person[]>} */
    const departments = new Map();
    for (const person of found)
      departments.set(departmentOf(person), [...(departments.get(departmentOf(person)) ?? []), person]);
    const unfold = words.length > 0;
    fill(groups, [
      story.length ? h('section', { class: 'people' }, h('h2', {}, '故事里的人'), story.map(row)) : null,
      ...[...departments].map(([name, members]) =>
        h(
          'details',
          { class: 'people', open: unfold },
          h('summary', {}, name, h('span', { class: 'count' }, String(members.length))),
          members.map(row),
        ),
      ),
      found.length ? null : h('p', { class: 'empty' }, '没有找到，换一个词试试。'),
    ]);
  }
  /** @type {Map<string, HTMLElement>} */
  const frames = new Map();
  function drawPhones() {
    const open = WIDE.matches
      ? opened()
          .map((id) => byId.get(id))
          .filter((person) => person !== undefined)
      : [];
    for (const [id, frame] of frames)
      if (!open.some((person) => person.userId === id)) frames.delete(id) && frame.remove();
    for (const person of open) {
      if (frames.has(person.userId)) continue;
      const frame = device(person, () => toggle(person));
      frames.set(person.userId, frame);
      desk.append(frame);
    }
    desk.querySelector('.empty')?.remove();
    if (!open.length) desk.append(h('p', { class: 'empty' }, '从左边点几个人，他们的手机会并排出现在这里。'));
  }
  /** @param {Person} person @param {() => void} close */
  function device(person, close) {
    return h(
      'section',
      { class: 'device', 'aria-label': `${person.name}的手机`, 'data-testid': 'device', 'data-user': person.userId },
      h(
        'header',
        {},
        h('strong', {}, person.name),
        h('span', {}, person.title ?? ''),
        h('a', { href: person.phoneUrl, target: '_blank', rel: 'noopener', 'aria-label': '在新窗口打开' }, '↗'),
        h(
          'button',
          { type: 'button', class: 'plain', 'aria-label': `收起${person.name}的手机`, onclick: close },
          icon('close', 18),
        ),
      ),
      h('iframe', { src: besideOthers(person.phoneUrl), title: `${person.name}的手机`, allow: 'clipboard-write' }),
    );
  }
  window.addEventListener('hashchange', () => (drawPeople(), drawPhones()));
  WIDE.addEventListener('change', () => (drawPeople(), drawPhones()));
  drawPeople();
  drawPhones();
}

start().catch(() => {
  fill(/** @type {HTMLElement} */ (document.getElementById('chooser')), [
    h('p', { class: 'empty', role: 'alert' }, '沙盒连接不上，请确认它已启动，再刷新本页。'),
  ]);
});
