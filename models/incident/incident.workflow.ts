import { policy } from '../core/policy';
import { type Workflow } from '../core/workflow';
import { type Incident, type IncidentStatus, OPEN_STATES, type ReportKind, STATES } from './incident.schema';

const GRADED = ['emergency', 'dispatched', 'onScene', 'controlled'] as const;
const OPEN = OPEN_STATES;
const ALL = Object.keys(STATES) as IncidentStatus[];

/**
 * 事件: which steps exist, who may take them, and what stands against them. Source: the bureau's rules for the 7×24 duty; 突发环境事件信息报告办法
 * （令17号） for the reports.
 *
 * One row, one line, so that a lawyer can check it. The order is the order of the buttons. `triageIncident` … name rows of the access table.
 */
// prettier-ignore
export const incidentWorkflow = {
  noun: '事件',
  states: STATES,
  steps: {
    notice: { label: '收到通知', from: OPEN, by: 'answerIncident', unless: knownAlready, tone: 'primary' },
    acknowledge: { label: '收到，报预计到场', from: ['dispatched', 'onScene'], by: 'attendIncident', unless: alreadyThere, tone: 'primary' },
    arrive: { label: '到场', from: ['dispatched', 'onScene'], to: 'onScene', by: 'attendIncident', unless: alreadyThere, tone: 'primary' },
    decline: { label: '去不了', from: ['dispatched'], by: 'attendIncident', unless: alreadyThere, tone: 'danger' },
    secured: { label: '已看护', from: OPEN, by: 'secureIncident', unless: securedAlready, tone: 'primary' },

    declareEmergency: { label: '定为突发事件', from: ['received', 'alert'], to: 'emergency', by: 'triageIncident', tone: 'primary' },
    raiseAlert: { label: '定为超标告警', from: ['received'], to: 'alert', by: 'triageIncident' },
    toPetition: { label: '转为信访件', from: ['received', 'alert'], to: 'handedTo', by: 'triageIncident' },
    dismiss: { label: '无效信息', from: ['received', 'alert'], to: 'closedInvalid', by: 'triageIncident' },
    merge: { label: '并入另一件', from: ['received', 'alert', 'emergency'], to: 'merged', by: 'triageIncident' },

    dispatch: { label: '派出队伍', from: ['alert', 'emergency', 'dispatched'], to: 'dispatched', by: 'dispatchIncident', tone: 'primary' },
    reinforce: { label: '增派队伍', from: ['onScene'], by: 'dispatchIncident' },
    remoteSupport: { label: '请就近看护', from: ['received', 'alert', 'emergency', 'dispatched'], by: 'dispatchIncident', unless: nowhere },
    control: { label: '现场已控制', from: ['onScene'], to: 'controlled', by: 'controlIncident', tone: 'primary' },

    reportInitial: { label: '报初报', from: [...GRADED, 'handedTo'], by: 'commandIncident', unless: notThatReport('initial'), tone: 'primary' },
    reportFollowUp: { label: '报续报', from: GRADED, by: 'commandIncident', unless: notThatReport('followUp') },
    reportFinal: { label: '报终报', from: ['controlled', 'handedTo'], by: 'commandIncident', unless: notThatReport('final'), tone: 'primary' },
    regrade: { label: '调整级别', from: GRADED, by: 'commandIncident' },

    handOver: { label: '移交办理', from: ['alert', 'onScene', 'controlled'], to: 'handedTo', by: 'commandIncident', unless: notControlled, tone: 'primary' },
    close: { label: '办结', from: ['handedTo'], to: 'closed', by: 'commandIncident', unless: finalReportOwed, tone: 'primary' },

    remark: { label: '补充情况', from: OPEN, by: 'remarkIncident' },
    notDuplicate: { label: '不是同一件', from: OPEN, by: 'triageIncident' },

    attach: { label: '信号入案', from: ALL, by: 'keepTime', quiet: true },
    absorb: { label: '并入他件', from: ALL, by: 'keepTime', quiet: true },
    linkPetition: { label: '关联信访件', from: ALL, by: 'keepTime', quiet: true },
    wake: { label: '到时处理', from: ALL, by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Incident>;
export type IncidentStep = keyof typeof incidentWorkflow.steps;

type By = { actor: { id: string }; now: Date };

function knownAlready({ known }: Incident, { actor }: By) {
  return known.includes(actor.id) ? '您已经收到这个通知，进展会在卡片上更新。' : undefined;
}

function alreadyThere({ crew }: Incident, { actor }: By) {
  return crew.find(({ id }) => id === actor.id)?.arrivedAt ? '您已经到场，请在现场控制后填写情况。' : undefined;
}

function securedAlready({ support }: Incident, { actor }: By) {
  return support.find(({ id }) => id === actor.id)?.securedAt ? '您已经报过看护情况，谢谢。' : undefined;
}

function nowhere({ location, place }: Incident) {
  return location || place ? undefined : '还不知道地点，请先补充情况写明地点。';
}

/** An alert may be handed on at once; an emergency only once it is controlled. */
function notControlled({ grade, controlledAt }: Incident) {
  return grade && !controlledAt ? '突发事件要先“现场已控制”，再移交办理。' : undefined;
}

/** 令17号: initial, then as many follow-ups as needed, and one final report once it is controlled. */
function notThatReport(kind: ReportKind) {
  return ({ nextReport, reports, controlledAt }: Incident): string | undefined => {
    if (nextReport === null) return '这件事件没有报告要求，或者终报已经报出。';
    const begun = reports.some((report) => report.kind === 'initial');
    if (kind === 'initial') return begun ? '初报已经报出，请报续报。' : undefined;
    if (!begun) return '请先报初报。';
    if (kind === 'final') return controlledAt ? undefined : '现场控制以后才报终报，现在请报续报。';
    return undefined;
  };
}

function finalReportOwed({ nextReport, grade }: Incident) {
  const hours = grade ? policy().incident.reports[grade].final / 60 : 0;
  return nextReport ? `终报还没有报出（控制后${hours}小时内），请先报终报再办结。` : undefined;
}
