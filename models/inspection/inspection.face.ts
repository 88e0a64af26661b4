/** How a check looks to one reader, in words: the same on the card and at the top of the page. */
import { type Actor, permits } from '../core/access';
import { shanghaiDay } from '../core/calendar';
import { type Face, type Outline, type Reader, type RunningClock, type Sentence, type Tone } from '../core/face';
import { COUNTIES } from '../core/place';
import { SECTORS } from '../enterprise/enterprise.schema';
import { inspectionDomain } from './inspection';
import { eligibleFor } from './inspection.facts';
import { inspectionForms } from './inspection.form';
import {
  CHECK_TYPES,
  type CheckOutcome,
  type CheckType,
  type Inspection,
  isUnannounced,
  OPEN_STATES,
  OUTCOMES,
  STATES,
  TRIGGERS,
} from './inspection.schema';

const isOpen = ({ status }: Pick<Inspection, 'status'>) => OPEN_STATES.includes(status);

function toneOf({ status, outcome, dueAt, declined }: Inspection, now: Date): Tone {
  if (status === 'cancelled') return 'grey';
  if (status === 'done') return outcome === 'NONE' ? 'green' : outcome === 'VIOLATION' ? 'red' : 'orange';
  if (now > dueAt && status !== 'onSite') return 'red';
  return status === 'planned' || declined.length > 0 ? 'orange' : 'blue';
}

function statusOf(inspection: Inspection, now: Date): string {
  const { status, outcome, officers, acknowledgedBy, declined, dueAt } = inspection;
  if (status === 'done') return outcome ? `${STATES.done}，${OUTCOMES[outcome]}` : STATES.done;
  if (declined.length > 0 && isOpen(inspection)) return `${declined.length} 人去不了，待改派`;
  const late = isOpen(inspection) && status !== 'onSite' && now > dueAt ? '，已超期' : '';
  const answered = `${acknowledgedBy.length}/${officers.length} 人`;
  if (status === 'assigned' || status === 'acknowledged') return `${STATES[status]}（${answered}）${late}`;
  return `${STATES[status]}${late}`;
}

type Facts = Outline['facts'];
const fact = (label: string, value: string | null | undefined | false): Facts => (value ? [[label, value]] : []);

/** The cause in words: 信访举报 XF-2026-000123. */
export const triggerWords = ({ trigger, plan }: Pick<Inspection, 'trigger' | 'plan'>): string | null =>
  trigger
    ? [TRIGGERS[trigger.kind], trigger.no ?? '', trigger.text].filter(Boolean).join(' ')
    : plan && [plan.id, plan.text].filter(Boolean).join(' ');

function factsOf(inspection: Inspection): Facts {
  const { checkType, enterpriseName, sector, county, place, officers, plannedOn, dueAt, plan } = inspection;
  const last = shanghaiDay(dueAt);
  return [
    ['检查对象', enterpriseName],
    ['检查类型', CHECK_TYPES[checkType]],
    ...fact(plan ? '检查计划' : '触发事由', triggerWords(inspection)),
    ...fact('行业', inspection.enterprise && SECTORS[sector]),
    ['地点', [COUNTIES[county], place].filter(Boolean).join(' ')],
    ['计划日期', last === plannedOn ? plannedOn : `${plannedOn}，最迟 ${last}`],
    ...fact('执法人员', officers.map(({ name }) => name).join('、')),
    ...fact('检查要求', inspection.instruction),
    ['行政行为码', inspection.actionCode],
  ];
}

/** What the reader should do now. */
function noteOf(inspection: Inspection, { actor }: Reader): string {
  const { status, team, acknowledgedBy, declined } = inspection;
  if (team.includes(actor.id) && (status === 'assigned' || status === 'acknowledged')) {
    if (declined.some(({ id }) => id === actor.id)) return '您已说明去不了，等待改派。';
    return acknowledgedBy.includes(actor.id)
      ? '出发前请先“带上岛”，到现场亮证、亮码后再开始检查。'
      : '请点“收到”；去不了请马上说明，以便改派。';
  }
  if (status === 'planned' && permits('assignInspection', actor, inspection))
    return '请派两名以上持证执法人员，执法证在检查当天要有效。';
  if (declined.length > 0 && permits('assignInspection', actor, inspection)) return '有人去不了，请改派。';
  return '';
}

function outline(inspection: Inspection, reader: Reader): Outline {
  return {
    title: '检查任务',
    number: inspection.no ?? '',
    status: statusOf(inspection, reader.now),
    tone: toneOf(inspection, reader.now),
    facts: factsOf(inspection),
    note: noteOf(inspection, reader),
    until: isOpen(inspection) ? inspection.dueAt : null,
  };
}

type Data = Readonly<Record<string, unknown>>;
const said = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const list = (value: unknown): string => (Array.isArray(value) ? value.map(String).join('、') : '');
const withDetail = (what: string, detail: string | undefined): Sentence => (detail ? { what, detail } : what);

const OVERDUE: Readonly<Record<string, string>> = {
  remind: '提醒检查人员任务快到期',
  overdue: '任务超期，提醒检查人员和分局负责人',
  overdueAgain: '任务仍未完成，报局领导',
  unsubmitted: '到场后笔录没有按时提交，提醒检查人员和分局负责人',
};

const sentences: Face<Inspection>['sentences'] = {
  'inspection.ordered': (data: Data) =>
    withDetail(
      `下达${CHECK_TYPES[data['checkType'] as CheckType]}，计划 ${said(data['plannedOn']) ?? ''}${list(data['officers']) ? `，派${list(data['officers'])}` : '，待派员'}`,
      said(data['warning']),
    ),
  'inspection.assigned': (data: Data) => `派${list(data['officers'])}`,
  'inspection.reassigned': (data: Data) => `改派为${list(data['officers'])}`,
  'inspection.acknowledged': '收到',
  'inspection.declined': (data: Data) => withDetail('去不了，请改派', said(data['reason'])),
  'inspection.postponed': (data: Data) =>
    withDetail(`由 ${said(data['from']) ?? ''} 改到 ${said(data['plannedOn']) ?? ''}`, said(data['reason'])),
  'inspection.cancelled': (data: Data) => withDetail('取消任务', said(data['reason'])),
  'inspection.begun': (data: Data) => (data['afterCancel'] ? '到达现场（任务取消时人员已经出发）' : '到达现场'),
  'inspection.finished': (data: Data) => `检查完成，${OUTCOMES[data['outcome'] as CheckOutcome]}`,
  'inspection.overdue': (data: Data) =>
    (Array.isArray(data['what']) ? data['what'] : []).map((what) => OVERDUE[String(what)]).join('；') || '计时检查',
  'inspection.clockChecked': () => undefined,
};

const clocks = ({ status, dueAt }: Inspection): RunningClock[] =>
  status === 'done' || status === 'cancelled' ? [] : [{ label: '完成检查', dueAt, explain: [] }];

/** Whether this reader is sent to it or stands above it; of an unannounced one only team and leaders know before its team is on site. */
export const maySeeInspection = (
  inspection: Pick<Inspection, 'county' | 'team' | 'trigger' | 'startedAt'>,
  actor: Actor,
): boolean => permits(isUnannounced(inspection) ? 'seeUnannounced' : 'seeInspection', actor, inspection);

/** 检查任务 as the doors see it. */
export const inspectionFace: Face<Inspection> = {
  domain: inspectionDomain,
  path: 'inspections',
  maySee: maySeeInspection,
  seenBy: ['county', 'team', 'trigger', 'startedAt'],
  outline,
  forms: inspectionForms,
  sentences,
  clocks,
  options: async (inspection, { actor }) => {
    if (!permits('assignInspection', actor, inspection)) return {};
    const found = await eligibleFor(inspection, actor);
    return {
      officer: found.map(({ id, name, unitName }) => ({
        value: id,
        text: [name, unitName].filter(Boolean).join(' · '),
      })),
    };
  },
  extra: ({
    checkType,
    enterprise,
    enterpriseName,
    sector,
    county,
    place,
    location,
    officers,
    actionCode,
    ...rest
  }) => ({
    ...{ checkType, enterprise, enterpriseName, sector, county, place, location, actionCode },
    officers: officers.map(({ id, name, certificateNo, certificateValidTo }) => ({
      ...{ id, name, certificateNo, certificateValidTo, acknowledged: rest.acknowledgedBy.includes(id) },
    })),
    ...{ siteRecord: rest.siteRecord, startedAt: rest.startedAt, trigger: rest.trigger, plan: rest.plan },
  }),
  opens: { 'inspection.assign': 'assign' },
};

/** For lists: the same words as at the top of the page. */
export const inspectionOutline = outline;
