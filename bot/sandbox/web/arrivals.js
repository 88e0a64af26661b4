// @ts-check
/** What has just come in: a banner for news on another screen, an overlay for an urgent call; and what has been seen. */
import { banner, isUnread } from './chats.js';
import { h, icon } from './dom.js';
import { plainText } from './markdown.js';
import { sheet } from './sheet.js';

/** @typedef {import('./phoneApi.js').Message} Message @typedef {import('./phone.js').Phone} Phone */
const BANNER_MS = 4000;
/** How much of a message must be in sight to count as read. */
const SEEN = 0.2;

/**
 * @param {Phone} phone @param {HTMLElement} place where banners hang
 * @param {{isShown: (message: Message) => boolean, open: (message: Message) => void}} screen
 */
export function createArrivals(phone, place, screen) {
  /** @type {Set<string> | null} */
  let known = null;
  /** @type {Set<string>} */
  const ringing = new Set();

  /** @param {Message} message */
  function showBanner(message) {
    const open = () => {
      note.remove();
      screen.open(message);
    };
    const note = h(
      'button',
      { type: 'button', class: 'banner', 'data-testid': 'banner', onclick: open },
      banner(message, phone),
    );
    place.replaceChildren(note);
    setTimeout(() => note.remove(), BANNER_MS);
  }
  /** @param {Message} message */
  async function ring(message) {
    if (ringing.has(message.id)) return;
    ringing.add(message.id);
    await sheet(
      'DING 紧急提醒',
      (/** @type {(seen: boolean) => void} */ done) => {
        const open = (/** @type {string} */ url) => {
          done(true);
          phone.openUrl(url);
        };
        const { url } = message;
        return [
          h('div', { class: 'dingBody' }, icon('bolt', 40), plainText(message.text ?? message.title ?? '', open)),
          url ? h('button', { type: 'button', class: 'button wide', onclick: () => open(url) }, '去处理') : '',
          h(
            'button',
            {
              type: 'button',
              class: 'button danger wide',
              autofocus: true,
              'data-testid': 'ding-seen',
              onclick: () => done(true),
            },
            '我知道了',
          ),
        ];
      },
      { testid: 'ding' },
    );
    await phone.line.read(message.id).catch(() => ringing.delete(message.id));
    phone.refresh();
  }
  return {
    /** @param {Message[]} messages everything on the phone */
    look(messages) {
      const fresh = known ? messages.filter((message) => !known?.has(message.id) && isUnread(message)) : [];
      known = new Set(messages.map((message) => message.id));
      for (const message of messages) if (message.kind === 'ding' && isUnread(message)) void ring(message);
      const news = fresh.filter((message) => message.kind !== 'ding' && !screen.isShown(message)).at(-1);
      if (news) showBanner(news);
    },
  };
}

/**
 * Tells the sandbox once a message has been in sight, as the client does for read receipts.
 * @param {(id: string) => Promise<unknown>} read @param {() => boolean} covered whether something lies over the screen
 * @returns {(element: Element, id: string) => void}
 */
export function createSight(read, covered) {
  /** @type {WeakMap<Element, string>} */
  const unseen = new WeakMap();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const id = unseen.get(target);
        if (!id || !isIntersecting || covered() || document.visibilityState !== 'visible') continue;
        observer.unobserve(target);
        read(id).catch(() => observer.observe(target));
      }
    },
    { threshold: SEEN },
  );
  return (element, id) => {
    unseen.set(element, id);
    observer.observe(element);
  };
}
