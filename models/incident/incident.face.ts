/** How an incident looks to one reader, in words: the same on the card and at the top of the page. */
import { type Actor, permits } from '../core/access';
import { type Face, type Outline, type Reader, type RunningClock, type Sentence, type Tone } from '../core/face';
import { COUNTIES } from '../core/place';
import { clockWords } from './way';
import { factCount } from './facts';
import { incidentDomain } from './incident';
import { incidentExtra } from './incident.extra';
import { supportersOf } from './incident.facts';
import { incidentForms } from './incident.form';
import {
  GRADES,
  type Incident,
  OPEN_STATES,
  RECEIVERS,
  REPORTS,
  SOURCES,
  STATES,
  TARGETS,
  TYPES,
} from './incident.schema';

/** Somebody near the scene who was asked to secure it, and is nothing else here: they read what to do, not the case. */
export const isBystander = (incident: Pick<Incident, 'supporters'>, actor: Actor): boolean =>
  actor.roles.every((role) => role === 'ruralSupervisor') && incident.supporters.includes(actor.id);

const isOpen = ({ status }: Pick<Incident, 'status'>) => OPEN_STATES.includes(status);

function toneOf({ status, grade, emergencyAt, wakeAt }: Incident, now: Date): Tone {
  if (status === 'closed' || status === 'handedTo') return 'green';
  if (status === 'closedInvalid' || status === 'merged') return 'grey';
  if (grade || emergencyAt || (wakeAt && now > wakeAt)) return 'red';
  return status === 'received' ? 'orange' : 'blue';
}

function statusOf(incident: Incident, now: Date): string {
  const { status, grade, eta, crew, alarms } = incident;
  const state = STATES[status];
  const graded = grade && isOpen(incident) ? `${GRADES[grade]} · ${state}` : state;
  if (status !== 'dispatched' && status !== 'onScene') return graded;
  if (eta && now >= eta) return `${graded}，超过预计到场时间`;
  if (eta) return `${graded}，预计 ${clockWords(eta, now)} 到场`;
  const silent = crew.length > 0 && crew.every(({ answeredAt }) => !answeredAt);
  return silent && alarms.length === 0 ? `${graded}，等待队伍回复` : graded;
}

type Facts = Outline['facts'];
const fact = (label: string, value: string | null | undefined | false): Facts => (value ? [[label, value]] : []);

function bystanderFacts({ place, county }: Incident): Facts {
  return [...fact('地点', place), ...fact('县区', county && COUNTIES[county])];
}

function factsOf(incident: Incident, now: Date): Facts {
  const { source, place, county, occurredAt, grade, nextReport, reportDueAt, crew, way, handedTo } = incident;
  const there = crew.filter(({ arrivedAt }) => arrivedAt).length;
  return [
    ...fact('来源', SOURCES[source]),
    ...fact('地点', place),
    ...fact('县区', county && COUNTIES[county]),
    ...fact('发生', clockWords(occurredAt, now)),
    ...fact('级别', grade && GRADES[grade]),
    ...fact('已知情况', `${factCount(incident)} 条`),
    ...(isOpen(incident) ? fact('出动', way?.words) : []),
    ...fact('队伍', crew.length > 0 && `${crew.length} 人，到场 ${there} 人`),
    ...(nextReport && reportDueAt ? fact(REPORTS[nextReport], `${clockWords(reportDueAt, now)} 前`) : []),
    ...fact('移交', handedTo && TARGETS[handedTo.kind]),
  ];
}

/** What the reader should do now. */
function noteOf(incident: Incident, { actor }: Reader): string {
  const { status, squad, supporters } = incident;
  if (supporters.includes(actor.id) && isOpen(incident)) {
    return '请到附近看护现场：在安全距离外拍照，不接触、不驱散；能留样的留样（水样、油样装干净瓶子，写明时间地点）。看到人员危险先拨 119、110。';
  }
  if (squad.includes(actor.id) && (status === 'dispatched' || status === 'onScene'))
    return status === 'dispatched'
      ? '请回复收到和多久到场；到了请点“到场”。去不了请马上说明，以便改派。'
      : '现场控制后请填写情况。';
  if (status === 'received' && permits('triageIncident', actor))
    return '请在10分钟内研判：无效、转信访、告警，或定为突发事件。';
  return '';
}

function outline(incident: Incident, reader: Reader): Outline {
  const { no, type, triageDueAt, reportDueAt, nextReport, eta, status } = incident;
  const bystander = isBystander(incident, reader.actor);
  const until = status === 'received' ? triageDueAt : ((nextReport && reportDueAt) ?? eta);
  return {
    title: bystander ? '请看护现场' : TYPES[type],
    number: no ?? '',
    status: bystander ? bystanderStatus(incident, reader.actor) : statusOf(incident, reader.now),
    tone: bystander && isOpen(incident) ? 'orange' : toneOf(incident, reader.now),
    facts: bystander ? bystanderFacts(incident) : factsOf(incident, reader.now),
    note: noteOf(incident, reader),
    until: bystander || !isOpen(incident) ? null : until,
  };
}

const bystanderStatus = (incident: Incident, { id }: Actor) => {
  if (incident.support.find((one) => one.id === id)?.securedAt) return '已看护，谢谢您';
  return isOpen(incident) ? '待您看护' : '已经处理，谢谢您';
};

function clocks(incident: Incident): RunningClock[] {
  const { status, triageDueAt, nextReport, reportDueAt, eta, closedAt } = incident;
  if (closedAt) return [];
  return [
    ...(status === 'received' && triageDueAt ? [{ label: '研判', dueAt: triageDueAt, explain: [] }] : []),
    ...(nextReport && reportDueAt ? [{ label: REPORTS[nextReport], dueAt: reportDueAt, explain: [] }] : []),
    ...(eta ? [{ label: '预计到场', dueAt: eta, explain: [] }] : []),
  ];
}

type Data = Readonly<Record<string, unknown>>;
const said = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const word = (words: Readonly<Record<string, string>>, key: unknown) => words[String(key)] ?? '';
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const late = (data: Data) => (data['late'] ? '（已超时）' : '');
const instant = (value: unknown) =>
  value ? clockWords(new Date(value as string | Date), new Date(value as string | Date)) : '';
const withDetail = (what: string, detail: string | undefined): Sentence => (detail ? { what, detail } : what);

const OVERDUE: Readonly<Record<string, string>> = {
  triage: '研判超时',
  report: '信息报告超时',
  eta: '超过预计到场时间',
};
const overdueWords = (data: Data) =>
  [
    ...new Set(
      (data['overdue'] as { what: string; level: number }[]).map(
        ({ what, level }) => `${OVERDUE[what]}${level > 0 ? '，再次上报' : ''}`,
      ),
    ),
  ].join('；');

const SENTENCES: Readonly<Record<string, (data: Data) => Sentence>> = {
  'incident.received': (data) => `收到${word(SOURCES, data['source'])}：${word(TYPES, data['type'])}，待研判`,
  'incident.signalled': (data) => `收到监测信号 ${Number(data['came'])} 条，共 ${Number(data['signalCount'])} 条`,
  'incident.remarked': (data) => withDetail('补充情况', said(data['words'])),
  'incident.alertRaised': (data) => `定为超标告警${late(data)}`,
  'incident.emergencyDeclared': (data) =>
    withDetail(
      `定为突发事件（${word(GRADES, data['grade'])}）${late(data)}，初报 ${instant(data['reportDueAt'])} 前`,
      said(data['words']),
    ),
  'incident.regraded': (data) =>
    withDetail(
      `级别由${word(GRADES, data['from']) || '未定'}调整为${word(GRADES, data['grade'])}`,
      said(data['words']),
    ),
  'incident.dismissed': (data) => withDetail('无效信息', said(data['reason'])),
  'incident.turnedIntoPetition': (data) => `转为信访件${said(data['no']) ?? ''}`,
  'incident.petitionLinked': (data) => `关联信访件${said(data['no']) ?? ''}`,
  'incident.merged': (data) => `并入 ${said(data['no']) ?? '另一件事件'}`,
  'incident.absorbed': (data) => `${said(data['no']) ?? '另一件事件'}并入本件`,
  'incident.notDuplicate': (data) => `与 ${said(data['other']) ?? '另一件'} 不是同一件`,
  'incident.dispatched': (data) =>
    withDetail(
      `派出${word(COUNTIES, data['county'])}队伍：${list(data['people']).join('、') || '再次通知'}。${said(data['way']) ?? ''}`,
      said(data['instruction']),
    ),
  'incident.noticed': () => '收到通知',
  'incident.answered': (data) =>
    withDetail(
      `收到，预计 ${instant(data['eta'])} 到场`,
      list(data['need']).length > 0 ? `需要：${list(data['need']).join('、')}` : undefined,
    ),
  'incident.declined': (data) => withDetail('去不了，请改派', said(data['reason'])),
  'incident.arrived': (data) => (Number(data['photos']) > 0 ? `到场，照片 ${Number(data['photos'])} 张` : '到场'),
  'incident.controlled': (data) => withDetail('现场已控制', said(data['words'])),
  'incident.supportAsked': (data) => `请${said(data['label']) ?? '就近人员'}看护现场`,
  'incident.secured': (data) => withDetail(data['sampled'] ? '已看护现场，已留样' : '已看护现场', said(data['words'])),
  'incident.reported': (data) =>
    withDetail(
      `${word(REPORTS, data['kind'])}已报${list(data['to'])
        .map((to) => word(RECEIVERS, to))
        .join('、')}${late(data)}`,
      said(data['words']),
    ),
  'incident.handedOver': (data) =>
    withDetail(`移交：${word(TARGETS, data['kind'])}${said(data['no']) ?? ''}`, said(data['words'])),
  'incident.closed': (data) => withDetail('办结', said(data['words'])),
  'incident.overdue': overdueWords,
  'incident.clockChecked': () => '计时检查',
};
/** What somebody near the scene is told of its history: what they were asked, and what they said. */
const FOR_BYSTANDERS = ['incident.supportAsked', 'incident.secured', 'incident.closed'];

const sentences: Face<Incident>['sentences'] = Object.fromEntries(
  Object.entries(SENTENCES).map(([type, sentence]) => [
    type,
    (data: Data, reader: Actor): Sentence => {
      const rural = reader.roles.length > 0 && reader.roles.every((role) => role === 'ruralSupervisor');
      if (!rural) return sentence(data);
      if (!FOR_BYSTANDERS.includes(type)) return undefined;
      return type === 'incident.closed' ? '已经处理完毕' : sentence(data);
    },
  ]),
);

/** 事件 as the doors see it. */
export const incidentFace: Face<Incident> = {
  domain: incidentDomain,
  path: 'incidents',
  maySee: (incident, actor) => permits('seeIncident', actor, incident),
  seenBy: ['county', 'told', 'squad', 'supporters'],
  outsider: isBystander,
  outline,
  forms: incidentForms,
  sentences,
  clocks,
  options: async (incident, { actor }) =>
    permits('dispatchIncident', actor, incident)
      ? { person: (await supportersOf(incident.county)).map(({ id, label }) => ({ value: id, text: label })) }
      : {},
  extra: incidentExtra,
  opens: { 'incident.dispatch': 'acknowledge' },
};

/** For lists: the same words as at the top of the page. */
export const incidentOutline = outline;
