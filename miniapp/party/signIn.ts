/** The door: a code by SMS. Says the same whatever the link is; only the telephone knows. */
import { askCode, enter, Refused, token } from './api';
import { h } from './dom';

const sentence = (error: unknown) => (error instanceof Error ? error.message : '没有成功，请稍后再试。');

export function signIn(onEntered: () => void, because = ''): HTMLElement {
  const said = h('p', { class: because ? 'fault' : 'quiet', role: 'status', 'data-testid': 'said' }, because);
  const say = (words: string, tone: 'fault' | 'quiet') => {
    said.className = tone;
    said.textContent = words;
  };
  const code = h('input', {
    ...{ id: 'code', class: 'code', type: 'text', inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 6 },
    ...{ pattern: '[0-9]*', 'data-testid': 'code' },
  });
  const send = h('button', { type: 'button', class: 'button', 'data-testid': 'send-code' }, '获取验证码');
  const go = h('button', { type: 'submit', class: 'button primary', 'data-testid': 'enter' }, '查看我的案件');

  const waitFor = (seconds: number) => {
    if (seconds <= 0) {
      send.disabled = false;
      send.textContent = '重新获取验证码';
      return;
    }
    send.disabled = true;
    send.textContent = `${String(seconds)}秒后可重新获取`;
    window.setTimeout(() => waitFor(seconds - 1), 1_000);
  };
  send.addEventListener('click', () => {
    send.disabled = true;
    askCode().then(
      ({ resendSeconds, codeMinutes }) => {
        say(
          `链接有效的，验证码已发到您登记的手机，${String(codeMinutes)}分钟内有效。没有收到的，请联系办案人员重新发送链接。`,
          'quiet',
        );
        waitFor(resendSeconds);
        code.focus();
      },
      (error: unknown) => {
        say(sentence(error), 'fault');
        waitFor(error instanceof Refused && error.code === 'TOO_MANY_REQUESTS' ? 10 : 0);
      },
    );
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const given = code.value.replace(/\D/g, '');
    if (given.length !== 6) return say('请填写短信里的6位验证码。', 'fault');
    go.disabled = true;
    enter(given).then(onEntered, (error: unknown) => {
      go.disabled = false;
      say(sentence(error), 'fault');
      code.focus();
    });
  };
  if (!token())
    return h(
      'div',
      { class: 'screen' },
      h('h1', { tabindex: -1 }, '当事人专用页面'),
      h('p', { class: 'fault' }, '链接不完整，请从短信里重新点开；没有短信的，请联系办案人员。'),
    );
  return h(
    'form',
    { class: 'screen', novalidate: true, onsubmit: submit, 'data-testid': 'sign-in' },
    h('h1', { tabindex: -1 }, '当事人专用页面'),
    h('p', {}, '您好。这里可以查看与您有关的文书、提交意见和办理后续事项。为保护您的信息，请先用短信验证码确认身份。'),
    send,
    h('div', { class: 'field' }, h('label', { class: 'label', for: 'code' }, '6位验证码'), code),
    said,
    go,
    h('p', { class: 'quiet' }, '工作人员不会向您索要验证码，也不会要求您向个人账户转账。'),
  );
}
