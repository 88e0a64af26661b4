import { type Actor } from '../core/access';
import { type Workflow } from '../core/workflow';
import { certifiedEnough, seatOf, standing } from './team';
import { type FlyingInspection, STATES } from './flying.schema';

type Reader = { actor: Pick<Actor, 'id' | 'roles'>; now: Date };

const BEFORE = ['sealed', 'teamReady'] as const satisfies readonly FlyingInspection['status'][];
const OUT = ['revealed', 'onSite'] as const satisfies readonly FlyingInspection['status'][];

/**
 * 飞行检查, from the draft of two people to a case or its end. Quiet steps have a door of their own that asks who it is once more, or
 * belong to the clock and the outbox.
 *
 * One row, one line. The order is the order of the buttons.
 */
// prettier-ignore
export const flyingWorkflow = {
  noun: '飞行检查',
  states: STATES,
  steps: {
    revise: { label: '修改', from: ['draft'], by: 'planFlying', quiet: true },
    approve: { label: '批准并封存', from: ['draft'], to: 'sealed', by: 'approveFlying', unless: tooLate, quiet: true },
    formTeam: { label: '抽签组队', from: BEFORE, to: 'sealed', by: 'runFlying', unless: nothingToDraw, tone: 'primary' },

    confirm: { label: '确认', from: [...BEFORE, ...OUT], by: 'joinFlying', unless: confirmedAlready, tone: 'primary' },
    arrive: { label: '到位', from: [...BEFORE, ...OUT], by: 'joinFlying', unless: notToArrive, tone: 'primary' },
    declare: { label: '冲突申报', from: BEFORE, by: 'joinFlying', tone: 'danger' },
    depart: { label: '出发', from: ['teamReady'], by: 'leadFlying', unless: notToDepart, tone: 'primary' },
    unlock: { label: '双人解封', from: ['teamReady'], by: 'unlockFlying', unless: notDeparted, quiet: true },

    conflict: { label: '回避确认', from: OUT, by: 'joinFlying', unless: notAsked, tone: 'primary' },
    reach: { label: '到达现场', from: ['revealed'], to: 'onSite', by: 'leadFlying', unless: notClear, tone: 'primary' },
    report: { label: '报告结果', from: ['onSite'], to: 'reported', by: 'leadFlying', tone: 'primary' },
    close: { label: '结案', from: ['reported'], to: 'closed', by: 'runFlying', unless: isViolation, tone: 'primary' },

    replace: { label: '调整队员', from: [...BEFORE, 'revealed'], by: 'runFlying', unless: nobodyThere },
    postpone: { label: '改时间', from: BEFORE, by: 'runFlying' },
    abort: { label: '取消', from: ['draft', ...BEFORE], to: 'aborted', by: 'runFlying', tone: 'danger' },
    compromise: { label: '疑似泄密', from: [...BEFORE, ...OUT], to: 'compromised', by: 'runFlying', tone: 'danger' },

    filed: { label: '转立案', from: ['reported'], to: 'caseFiled', by: 'keepTime', quiet: true },
    wake: { label: '到期处理', from: [...BEFORE, ...OUT], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<FlyingInspection>;
export type FlyingStep = keyof typeof flyingWorkflow.steps;

function tooLate({ assembleAt }: FlyingInspection, { now }: Reader) {
  return assembleAt <= now ? '集合时间已过，请策划人改时间后再批准。' : undefined;
}

function nothingToDraw({ members, k, departedAt }: FlyingInspection) {
  if (departedAt) return '队伍已经出发，不能重新组队。';
  return standing({ members }).length >= k ? '队伍已经组好，个别调整请用“调整队员”。' : undefined;
}

function confirmedAlready(flying: FlyingInspection, { actor }: Reader) {
  return seatOf(flying, actor.id)?.state === 'asked' ? undefined : '您已经确认，请按时集合。';
}

/** Early is welcome; the evening before is not. */
const EARLY_MS = 3 * 3_600_000;

function notToArrive(flying: FlyingInspection, { actor, now }: Reader) {
  const state = seatOf(flying, actor.id)?.state;
  if (state === 'asked') return '请先确认，再登记到位。';
  if (state === 'arrived') return '您已登记到位。';
  return now.getTime() < flying.assembleAt.getTime() - EARLY_MS ? '集合前3小时起可以登记到位。' : undefined;
}

function notToDepart(flying: FlyingInspection, { actor }: Reader) {
  if (flying.departedAt) return '队伍已经登记出发。';
  if (seatOf(flying, actor.id)?.state !== 'arrived') return '请您本人先登记到位，再登记出发。';
  const missing = standing(flying).filter(({ state }) => state !== 'arrived').length;
  return missing > 0 ? `还有${missing}人没有登记到位，请等齐后再登记出发；来不了的请联系策划人调整。` : undefined;
}

function notDeparted({ departedAt }: FlyingInspection) {
  return departedAt ? undefined : '队伍还没有登记出发，不能解封；请等带队队员登记出发后再试。';
}

function notAsked(flying: FlyingInspection, { actor }: Reader) {
  const seat = seatOf(flying, actor.id);
  if (seat?.state !== 'arrived') return '请先登记到位。';
  return seat.conflict === null ? undefined : '您已经确认过。';
}

function notClear(flying: FlyingInspection) {
  const team = standing(flying);
  if (team.some(({ state, conflict }) => state === 'arrived' && conflict === null))
    return '还有队员没有做回避确认，请先请他们确认。';
  return certifiedEnough(flying) ? undefined : '到位且无需回避的持证人员不足两名，请等替补到位后再登记到达。';
}

function isViolation({ result }: FlyingInspection) {
  return result?.finding === 'VIOLATION' ? '涉嫌违法的，系统会自动转立案，请稍候刷新。' : undefined;
}

function nobodyThere(flying: FlyingInspection) {
  return standing(flying).length > 0 ? undefined : '现在没有队员，请先抽签组队。';
}
