/** The public list of penalties: searched by enterprise or number, on any phone, without signing in. Nothing but text is ever put into the page. */
import { type PublicPenalty } from '../../models/disclosure/disclosure.schema';
import './public.css';

interface Answer {
  items: PublicPenalty[];
  next: string | null;
}
const UNREACHABLE = '暂时连不上服务器，请检查网络后再查。';
const PATH = '/public/penalties.json';

function element(tag: string, text = '', className = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
const found = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

/** @throws Error with a sentence for people */
async function ask(query: URLSearchParams): Promise<Answer> {
  const answer = await fetch(`${PATH}?${query.toString()}`, { credentials: 'omit' }).catch(() => {
    throw new Error(UNREACHABLE);
  });
  const body = (await answer.json().catch(() => ({}))) as Answer & { error?: { message?: string } };
  if (answer.ok) return body;
  throw new Error(body.error?.message ?? UNREACHABLE);
}

const DETAILS: readonly (readonly [keyof PublicPenalty, string])[] = [
  ['facts', '违法事实'],
  ['basis', '处罚依据'],
  ['uscc', '统一社会信用代码'],
  ['displayUntil', '展示至'],
];

function card(penalty: PublicPenalty): HTMLElement {
  const item = element('li');
  const { authority, decidedOn, publishedOn, procedure, withdrawal } = penalty;
  if (penalty.status === 'WITHDRAWN') {
    item.className = 'withdrawn';
    item.append(
      element('h2', penalty.decisionNo),
      element('p', `已于${withdrawal?.on ?? ''}撤回`, 'result'),
      element('p', withdrawal?.statement ?? '', 'meta'),
      element('p', authority, 'meta'),
    );
    return item;
  }
  const facts = element('dl');
  for (const [field, label] of DETAILS) {
    const value = penalty[field];
    if (typeof value === 'string' && value) facts.append(element('dt', label), element('dd', value));
  }
  const more = element('details');
  more.append(element('summary', '查看事实和依据'), facts);
  item.append(
    element('h2', penalty.party),
    element('p', penalty.result, 'result'),
    element('p', `${penalty.decisionNo} · ${procedure}`, 'meta'),
    element('p', `${authority} · ${decidedOn}决定 · ${publishedOn}公开`, 'meta'),
    more,
  );
  return item;
}

const [form, input, status, list, more] = [
  found<HTMLFormElement>('search'),
  found<HTMLInputElement>('q'),
  found('status'),
  found('list'),
  found<HTMLButtonElement>('more'),
];
let round = 0;
let next: string | null = null;

function say(text: string, isBad = false) {
  status.textContent = text;
  status.className = isBad ? 'bad' : '';
}

/** A later question makes the answer to an earlier one worthless. */
async function show(after: string | null): Promise<void> {
  const mine = (round += 1);
  const q = input.value.trim();
  const query = new URLSearchParams({ ...(q ? { q } : {}), ...(after ? { after } : {}) });
  more.disabled = true;
  if (!after) say('正在读取…');
  try {
    const answer = await ask(query);
    if (mine !== round) return;
    if (!after) list.replaceChildren();
    list.append(...answer.items.map(card));
    next = answer.next;
    const count = list.childElementCount;
    say(count === 0 ? '没有查到。请核对企业名称或文号，或者减少几个字再查。' : `已列出 ${String(count)} 条`);
  } catch (error) {
    if (mine === round) say(error instanceof Error ? error.message : UNREACHABLE, true);
  }
  if (mine !== round) return;
  more.disabled = false;
  more.hidden = next === null;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void show(null);
});
more.addEventListener('click', () => void show(next));
void show(null);
