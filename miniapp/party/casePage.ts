/** The party's case on one page, what is urgent first. */
import { type FilingKind, type Hearing, type Notice, type PartyView, type Payment, type Receipt } from './answers';
import { hasDraft } from './drafts';
import { type Child, folded, h, paragraphs, section } from './dom';
import { SPECS } from './forms';
import { dateWords, dayWords, leftWords, momentWords, sizeWords, yuanWords } from './words';

export interface CaseDoors {
  open: (kind: FilingKind, page?: number) => void;
  leave: () => void;
  refresh: () => void;
  /** Server minus phone, ms. */
  skew: number;
}

const fact = (label: string, value: Child): Child[] => (value ? [h('dt', {}, label), h('dd', {}, value)] : []);
const facts = (...rows: Child[][]) => h('dl', {}, ...rows);

function clock(
  { clock: { dueAt, explain, warnings, over, days }, waivedAt, hearingRight }: Notice,
  { skew }: CaseDoors,
): HTMLElement {
  if (waivedAt)
    return section('期限', 'clock', h('p', {}, `您已于${momentWords(waivedAt)}放弃陈述、申辩和听证的权利。`));
  const left = h('p', { class: 'left', role: 'timer' });
  const what = hearingRight ? '陈述申辩、要求听证' : '陈述申辩';
  const tick = () => {
    const ms = new Date(dueAt).getTime() - Date.now() - skew;
    left.textContent = over || ms <= 0 ? '期限已过' : leftWords(ms);
  };
  tick();
  const timer = window.setInterval(() => (left.isConnected ? tick() : window.clearInterval(timer)), 30_000);
  return section(
    `${what}的期限`,
    'clock',
    left,
    h('p', {}, `到${momentWords(dueAt)}为止，共${String(days)}个工作日，从收到告知书的第二天起算。`),
    folded(
      '这一天是怎么算出来的',
      h(
        'ul',
        { class: 'days' },
        ...(explain.length > 0
          ? explain.map(({ day, counts, reason }) =>
              h('li', {}, `${dayWords(day)}：${reason}，${counts ? '计入' : '不计入'}`),
            )
          : [h('li', {}, '期间没有节假日，每个工作日都计入。')]),
        ...warnings.map((words) => h('li', {}, words)),
      ),
    ),
  );
}

/** Beside the amounts: what else is imposed. */
const others = (kinds: readonly string[]): string => kinds.filter((kind) => !/罚款|没收/.test(kind)).join('、');

const amounts = (fineFen: number, confiscationFen: number): string =>
  [fineFen > 0 ? `罚款${yuanWords(fineFen)}` : '', confiscationFen > 0 ? `没收${yuanWords(confiscationFen)}` : '']
    .filter(Boolean)
    .join('，');

function noticeSection(notice: Notice): HTMLElement {
  const {
    no,
    facts: said,
    basis,
    reasons,
    kinds,
    fineFen,
    confiscationFen,
    hearingRight,
    hearingBecause,
    servedAt,
    plain,
  } = notice;
  return section(
    '告知书',
    'notice',
    facts(
      fact('文号', no),
      fact('收到日期', servedAt && dateWords(servedAt)),
      fact('拟作出的处罚', [amounts(fineFen, confiscationFen), others(kinds)].filter(Boolean).join('，')),
      fact(
        '听证',
        hearingRight ? `可以要求听证：${hearingBecause.join('；')}` : '不属于可以要求听证的情形，可以陈述、申辩',
      ),
    ),
    folded('查明的事实', ...paragraphs(said)),
    folded('法律依据', ...paragraphs(basis)),
    folded('理由', ...paragraphs(reasons)),
    ...(plain.length > 0
      ? [folded('金额是怎么算出来的', ...plain.reduce<HTMLElement[]>((all, one) => [...all, ...paragraphs(one)], []))]
      : []),
  );
}

/** In the order in which they matter; what is not possible now stands below, with its reason. */
const KINDS: readonly FilingKind[] = [
  ...(['confirmReceipt', 'statement', 'requestHearing', 'requestInstalment', 'nameRepresentatives'] as const),
  ...(['askRecusal', 'consentEService', 'requestRecusal', 'waive', 'withdrawHearing'] as const),
];
/** Said only where it can be done: it would frighten or confuse. */
const ONLY_OPEN: readonly FilingKind[] = [
  'confirmReceipt',
  'nameRepresentatives',
  'askRecusal',
  'requestRecusal',
  'withdrawHearing',
];

function actions({ may, notice }: PartyView, { open }: CaseDoors): HTMLElement {
  const possible = KINDS.filter((kind) => may[kind] === null);
  const closed = KINDS.filter((kind) => may[kind] !== null && !ONLY_OPEN.includes(kind));
  return section(
    '我要办理',
    'actions',
    ...(possible.length === 0 ? [h('p', {}, '现在没有需要您办理的事项。')] : []),
    ...possible.map((kind, at) =>
      h(
        'button',
        {
          type: 'button',
          class: `button ${kind === 'waive' || kind === 'withdrawHearing' ? 'quietly' : at === 0 ? 'primary' : ''}`,
          'data-testid': `open-${kind}`,
          onclick: () => open(kind),
        },
        SPECS[kind].title + (hasDraft(kind) ? '（有草稿）' : ''),
      ),
    ),
    notice?.afterwards && h('p', { class: 'notice', 'data-testid': 'afterwards' }, notice.afterwards),
    closed.length > 0 &&
      folded(
        '现在不能办理的事项',
        h('ul', {}, ...closed.map((kind) => h('li', {}, h('strong', {}, `${SPECS[kind].title}：`), may[kind]))),
      ),
  );
}

function hearingSection(hearing: Hearing, { open }: CaseDoors, may: PartyView['may']): HTMLElement {
  const {
    statusWords,
    at,
    place,
    hostName,
    recorderName,
    closedFor,
    representatives,
    recusals,
    minutes,
    endReason,
    postponed,
  } = hearing;
  return section(
    '听证',
    'hearing',
    facts(
      fact('状态', statusWords),
      fact('时间', at && momentWords(at)),
      fact('地点', place),
      fact('主持人', hostName),
      fact('记录员', recorderName),
      fact('方式', at && (closedFor ? `不公开（${closedFor}）` : '公开')),
      fact('延期原因', postponed),
      fact('代理人', representatives.map(({ name, relation }) => `${name}（${relation}）`).join('、')),
      fact('说明', endReason),
    ),
    ...recusals.map(({ granted, reason }) =>
      h(
        'p',
        {},
        granted === null ? '您的回避申请正在决定。' : `回避申请${granted ? '已同意' : '没有同意'}：${reason ?? ''}`,
      ),
    ),
    hearing.status === 'scheduled' &&
      h('p', { class: 'notice' }, '无正当理由不出席或者中途退场的，视为放弃听证。有事不能到场的，请提前联系办案人员。'),
    ...minutes.map(({ page, signedAt, refused }) =>
      signedAt || refused || may.confirmMinutes !== null
        ? h(
            'p',
            {},
            `笔录第${String(page)}页：${signedAt ? `已于${momentWords(signedAt)}签名` : refused ? '已注明未签名' : '待核对'}`,
          )
        : h(
            'button',
            {
              type: 'button',
              class: 'button primary',
              'data-testid': `minutes-${String(page)}`,
              onclick: () => open('confirmMinutes', page),
            },
            `核对笔录第${String(page)}页并签名`,
          ),
    ),
  );
}

function decisionSection(decision: NonNullable<PartyView['decision']>): HTMLElement {
  const {
    no,
    at,
    facts: said,
    basis,
    reasons,
    defence,
    order,
    kinds,
    fineFen,
    confiscationFen,
    servedAt,
    confirmBy,
    remedies,
  } = decision;
  return section(
    '处罚决定书',
    'decision',
    facts(
      fact('文号', no),
      fact('日期', dateWords(at)),
      fact('处罚', [amounts(fineFen, confiscationFen), others(kinds)].filter(Boolean).join('，')),
      fact('送达', servedAt ? dateWords(servedAt) : null),
      fact('请在此前确认收到', confirmBy && momentWords(confirmBy)),
      fact('责令改正', order),
    ),
    folded('查明的事实', ...paragraphs(said)),
    folded('对您意见的答复', ...paragraphs(defence)),
    folded('依据和理由', ...paragraphs(basis), ...paragraphs(reasons)),
    folded('不服怎么办', h('p', {}, remedies)),
  );
}

function paymentSection({ reference, dueOn, owed, openFen, lateDays, receipts, instalment }: Payment): HTMLElement {
  return section(
    '缴款',
    'payment',
    openFen > 0 ? h('p', { class: 'left' }, `还需缴纳${yuanWords(openFen)}`) : h('p', { class: 'left good' }, '已缴清'),
    facts(
      fact('缴款码', h('span', { class: 'number' }, reference)),
      fact('最后一天', dateWords(`${dueOn}T12:00:00+08:00`)),
      fact('罚款', yuanWords(owed.fineFen)),
      fact('没收', owed.confiscationFen > 0 && yuanWords(owed.confiscationFen)),
      fact('加处罚款', owed.lateFen > 0 && `${yuanWords(owed.lateFen)}（逾期${String(lateDays)}天）`),
      fact('延期、分期', instalment && `${instalment.state}${instalment.reason ? `：${instalment.reason}` : ''}`),
    ),
    ...(instalment?.schedule ?? []).map(({ dueOn: day, amountFen }) =>
      h('p', {}, `${dayWords(day)}前缴纳${yuanWords(amountFen)}`),
    ),
    ...receipts.map(({ paidOn, amountFen }) => h('p', {}, `${dayWords(paidOn)}已缴${yuanWords(amountFen)}`)),
    h(
      'p',
      { class: 'quiet' },
      '请到代收银行或者通过电子支付系统，凭缴款码缴纳。执法人员不会上门收取现金，也不会让您转账给个人。',
    ),
  );
}

const receipt = ({ no, what, receivedAt, statusWords, refusal, files, text }: Receipt): HTMLElement =>
  h(
    'li',
    {},
    h('strong', {}, what),
    h('span', { class: 'quiet' }, `${momentWords(receivedAt)} · ${refusal ?? statusWords}`),
    h('span', { class: 'quiet' }, `回执号 ${no ?? ''}`),
    text ? folded('内容', ...paragraphs(text)) : null,
    ...files.map(({ hash, name, bytes }) =>
      h('a', { href: `/api/party/files/${hash}`, download: name }, `${name}（${sizeWords(bytes)}）`),
    ),
  );

function ownFile({ acts, evidence, withheld }: NonNullable<PartyView['file']>): HTMLElement {
  return section(
    '查阅我的材料',
    'file',
    ...acts.map(({ text, actOn, facts: said }) =>
      folded(`${text}（${dateWords(`${actOn}T12:00:00+08:00`)}）`, ...paragraphs(said)),
    ),
    h('p', {}, `在案证据${String(evidence)}件。需要查阅原件、复制材料的，请联系办案人员预约。`),
    folded(
      '哪些不能查阅，为什么',
      h('ul', {}, ...withheld.map(({ what, why }) => h('li', {}, h('strong', {}, `${what}：`), why))),
    ),
  );
}

export function casePage(view: PartyView, doors: CaseDoors): HTMLElement {
  const { case: about, rights, notice, hearing, decision, payment, filings, file } = view;
  const open = notice && !notice.waivedAt && !notice.clock.over;
  return h(
    'div',
    { class: 'screen', 'data-testid': 'case' },
    h(
      'header',
      {},
      h('p', { class: 'quiet' }, about.authority),
      h('h1', { tabindex: -1 }, about.stage),
      h('p', {}, about.party),
      h('p', { class: 'quiet' }, `案件编号 ${about.no ?? ''}`),
    ),
    open ? clock(notice, doors) : null,
    decision && decisionSection(decision),
    payment && paymentSection(payment),
    hearing && hearingSection(hearing, doors, view.may),
    actions(view, doors),
    notice && noticeSection(notice),
    notice && !open ? clock(notice, doors) : null,
    section('您的权利', 'rights', ...rights.map(({ title, text }) => folded(title, h('p', {}, text)))),
    section(
      '我的提交',
      'filings',
      filings.length > 0
        ? h('ul', { class: 'receipts' }, ...filings.slice().reverse().map(receipt))
        : h('p', { class: 'quiet' }, '还没有提交过。'),
    ),
    file && ownFile(file),
    section(
      '办案人员',
      'officers',
      ...(about.officers.length > 0
        ? about.officers.map(({ name, certificateNo }) => h('p', {}, `${name}（执法证号 ${certificateNo}）`))
        : [h('p', { class: 'quiet' }, '确定后会显示在这里。')]),
    ),
    h('button', { type: 'button', class: 'button', onclick: doors.refresh }, '刷新'),
    h('button', { type: 'button', class: 'plain', onclick: doors.leave }, '退出登录'),
  );
}
