// @ts-check
/** The few DOM helpers the phones are built from. Text is always set as text, never as HTML. */

/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Record<string, any>} Attributes  `on*` are listeners, `class` a class list, the rest are attributes
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Attributes} [attributes] @param {(Child | Child[])[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2).toLowerCase(), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  fill(element, children);
  return element;
}

/** Replace what an element holds. @param {Element} element @param {(Child | Child[])[]} children */
export function fill(element, children) {
  const nodes = children.flat().filter((child) => child !== null && child !== undefined && child !== false);
  element.replaceChildren(...nodes.map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

const PATHS = {
  chat: 'M4 5h16v11H9l-5 4z',
  todo: 'M9 6h11M9 12h11M9 18h11M4 6l1 1 2-2M4 12l1 1 2-2M4 18l1 1 2-2',
  grid: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6',
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  microphone: 'M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 11a6 6 0 0 0 12 0M12 17v4',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01',
  bell: 'M6 17h12l-1.5-2.5V11a4.5 4.5 0 0 0-9 0v3.5zM10 20h4',
  bolt: 'M13 3L5 14h6l-1 7 8-11h-6z',
  robot: 'M5 9h14v10H5zM12 5v4M9 13h.01M15 13h.01M9.5 16h5',
  group:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19c.6-3.5 2.8-5 6-5s5.400 1.500 6 5M16 5.500a3 3 0 0 1 0 5.500M17 14c2.300.400 3.600 2 4 5',
  refresh: 'M20 11a8 8 0 1 0-2 6M20 5v6h-6',
  pin: 'M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11zM12 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  plane: 'M21 4L3 11l6 3 3 6z',
  signal: 'M4 18v-3M9 18v-6M14 18v-9M19 18V6',
  right: 'M9 5l7 7-7 7',
};

/** A line icon. @param {keyof typeof PATHS} name @param {number} [size] */
export function icon(name, size = 24) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: size,
    height: size,
    'aria-hidden': 'true',
    class: 'icon',
  }))
    svg.setAttribute(key, String(value));
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

const AVATAR_COLOURS = ['#17697d', '#5b6abf', '#2f7d4f', '#a65d1c', '#8a4a86', '#476072', '#a3473f', '#6b7a1f'];

/** The last two characters of a name on a colour of its own. @param {string} name @param {string} [className] */
export function avatar(name, className = 'avatar') {
  const sum = [...name].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  const colour = AVATAR_COLOURS[sum % AVATAR_COLOURS.length];
  return h('span', { class: className, style: `background:${colour}`, 'aria-hidden': 'true' }, name.slice(-2));
}

const HOUR = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});
const DAY = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' });
const YEAR = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
});

/** `HH:mm` on the day of `now`, the day before that otherwise. @param {string} at @param {Date} now */
export function timeLabel(at, now) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  if (YEAR.format(date) === YEAR.format(now)) return HOUR.format(date);
  return `${DAY.format(date)} ${HOUR.format(date)}`;
}

/** Where a picture is: a media id (dingtalk.md §11) shows only inside the client, which is here. @param {string} picture */
export const pictureUrl = (picture) =>
  /^[@#$]/.test(picture) ? `/sandbox/media/${encodeURIComponent(picture.slice(1))}` : picture;
