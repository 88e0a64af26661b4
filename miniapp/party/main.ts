/** 当事人专用页面. Light, and free of what older phones do not know: it opens in WeChat as well as in any browser. */
import './party.css';
import { leave, readCase, Refused, resume, Unreachable } from './api';
import { type FilingKind, type PartyView } from './answers';
import { casePage } from './casePage';
import { fill, h } from './dom';
import { form, type Sent } from './forms';
import { signIn } from './signIn';
import { momentWords } from './words';

// The signature rules ask for `at`, which phones of 2020 do not have.
if (!('at' in Array.prototype)) {
  Object.defineProperty(Array.prototype, 'at', {
    value<T>(this: T[], n: number): T | undefined {
      return this[n < 0 ? this.length + n : n];
    },
  });
}

const root = document.getElementById('root') as HTMLElement;
const EVERY_MS = 60_000;
let shown: 'case' | 'other' = 'other';

/** One screen after another; whoever listens instead of looking begins at its heading. */
function show(screen: HTMLElement, what: typeof shown = 'other', focus = true): void {
  shown = what;
  fill(root, [screen]);
  if (!focus) return;
  window.scrollTo(0, 0);
  const heading = screen.querySelector('h1');
  (heading ?? root).focus();
}

const entrance = (because?: string) => show(signIn(() => void openCase(), because));

function showCase(view: PartyView, focus = true): void {
  const skew = new Date(view.now).getTime() - Date.now();
  const open = (kind: FilingKind, page?: number) =>
    show(
      form(kind, {
        ...{ view, onSent: done, onClose: () => showCase(view) },
        onSignedOut: () => entrance('登录已过期，填写的内容已保存在本机。请重新获取验证码登录后继续。'),
        ...(page === undefined ? {} : { page }),
      }),
    );
  const out = () => void leave().then(() => entrance());
  show(casePage(view, { open, leave: out, refresh: () => void openCase(), skew }), 'case', focus);
}

/** The receipt: what came, when, under which number. */
function done({ receipt, view }: Sent): void {
  show(
    h(
      'div',
      { class: 'screen', 'data-testid': 'receipt' },
      h('h1', { tabindex: -1 }, '已收到'),
      h('p', { class: 'good' }, `${receipt.what}：${receipt.statusWords}`),
      h(
        'dl',
        {},
        h('dt', {}, '回执号'),
        h('dd', { class: 'number' }, receipt.no ?? ''),
        h('dt', {}, '收到时间'),
        h('dd', {}, momentWords(receipt.receivedAt)),
      ),
      h('p', { class: 'quiet' }, '请记下或截图保存回执号。在“我的提交”里随时可以查看。'),
      h(
        'button',
        { type: 'button', class: 'button primary', 'data-testid': 'back', onclick: () => showCase(view) },
        '回到我的案件',
      ),
    ),
  );
}

function failed(error: unknown): void {
  const words = error instanceof Error ? error.message : '没有打开，请稍后再试。';
  show(
    h(
      'div',
      { class: 'screen' },
      h('h1', { tabindex: -1 }, error instanceof Unreachable ? '现在连不上' : '没有打开'),
      h('p', { class: 'fault', role: 'alert' }, words),
      h('button', { type: 'button', class: 'button primary', onclick: () => void start() }, '再试一次'),
    ),
  );
}

async function openCase(focus = true): Promise<void> {
  try {
    showCase(await readCase(), focus);
  } catch (error) {
    if (error instanceof Refused && error.code === 'NOT_SIGNED_IN') entrance(error.message);
    else failed(error);
  }
}

async function start(): Promise<void> {
  try {
    if (await resume()) await openCase();
    else entrance();
  } catch (error) {
    failed(error);
  }
}

/** What changed meanwhile is seen without asking, but never under somebody's fingers. */
window.setInterval(() => {
  const reading = shown === 'case' && !document.hidden && root.querySelector('details[open]') === null;
  if (reading)
    void readCase().then(
      (view) => shown === 'case' && showCase(view, false),
      () => undefined,
    );
}, EVERY_MS);
/** Another link in the same window. */
window.addEventListener('hashchange', () => void start());
void start();
