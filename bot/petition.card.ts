/**
 * 信访件 as a chat card, for one reader.
 *
 * Who sees what: staff see coded facts only (kind, place, deadline, state); the petitioner's words, photos and identity are on
 * the page behind the link, after sign-in. The reporter's own card shows their own words back, since they must confirm them, and
 * the answer, which is theirs. The line for the lock screen names the matter, its number and its deadline, for everybody.
 */
import { type Context, offered } from '../models/core/workflow';
import { titleOf } from '../models/petition/common';
import { petitionForms } from '../models/petition/petition.form';
import { MEDIA, OPEN_STATES, type Petition, RESULTS, STATES, URGENCIES } from '../models/petition/petition.schema';
import { missing, type PetitionStep, petitionWorkflow } from '../models/petition/petition.workflow';
import { stepButtons } from './buttons';
import { type Button, type Card, withinBytes } from './card';
import { type Told } from './told';
import { monthDayWords } from '../models/core/calendar';

type Reader = Pick<Context, 'actor' | 'now'>;

const isReporter = (petition: Petition, { actor }: Reader) => petition.reporter === actor.id;
/** Address of the petition’s page in the micro-app. Hash routing: one `dd.config` serves every page. */
export const pageOf = (appUrl: string, { _id }: Pick<Petition, '_id'>) => `${appUrl}/#/petitions/${_id}`;

/** How a draft asks for each missing fact, and which answers are one tap away. */
const QUESTIONS: Record<ReturnType<typeof missing>[number], { note: string; answers: Record<string, string> }> = {
  content: { note: '请说说看到了什么、闻到了什么，打字或语音都可以。', answers: {} },
  medium: {
    note: '是哪一类问题？',
    answers: {
      'medium:WATER': '水',
      'medium:AIR_ODOUR': '气味',
      'medium:NOISE': '噪声',
      'medium:SOLID': '垃圾',
      'medium:OTHER': '其他',
    },
  },
  place: { note: '在哪里？请打字或语音说村名、路名、旁边的厂名，或在地图上选。', answers: {} },
  urgency: { note: '情况紧急吗？', answers: { 'urgency:URGENT': '紧急', 'urgency:NORMAL': '一般' } },
};

/** The answers of one tap as input of `tell`; undefined for anything that is not one. */
export function shortcut(petition: Petition, action: string): { step: PetitionStep; input: unknown } | undefined {
  if (petition.status !== 'draft') return undefined;
  if (action === 'near')
    return petition.enterpriseName
      ? { step: 'tell', input: { facts: { place: `${petition.enterpriseName}附近` } } }
      : undefined;
  const [field = '', value = ''] = action.split(':');
  const known = Object.values(QUESTIONS).some(({ answers }) => Object.hasOwn(answers, action));
  return known ? { step: 'tell', input: { facts: { [field]: value } } } : undefined;
}

function questionButtons(petition: Petition, told: Told): Button[] {
  const [first] = missing(petition);
  if (!first) return [];
  const params = { v: String(petition.version) };
  const answers = Object.entries(QUESTIONS[first].answers).map(([id, text], index): Button => ({
    ...{ id, text, params },
    kind: index === 0 ? 'primary' : 'default',
  }));
  if (first !== 'place') return answers;
  const near: Button[] = petition.enterpriseName
    ? [{ id: 'near', text: `就在${withinBytes(petition.enterpriseName, 48)}附近`, kind: 'primary', params }]
    : [];
  return [...near, { id: 'map', text: '在地图上选', kind: 'default', url: `${pageOf(told.appUrl, petition)}/place` }];
}

/** What must be read in full first: a card holds no facts of the case, so its button leads to the page that does. */
const READ_FIRST: readonly PetitionStep[] = ['approveReply'];
const BUTTONED = { workflow: petitionWorkflow, forms: petitionForms, readFirst: READ_FIRST };

function buttonsOf(petition: Petition, reader: Reader, told: Told): Button[] {
  const sorted = stepButtons(BUTTONED, petition, reader, pageOf(told.appUrl, petition));
  if (petition.status !== 'draft' || !isReporter(petition, reader)) return sorted;
  const asked = questionButtons(petition, told);
  return [...asked, ...sorted].slice(0, 5);
}

const fact = (label: string, value: string | null | undefined): [string, string][] => (value ? [[label, value]] : []);

function factsOf(petition: Petition, reader: Reader): Card['facts'] {
  const { medium, place, urgency, enterpriseName, attachments, unitName, officerName, dueAt, informDueAt } = petition;
  const open = OPEN_STATES.includes(petition.status);
  const late = dueAt && open && reader.now > dueAt ? '（已超期）' : '';
  const photos = attachments.filter(({ kind, proof }) => kind === 'photo' && !proof).length;
  return [
    ...fact('污染类型', medium && MEDIA[medium]),
    ...fact('地点', place ?? (petition.location ? '已在地图上选点' : null)),
    ...fact('紧急程度', urgency && URGENCIES[urgency]),
    ...(isReporter(petition, reader) ? fact('涉及企业', enterpriseName) : []),
    ...(isReporter(petition, reader) ? fact('照片', photos > 0 ? `${photos}张` : null) : []),
    ...(isReporter(petition, reader) ? [] : fact('突发事件', petition.incident && '已转为突发事件处置')),
    ...fact('承办单位', unitName),
    ...(isReporter(petition, reader) ? [] : fact('承办人', officerName)),
    ...(open && dueAt ? fact('答复期限', monthDayWords(dueAt) + late) : []),
    ...(open && !dueAt && informDueAt ? fact('告知期限', monthDayWords(informDueAt)) : []),
  ];
}

/** What the reader should do now, by state; for staff without a word of the case. */
const NOTES: Partial<Record<Petition['status'], Partial<Record<PetitionStep, string>>>> = {
  assigned: {
    acknowledge: '请签收；不属于您办理的，请退回并写明理由。',
    appoint: '请指定承办人，或写明理由退回指挥中心。',
  },
  recheck: { acknowledge: '请签收后重新核查。', appoint: '信访人反映没有解决，请另派一名同事重新核查。' },
  investigating: { draftReply: '佐证照片请直接发到本聊天；办完后填写办理结果。' },
  replyDraft: { approveReply: '请点“同意答复”打开核查情况和答复全文，看过再决定；不合适的，写明理由退回修改。' },
};

function staffNote(petition: Petition, reader: Reader): string {
  const steps = offered(petitionWorkflow, petition, reader);
  const notes = Object.entries(NOTES[petition.status] ?? {});
  return notes.find(([step]) => steps.includes(step))?.[1] ?? '';
}

const REPORTER_NOTES: Partial<Record<Petition['status'], string>> = {
  discarded: '这件事没有上报。以后看到问题，随时发给我。',
  registered: '已经登记，谢谢您。指挥中心会尽快处理，进展会告诉您。',
  classified: '指挥中心正在处理。',
  accepted: '已经受理。',
  assigned: '已经交给承办单位。',
  investigating: '工作人员正在核查。',
  replyDraft: '核查已完成，答复正在审核。',
  recheck: '知道了，没有解决。将由另一位工作人员重新核查，有结果会告诉您。',
  closed: '谢谢您的评价。',
};

const AS_EMERGENCY = '这件事正在作为突发环境事件紧急处置，有结果会告诉您。请您注意安全，不要靠近现场。';

function reporterNote(petition: Petition): string {
  const { status, content, replyText, outcomeReason, result } = petition;
  if (status === 'draft') {
    const [first] = missing(petition);
    const said = content ? `您说的：${withinBytes(content, 600)}` : '';
    return first ? QUESTIONS[first].note : [said, '内容对吗？请点“确认上报”。'].filter(Boolean).join('\n\n');
  }
  const answered = status === 'replied' || status === 'reviewed' || status === 'reReviewed';
  if (answered && replyText)
    return [`答复${result ? `（${RESULTS[result]}）` : ''}：${withinBytes(replyText, 800)}`, '请评价。'].join('\n\n');
  if (outcomeReason && (status === 'notAccepted' || status === 'transferred')) return withinBytes(outcomeReason, 900);
  if (petition.incident && OPEN_STATES.includes(status)) return AS_EMERGENCY;
  return REPORTER_NOTES[status] ?? '';
}

function colorOf(petition: Petition, reader: Reader, told: Told): Card['statusColor'] {
  const { status, dueAt, urgency } = petition;
  if (status === 'replied' || status === 'closed') return 'green';
  if (status !== 'draft' && !OPEN_STATES.includes(status)) return 'grey';
  if (told.insteadOf || (dueAt && reader.now > dueAt)) return 'red';
  return urgency === 'URGENT' ? 'orange' : 'blue';
}

function statusLine(petition: Petition, reader: Reader, told: Told): string {
  const state = STATES[petition.status];
  if (petition.status === 'draft' && missing(petition).length > 0) return '请补充';
  if (told.insteadOf) return `升级提醒：${told.insteadOf}未及时办理（${state}）`;
  const waits = petition.status === 'assigned' && petition.officer === reader.actor.id;
  return waits ? '待您签收' : state;
}

function alertOf(petition: Petition, told: Told): string {
  const until = petition.dueAt ?? petition.informDueAt;
  const open = OPEN_STATES.includes(petition.status);
  return [told.label, petition.no, open && until ? `${monthDayWords(until)}前` : ''].filter(Boolean).join(' ');
}

/** The card of this petition as this reader may see it now. The buttons are exactly the steps that would succeed. */
export function petitionCard(petition: Petition & { updatedAt: Date }, reader: Reader, told: Told): Card {
  const own = isReporter(petition, reader);
  return {
    title: own ? reporterTitle(petition, told) : `${told.label} · ${mediumTitle(petition)}`,
    number: petition.no ?? '',
    status: statusLine(petition, reader, told),
    statusColor: colorOf(petition, reader, told),
    facts: factsOf(petition, reader),
    note: told.note ?? (own ? reporterNote(petition) : staffNote(petition, reader)),
    buttons: buttonsOf(petition, reader, told),
    form: told.form ?? null,
    url: pageOf(told.appUrl, petition),
    updatedAt: petition.updatedAt,
    alert: alertOf(petition, told),
  };
}

/** The card of the conversation lives on as the card on which the reporter follows what becomes of it. */
function reporterTitle({ status }: Petition, { label }: Told): string {
  if (status === 'draft') return '随手报';
  return label.startsWith('随手报') ? '随手报进度' : label;
}

const mediumTitle = ({ medium }: Petition) => titleOf({ no: '', medium, place: null }).replace(/^[ ·]+/, '') || '信访';
