// @ts-check
/**
 * The part of markdown that the chat client shows: headings, quotes, lists, emphasis, links, pictures, line breaks.
 * Builds nodes, so nothing a message contains can become markup.
 */
import { h, pictureUrl } from './dom.js';

const INLINE = /!\[([^\]]*)\]\(([^)\s]+)\)|\[([^\]]+)\]\(([^)\s]+)\)|\*\*([^*]+)\*\*|(https?:\/\/[^\s<>，。；）)]+)/g;
const LINK = /^(https?:|dingtalk:)/i;
const PICTURE = /^(https?:|data:image\/|blob:|\/|@)/i;

/**
 * @param {string} text @param {(url: string) => void} openUrl what a tapped link does
 * @returns {HTMLElement}
 */
export function markdown(text, openUrl) {
  const root = h('div', { class: 'markdown' });
  for (const line of text
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?font[^>]*>/gi, '')
    .split(/\r?\n/)) {
    const [, mark = '', rest = ''] = /^\s*(#{1,6}\s|>\s?|[-*+]\s|\d+[.)]\s|-{3,}$)?(.*)$/.exec(line) ?? [];
    const kind = mark.trim();
    if (kind.startsWith('---')) root.append(h('hr'));
    else if (kind.startsWith('#'))
      root.append(h('strong', { class: `heading heading${Math.min(3, kind.length)}` }, inline(rest, openUrl)));
    else if (kind === '>') root.append(h('blockquote', {}, inline(rest, openUrl)));
    else if (kind)
      root.append(
        h('p', { class: 'item' }, h('span', {}, /\d/.test(kind) ? kind : '•'), h('span', {}, inline(rest, openUrl))),
      );
    else if (rest.trim()) root.append(h('p', {}, inline(rest, openUrl)));
    else root.append(h('p', { class: 'gap' }));
  }
  return root;
}

/** @param {string} text @param {(url: string) => void} openUrl @returns {(Node | string)[]} */
function inline(text, openUrl) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, alt, source, label, target, bold, bare] = match;
    nodes.push(text.slice(from, match.index));
    from = match.index + whole.length;
    const url = target ?? bare;
    if (source && PICTURE.test(source))
      nodes.push(h('img', { src: pictureUrl(source), alt: alt || '图片', loading: 'lazy' }));
    else if (url && LINK.test(url))
      nodes.push(h('button', { type: 'button', class: 'link', onclick: () => openUrl(url) }, label ?? url));
    else if (bold) nodes.push(h('strong', {}, bold));
    else nodes.push(label ?? whole);
  }
  nodes.push(text.slice(from));
  return nodes;
}

const ADDRESS = /(https?:\/\/[^\s<>，。；）)]+)/;

/** Text as it was sent, with its web addresses to tap. @param {string} text @param {(url: string) => void} openUrl */
export const plainText = (text, openUrl) =>
  h(
    'p',
    { class: 'plainText' },
    text
      .split(ADDRESS)
      .map((part, at) =>
        at % 2 ? h('button', { type: 'button', class: 'link', onclick: () => openUrl(part) }, part) : part,
      ),
  );
