// @ts-check
/** Telephones outside DingTalk: one column for each number, the newest text last. Links open as they would on the telephone. */
import { fill, h } from './dom.js';

/** @typedef {{ id: string, mobile: string, text: string, at: string }} Text */
const EVERY_MS = 1_500;
const ADDRESS = /(https?:\/\/[^\s，。]+)/;
const phones = /** @type {HTMLElement} */ (document.getElementById('phones'));
/** One number alone: /sms.html#13900000001 */
const wanted = () => decodeURIComponent(location.hash.slice(1));

/** @param {string} text */
const withLinks = (text) =>
  text
    .split(ADDRESS)
    .map((part) => (ADDRESS.test(part) ? h('a', { href: part, target: '_blank', rel: 'noopener' }, part) : part));

/** @param {string} mobile @param {Text[]} texts */
function telephone(mobile, texts) {
  const bubbles = texts.map(({ text, at }) =>
    h(
      'div',
      { class: 'text', 'data-testid': 'sms' },
      h('time', { datetime: at }, new Date(at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai' })),
      withLinks(text),
    ),
  );
  const box = h('section', { class: 'telephone', 'data-testid': 'telephone', 'data-mobile': mobile });
  fill(box, [h('h2', {}, mobile), ...bubbles]);
  return box;
}

let last = '';
async function look() {
  const answer = await fetch('/sandbox/sms');
  const text = await answer.text();
  if (text === last + wanted()) return;
  last = text + wanted();
  const all = /** @type {Text[]} */ (JSON.parse(text)).filter(({ mobile }) => !wanted() || mobile === wanted());
  const mobiles = [...new Set(all.map(({ mobile }) => mobile).reverse())];
  const none = h('p', { class: 'empty' }, '还没有短信。给当事人发送链接后，短信会出现在这里。');
  fill(
    phones,
    mobiles.length
      ? mobiles.map((mobile) =>
          telephone(
            mobile,
            all.filter((one) => one.mobile === mobile),
          ),
        )
      : [none],
  );
  for (const box of phones.querySelectorAll('.telephone')) box.scrollTop = box.scrollHeight;
}

const keepLooking = () =>
  look()
    .catch(() => undefined)
    .finally(() => setTimeout(keepLooking, EVERY_MS));
void keepLooking();
window.addEventListener('hashchange', () => void look());
