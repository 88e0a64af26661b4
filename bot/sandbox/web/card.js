// @ts-check
/**
 * The generic card, drawn from its variables. All of them are strings; lists are JSON in a string:
 * `title`, `number`, `status`, `statusColor`, `facts` [[label, value]], `note`, `buttons` [{id, text, kind, params?, form?, url?}],
 * `form` {fields}, `formAction`, `formSubmit`, `photos` [url], `url`, `updatedAt`.
 */
import { fill, h, pictureUrl, timeLabel } from './dom.js';
import { cardForm } from './form.js';
import { markdown } from './markdown.js';
import { preview, toast } from './sheet.js';

/** What the phone lends to everything it draws. @typedef {import('./phone.js').Phone} Phone */
/** @typedef {{id: string, text: string, kind?: string, color?: string, params?: Record<string, unknown>, form?: string, url?: string, disabled?: boolean}} Button */

const NOT_DELIVERED = '操作未送达，请稍后再试';

/** @param {string | undefined} text @returns {any} undefined when it is not JSON */
function json(text) {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {Record<string, string>} variables */
function read(variables) {
  const list = (/** @type {string | undefined} */ text) =>
    /** @type {any[]} */ (Array.isArray(json(text)) ? json(text) : []);
  return {
    title: variables['title'] ?? '',
    number: variables['number'] ?? '',
    status: variables['status'] ?? '',
    colour: ['blue', 'green', 'orange', 'red', 'grey'].find((colour) => colour === variables['statusColor']) ?? 'blue',
    facts: list(variables['facts'])
      .filter(Array.isArray)
      .map(([label, value]) => [String(label), String(value ?? '')]),
    note: variables['note'] ?? '',
    buttons: /** @type {Button[]} */ (list(variables['buttons']).filter((button) => button?.id || button?.url)),
    form: variables['form'] ?? '',
    formAction: variables['formAction'] ?? '',
    formSubmit: variables['formSubmit'] ?? '',
    photos: list(variables['photos']).map((photo) => pictureUrl(String(photo))),
    url: variables['url'] ?? '',
    updatedAt: variables['updatedAt'] ?? '',
  };
}

/**
 * A card that can be shown again with newer variables. What the person has typed into its form survives an update as long as
 * the form itself is the same.
 * @param {string} outTrackId @param {Phone} phone
 * @returns {{element: HTMLElement, show: (variables: Record<string, string>) => void}}
 */
export function card(outTrackId, phone) {
  const element = h('article', { class: 'card', 'data-testid': 'card', 'data-out-track-id': outTrackId });
  /** @type {Record<string, string>} */
  let variables = {};
  let formText = '';
  /** @type {HTMLElement | null} */
  let form = null;
  let busy = '';

  /** @param {string} actionId @param {Record<string, unknown>} params */
  async function press(actionId, params) {
    if (busy) return;
    busy = actionId;
    draw();
    const before = form;
    try {
      const response = await phone.line.press(outTrackId, [actionId], params);
      variables = { ...variables, ...response?.cardData?.cardParamMap, ...response?.userPrivateData?.cardParamMap };
    } catch {
      toast(NOT_DELIVERED, 'error');
    } finally {
      busy = '';
      draw();
      if (form !== before) form?.scrollIntoView({ block: 'nearest' });
      phone.refresh();
    }
  }

  /** @param {Button} button */
  function tap(button) {
    if (button.url) return phone.openUrl(button.url);
    const { formAction } = read(variables);
    if (button.form && form && button.form === formAction)
      return /** @type {HTMLElement | null} */ (form.querySelector('input,textarea,select'))?.focus();
    return press(button.id, { action: button.id, ...button.params });
  }

  function draw() {
    const shown = read(variables);
    if (shown.form !== formText) {
      formText = shown.form;
      const fields = json(formText)?.fields;
      form =
        Array.isArray(fields) && fields.length
          ? cardForm(fields, shown.formSubmit, (values) =>
              press('form', { action: read(variables).formAction, form: values }),
            )
          : null;
    }
    const active = /** @type {HTMLElement | null} */ (
      element.contains(document.activeElement) ? document.activeElement : null
    );
    element.setAttribute('aria-busy', String(Boolean(busy)));
    element.setAttribute('aria-label', `卡片：${shown.title}`);
    fill(element, [
      h(
        'header',
        { class: 'cardHead' },
        h('h3', { 'data-testid': 'card-title' }, shown.title),
        shown.number ? h('p', { class: 'number' }, shown.number) : null,
      ),
      shown.status
        ? h('p', { class: `status ${shown.colour}`, 'data-testid': 'card-status', role: 'status' }, shown.status)
        : null,
      shown.facts.length
        ? h(
            'dl',
            { class: 'facts' },
            shown.facts.map(([label, value]) => [h('dt', {}, label), h('dd', {}, value)]).flat(),
          )
        : null,
      shown.photos.length
        ? h(
            'div',
            { class: 'photos' },
            shown.photos.map((url, at) =>
              h(
                'button',
                { type: 'button', 'aria-label': `查看第 ${at + 1} 张照片`, onclick: () => preview(shown.photos, at) },
                h('img', { src: url, alt: '', loading: 'lazy' }),
              ),
            ),
          )
        : null,
      shown.note ? h('div', { class: 'note', 'data-testid': 'card-note' }, markdown(shown.note, phone.openUrl)) : null,
      form,
      shown.buttons.length ? h('div', { class: 'cardButtons' }, shown.buttons.map(buttonElement)) : null,
      shown.url
        ? h(
            'button',
            { type: 'button', class: 'openPage', 'data-testid': 'card-open', onclick: () => phone.openUrl(shown.url) },
            '查看详情',
          )
        : null,
      shown.updatedAt
        ? h('p', { class: 'updated' }, `更新于 ${timeLabel(shown.updatedAt, phone.now()) || shown.updatedAt}`)
        : null,
    ]);
    // Drawing again takes the focus away, from a person who may be typing or using the keyboard.
    if (active?.isConnected) active.focus();
    else if (active?.dataset['action'])
      /** @type {HTMLElement | null} */ (
        element.querySelector(`[data-action="${CSS.escape(active.dataset['action'])}"]`)
      )?.focus();
  }

  /** @param {Button} button */
  function buttonElement(button) {
    const kind = button.kind ?? 'default';
    return h(
      'button',
      {
        type: 'button',
        class: `button ${kind} ${busy === button.id ? 'busy' : ''}`,
        disabled: Boolean(busy) || button.disabled,
        'data-testid': 'card-button',
        'data-action': button.id,
        onclick: () => tap(button),
      },
      button.text,
    );
  }

  return {
    element,
    show(next) {
      if (JSON.stringify(next) === JSON.stringify(variables)) return;
      variables = next;
      draw();
    },
  };
}
