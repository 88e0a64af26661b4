/** 后督查 in words. Cards name number, dates and officers; party and obligations are on the page. */
import { permits } from '../core/access';
import { endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { type Face, type Outline, type Reader, type RunningClock, type Sentence, type Tone } from '../core/face';
import { COUNTIES } from '../core/place';
import { eligibleFor } from '../inspection/inspection.facts';
import { dayWords } from '../serving/serving.fields';
import { openVisit, verdictDue, visitDue } from './clocks';
import { followUpDomain } from './followUp';
import { followUpExtra } from './followUp.extra';
import { followUpForms } from './followUp.form';
import { FINDINGS, type FollowUp, OPEN_STATES, RESULTS, STATES, WAITING } from './followUp.schema';

type Listed = Omit<FollowUp, 'before' | 'evidence'>;

const TONES: Record<FollowUp['status'], Tone> = {
  ...{
    scheduled: 'blue',
    notified: 'blue',
    visited: 'orange',
    rectified: 'green',
    partly: 'orange',
    extended: 'orange',
  },
  ...{ dailyCheck: 'red', penalised: 'red', relapsed: 'red', handedOn: 'red', signedOff: 'green', closed: 'grey' },
};
const NOTES: Record<FollowUp['status'], string> = {
  scheduled: '期满后系统派出核查任务；到期前会提示当事人履行义务。',
  notified: '已提示当事人；期满后系统派出核查任务。',
  visited: '请逐项登记义务完成情况，再认定。',
  rectified: '请负责人核对照片和检测报告后销号。',
  partly: '可以申请延期一次，不超过三十日。',
  extended: '延期届满后再次核查。',
  dailyCheck: '请对照按日连续处罚的条件；可以重新责令改正再次暗查，也可以转为新线索。',
  penalised: '已提请按日连续处罚；仍未改正的，重新责令改正后再次暗查。',
  ...{ relapsed: '', handedOn: '', signedOff: '', closed: '' },
};

/** When something has to be done, and why then. */
export function clocksOf(followUp: Listed): RunningClock[] {
  const { status, dueOn } = followUp;
  if (WAITING.includes(status)) {
    const visit = openVisit(followUp);
    if (!visit) return [{ label: '履行期限', dueAt: endOfShanghaiDay(dueOn), explain: [] }];
    if (visit.order) return [{ label: '暗查期限（遇节假日不顺延）', dueAt: visit.dueAt, explain: [] }];
    return [{ label: '核查期限', dueAt: visit.dueAt, explain: visitDue(dueOn, endOfShanghaiDay(dueOn)).explain }];
  }
  if (!OPEN_STATES.includes(status) || status === 'penalised') return [];
  const { dueAt, explain } = verdictDue(followUp);
  return [{ label: STATES[status], dueAt, explain }];
}

function noteOf(followUp: Listed, { actor }: Reader): string {
  const visit = openVisit(followUp);
  if (visit && followUp.team.includes(actor.id))
    return visit.unannounced
      ? '暗查：不得提前告知当事人。请按检查任务到场，提交笔录后登记核查。'
      : '请按检查任务到场，提交笔录后登记核查。';
  if (followUp.unannounced && WAITING.includes(followUp.status)) return '暗查：不得提前告知当事人。';
  return NOTES[followUp.status];
}

function outline(followUp: Listed, reader: Reader): Outline {
  const { no, status, caseNo, county, officers, dueOn, unannounced } = followUp;
  const [clock] = clocksOf(followUp);
  const late = clock && reader.now > clock.dueAt && OPEN_STATES.includes(status);
  return {
    title: '后督查',
    number: no ?? '',
    status: late ? `${STATES[status]}，已超期` : STATES[status],
    tone: late ? 'red' : TONES[status],
    facts: [
      ...(caseNo ? ([['处罚决定', caseNo]] as [string, string][]) : []),
      ['县区', COUNTIES[county]],
      ['履行期限', dayWords(dueOn)],
      ...(unannounced ? ([['方式', '暗查']] as [string, string][]) : []),
      ['执法人员', officers.map(({ name }) => name).join('、') || '待指定'],
    ],
    note: noteOf(followUp, reader),
    until: clock?.dueAt ?? null,
  };
}

type Data = Readonly<Record<string, unknown>>;
const said = (value: unknown): string => (typeof value === 'string' ? value : '');
const withDetail = (what: string, detail: unknown): Sentence => (said(detail) ? { what, detail: said(detail) } : what);

const sentences: Face<FollowUp>['sentences'] = {
  'followUp.planned': ({ items, unannounced }: Data) =>
    `制定后督查，${Number(items)} 项义务${unannounced ? '，采取暗查' : ''}`,
  'followUp.notified': '提示执法人员和当事人履行期限将到',
  'followUp.visitOrdered': '履行期限已到，派出核查任务',
  'followUp.windowClosing': '暗查期限将到，提醒执法人员和负责人',
  'followUp.visitOverdue': '核查超期，告知负责人',
  'followUp.verdictOverdue': '逾期没有办理，告知负责人',
  'followUp.paired': '拍了同角度照片',
  'followUp.visited': ({ finding, reports }: Data) =>
    `登记核查：${FINDINGS[finding as keyof typeof FINDINGS]}${Number(reports) > 0 ? `，检测报告 ${Number(reports)} 张` : ''}`,
  'followUp.marked': ({ result }: Data) => `登记一项义务：${RESULTS[result as keyof typeof RESULTS]}`,
  'followUp.rectified': ({ note }: Data) => withDetail('认定已改正', note),
  'followUp.partly': ({ note }: Data) => withDetail('认定部分改正', note),
  'followUp.notRectified': ({ note }: Data) => withDetail('认定未改正', note),
  'followUp.relapsed': ({ reason }: Data) => withDetail('再次违法，转为线索', reason),
  'followUp.extensionAsked': ({ until, reason }: Data) => withDetail(`申请延期到 ${said(until)}`, reason),
  'followUp.extended': ({ until }: Data) => `同意延期到 ${said(until)}`,
  'followUp.extensionRefused': ({ reason }: Data) => withDetail('不同意延期', reason),
  'followUp.signedOff': ({ note }: Data) => withDetail('销号', note),
  'followUp.sentBack': ({ reason }: Data) => withDetail('退回重新认定', reason),
  'followUp.dailyStarted': ({ days }: Data) => `提请按日连续处罚，${Number(days)} 天`,
  'followUp.ordered': ({ no, servedOn }: Data) => `重新责令改正 ${said(no)}，${said(servedOn)} 送达，派出暗查`,
  'followUp.handedOn': ({ reason }: Data) => withDetail('未改正，转为新线索', reason),
  'followUp.closed': ({ reason }: Data) => withDetail('结束后督查', reason),
  'followUp.reassigned': ({ officers }: Data) => `改派${Array.isArray(officers) ? officers.join('、') : ''}`,
};

export const followUpFace: Face<FollowUp> = {
  domain: followUpDomain,
  path: 'follow-ups',
  maySee: (followUp, actor) => permits('seeFollowUp', actor, followUp),
  seenBy: ['county', 'team'],
  outline,
  forms: followUpForms,
  sentences,
  clocks: clocksOf,
  /** The verdict takes a look at the obligations and the photos. */
  readFirst: ['pair', 'mark', 'rectified', 'partly', 'notRectified', 'relapse', 'signOff', 'startDaily'],
  options: async (followUp, reader) => {
    if (!permits('decideFollowUp', reader.actor, followUp)) return {};
    const found = await eligibleFor({ county: followUp.county, plannedOn: shanghaiDay(reader.now) }, reader.actor);
    return {
      officer: found.map(({ id, name, unitName }) => ({
        ...{ value: id, text: [name, unitName].filter(Boolean).join(' · ') },
      })),
    };
  },
  extra: followUpExtra,
};

/** For lists: the same words as at the top of the page. */
export const followUpOutline = outline;
