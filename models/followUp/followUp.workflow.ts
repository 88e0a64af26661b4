import { type Actor } from '../core/access';
import { type Workflow } from '../core/workflow';
import { type FollowUp, type Item, OPEN_STATES, STATES, WAITING } from './followUp.schema';

/**
 * 后督查: planned when the decision is served, visited after the last day (without a word where 按日连续处罚 is possible), judged by those who
 * went, signed off by somebody else. Extended once. Source: the bureau's rules on 事前提示、事中指导、事后回访; 按日连续处罚办法（令第28号）.
 */
// prettier-ignore
export const followUpWorkflow = {
  noun: '后督查',
  states: STATES,
  steps: {
    visit: { label: '登记核查', from: [...WAITING], to: 'visited', by: 'doFollowUp', tone: 'primary' },
    pair: { label: '同角度照片', from: [...WAITING, 'visited'], by: 'doFollowUp' },
    mark: { label: '登记完成情况', from: ['visited'], by: 'doFollowUp' },

    rectified: { label: '认定已改正', from: ['visited'], to: 'rectified', by: 'doFollowUp', unless: notAllDone, tone: 'primary' },
    partly: { label: '认定部分改正', from: ['visited'], to: 'partly', by: 'doFollowUp', unless: notPartly },
    notRectified: { label: '认定未改正', from: ['visited'], to: 'dailyCheck', by: 'doFollowUp', unless: nothingOpen, tone: 'danger' },
    relapse: { label: '再次违法', from: ['visited'], to: 'relapsed', by: 'doFollowUp', tone: 'danger' },

    signOff: { label: '销号', from: ['rectified'], to: 'signedOff', by: 'decideFollowUp', unless: own, tone: 'primary' },
    sendBack: { label: '退回重新认定', from: ['rectified'], to: 'visited', by: 'decideFollowUp', unless: own },

    askExtension: { label: '申请延期', from: ['partly'], by: 'doFollowUp', unless: askedBefore, tone: 'primary' },
    approveExtension: { label: '同意延期', from: ['partly'], to: 'extended', by: 'decideFollowUp', unless: notAsked, tone: 'primary' },
    refuseExtension: { label: '不同意延期', from: ['partly'], to: 'dailyCheck', by: 'decideFollowUp', unless: notAsked },

    startDaily: { label: '提请按日连续处罚', from: ['dailyCheck'], to: 'penalised', by: 'doFollowUp', tone: 'danger' },
    newOrder: { label: '再次暗查', from: ['dailyCheck', 'penalised'], to: 'scheduled', by: 'doFollowUp' },
    handOn: { label: '转为新线索', from: ['dailyCheck'], to: 'handedOn', by: 'decideFollowUp', unless: own },
    close: { label: '结束', from: [...WAITING, 'dailyCheck', 'penalised'], to: 'closed', by: 'decideFollowUp', unless: own },
    reassign: { label: '改派', from: [...OPEN_STATES], by: 'decideFollowUp' },

    notify: { label: '到期提示', from: ['scheduled'], to: 'notified', by: 'keepTime', unless: unannounced, quiet: true },
    wake: { label: '到时处理', from: [...OPEN_STATES], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<FollowUp>;
export type FollowUpStep = keyof typeof followUpWorkflow.steps;

type By = { actor: Actor };

/** What is looked at on site; money is the bank's to report. */
export const onSite = (items: readonly Item[]): Item[] => items.filter(({ obligation }) => obligation !== 'PAY');
const unmarked = (items: readonly Item[]) => onSite(items).filter(({ result }) => result === null);
const isDone = ({ result }: Item) => result?.result === 'DONE';

const MARK_FIRST = '还有义务没有登记完成情况，请逐项登记后再认定。';

function notAllDone({ items }: FollowUp) {
  if (unmarked(items).length > 0) return MARK_FIRST;
  return onSite(items).every(isDone) ? undefined : '有义务没有完成，请认定为部分改正或者未改正。';
}

function notPartly({ items, extension }: FollowUp) {
  if (unmarked(items).length > 0) return MARK_FIRST;
  if (onSite(items).every(isDone)) return '各项义务都已完成，请认定为已改正。';
  if (!onSite(items).some(({ result }) => result?.result !== 'NOT_DONE'))
    return '没有一项完成或部分完成，请认定为未改正。';
  return extension ? '已经延期过一次，不能再延期，请认定为已改正或者未改正。' : undefined;
}

function nothingOpen({ items }: FollowUp) {
  if (unmarked(items).length > 0) return MARK_FIRST;
  return onSite(items).length > 0 && onSite(items).every(isDone) ? '各项义务都已完成，请认定为已改正。' : undefined;
}

/** Nobody signs off, ends or hands on what they looked at themselves. */
function own({ team, visits }: FollowUp, { actor }: By) {
  return team.includes(actor.id) || visits.some(({ by }) => by === actor.id)
    ? '您参加了这件后督查，要由其他负责人或局领导决定，请转告他们。'
    : undefined;
}

function askedBefore({ extension }: FollowUp) {
  return extension ? '延期只能申请一次，请等待决定。' : undefined;
}

function notAsked(followUp: FollowUp, by: By) {
  const { extension } = followUp;
  if (!extension || extension.approved !== null) return '没有等待决定的延期申请。';
  if (extension.askedBy === by.actor.id) return '延期由您申请，要由其他负责人或局领导决定。';
  return own(followUp, by);
}

function unannounced({ unannounced: secret }: FollowUp) {
  return secret ? '这件后督查采取暗查，不提前告知当事人。' : undefined;
}
