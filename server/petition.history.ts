/** What happened to a petition, in sentences. One row per event: what is said, and whether the petitioner is told as well. */
import { shanghaiDay } from '../models/core/calendar';
import { COUNTIES } from '../models/core/place';
import { MEDIA, PATHS, RESULTS, URGENCIES } from '../models/petition/petition.schema';

type Data = Readonly<Record<string, unknown>>;
interface Sentence {
  what: (data: Data) => string;
  /** Free text that came with it: an officer's reason, a remark. */
  detail?: (data: Data) => string | undefined;
  /** Told to the petitioner too; what colleagues write to each other is not. */
  open?: true;
}

const said = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const word = (words: Readonly<Record<string, string>>, key: unknown) => words[String(key)] ?? '';
const day = (value: unknown) => (value ? shanghaiDay(new Date(value as string | Date)) : '');
const until = (data: Data) => (data['dueAt'] ? `，办理期限到 ${day(data['dueAt'])}` : '');
const reason = (data: Data) => said(data['reason']);
const FIELDS: Readonly<Record<string, string>> = {
  content: '情况',
  medium: '污染类型',
  urgency: '紧急程度',
  place: '地点',
  location: '位置',
  enterpriseId: '企业',
  enterpriseName: '企业',
  county: '县区',
};
const fields = (data: Data) =>
  [...new Set((Array.isArray(data['fields']) ? data['fields'] : []).map((field) => word(FIELDS, field)))]
    .filter(Boolean)
    .join('、');

const SENTENCES: Readonly<Record<string, Sentence>> = {
  'petition.told': {
    what: (data) =>
      Number(data['attachments']) > 0 ? `反映情况，附照片或录音 ${Number(data['attachments'])} 份` : '反映情况',
    open: true,
  },
  'petition.revised': { what: (data) => `修改了${fields(data) || '内容'}`, open: true },
  'petition.registered': {
    what: (data) => (data['informDueAt'] ? `登记，${day(data['informDueAt'])} 前告知受理情况` : '登记'),
    open: true,
  },
  'petition.discarded': { what: () => '取消上报', open: true },
  'petition.classified': {
    what: (data) =>
      `分类为${[
        word(URGENCIES, data['urgency']),
        word(MEDIA, data['medium']),
        word(COUNTIES, data['county']),
        word(PATHS, data['path']),
      ]
        .filter(Boolean)
        .join(' · ')}${data['leaderCase'] ? '，列为领导包案' : ''}`,
  },
  'petition.accepted': { what: (data) => `受理${until(data)}`, open: true },
  'petition.notAccepted': { what: () => '不予受理', detail: reason, open: true },
  'petition.incidentLinked': { what: () => '已登记为突发环境事件，紧急处置' },
  'petition.madeIncident': { what: () => '转为突发环境事件，紧急处置', open: true },
  'petition.transferred': { what: (data) => `转送${said(data['agency']) ?? ''}`, detail: reason, open: true },
  'petition.assigned': {
    what: (data) => `交办给${said(data['unitName']) ?? '分局'}`,
    detail: (data) => said(data['instruction']),
    open: true,
  },
  'petition.officerAppointed': { what: (data) => `指定承办人${said(data['officerName']) ?? ''}` },
  'petition.returnedToCentre': { what: (data) => `${said(data['from']) ?? '分局'}退回指挥中心`, detail: reason },
  'petition.acknowledged': {
    what: (data) => (said(data['eta']) ? `签收，预计${String(data['eta'])}` : '签收，开始办理'),
  },
  'petition.returned': { what: () => '退回，请另行指定承办人', detail: reason },
  'petition.proved': { what: (data) => `补充照片 ${Number(data['attachments'] ?? 0)} 份` },
  'petition.replyDrafted': { what: (data) => `填写办理结果：${word(RESULTS, data['result'])}，答复待审` },
  'petition.replied': { what: (data) => (data['late'] ? '答复（已超过期限）' : '答复'), open: true },
  'petition.replyReturned': { what: () => '退回修改答复', detail: reason },
  'petition.extended': { what: (data) => `延长办理期限到 ${day(data['dueAt'])}`, detail: reason, open: true },
  'petition.rated': { what: (data) => `评价 ${String(data['satisfaction'])} 分`, open: true },
  'petition.reopened': { what: (data) => `反映没有解决，重新核查${until(data)}`, detail: reason, open: true },
  'petition.reviewRequested': { what: () => '申请复查', detail: reason, open: true },
  'petition.reReviewRequested': { what: () => '申请复核', detail: reason, open: true },
  'petition.reviewed': { what: () => '复查答复', open: true },
  'petition.reReviewed': { what: () => '复核终结', open: true },
  'petition.remarked': { what: () => '批示', detail: (data) => said(data['text']) },
  'petition.attachmentKept': { what: () => '照片或录音已入库' },
  'petition.attachmentLost': { what: () => '照片或录音没有取到，已请对方重发', open: true },
  'petition.dueSoon': { what: (data) => `期限临近提醒：${day(data['dueAt'])} 到期` },
  'petition.overdue': { what: (data) => `超过期限提醒：${day(data['dueAt'])} 已到期` },
  'petition.closedUnanswered': { what: () => '期限内没有收到评价，自动办结', open: true },
  'petition.clockStopped': { what: () => '计时结束' },
};

/** The sentence of one event; undefined when this reader is not told of it. An event without a row is told by its bare name. */
export function sentenceOf(
  { type, data }: { type: string; data: Data },
  asReporter: boolean,
): { what: string; detail?: string } | undefined {
  const sentence = SENTENCES[type];
  if (asReporter && !sentence?.open) return undefined;
  if (!sentence) return { what: type };
  const detail = sentence.detail?.(data);
  return { what: sentence.what(data), ...(detail ? { detail } : {}) };
}
