/** How an interview looks to one reader. Numbers and address of who was questioned are covered for everybody but the officers. */
import { momentWords } from '../core/calendar';
import { type Face, type Outline, type Reader } from '../core/face';
import { type Stored } from '../core/journal';
import { FIELD_STATES, FLAGS } from '../field/fieldState';
import { eventsWithin } from '../field/order';
import { maskedPages, maySeeFieldRecord } from '../field/present';
import { foldInterview } from './fold';
import { interviewDomain } from './interview';
import { type Interview } from './interview.schema';
import { interviewPages } from './pages';

function outline({ seed, status, arrivedAt, questions, flags, submitDueAt }: Stored<Interview>): Outline {
  return {
    title: '询问笔录',
    number: seed.no ?? '',
    status: FIELD_STATES[status],
    tone: status === 'locked' ? (flags.length > 0 ? 'orange' : 'green') : 'blue',
    facts: [
      ['检查对象', seed.enterpriseName],
      ['执法人员', seed.officers.map(({ name }) => name).join('、')],
      ...(arrivedAt ? ([['到场', momentWords(arrivedAt)]] as Outline['facts']) : []),
      ['问答', `${questions}条`],
      ...(flags.length > 0 ? ([['需要核对', flags.map((code) => FLAGS[code]).join('；')]] as Outline['facts']) : []),
    ],
    note: '',
    until: submitDueAt,
  };
}

function extra(interview: Stored<Interview>, { actor }: Reader) {
  const state = foldInterview(interview.seed, interview.field);
  const seen = state.reading && eventsWithin(interview.field, state.reading.basis);
  const read = seen ? foldInterview(interview.seed, seen) : state;
  const pages = interviewPages(state, read);
  const mine = interview.officers.includes(actor.id);
  return {
    ...{ record: `interview:${interview._id}`, siteRecord: interview.siteRecord, mine },
    pages: mine ? pages : maskedPages(pages, state, read),
    flags: state.flags.map(({ code, why }) => ({ code, label: FLAGS[code], why })),
    ...{ beforeLock: interview.status === 'locked' ? [] : state.beforeLock, evidence: state.evidence },
    chain: interview.field.length,
  };
}

export const interviewFace: Face<Interview> = {
  domain: interviewDomain,
  path: 'interviews',
  maySee: maySeeFieldRecord,
  seenBy: ['officers', 'county', 'arrivedAt'],
  outline,
  forms: {
    lockAlone: [{ name: 'reason', label: '为什么不等另一部手机', kind: 'textarea', required: true, maxLength: 300 }],
  },
  sentences: {
    'interview.begun': '开始询问笔录',
    'interview.merged': ({ accepted, refused }) =>
      `收到手机数据${String(accepted)}条${Number(refused) > 0 ? `，${String(refused)}条未采用` : ''}`,
    'interview.lockedAlone': ({ reason }) => ({ what: '单方锁定笔录', detail: String(reason) }),
  },
  extra,
  readFirst: ['lockAlone'],
};
