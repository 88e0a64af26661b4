/** 整改项 in words: the form of each step, and how one problem looks to one reader. */
import { permits } from '../core/access';
import { deadline, endOfShanghaiDay } from '../core/calendar';
import { type Face, type Outline, type Reader, type RunningClock, type Sentence, type Tone } from '../core/face';
import { type Form, optionsOf } from '../core/form';
import { COUNTIES } from '../core/place';
import { policy } from '../core/policy';
import { people } from '../people/people.store';
import { dayWords } from '../serving/serving.fields';
import { rectificationDomain, tellDue } from './rectification';
import { MEDIA, NEEDS, OPEN_STATES, type Rectification, SEVERITIES, STATES } from './rectification.schema';

const area = (name: string, label: string, maxLength: number): Form => [
  { name, label, kind: 'textarea', required: true, maxLength },
];
const forms: Partial<Record<string, Form>> = {
  tell: [{ name: 'to', label: '告知了谁（姓名、职务）', kind: 'text', required: true, maxLength: 40 }],
  askService: [
    { name: 'need', label: '需要哪类服务', kind: 'choice', required: true, options: optionsOf(NEEDS) },
    ...area('text', '需要什么帮助', 300),
  ],
  answerService: area('answer', '帮扶情况', 500),
  filePlan: area('text', '整改方案', 1_000),
  claimDone: [
    ...area('text', '整改完成情况', 500),
    { name: 'photos', label: '整改后照片', kind: 'photos', required: false },
  ],
  signOff: [{ name: 'note', label: '销号意见', kind: 'textarea', required: false, maxLength: 300 }],
  sendBack: area('reason', '退回的理由', 300),
  penalise: area('reason', '转处罚的理由', 300),
  handOver: [{ name: 'person', label: '督办人', kind: 'person', required: true }],
};

const TONES: Record<Rectification['status'], Tone> = {
  ...{ found: 'orange', told: 'blue', serving: 'blue', rectifying: 'blue', checking: 'orange', overdue: 'red' },
  ...{ penalised: 'red', signedOff: 'green', published: 'green' },
};

function clocks(item: Rectification): RunningClock[] {
  const { status, dueOn, told, foundAt } = item;
  if (status === 'found') return [{ label: '告知企业', ...tellDue(item) }];
  if (!OPEN_STATES.includes(status)) return [];
  const plan = deadline({ from: told?.at ?? foundAt, ...policy().rectification.plan });
  const last: RunningClock = { label: '整改期限', dueAt: endOfShanghaiDay(dueOn), explain: [] };
  return status === 'told' || status === 'serving' ? [{ label: '整改方案', ...plan }, last] : [last];
}

type Listed = Omit<Rectification, 'evidence'>;
function outline(item: Listed, reader: Reader): Outline {
  const { no, status, county, medium, severity, supervisorName, dueOn } = item;
  return {
    title: '整改项',
    number: no ?? '',
    status: STATES[status],
    tone: TONES[status],
    facts: [
      ['县区', COUNTIES[county]],
      ['类别', `${MEDIA[medium]}，${SEVERITIES[severity]}`],
      ['督办人', supervisorName],
      ['整改期限', dayWords(dueOn)],
    ],
    note: reader.actor.id === item.supervisor && status === 'found' ? '请在期限内告知企业责任人，并登记告知了谁。' : '',
    until: clocks(item as Rectification)[0]?.dueAt ?? null,
  };
}

type Data = Readonly<Record<string, unknown>>;
const detail = (what: string, text: unknown): Sentence =>
  typeof text === 'string' && text ? { what, detail: text } : what;
const sentences: Face<Rectification>['sentences'] = {
  'rectification.found': '发现问题',
  'rectification.tell': '告知企业',
  'rectification.askService': ({ need, text }: Data) => detail(`企业需要${NEEDS[need as keyof typeof NEEDS]}`, text),
  'rectification.answerService': ({ answer }: Data) => detail('登记帮扶情况', answer),
  'rectification.filePlan': ({ text }: Data) => detail('收到整改方案', text),
  'rectification.claimDone': ({ text }: Data) => detail('整改完成，待核实', text),
  'rectification.signOff': ({ note }: Data) => detail('销号', note),
  'rectification.sendBack': ({ reason }: Data) => detail('退回整改', reason),
  'rectification.penalise': ({ reason }: Data) => detail('转处罚', reason),
  'rectification.publish': '公开',
  'rectification.handOver': '改派督办人',
  'rectification.lapsed': '整改逾期，告知负责人',
  'rectification.reminded': '提醒督办人',
};

export const rectificationFace: Face<Rectification> = {
  domain: rectificationDomain,
  path: 'rectifications',
  maySee: (item, actor) => permits('seeRectification', actor, item),
  seenBy: ['county', 'supervisor', 'foundBy'],
  outline,
  forms,
  sentences,
  clocks,
  options: async ({ county }, { actor }) => {
    if (!permits('decideRectification', actor, { county })) return {};
    const found = await people
      .find({ active: true, county: { $in: [county, null] }, roles: { $in: ['officer', 'branchHead'] } } as never, {
        ...{ sort: { pinyin: 1 }, limit: 200 },
      })
      .toArray();
    return {
      person: found.map(({ _id, name, unitName }) => ({
        ...{ value: _id, text: [name, unitName].filter(Boolean).join(' · ') },
      })),
    };
  },
  extra: ({ case: penaltyCase, partyName, fact, standard, owner, told, services, plan, claim, sentBack, ...rest }) => ({
    ...{ case: penaltyCase, partyName, fact, standard, owner, told, plan, claim, sentBack },
    services: services.map(({ need, text, answer }) => ({ need: NEEDS[need], text, answer })),
    ...{ evidence: rest.evidence, division: MEDIA[rest.medium], signedOff: rest.signedOff, clue: rest.clue },
  }),
};
export const rectificationOutline = outline;
