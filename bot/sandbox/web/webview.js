// @ts-check
/**
 * The phone's web view: the micro-app full screen under a title bar, and the device behind its bridge (bridge.js) – location,
 * pictures, scanner, dialogs. The page itself comes through `http://app.<userId>.localhost` (appProxy.ts).
 */
import { fill, h, icon } from './dom.js';
import { choosePhotos } from './photos.js';
import { located, PLACES } from './places.js';
import { ask, preview, sheet, toast } from './sheet.js';

/** @typedef {import('./phone.js').Phone} Phone */

/** A link of a message as the page it opens: the client's own link forms unwrapped. @param {string} link */
export function pageOf(link) {
  try {
    const url = new URL(link);
    if (url.protocol !== 'dingtalk:') return url.href;
    const inner = url.searchParams.get('url') ?? url.searchParams.get('redirect_url');
    return inner ? new URL(inner).href : null;
  } catch {
    return null;
  }
}

/**
 * The address under which this phone sees a product page; null for a page of somebody else.
 * @param {string} page @param {string[]} productAddresses
 */
export function webviewAddress(page, productAddresses) {
  const { origin, pathname, search, hash } = new URL(page);
  const own = `${location.protocol}//app.${location.host}`;
  if (origin === own) return page;
  const known = productAddresses.map((address) => new URL(address).origin);
  return known.includes(origin) ? own + pathname + search + hash : null;
}

/**
 * @param {Phone} phone
 * @param {{place: () => import('./places.js').Place, mocksPlace: () => boolean, network: () => string, onClose: () => void}} device
 */
export function webview(phone, device) {
  /** A new frame for every opening, so that the page begins with a history of its own. */
  let frame = h('iframe');
  const title = h('h1', { 'data-testid': 'webview-title' }, '加载中…');
  const element = h(
    'section',
    { class: 'webview', hidden: true, 'aria-label': '应用' },
    h(
      'header',
      { class: 'bar' },
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-label': '返回',
          'data-testid': 'webview-back',
          onclick: () => tell({ what: 'back' }),
        },
        icon('back'),
      ),
      title,
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-label': '重新加载',
          onclick: () => (greeted ? tell({ what: 'reload' }) : open(address)),
        },
        icon('refresh', 20),
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-label': '关闭',
          'data-testid': 'webview-close',
          onclick: () => close(),
        },
        icon('close'),
      ),
    ),
  );
  let address = '';
  let greeted = false;

  /** @param {string} next */
  function open(next) {
    address = next;
    greeted = false;
    fill(title, ['加载中…']);
    frame.remove();
    frame = h('iframe', {
      src: next,
      title: '应用页面',
      'data-testid': 'webview',
      allow: 'clipboard-write; camera; microphone',
    });
    element.append(frame);
    element.hidden = false;
  }
  function close() {
    if (element.hidden) return;
    element.hidden = true;
    frame.remove();
    device.onClose();
  }
  /** @param {Record<string, unknown>} message */
  function tell(message) {
    if (message['what'] === 'back' && !greeted) return close();
    frame.contentWindow?.postMessage({ from: 'phone', ...message }, new URL(address).origin);
  }

  /** What a page may ask of the phone; a rejected answer carries the client's error object. @type {Record<string, (detail: any) => any>} */
  const ANSWERS = {
    hello: () => {
      greeted = true;
      return { network: device.network() };
    },
    location: async ({ coordinate, named }) => {
      if (named && device.network() === 'none') throw { errorCode: '12', errorMessage: '网络异常，定位失败' };
      return located(device.place(), { wgs84: String(coordinate) === '0', mock: device.mocksPlace(), named });
    },
    photo: async ({ count }) => {
      const files = await choosePhotos({ multiple: count > 1 });
      if (!files) throw { errorCode: '-1', errorMessage: '用户取消' };
      return files.slice(0, count);
    },
    scan: async () => {
      const text = await scanSheet();
      if (!text) throw { errorCode: '-1', errorMessage: '用户取消' };
      return { text };
    },
    alert: async ({ title: heading, message }) => (await ask(heading || '提示', message ?? '', ['知道了']), {}),
    confirm: async ({ title: heading, message, buttonLabels }) => {
      const index = await ask(heading || '请确认', message ?? '', buttonLabels ?? ['取消', '确定']);
      if (index === undefined) throw { errorCode: '-1', errorMessage: '用户取消' };
      return { buttonIndex: index };
    },
    title: (text) => text && fill(title, [text]),
    toast: (text) => toast(text ?? ''),
    preview: ({ urls, current }) =>
      preview(urls ?? [], typeof current === 'number' ? current : Math.max(0, (urls ?? []).indexOf(current))),
    openLink: (url) => phone.openUrl(url),
    map: ({ title: name, address: place, latitude, longitude }) =>
      ask(name || '位置', `${place ?? ''}\n东经 ${longitude}，北纬 ${latitude}（GCJ-02）`, ['知道了']),
    close,
  };

  window.addEventListener('message', async (event) => {
    if (
      event.source !== frame.contentWindow ||
      event.data?.from !== 'webview' ||
      event.origin !== new URL(address).origin
    )
      return;
    const { id, what, detail } = event.data;
    const answer = Object.hasOwn(ANSWERS, what) ? ANSWERS[what] : undefined;
    if (!answer) return;
    try {
      const value = await answer(detail ?? {});
      if (id) tell({ id, ok: true, value });
    } catch (error) {
      if (id) tell({ id, ok: false, value: error });
    }
  });

  return {
    element,
    open,
    close,
    isOpen: () => !element.hidden,
    networkChanged: () => address && greeted && tell({ what: 'network', detail: device.network() }),
  };
}

/** @returns {Promise<string | undefined>} */
function scanSheet() {
  return sheet('扫一扫', (/** @type {(text: string) => void} */ done) => {
    const text = h('input', { class: 'input', id: 'scan-text', autofocus: true, 'data-testid': 'scan-text' });
    return [
      h('div', { class: 'field' }, h('label', { for: 'scan-text' }, '二维码里的内容'), text),
      h('button', { type: 'button', class: 'button primary wide', onclick: () => done(text.value.trim()) }, '识别'),
    ];
  });
}

/** @param {import('./places.js').Place} now @returns {Promise<import('./places.js').Place | undefined>} */
export function placeSheet(now) {
  return sheet(
    '手机所在位置',
    (/** @type {(place: import('./places.js').Place) => void} */ done) => {
      const longitude = h('input', {
        class: 'input',
        id: 'place-longitude',
        type: 'number',
        step: 'any',
        value: String(now.longitude),
      });
      const latitude = h('input', {
        class: 'input',
        id: 'place-latitude',
        type: 'number',
        step: 'any',
        value: String(now.latitude),
      });
      const custom = () =>
        done({ name: '自选位置', district: '', longitude: Number(longitude.value), latitude: Number(latitude.value) });
      return [
        h(
          'ul',
          { class: 'list' },
          PLACES.map((place) =>
            h(
              'li',
              {},
              h(
                'button',
                {
                  type: 'button',
                  class: 'row',
                  'aria-current': place.name === now.name ? 'true' : undefined,
                  'data-testid': 'place',
                  onclick: () => done(place),
                },
                icon('pin', 20),
                h('span', {}, place.name),
              ),
            ),
          ),
        ),
        h('p', { class: 'hint' }, '或输入坐标（GCJ-02）：'),
        h(
          'div',
          { class: 'two' },
          h('div', { class: 'field' }, h('label', { for: 'place-longitude' }, '经度'), longitude),
          h('div', { class: 'field' }, h('label', { for: 'place-latitude' }, '纬度'), latitude),
        ),
        h('button', { type: 'button', class: 'button primary wide', onclick: custom }, '使用这个坐标'),
      ];
    },
    { testid: 'place-sheet' },
  );
}
