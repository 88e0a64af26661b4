/** How a case looks to one reader, in words: the same on the card and at the top of the page. Each stage brings its own sentences and forms. */
import { type Actor, permits } from '../core/access';
import { deadline, shanghaiDay } from '../core/calendar';
import { type Face, type Outline, type Reader, type RunningClock, type Tone } from '../core/face';
import { COUNTIES } from '../core/place';
import { policy } from '../core/policy';
import { yuan } from '../law/law.words';
import { isValidOn } from '../serving/serving';
import { peopleWithRole } from '../people/people.store';
import { caseExtra } from './case.extra';
import { caseForms } from './case.form';
import { PAUSES } from './case.schema';
import { caseSentences } from './case.sentences';
import { caseClocks, isOpenCase, runningPause } from './clocks';
import { clueSentences } from './clue.sentences';
import { executionClocks } from './execution.clocks';
import { executionForms } from './execution.form';
import { executionSentences } from './execution.sentences';
import { penaltyDomain } from './penalty';
import { penaltyForms } from './penalty.form';
import { type PenaltyCase, type PenaltyStatus, SOURCES, STATES } from './penalty.schema';
import { isOwnClue, OVER } from './penalty.workflow';

const GREEN: readonly PenaltyStatus[] = ['paid', 'enforced', 'closed', 'archived'];

function toneOf({ status, dueAt, reviewDueAt }: PenaltyCase, now: Date): Tone {
  if (GREEN.includes(status)) return 'green';
  if (OVER.includes(status)) return 'grey';
  const until = status === 'clue' ? reviewDueAt : dueAt;
  if (until && now > until) return 'red';
  return status === 'clue' || status === 'overdue' ? 'orange' : 'blue';
}

function statusOf(record: PenaltyCase, now: Date): string {
  const { status, reviewDueAt, extension } = record;
  const pause = isOpenCase(record) ? runningPause(record) : undefined;
  if (pause && pause.kind !== 'SUSPENSION') return `${STATES[status]}（${PAUSES[pause.kind]}，暂停计时）`;
  if (status !== 'clue') return STATES[status];
  if (now > reviewDueAt) return `${STATES.clue}，已超期`;
  if (extension && !extension.approvedAt && !extension.refusedReason) return `${STATES.clue}，延长待批准`;
  return extension?.approvedAt ? `${STATES.clue}（已延长）` : STATES.clue;
}

type Facts = Outline['facts'];
const fact = (label: string, value: string | null | undefined): Facts => (value ? [[label, value]] : []);
const names = (people: readonly { name: string }[]) => people.map(({ name }) => name).join('、');

const NOTES: Partial<Record<PenaltyStatus, string>> = {
  filed: '请指派两名以上持证、没有回避情形的调查人员。',
  investigating: '请写明违法行为、补充证据、完成裁量后提交调查终结报告。',
  suspended: '中止的原因消除后，请负责人恢复调查。',
  investigated: '请没有参与调查的审查人员开始审查。',
  noticed: '当事人可以陈述、申辩；期满由系统自动处理。',
  hearingRequested: '听证按通知的时间举行，听证时间不计入办案期限。',
  hearingHeld: '请审查人员逐点答复当事人的意见后复核。',
};

function noteOf(record: PenaltyCase, { actor }: Reader): string {
  const { status, review, notice, decisionDraft } = record;
  if (status === 'clue') {
    if (!permits('decideClue', actor, record)) return '';
    return isOwnClue(record, actor.id)
      ? '这条线索由您发现或登记，由其他负责人或局领导审查。'
      : '请对照四个立案条件逐项审查，都满足的应当立案。';
  }
  if (status === 'reviewing') {
    if (!review) return '请审查人员对七项内容出具意见。';
    if (!notice) return review.result === 'PENALTY' ? '请调查人员拟事先告知书。' : '请负责人按审查意见办理。';
    return notice.approvedAt ? '请调查人员送达告知书。' : '告知书等待负责人批准。';
  }
  if (status === 'stated') return '陈述申辩期满后，请审查人员逐点答复并复核。';
  if (['noResponse', 'rechecked', 'legalReviewed', 'discussed'].includes(status))
    return decisionDraft ? '处罚决定等待签发。' : '法制审核、集体讨论办妥后，请调查人员拟处罚决定。';
  return NOTES[status] ?? '';
}

/** The card carries number, source and deadline; who it is about and what was found stand on the page. */
function outline(record: PenaltyCase, reader: Reader): Outline {
  const { no, filing, source, county, evidence, officers, registeredByName, status, reviewDueAt } = record;
  const { investigators, reviewTurn } = record;
  return {
    title: filing ? '行政处罚案件' : '案件线索',
    number: filing?.no ?? no ?? '',
    status: statusOf(record, reader.now),
    tone: toneOf(record, reader.now),
    facts: [
      ['来源', [SOURCES[source.kind], source.no ?? ''].filter(Boolean).join(' ')],
      ['县区', COUNTIES[county]],
      ...fact('发现人', names(officers)),
      ['登记', registeredByName],
      ...fact('调查人员', names(investigators)),
      ...fact('审查人员', reviewTurn?.reviewerName),
      ...fact('立案日期', filing && shanghaiDay(filing.at)),
      ['证据', `${evidence.length} 件`],
    ],
    note: noteOf(record, reader),
    until: status === 'clue' ? reviewDueAt : record.dueAt,
  };
}

function clueClock({ status, registeredAt, reviewDueAt, extension }: PenaltyCase): RunningClock[] {
  if (status !== 'clue') return [];
  const first = deadline({ from: registeredAt, ...policy().penalty.review });
  const further = extension?.approvedAt ? deadline({ from: first.dueAt, ...policy().penalty.reviewExtension }) : null;
  return [{ label: '立案审查', dueAt: reviewDueAt, explain: [...first.explain, ...(further?.explain ?? [])] }];
}

type Data = Readonly<Record<string, unknown>>;

/** Officers with a valid certificate who could investigate: of the county first, then of the city. */
async function investigatorsFor(record: PenaltyCase, { actor, now }: Reader) {
  const { county } = record;
  if (!permits('directCase', actor, record)) return {};
  const found = (await peopleWithRole('officer')).filter(
    (one) => isValidOn(one.certificateValidTo, now) && (one.county === county || one.county === null),
  );
  const near = found.sort((a, b) => Number(b.county === county) - Number(a.county === county));
  return {
    officer: near.map(({ _id, name, unitName }) => ({
      value: _id,
      text: [name, unitName].filter(Boolean).join(' · '),
    })),
  };
}

/** 行政处罚案件 as the doors see it. */
export const penaltyFace: Face<PenaltyCase> = {
  domain: penaltyDomain,
  path: 'penalties',
  maySee: (record, actor: Actor) => permits('seeCase', actor, record),
  seenBy: ['county', 'team', 'registeredBy', 'investigatorIds'],
  outline,
  forms: { ...penaltyForms, ...caseForms, ...executionForms },
  sentences: {
    ...clueSentences,
    ...caseSentences,
    ...executionSentences,
    'penalty.assessed': (data: Data) =>
      `裁量：${String(data['offence'])}，罚款${yuan(Number(data['resultFen']))}${data['outlier'] ? '（偏离以往案件，已写明理由）' : ''}`,
  },
  clocks: (record, reader) => [...clueClock(record), ...caseClocks(record, reader?.now), ...executionClocks(record)],
  options: (record, reader) => investigatorsFor(record, reader),
  extra: caseExtra,
  readFirst: ['file', 'refuse', 'assess', 'describeAct', 'report', 'review', 'draftNotice', 'draftDecision', 'recheck'],
};

/** For lists: the same words as at the top of the page. */
export const penaltyOutline = outline;
