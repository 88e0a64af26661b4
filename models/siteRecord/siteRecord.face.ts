/** How a site record looks to one reader: on the card, in lists, and on the desk with all that stands in it. */
import { permits } from '../core/access';
import { momentWords } from '../core/calendar';
import { type Face, type Outline, type Reader, type RunningClock, type Tone } from '../core/face';
import { type Stored } from '../core/journal';
import { COUNTIES } from '../core/place';
import { FLAGS } from '../field/fieldState';
import { eventsWithin } from '../field/order';
import { maskedPages, maySeeFieldRecord } from '../field/present';
import { namesOf } from '../people/people.store';
import { foldSiteRecord } from './fold';
import { siteRecordPages } from './pages';
import { OUTCOMES, type SiteRecord, STATES } from './siteRecord.schema';
import { siteRecordDomain } from './siteRecord';

const TONES: Record<SiteRecord['status'], Tone> = {
  ...{ created: 'grey', open: 'blue', readOver: 'blue', signed: 'orange', refused: 'orange', locked: 'green' },
};

function toneOf({ status, outcome, flags }: SiteRecord): Tone {
  if (status !== 'locked') return TONES[status];
  if (outcome === 'VIOLATION') return 'red';
  return flags.length > 0 || outcome === 'PROBLEM' ? 'orange' : 'green';
}

function noteOf(record: SiteRecord, { actor }: Reader): string {
  if (record.recusal?.approved === null && permits('judgeSiteRecord', actor, record))
    return '当事人申请执法人员回避，请核实后作出决定；决定前调查不停止。';
  if (record.officers.includes(actor.id) && record.status !== 'locked')
    return '请在手机上继续填写；没有信号也能写，联网后自动上传。';
  return record.aside.length > 0 ? '锁定以后又收到的内容已经另存，可以据此做补充笔录。' : '';
}

function outline(record: Stored<SiteRecord>, reader: Reader): Outline {
  const { no, status, outcome, enterpriseName, county, seed, counts, arrivedAt, lockedAt, flags } = record;
  return {
    title: record.supplements ? '现场检查补充笔录' : '现场检查笔录',
    number: no ?? '',
    status: [STATES[status], outcome && OUTCOMES[outcome]].filter(Boolean).join('，'),
    tone: toneOf(record),
    facts: [
      ['检查对象', enterpriseName],
      ['地点', [COUNTIES[county], seed.place].filter(Boolean).join(' ')],
      ['执法人员', seed.officers.map(({ name }) => name).join('、')],
      ...(arrivedAt ? ([['到场', momentWords(arrivedAt)]] as Outline['facts']) : []),
      ...(lockedAt ? ([['锁定', momentWords(lockedAt)]] as Outline['facts']) : []),
      [
        '内容',
        `问题${counts.problems}项，涉嫌违法${counts.violations}项，证据${counts.evidence}件，样品${counts.samples}个`,
      ],
      ...(flags.length > 0 ? ([['需要核对', flags.map((code) => FLAGS[code]).join('；')]] as Outline['facts']) : []),
    ],
    note: noteOf(record, reader),
    until: record.submitDueAt,
  };
}

const clocks = ({ submitDueAt }: SiteRecord): RunningClock[] =>
  submitDueAt ? [{ label: '提交期限', dueAt: submitDueAt, explain: [] }] : [];

async function extra(record: Stored<SiteRecord>, { actor }: Reader) {
  const state = foldSiteRecord(record.seed, record.field);
  const seen = state.reading && eventsWithin(record.field, state.reading.basis);
  const read = seen ? foldSiteRecord(record.seed, seen) : state;
  const pages = siteRecordPages(state, read);
  const names = await namesOf([...record.officers, ...record.aside.map(({ event }) => event.author)]);
  const nameOf = (id: string) => names.get(id) ?? '已离职人员';
  return {
    record: `siteRecord:${record._id}`,
    pages: record.officers.includes(actor.id) ? pages : maskedPages(pages, state, read),
    mine: record.officers.includes(actor.id),
    flags: state.flags.map(({ code, why }) => ({ code, label: FLAGS[code], why })),
    serverFlags: record.flags
      .filter((code) => !state.flags.some((flag) => flag.code === code))
      .map((code) => FLAGS[code]),
    conflicts: state.conflicts.map(({ label, statements }) => ({
      label,
      authors: statements.map(({ author }) => nameOf(author)),
    })),
    voids: state.voids.map(({ type, author, at, reason }) => ({ type, authorName: nameOf(author), at, reason })),
    aside: record.aside.map(({ event, sentence, receivedAt, supplement }) => ({
      ...{ id: event.id, authorName: nameOf(event.author), at: event.at, sentence, receivedAt, supplement },
    })),
    beforeLock: record.status === 'locked' ? [] : state.beforeLock,
    evidence: state.evidence,
    heads: record.heads.map(({ author, seq, at }) => ({ authorName: nameOf(author), seq, at })),
    supplements: record.supplements,
    recusal: record.recusal,
    chain: record.field.length,
  };
}

export const siteRecordFace: Face<SiteRecord> = {
  domain: siteRecordDomain,
  path: 'site-records',
  maySee: maySeeFieldRecord,
  seenBy: ['officers', 'county', 'arrivedAt'],
  outline,
  forms: {
    decideRecusal: [
      {
        ...{ name: 'approved', label: '是否同意回避', kind: 'yesno', required: true },
      },
      { name: 'remark', label: '说明', kind: 'textarea', required: false, maxLength: 300 },
    ],
    lockAlone: [
      {
        ...{ name: 'reason', label: '为什么不等另一部手机', kind: 'textarea', required: true, maxLength: 300 },
        placeholder: '例如：手机落海，已报备',
      },
    ],
  },
  sentences: {
    'siteRecord.prepared': '备好检查笔录',
    'siteRecord.supplementBegun': ({ reason }) => ({ what: '开始补充笔录', detail: String(reason) }),
    'siteRecord.merged': ({ accepted, refused }) =>
      `收到手机数据${String(accepted)}条${Number(refused) > 0 ? `，${String(refused)}条未采用` : ''}`,
    'siteRecord.recusalDecided': ({ approved, remark }) => ({
      what: approved ? '同意执法人员回避' : '不同意回避申请',
      ...(typeof remark === 'string' && remark ? { detail: remark } : {}),
    }),
    'siteRecord.lockedAlone': ({ reason }) => ({ what: '单方锁定笔录', detail: String(reason) }),
    'siteRecord.supplemented': '另存的内容转入补充笔录',
    'siteRecord.late': '超过提交期限，提醒执法人员和分局负责人',
  },
  clocks,
  extra,
  readFirst: ['lockAlone', 'decideRecusal'],
};
