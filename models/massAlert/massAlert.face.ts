/** 紧急通知 in words: the card of whoever has to see to something, the head of the board, the history. */
import { type Actor, permits } from '../core/access';
import { type Face, type Outline, type Reader } from '../core/face';
import { COUNTIES } from '../core/place';
import { WAYS, type Way } from './alertRecipient.schema';
import { massAlertDomain } from './massAlert';
import { massAlertForms } from './massAlert.form';
import { KINDS, type MassAlert, STATES } from './massAlert.schema';
import { drillMark, titleOf } from './wording';
import { momentWords } from '../core/calendar';

/** Those of the actor's scope, what they were asked to see to, and every order to the whole city once it is out. */
export function maySeeAlert(alert: Pick<MassAlert, 'county' | 'status' | 'heads'>, actor: Actor): boolean {
  if (permits('seeAlert', actor, alert)) return true;
  return alert.county === null && alert.status !== 'draft' && actor.roles.includes('branchHead');
}

const TONES: Record<MassAlert['status'], Outline['tone']> = {
  draft: 'grey',
  sent: 'red',
  closed: 'green',
  cancelled: 'grey',
};

function statusLine(alert: MassAlert): string {
  const { status, people, round } = alert;
  if (status !== 'sent') return STATES[status];
  return `${STATES.sent}，共${people}人${round > 1 ? `，已通知${round}轮` : ''}`;
}

function noteFor(alert: MassAlert, { actor }: Reader): string {
  if (alert.waiting.includes(actor.id))
    return '请点“查看详情”看名单，联系后按“收到，我来联系”；电话联系上的可以代为登记。';
  if (alert.status === 'draft') return '请核对内容和人员范围，确认后发出。';
  return alert.remark ?? '';
}

const fact = (label: string, value: string | null): [string, string][] => (value ? [[label, value]] : []);

function outline(alert: MassAlert, reader: Reader): Outline {
  const { kind, no, answerBy, place, assembleAt, county, sentAt, sentByName, status } = alert;
  return {
    title: titleOf(alert),
    number: no ?? '',
    status: statusLine(alert),
    tone: kind === 'DRILL' && status === 'sent' ? 'orange' : TONES[status],
    facts: [
      ['类别', `${drillMark(alert)}${KINDS[kind]}`],
      ['范围', county ? COUNTIES[county] : '全市'],
      ...fact('集合', [assembleAt && momentWords(assembleAt), place].filter(Boolean).join(' ') || null),
      ['回复截止', momentWords(answerBy)],
      ...fact('发令', sentAt && `${sentByName ?? ''} ${momentWords(sentAt)}`),
    ],
    note: noteFor(alert, reader),
    until: status === 'sent' ? answerBy : null,
  };
}

const said = (data: Readonly<Record<string, unknown>>, name: string) =>
  typeof data[name] === 'string' ? data[name] : '';

function woken(data: Readonly<Record<string, unknown>>): string | undefined {
  const way = said(data, 'way');
  const parts = [
    ...(way ? [`向未回复的人发${WAYS[way as Way]}`] : []),
    ...(typeof data['heads'] === 'number' ? [`请${data['heads']}位单位负责人联系未回复的人`] : []),
    ...(data['over'] === true ? [`回复截止，还有${String(data['silent'])}人未回复`] : []),
  ];
  return parts.length > 0 ? parts.join('；') : undefined;
}

export const massAlertFace: Face<MassAlert> = {
  domain: massAlertDomain,
  path: 'alerts',
  maySee: maySeeAlert,
  seenBy: ['county', 'status', 'heads', 'waiting'],
  outline,
  forms: massAlertForms,
  sentences: {
    'massAlert.composed': '起草了通知',
    'massAlert.revised': '修改了草稿',
    'massAlert.sent': (data) => `发出通知，共${String(data['people'])}人`,
    'massAlert.woken': woken,
    'massAlert.urged': (data) => `再催未回复的人（第${String(data['round'])}轮）`,
    'massAlert.acknowledged': '表示收到，去联系',
    'massAlert.helpAsked': (data) => `${said(data, 'unitName')}有人需要支援`,
    'massAlert.closed': (data) => ({
      what: '结束点名',
      ...(said(data, 'remark') ? { detail: said(data, 'remark') } : {}),
    }),
    'massAlert.cancelled': (data) => ({ what: '取消了通知', detail: said(data, 'reason') }),
    'massAlert.discarded': '不发了',
  },
  readFirst: ['send', 'revise', 'close', 'cancel', 'urge', 'acknowledge'],
  clocks: ({ status, answerBy, assembleAt }) =>
    status === 'sent'
      ? [
          { label: '回复截止', dueAt: answerBy, explain: [] },
          ...(assembleAt ? [{ label: '集合', dueAt: assembleAt, explain: [] }] : []),
        ]
      : [],
};
