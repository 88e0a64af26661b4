/** What the party files: one form each, kept on the phone until its receipt is here, sent once however often it is pressed. */
import { file, Refused, Unreachable } from './api';
import { type FilingKind, type PartyView, type Receipt } from './answers';
import { draftOf, dropDraft, keepDraft } from './drafts';
import { type Child, h } from './dom';
import { filesField } from './filesField';
import { type Pad, pad } from './ink';
import { fenOf, yuanWords } from './words';

export interface Sent {
  receipt: Receipt;
  view: PartyView;
}
export interface FormPlace {
  view: PartyView;
  /** For `confirmMinutes`. */
  page?: number;
  onSent: (sent: Sent) => void;
  onClose: () => void;
  onSignedOut: () => void;
}

interface Spec {
  title: string;
  /** What it means, before anything is filled in. */
  words: (view: PartyView) => string[];
  button: string;
  text?: { label: string; most: number; placeholder?: string; required?: false };
  files?: true;
  sign?: string;
  /** Asked once more before it is sent. */
  again?: { words: string; button: string };
  shares?: true;
  people?: true;
  /** Whom it concerns and on which ground. */
  officer?: true;
}

export const SPECS: Record<FilingKind, Spec> = {
  statement: {
    title: '陈述和申辩',
    words: () => ['请写明您对事实、理由、依据或者金额的意见，可以附上证据。我们会逐条答复，不会因此加重处罚。'],
    button: '提交陈述申辩',
    text: { label: '您的意见', most: 5_000, placeholder: '例如：哪一点与事实不符，有什么证据……' },
    files: true,
  },
  requestHearing: {
    title: '要求听证',
    words: () => ['听证不收费。确定时间后，会在七个工作日前通知您；可以本人参加，也可以委托一至二人代理。'],
    button: '提交听证要求',
    text: { label: '理由', most: 2_000 },
    files: true,
  },
  waive: {
    title: '放弃陈述申辩和听证',
    words: () => [
      '放弃以后，我们不再等待您的意见，会直接作出决定，而且不能反悔。',
      '如果您没有想好，可以什么都不做：到期之前您随时可以提交意见。',
    ],
    button: '放弃权利',
    sign: '请签名',
    again: {
      words: '您确定放弃陈述、申辩和要求听证的权利吗？提交后不能撤回。',
      button: '我确定放弃',
    },
  },
  consentEService: {
    title: '同意电子送达',
    words: () => [
      '同意后，本案的文书可以在本页面送达给您，以您点“确认收到”的时间为送达时间。',
      '不同意的，仍按当面、邮寄等方式送达，对您没有不利影响。',
    ],
    button: '同意电子送达',
    sign: '请签名确认',
  },
  confirmReceipt: {
    title: '确认收到处罚决定书',
    words: () => [
      '请先看完决定书。确认收到只表示文书送到了您手里，不表示您同意决定的内容；缴款和救济的期限从现在开始计算。',
    ],
    button: '确认收到',
    sign: '请签名',
  },
  requestInstalment: {
    title: '申请延期或分期缴纳',
    words: ({ payment }) => [
      '确有经济困难的，可以申请暂缓或者分期缴纳，请附上证明材料。',
      payment ? `尚未缴纳${yuanWords(payment.openFen)}；各期金额合计应等于这个数。` : '',
    ],
    button: '提交申请',
    text: { label: '困难情况', most: 1_000 },
    shares: true,
    files: true,
  },
  askRecusal: {
    title: '申请听证主持人回避',
    words: () => ['主持人是本案当事人的近亲属、与本案有利害关系或者有其他可能影响公正的情形的，可以申请回避。'],
    button: '提交申请',
    text: { label: '理由', most: 1_000 },
  },
  requestRecusal: {
    title: '申请办案人员回避',
    words: () => ['办案人员与本案有利害关系或者其他关系、可能影响公正的，可以申请回避。决定作出前，调查不停止。'],
    button: '提交申请',
    officer: true,
    text: { label: '具体情况', most: 500 },
  },
  nameRepresentatives: {
    title: '委托听证代理人',
    words: () => ['可以委托一至二人代理。请上传授权委托书的照片。'],
    button: '提交委托',
    people: true,
    files: true,
  },
  withdrawHearing: {
    title: '撤回听证要求',
    words: () => ['撤回以后不再举行听证，案件继续办理。'],
    button: '撤回听证要求',
    again: { words: '您确定撤回听证要求吗？提交后不能恢复。', button: '我确定撤回' },
  },
  confirmMinutes: {
    title: '核对听证笔录',
    words: () => ['请逐句核对。记录有误的，请当场告诉记录员更正后再签名。'],
    button: '核对无误，签名',
    sign: '请签名',
  },
};

const row = (label: string, input: HTMLElement, id: string) =>
  h('div', { class: 'field' }, h('label', { class: 'label', for: id }, label), input);

/** One field whose words are kept while they are typed. */
function typed(
  draft: ReturnType<typeof draftOf>,
  kind: FilingKind,
  {
    name,
    label,
    most,
    placeholder = '',
    lines = false,
    type = 'text',
    mode = '',
  }: {
    name: string;
    label: string;
    most: number;
    placeholder?: string;
    lines?: boolean;
    type?: string;
    mode?: string;
  },
): HTMLElement {
  const id = `field-${name}`;
  const common = { id, maxlength: most, placeholder, 'data-testid': id };
  const input = lines
    ? h('textarea', { ...common, rows: 7 })
    : h('input', { ...common, type, inputmode: mode || null });
  input.value = draft.fields[name] ?? '';
  input.addEventListener('input', () => {
    draft.fields[name] = input.value;
    keepDraft(kind, draft);
  });
  return row(label, input, id);
}

/** 处罚办法 第六条. */
const GROUNDS: readonly (readonly [string, string])[] = [
  ['PARTY', '是本案当事人或者当事人的近亲属'],
  ['INTEREST', '本人或者近亲属与本案有直接利害关系'],
  ['RELATION', '有其他关系可能影响公正执法'],
];

function choice(
  draft: Draft,
  kind: FilingKind,
  name: string,
  label: string,
  options: readonly (readonly [string, string])[],
) {
  const id = `field-${name}`;
  draft.fields[name] = draft.fields[name] ?? options[0]?.[0] ?? '';
  const select = h(
    'select',
    { id, 'data-testid': id },
    ...options.map(([value, words]) => h('option', { value }, words)),
  );
  select.value = draft.fields[name];
  select.addEventListener('change', () => {
    draft.fields[name] = select.value;
    keepDraft(kind, draft);
  });
  return row(label, select, id);
}

const MOST_SHARES = 12;

/** Day and amount of each share; one more row by a tap. */
function shareFields(draft: ReturnType<typeof draftOf>): HTMLElement {
  const kind = 'requestInstalment';
  const rows = h('div');
  const count = () => Math.max(1, Number(draft.fields['count'] ?? '1'));
  const add = () => {
    const n = count();
    if (n >= MOST_SHARES) return;
    draft.fields['count'] = String(n + 1);
    rows.append(one(n));
  };
  const one = (n: number) =>
    h(
      'div',
      { class: 'pair' },
      typed(draft, kind, { name: `day${String(n)}`, label: `第${String(n + 1)}期日期`, most: 10, type: 'date' }),
      typed(draft, kind, { name: `yuan${String(n)}`, label: '金额（元）', most: 15, mode: 'decimal' }),
    );
  for (let n = 0; n < count(); n += 1) rows.append(one(n));
  return h('div', {}, rows, h('button', { type: 'button', class: 'button', onclick: add }, '再加一期'));
}

type Draft = ReturnType<typeof draftOf>;
const sharesOf = ({ fields }: Draft) =>
  Array.from({ length: Math.max(1, Number(fields['count'] ?? '1')) }, (_, n) => ({
    dueOn: fields[`day${String(n)}`] ?? '',
    fen: fenOf(fields[`yuan${String(n)}`] ?? '') ?? 0,
  }));
const peopleOf = ({ fields }: Draft) =>
  [0, 1]
    .map((n) => ({ name: fields[`name${String(n)}`] ?? '', relation: fields[`relation${String(n)}`] ?? '' }))
    .filter(({ name, relation }) => name || relation);

/** What is sent, as the API wants it (models/party/party.schema.ts, Filed). */
function filedOf(kind: FilingKind, draft: Draft, { view, page }: FormPlace, signature: object | null): object {
  const spec = SPECS[kind];
  const shares = spec.shares ? sharesOf(draft) : [];
  const document = view.decision?.no ?? '';
  return {
    kind,
    ...(spec.text ? { text: draft.fields['text'] ?? '' } : {}),
    ...(spec.files ? { files: draft.files.map(({ hash }) => hash) } : {}),
    ...(signature ? { signature } : {}),
    ...(spec.again ? { confirmed: true } : {}),
    ...(spec.shares ? { way: shares.length > 1 ? 'INSTALMENT' : 'DEFER', parts: shares } : {}),
    ...(spec.people ? { representatives: peopleOf(draft) } : {}),
    ...(spec.officer ? { officer: Number(draft.fields['officer'] ?? 0), ground: draft.fields['ground'] ?? '' } : {}),
    ...(kind === 'confirmMinutes' ? { page } : {}),
    ...(kind === 'confirmReceipt' ? { document } : {}),
  };
}

/** What the page itself sees missing; the server judges all of it again. */
function missing(kind: FilingKind, draft: Draft, settled: boolean): string | null {
  const spec = SPECS[kind];
  if (!settled) return '还有文件正在上传，请等上传完成。';
  if (spec.text && (draft.fields['text'] ?? '').trim().length < 2) return `请填写“${spec.text.label}”。`;
  if (spec.people && peopleOf(draft).length === 0) return '请填写代理人的姓名和与您的关系。';
  if (spec.shares && sharesOf(draft).some(({ dueOn, fen }) => !dueOn || fen <= 0))
    return '请把每期的日期和金额填写完整。';
  if (spec.shares && draft.files.length === 0) return '请上传经济困难的证明材料。';
  return null;
}

/** Asked once more, by a window of its own: a thumb that slips does not give up a right. */
function askAgain({ words, button }: NonNullable<Spec['again']>, then: () => void): void {
  const before = document.activeElement;
  const close = () => {
    shade.remove();
    if (before instanceof HTMLElement) before.focus();
  };
  const sure = h(
    'button',
    {
      type: 'button',
      class: 'button danger',
      'data-testid': 'sure',
      onclick: () => {
        close();
        then();
      },
    },
    button,
  );
  const back = h('button', { type: 'button', class: 'button', onclick: close }, '再想想');
  const shade = h(
    'div',
    { class: 'shade', onkeydown: (event) => (event as KeyboardEvent).key === 'Escape' && close() },
    h(
      'div',
      { class: 'ask', role: 'alertdialog', 'aria-modal': 'true', 'aria-label': words },
      h('p', {}, words),
      back,
      sure,
    ),
  );
  document.body.append(shade);
  back.focus();
}

/** The whole screen of one filing. */
export function form(kind: FilingKind, place: FormPlace): HTMLElement {
  const spec = SPECS[kind];
  const { view, onSent, onClose, onSignedOut } = place;
  const draft = draftOf(kind);
  const files = spec.files
    ? filesField(draft.files, view.limits.fileMb, (kept) => {
        draft.files = kept;
        keepDraft(kind, draft);
      })
    : null;
  const said = h('p', { class: 'fault', role: 'alert', 'data-testid': 'fault' });
  const ink: Pad | null = spec.sign ? pad(spec.sign, () => (said.textContent = '')) : null;
  const submit = h('button', { type: 'submit', class: `button primary`, 'data-testid': 'submit' }, spec.button);
  let sending = false;

  async function send(signature: object | null): Promise<void> {
    if (sending) return;
    sending = true;
    submit.disabled = true;
    submit.textContent = '正在提交…';
    said.textContent = '';
    try {
      const sent = await file(draft.id, filedOf(kind, draft, place, signature));
      dropDraft(kind);
      onSent(sent);
      return;
    } catch (error) {
      if (error instanceof Refused && error.code === 'NOT_SIGNED_IN') return onSignedOut();
      said.textContent =
        error instanceof Unreachable
          ? `${error.message}联网后请再点一次，重复点击只会提交一份。`
          : error instanceof Refused
            ? error.message
            : '没有提交成功，请稍后再试。';
      if (error instanceof Unreachable) window.addEventListener('online', () => void send(signature), { once: true });
    } finally {
      sending = false;
      submit.disabled = false;
      submit.textContent = spec.button;
    }
    said.scrollIntoView({ block: 'center' });
  }
  function pressed(event: Event): void {
    event.preventDefault();
    said.textContent = missing(kind, draft, files ? files.settled() : true) ?? '';
    if (said.textContent) return said.scrollIntoView({ block: 'center' });
    const read = ink?.read();
    if (read && 'fault' in read) {
      said.textContent = read.fault;
      return said.scrollIntoView({ block: 'center' });
    }
    const go = () => void send(read ? read.signature : null);
    if (spec.again) askAgain(spec.again, go);
    else go();
  }
  const fields: Child[] = [
    ...(spec.officer
      ? [
          choice(
            draft,
            kind,
            'officer',
            '申请谁回避',
            view.case.officers.map(({ name }, at) => [String(at), name]),
          ),
          choice(draft, kind, 'ground', '理由', GROUNDS),
        ]
      : []),
    spec.text &&
      typed(draft, kind, {
        ...{ name: 'text', label: spec.text.label, most: spec.text.most, lines: true },
        placeholder: spec.text.placeholder ?? '',
      }),
    spec.shares && shareFields(draft),
    ...(spec.people
      ? [0, 1].map((n) =>
          h(
            'div',
            { class: 'pair' },
            typed(draft, kind, {
              name: `name${String(n)}`,
              label: n === 0 ? '代理人姓名' : '第二名代理人（可不填）',
              most: 50,
            }),
            typed(draft, kind, {
              name: `relation${String(n)}`,
              label: '与您的关系',
              most: 50,
              placeholder: '如：律师、员工',
            }),
          ),
        )
      : []),
    files?.element,
    ink?.element,
  ];
  return h(
    'form',
    { class: 'screen', novalidate: true, onsubmit: pressed, 'data-testid': `form-${kind}` },
    h('button', { type: 'button', class: 'plain back', onclick: onClose }, '‹ 返回'),
    h('h1', { tabindex: -1 }, spec.title),
    ...spec
      .words(view)
      .filter(Boolean)
      .map((words) => h('p', {}, words)),
    ...(kind === 'confirmMinutes' ? minutesOf(place) : []),
    ...fields,
    said,
    submit,
    h('p', { class: 'quiet' }, '填写的内容会自动保存在本机，提交成功后清除。'),
  );
}

function minutesOf({ view, page }: FormPlace): HTMLElement[] {
  const found = view.hearing?.minutes.find((one) => one.page === page);
  return (found?.lines ?? []).map(({ speaker, words }) =>
    h('p', { class: 'line' }, h('strong', {}, `${speaker}：`), words),
  );
}
