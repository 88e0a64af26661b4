// @ts-check
/** What lies over the screen for a moment: a bottom sheet, a toast, a picture. Keyboard: Escape closes, focus goes in and back. */
import { fill, h, icon } from './dom.js';

const layer = () => /** @type {HTMLElement} */ (document.getElementById('over'));

/**
 * Open a bottom sheet and wait for its answer.
 * @template T
 * @param {string} title
 * @param {(done: (answer: T) => void) => (Node | string)[]} build content; call `done` to answer and close
 * @param {{testid?: string}} [options]
 * @returns {Promise<T | undefined>} undefined when the person closed it
 */
export function sheet(title, build, { testid = 'sheet' } = {}) {
  return new Promise((resolve) => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const close = (/** @type {T | undefined} */ answer) => {
      backdrop.remove();
      before?.focus?.();
      resolve(answer);
    };
    const panel = h(
      'section',
      {
        class: 'sheet',
        role: 'dialog',
        'aria-modal': 'true',
        'aria-label': title,
        'data-testid': testid,
        tabindex: '-1',
      },
      h(
        'header',
        {},
        h('h2', {}, title),
        h(
          'button',
          { type: 'button', class: 'plain', 'aria-label': '关闭', onclick: () => close(undefined) },
          icon('close'),
        ),
      ),
    );
    const backdrop = h('div', {
      class: 'backdrop',
      onclick: (/** @type {MouseEvent} */ event) => event.target === backdrop && close(undefined),
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && close(undefined),
    });
    panel.append(h('div', { class: 'sheetBody' }, ...build(close)));
    backdrop.append(panel);
    layer().append(backdrop);
    const first = /** @type {HTMLElement | null} */ (panel.querySelector('[autofocus]'));
    (first ?? panel).focus();
  });
}

/** A sentence that goes away by itself. @param {string} text @param {'info' | 'error'} [kind] */
export function toast(text, kind = 'info') {
  const note = h(
    'div',
    { class: `toast ${kind}`, role: kind === 'error' ? 'alert' : 'status', 'data-testid': 'toast' },
    text,
  );
  layer().querySelector('.toast')?.remove();
  layer().append(note);
  setTimeout(() => note.remove(), kind === 'error' ? 5000 : 2500);
}

/** Pictures on the whole screen, one at a time. @param {string[]} urls @param {number} [current] */
export function preview(urls, current = 0) {
  let index = Math.max(0, Math.min(current, urls.length - 1));
  const picture = h('img', { alt: '图片' });
  const label = h('p');
  const show = (/** @type {number} */ step) => {
    index = (index + step + urls.length) % urls.length;
    picture.src = urls[index] ?? '';
    fill(label, [`${index + 1} / ${urls.length}`]);
  };
  const box = h(
    'div',
    {
      class: 'preview',
      role: 'dialog',
      'aria-label': '查看图片',
      tabindex: '-1',
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && box.remove(),
    },
    h(
      'button',
      { type: 'button', class: 'plain', 'aria-label': '关闭图片', onclick: () => box.remove() },
      icon('close'),
    ),
    picture,
    label,
  );
  if (urls.length > 1) picture.addEventListener('click', () => show(1));
  show(0);
  layer().append(box);
  box.focus();
}

/**
 * Ask a yes-or-no question. @param {string} title @param {string} text @param {string[]} labels
 * @returns {Promise<number | undefined>} index of the pressed label
 */
export function ask(title, text, labels) {
  return sheet(title, (done) => [
    h('p', { class: 'question' }, text),
    h(
      'div',
      { class: 'choices' },
      labels.map((label, index) =>
        h(
          'button',
          {
            type: 'button',
            class: index === labels.length - 1 ? 'button primary' : 'button',
            onclick: () => done(index),
          },
          label,
        ),
      ),
    ),
  ]);
}
