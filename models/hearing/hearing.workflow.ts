import { type Actor } from '../core/access';
import { momentWords } from '../core/calendar';
import { type Workflow } from '../core/workflow';
import { type Hearing, STATES } from './hearing.schema';

const BEFORE = ['requested', 'scheduled'] as const;

/**
 * 听证: arranged by a head, announced seven working days before, led by somebody who had no part in the case, each page of the minutes
 * signed. Source: 行政处罚法 第六十四条.
 */
// prettier-ignore
export const hearingWorkflow = {
  noun: '听证',
  states: STATES,
  steps: {
    schedule: { label: '安排听证', from: ['requested'], to: 'scheduled', by: 'arrangeHearing', unless: hasPart, tone: 'primary' },
    postpone: { label: '延期', from: ['scheduled'], by: 'arrangeHearing', unless: hasPart },
    askRecusal: { label: '申请主持人回避', from: ['scheduled'], by: 'actAsParty', unless: recusalOpen },
    recuseSelf: { label: '自请回避', from: ['scheduled'], by: 'hostHearing', unless: recusalOpen },
    decideRecusal: { label: '决定回避', from: ['scheduled'], by: 'arrangeHearing', unless: nothingToDecide, tone: 'primary' },
    nameRepresentatives: { label: '委托代理人', from: BEFORE, by: 'actAsParty' },
    withdraw: { label: '撤回听证要求', from: BEFORE, to: 'withdrawn', by: 'actAsParty', tone: 'danger' },
    begin: { label: '开始听证', from: ['scheduled'], to: 'inSession', by: 'hostHearing', unless: notYetOrOpen, tone: 'primary' },
    absent: { label: '当事人无故未到场', from: ['scheduled'], to: 'waived', by: 'hostHearing', unless: notYetAbsent, tone: 'danger' },
    excuse: { label: '当事人有正当理由未到场', from: ['scheduled'], by: 'hostHearing', unless: notYetAbsent },
    writePage: { label: '记录一页', from: ['inSession'], by: 'recordHearing', tone: 'primary' },
    signPage: { label: '当事人签名', from: ['inSession'], by: 'recordHearing', unless: noPages },
    confirmPage: { label: '核对笔录', from: ['inSession'], by: 'actAsParty', unless: noPages, quiet: true },
    refusedPage: { label: '当事人拒绝签名', from: ['inSession'], by: 'hostHearing', unless: noPages },
    readPages: { label: '核对无误', from: ['inSession'], by: 'attendHearing', unless: nothingToRead },
    conclude: { label: '结束并提交报告', from: ['inSession'], to: 'held', by: 'hostHearing', unless: unsigned },
    wake: { label: '到时处理', from: ['requested', 'scheduled', 'inSession'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Hearing>;

type By = { actor: Actor; now: Date };

function hasPart({ barred }: Hearing, { actor }: By) {
  return barred.includes(actor.id) ? '您参与过本案的调查或审查，听证由其他负责人安排，请转告他们。' : undefined;
}

export const openRecusal = ({ recusals }: Pick<Hearing, 'recusals'>) =>
  recusals.find(({ granted }) => granted === null);

function recusalOpen(hearing: Hearing) {
  return openRecusal(hearing) ? '回避申请正在等待决定，请稍候。' : undefined;
}

/** Nobody decides about their own recusal. */
function nothingToDecide(hearing: Hearing, by: By) {
  if (!openRecusal(hearing)) return '没有等待决定的回避申请。';
  if (hearing.host === by.actor.id) return '回避申请与您本人有关，由其他负责人决定。';
  return hasPart(hearing, by);
}

/** So early before the hour the host may open the session. */
const EARLY_MS = 30 * 60_000;

function notYetOrOpen(hearing: Hearing, { now }: By) {
  const { at } = hearing;
  if (openRecusal(hearing)) return '主持人回避的申请还没有决定，决定后才能开始。';
  return at && now.getTime() < at.getTime() - EARLY_MS ? `听证定于${momentWords(at)}，到时再办理。` : undefined;
}

/** Nobody is late before the hour. */
function notYetAbsent(hearing: Hearing, by: By) {
  const { at } = hearing;
  return at && by.now < at ? `听证定于${momentWords(at)}，到时当事人仍未到场的再登记。` : notYetOrOpen(hearing, by);
}

function noPages({ minutes }: Hearing) {
  return minutes.length === 0 ? '还没有笔录，请先记录。' : undefined;
}

const ownWords = ({ host, recorder }: Hearing, id: string) => host === id || recorder === id;

function nothingToRead(hearing: Hearing, { actor }: By) {
  if (ownWords(hearing, actor.id)) return '笔录由您主持或记录，请由到场的办案人员核对。';
  const open = hearing.minutes.some(({ confirmations }) => !confirmations.some(({ by }) => by === actor.id));
  return open ? undefined : '没有等您核对的笔录。';
}

/** Pages that the party has neither signed nor refused to sign. */
export const unsignedPages = ({ minutes }: Pick<Hearing, 'minutes'>): number[] =>
  minutes.filter(({ confirmations }) => !confirmations.some(({ role }) => role === 'PARTY')).map(({ no }) => no);

function unsigned(hearing: Hearing) {
  const none = noPages(hearing);
  if (none) return none;
  const open = unsignedPages(hearing);
  return open.length > 0 ? `笔录第${open.join('、')}页当事人还没有签名；拒绝签名的，请逐页注明情况。` : undefined;
}
