// @ts-check
/** The pages behind 工作台 and 我. */
import { avatar, h, icon } from './dom.js';

/** @param {string} title @param {(Node | null)[]} content */
const page = (title, ...content) =>
  h(
    'section',
    { class: 'page' },
    h('header', { class: 'bar' }, h('h1', {}, title)),
    h('div', { class: 'scroll' }, content),
  );

/** @param {string | null} address of the micro-app; null while the product is not there @param {(url: string) => void} openUrl */
export function workbench(address, openUrl) {
  if (!address)
    return { element: page('工作台', h('p', { class: 'empty' }, '应用服务还没有启动，启动后在这里打开。')) };
  const picture = h('span', { class: 'appIcon' }, icon('plane', 30));
  const app = h(
    'button',
    { type: 'button', class: 'app', 'data-testid': 'app-app', onclick: () => openUrl(address) },
    picture,
    h('span', {}, '联动执法'),
  );
  return { element: page('工作台', h('div', { class: 'appGrid' }, app)) };
}

/** The page that chooses a phone. */
export const home = () => `//localhost${location.port ? `:${location.port}` : ''}/`;

/** @param {import('./phoneApi.js').Person} me @param {import('./device.js').Device} device */
export function aboutMe(me, device) {
  const lines = [
    h('strong', { 'data-testid': 'my-name' }, me.name),
    h('p', {}, me.title),
    h('p', { class: 'hint' }, `账号 ${me.userId}`),
  ];
  const profile = h('div', { class: 'profile' }, avatar(me.name, 'avatar large'), h('div', {}, lines));
  const others = h(
    'a',
    { class: 'row', href: home() },
    icon('person', 20),
    h('span', { class: 'grow' }, '换一个人的手机'),
    icon('right', 18),
  );
  return { element: page('我', profile, ...device.settings(), window.top === window ? others : null) };
}
