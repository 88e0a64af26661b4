// @ts-check
/** The line at the foot of a chat: type, speak (what was recognised is typed in), photograph. */
import { h, icon } from './dom.js';
import { base64Of, choosePhotos } from './photos.js';
import { sheet, toast } from './sheet.js';

/** Characters a person speaks in a second, for a believable duration. */
const SPEECH_PER_SECOND = 4;

/**
 * @param {(what: Record<string, unknown>) => Promise<unknown>} say
 */
export function composer(say) {
  let waiting = 0;
  /** @type {Promise<unknown>} */
  let before = Promise.resolve();
  const input = h('textarea', {
    class: 'composerInput',
    rows: '1',
    placeholder: '发消息',
    'aria-label': '消息内容',
    'data-testid': 'composer-input',
    enterkeyhint: 'send',
  });
  const send = h('button', { type: 'submit', class: 'button primary', 'data-testid': 'send' }, '发送');

  /**
   * What is said goes out in the order it was said: a photo chosen while the voice is still on its way waits for it.
   * @param {Record<string, unknown>} what
   */
  async function deliver(what) {
    waiting += 1;
    bar.classList.add('sending');
    send.disabled = true;
    const turn = before.then(() => say(what));
    before = turn.catch(() => undefined);
    try {
      await turn;
      return true;
    } catch (error) {
      toast(error instanceof Error && error.message ? error.message : '没有发出去，请稍后再试。', 'error');
      return false;
    } finally {
      waiting -= 1;
      bar.classList.toggle('sending', waiting > 0);
      send.disabled = waiting > 0;
    }
  }
  async function sendText() {
    const text = input.value.trim();
    // The line is emptied only once its words are out: until then a second tap means the same words.
    if (!text || waiting > 0 || !(await deliver({ text }))) return;
    input.value = '';
    fit();
  }
  async function sendVoice() {
    const voice = await voiceSheet();
    if (voice) await deliver({ voice });
  }
  async function sendPhoto() {
    const [file] = (await choosePhotos()) ?? [];
    if (file) await deliver({ photo: { base64: await base64Of(file), fileName: file.name } });
  }
  function fit() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(120, input.scrollHeight)}px`;
  }
  input.addEventListener('input', fit);
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void sendText();
  });
  const bar = h(
    'form',
    { class: 'composer', onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), void sendText()) },
    h(
      'button',
      { type: 'button', class: 'plain', 'aria-label': '语音', 'data-testid': 'voice', onclick: sendVoice },
      icon('microphone'),
    ),
    input,
    h(
      'button',
      { type: 'button', class: 'plain', 'aria-label': '照片', 'data-testid': 'photo', onclick: sendPhoto },
      icon('picture'),
    ),
    send,
  );
  return bar;
}

/** @returns {Promise<{recognition: string, durationMs: number} | undefined>} */
function voiceSheet() {
  return sheet(
    '语音消息',
    (/** @type {(voice: {recognition: string, durationMs: number}) => void} */ done) => {
      const text = h('textarea', {
        class: 'input',
        rows: '4',
        id: 'voice-text',
        autofocus: true,
        'data-testid': 'voice-text',
        placeholder: '例如：东海鱼粉厂那边河水发黑，臭得很',
      });
      const seconds = h('input', {
        class: 'input',
        type: 'number',
        id: 'voice-seconds',
        min: '1',
        max: '60',
        value: '3',
        'data-testid': 'voice-seconds',
      });
      let chosen = false;
      seconds.addEventListener('input', () => (chosen = true));
      text.addEventListener('input', () => {
        if (!chosen)
          seconds.value = String(Math.min(60, Math.max(1, Math.ceil(text.value.length / SPEECH_PER_SECOND))));
      });
      return [
        h('p', { class: 'hint' }, '这里没有麦克风：请输入识别出来的文字，留空表示没听清。'),
        h('div', { class: 'field' }, h('label', { for: 'voice-text' }, '识别出的文字'), text),
        h('div', { class: 'field' }, h('label', { for: 'voice-seconds' }, '时长（秒）'), seconds),
        h(
          'button',
          {
            type: 'button',
            class: 'button primary wide',
            'data-testid': 'voice-send',
            onclick: () =>
              done({ recognition: text.value.trim(), durationMs: Math.max(1, Number(seconds.value) || 1) * 1000 }),
          },
          '发送语音',
        ),
      ];
    },
    { testid: 'voice-sheet' },
  );
}
