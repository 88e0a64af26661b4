import { type Actor } from '../core/access';
import { type Workflow } from '../core/workflow';
import { type Audit, STATES } from './audit.schema';
import { unfinished } from './progress';

type Reader = { actor: Pick<Actor, 'id' | 'roles' | 'unit'>; now: Date };

const BEFORE_READING = ['planned', 'sampled', 'notified', 'unannounced'] as const satisfies readonly Audit['status'][];
const WITH_AUDITORS = [
  ...BEFORE_READING,
  ...(['reviewing', 'findingsDraft', 'replyWindow', 'findingsFinal', 'rectifying'] as const),
] satisfies readonly Audit['status'][];

/**
 * 稽查: one audit of one unit. Source: the bureau's rule of audits (稽查); auditors never from the audited unit, nor its rotation guests.
 *
 * One row, one line. The order is the order of the buttons. Whoever has to stay away is refused at every step (`away`).
 */
// prettier-ignore
export const auditWorkflow = {
  noun: '稽查件',
  states: STATES,
  steps: {
    rescope: { label: '确定稽查范围', from: ['planned'], by: 'planAudit', unless: plannerAway },
    appoint: { label: '指定稽查员', from: WITH_AUDITORS, by: 'planAudit', unless: noUnit },
    drawAuditors: { label: '抽取稽查员', from: BEFORE_READING, by: 'planAudit', unless: noUnit },
    draw: { label: '抽样', from: ['planned'], to: 'sampled', by: 'planAudit', unless: notReadyToDraw, tone: 'primary' },
    notify: { label: '通知被稽查单位', from: ['sampled'], to: 'notified', by: 'conductAudit', unless: away, tone: 'primary' },
    goUnannounced: { label: '不通知，直接稽查', from: ['sampled'], to: 'unannounced', by: 'conductAudit', unless: away },
    begin: { label: '开始查阅', from: ['notified', 'unannounced'], to: 'reviewing', by: 'conductAudit', unless: away, tone: 'primary' },

    review: { label: '登记查阅结果', from: ['reviewing'], by: 'conductAudit', unless: away },
    stopStratum: { label: '停止抽查这一类', from: ['reviewing'], by: 'conductAudit', unless: noStopRule },
    draftFindings: { label: '形成稽查意见', from: ['reviewing'], to: 'findingsDraft', by: 'conductAudit', unless: stillReading, tone: 'primary' },
    reopen: { label: '继续查阅', from: ['findingsDraft'], to: 'reviewing', by: 'conductAudit', unless: away },
    sendFindings: { label: '发送被稽查单位', from: ['findingsDraft'], to: 'replyWindow', by: 'conductAudit', unless: nothingFound, tone: 'primary' },
    closeClean: { label: '未发现问题，办结', from: ['findingsDraft'], to: 'closed', by: 'conductAudit', unless: somethingFound, tone: 'primary' },

    reply: { label: '答复稽查意见', from: ['replyWindow'], by: 'answerAudit', unless: windowClosed, tone: 'primary' },
    finalise: { label: '确定稽查意见', from: ['replyWindow'], to: 'findingsFinal', by: 'conductAudit', unless: windowOpen, tone: 'primary' },
    orderRectification: { label: '要求整改', from: ['findingsFinal'], to: 'rectifying', by: 'conductAudit', unless: nothingUpheld, tone: 'primary' },
    reportRectified: { label: '报告整改完成', from: ['rectifying'], by: 'answerAudit', unless: reported, tone: 'primary' },
    verify: { label: '核实整改', from: ['rectifying'], to: 'verified', by: 'conductAudit', unless: notReported, tone: 'primary' },
    returnRectification: { label: '整改不到位，退回', from: ['rectifying'], by: 'conductAudit', unless: notReported, tone: 'danger' },
    close: { label: '办结', from: ['findingsFinal', 'verified'], to: 'closed', by: 'conductAudit', unless: owesRectification, tone: 'primary' },
    refer: { label: '移送追责', from: ['findingsFinal', 'rectifying', 'verified'], to: 'referred', by: 'orderAudit', unless: notSerious, tone: 'danger' },
    callOff: { label: '取消稽查', from: BEFORE_READING, to: 'calledOff', by: 'orderAudit', tone: 'danger' },

    wake: { label: '到期处理', from: ['replyWindow', 'rectifying'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Audit>;

export type AuditStep = keyof typeof auditWorkflow.steps;

export const STAY_AWAY =
  '您是被稽查单位的人员，或近12个月内参加过与该单位有关的抽调，按回避规定不能参与，请联系局领导另派稽查员。';
/** Administrators keep the machinery of the audit and take no part in it. */
const ADMINISTRATORS = ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const;

/** Whether somebody has to stay away from this audit: of the audited unit, its recent guest, or an administrator of the system. */
export const mustStayAway = (
  { unit, guests }: Pick<Audit, 'unit' | 'guests'>,
  { id, unit: own, roles }: Reader['actor'],
): boolean =>
  (unit !== null && own === unit) || guests.includes(id) || ADMINISTRATORS.some((role) => roles.includes(role));

function away(audit: Audit, { actor }: Reader) {
  return mustStayAway(audit, actor) ? STAY_AWAY : undefined;
}

/** A bureau leader plans audits of every unit and reads no sampled record; an auditor plans none of the own unit. */
function plannerAway(audit: Audit, reader: Reader) {
  return reader.actor.roles.includes('bureauLeader') ? undefined : away(audit, reader);
}

function noUnit(audit: Audit, reader: Reader) {
  return plannerAway(audit, reader) ?? (audit.unit ? undefined : '还没有确定被稽查单位，请先“确定稽查范围”。');
}

function notReadyToDraw(audit: Audit, reader: Reader) {
  if (!audit.unit || !audit.scope) return '还没有确定稽查范围，请先“确定稽查范围”。';
  return plannerAway(audit, reader) ?? (audit.auditors.length > 0 ? undefined : '还没有稽查员，请先指定或抽取稽查员。');
}

function noStopRule(audit: Audit, reader: Reader) {
  return (
    away(audit, reader) ??
    (audit.strata.some(({ sequential }) => sequential) ? undefined : '本次稽查没有采用停止规则。')
  );
}

function stillReading(audit: Audit, reader: Reader) {
  return away(audit, reader) ?? unfinished(audit);
}

const found = ({ findings }: Audit): boolean => findings.length > 0;

function nothingFound(audit: Audit, reader: Reader) {
  return away(audit, reader) ?? (found(audit) ? undefined : '没有发现问题，请选择“未发现问题，办结”。');
}

function somethingFound(audit: Audit, reader: Reader) {
  return away(audit, reader) ?? (found(audit) ? '已记录问题，请发送被稽查单位答复。' : undefined);
}

/** Findings that nobody has answered for yet. */
export const unanswered = ({ findings }: Pick<Audit, 'findings'>) => findings.filter(({ reply }) => !reply);

function windowClosed({ windowClosedAt }: Audit) {
  return windowClosedAt ? '答复期已结束，如有新情况请直接联系稽查组。' : undefined;
}

function windowOpen(audit: Audit, reader: Reader) {
  return (
    away(audit, reader) ??
    (audit.windowClosedAt ? undefined : '被稽查单位还在答复期内，全部答复或期满后再确定稽查意见。')
  );
}

/** Findings that stand in the end. */
export const upheld = ({ findings }: Pick<Audit, 'findings'>) => findings.filter((finding) => finding.upheld);

function nothingUpheld(audit: Audit, reader: Reader) {
  return away(audit, reader) ?? (upheld(audit).length > 0 ? undefined : '没有需要整改的问题，请选择“办结”。');
}

function reported({ rectified }: Audit) {
  return rectified ? '整改情况已报告，等待稽查组核实。' : undefined;
}

function notReported(audit: Audit, reader: Reader) {
  return away(audit, reader) ?? (audit.rectified ? undefined : '被稽查单位还没有报告整改完成。');
}

function owesRectification(audit: Audit, reader: Reader) {
  const owes = audit.status === 'findingsFinal' && upheld(audit).length > 0;
  return away(audit, reader) ?? (owes ? '还有需要整改的问题，请先“要求整改”，核实后再办结。' : undefined);
}

function notSerious(audit: Audit) {
  const serious = upheld(audit).some(({ severity }) => severity !== 'MINOR');
  return serious ? undefined : '没有较重或一票否决的问题，不需要移送追责。';
}
