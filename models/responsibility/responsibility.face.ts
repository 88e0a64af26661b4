/** 责任记录 as the named person or a bureau leader may see it; nobody else may. */
import { type Actor, permits } from '../core/access';
import { type Face, type Outline, type Reader } from '../core/face';
import { type Stored } from '../core/journal';
import { responsibilityDomain } from './responsibility';
import { objectionClock } from './responsibility.commands';
import { responsibilityForms } from './responsibility.form';
import { CATEGORIES, type Responsibility, SEVERITIES, SOURCES, STATES } from './responsibility.schema';

const TONES: Record<Responsibility['status'], Outline['tone']> = {
  ...{ recorded: 'orange', objected: 'orange', upheld: 'red', withdrawn: 'grey', final: 'red' },
};

function noteFor({ status, person }: Responsibility, { id }: Actor): string {
  const own = person === id;
  if (status === 'recorded')
    return own ? '如有异议，请在期限内提出申辩，由局领导决定；不申辩的，期满生效。' : '正在等待本人是否申辩。';
  if (status === 'objected') return own ? '申辩已提交，等待局领导决定。' : '请看过申辩意见后，决定维持或撤销。';
  return status === 'withdrawn' ? '这条记录已撤销，不作为评价依据。' : '';
}

/** The card tells where it comes from and until when to object; person, record and finding are on the page. */
function outline(entry: Stored<Responsibility>, { actor }: Reader): Outline {
  const { status, source, objectBy } = entry;
  return {
    title: `责任记录 · ${SOURCES[source.kind]}`,
    number: entry.no ?? '',
    status: STATES[status],
    tone: TONES[status],
    facts: [['来源', `${SOURCES[source.kind]} ${source.no ?? ''}`.trim()]],
    note: noteFor(entry, actor),
    until: status === 'recorded' ? objectBy : null,
  };
}

function extra({
  personName,
  unitName,
  record,
  category,
  severity,
  rule,
  text,
  decision,
  objection,
}: Stored<Responsibility>) {
  return {
    facts: [
      ['责任人', `${unitName} ${personName}`],
      ['涉及记录', record.no],
      ['问题', `${CATEGORIES[category]}·${SEVERITIES[severity]}：${text}`],
      ['依据', rule],
      ...(decision ? [['决定', `${decision.byName}：${decision.reason}`]] : []),
    ],
    objection: objection && { text: objection.text, photos: objection.photos },
  };
}

export const responsibilityFace: Face<Responsibility> = {
  domain: responsibilityDomain,
  path: 'responsibilities',
  maySee: (entry, actor) => permits('seeResponsibility', actor, entry),
  seenBy: ['person'],
  outline,
  forms: responsibilityForms,
  sentences: {
    'responsibility.recorded': '登记责任记录，通知本人',
    'responsibility.objected': ({ text }) => ({ what: '本人提出申辩', detail: String(text) }),
    'responsibility.upheld': ({ reason }) => ({ what: '局领导决定维持', detail: String(reason) }),
    'responsibility.withdrawn': ({ reason }) => ({ what: '局领导决定撤销', detail: String(reason) }),
    'responsibility.final': '申辩期满，记录生效',
  },
  clocks: ({ status, recordedAt, objectBy }) =>
    status === 'recorded' ? [{ label: '申辩', dueAt: objectBy, explain: objectionClock(recordedAt).explain }] : [],
  extra,
  readFirst: ['object', 'uphold', 'withdraw'],
};
