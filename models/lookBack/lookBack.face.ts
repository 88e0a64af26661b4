/** 回头看 in words. */
import { permits } from '../core/access';
import { shanghaiDay } from '../core/calendar';
import { type Face, type Outline, type Reader, type Sentence, type Tone } from '../core/face';
import { type Form } from '../core/form';
import { COUNTIES } from '../core/place';
import { eligibleFor } from '../inspection/inspection.facts';
import { dayWords } from '../serving/serving.fields';
import { lookBackDomain } from './lookBack';
import { KINDS, type LookBack, STATES } from './lookBack.schema';

const TONES: Record<LookBack['status'], Tone> = { ordered: 'blue', kept: 'green', relapsed: 'red' };
const looked: Form = [
  { name: 'note', label: '核查情况', kind: 'textarea', required: true, maxLength: 500 },
  { name: 'photos', label: '现场照片', kind: 'photos', required: false },
];
const detail = (what: string, text: unknown): Sentence =>
  typeof text === 'string' && text ? { what, detail: text } : what;

function outline({ no, status, county, item, officers, dueAt }: LookBack, reader: Reader): Outline {
  const late = status === 'ordered' && reader.now > dueAt;
  return {
    title: '回头看',
    number: no ?? '',
    status: late ? `${STATES[status]}，已超期` : STATES[status],
    tone: late ? 'red' : TONES[status],
    facts: [
      ['核查对象', `${KINDS[item.kind]} ${item.no ?? ''}`],
      ['县区', COUNTIES[county]],
      ['期限', dayWords(dueAt)],
      ['执法人员', officers.map(({ name }) => name).join('、') || '待指定'],
    ],
    note: status === 'ordered' ? '请按检查任务到场，提交笔录后登记结果。' : '',
    until: status === 'ordered' ? dueAt : null,
  };
}

export const lookBackFace: Face<LookBack> = {
  domain: lookBackDomain,
  path: 'look-backs',
  maySee: (review, actor) => permits('seeLookBack', actor, review),
  seenBy: ['county', 'team'],
  outline,
  forms: {
    keep: looked,
    relapse: looked,
    reassign: [
      { name: 'first', label: '执法人员一', kind: 'officer', required: true },
      { name: 'second', label: '执法人员二', kind: 'officer', required: true },
    ],
  },
  sentences: {
    'lookBack.ordered': '抽中回头看，派出核查任务',
    'lookBack.kept': ({ note }) => detail('整改保持', note),
    'lookBack.relapsed': ({ note }) => detail('发现反弹，转为线索', note),
    'lookBack.reassigned': '改派执法人员',
    'lookBack.overdue': '核查超期，告知负责人',
  },
  clocks: ({ status, dueAt }) => (status === 'ordered' ? [{ label: '回头看', dueAt, explain: [] }] : []),
  options: async ({ county }, { actor, now }) => {
    if (!permits('assignLookBack', actor, { county })) return {};
    const found = await eligibleFor({ county, plannedOn: shanghaiDay(now) }, actor);
    return {
      officer: found.map(({ id, name, unitName }) => ({
        ...{ value: id, text: [name, unitName].filter(Boolean).join(' · ') },
      })),
    };
  },
  extra: ({ item, partyName, inspection, round, result, clue }) => ({
    ...{ item, partyName, inspection, round, clue },
    result: result && { at: result.at, note: result.note, photos: result.photos },
  }),
};
export const lookBackOutline = outline;
