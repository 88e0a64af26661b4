import { type Workflow } from '../core/workflow';
import { checkInOpensAt } from './dues';
import { AHEAD, type Seat, type Shift, STATES } from './duty.schema';
import { minutes, clockWords, momentWords } from '../core/calendar';
import { policy } from '../core/policy';
import { type Context } from '../core/workflow';

type Who = Pick<Context, 'actor' | 'now'>;
const BEFORE_END = ['planned', 'confirmed', 'onDuty'] as const;
const OPEN = ['planned', 'confirmed', 'onDuty', 'handingOver'] as const;
const ANY = Object.keys(STATES) as (keyof typeof STATES)[];

/**
 * 班次: from the card that asks to the handover that relieves. Persons act on their own seat of the shift; which seat is meant
 * follows from who acts (seats.ts). Source: the bureau's rules for 7×24 duty: check-in within fifteen minutes, and whoever hands over
 * stays responsible until every line is confirmed.
 */
// prettier-ignore
export const dutyWorkflow = {
  noun: '班次',
  states: STATES,
  steps: {
    confirm: { label: '确认', from: BEFORE_END, by: 'serveDuty', unless: nothingToConfirm, tone: 'primary' },
    requestSwap: { label: '换班', from: AHEAD, by: 'serveDuty', unless: noSeatToSwap },
    agreeSwap: { label: '同意换班', from: AHEAD, by: 'serveDuty', unless: notAskedToSwap, tone: 'primary' },
    declineSwap: { label: '谢绝换班', from: AHEAD, by: 'serveDuty', unless: notAskedToSwap, tone: 'danger' },
    withdrawSwap: { label: '撤回换班', from: AHEAD, by: 'serveDuty', unless: noSwapOfMine },
    approveSwap: { label: '批准换班', from: AHEAD, by: 'approveSwap', unless: nothingToApprove, tone: 'primary' },
    refuseSwap: { label: '不批换班', from: AHEAD, by: 'approveSwap', unless: nothingToApprove, tone: 'danger' },
    leave: { label: '请假', from: AHEAD, by: 'serveDuty', unless: noSeatAhead },

    checkIn: { label: '到岗', from: BEFORE_END, by: 'serveDuty', unless: cannotCheckIn, tone: 'primary' },
    takeOver: { label: '我来顶岗', from: BEFORE_END, by: 'commandDuty', unless: nobodyMissing, tone: 'primary' },
    handOver: { label: '开始交班', from: ['onDuty'], to: 'handingOver', by: 'serveDuty', unless: notYetHandover, tone: 'primary' },
    confirmLine: { label: '确认下一项', from: ['handingOver'], by: 'receiveDuty', unless: notIncoming, tone: 'primary' },
    note: { label: '值班记录', from: ['onDuty', 'handingOver'], by: 'serveDuty', unless: notOnPost },
    arrange: { label: '改派', from: BEFORE_END, by: 'arrangeDuty' },
    trade: { label: '对调', from: AHEAD, by: 'arrangeDuty' },
    close: { label: '结束班次', from: ['onDuty', 'handingOver'], to: 'closed', by: 'commandDuty', unless: notOverYet, tone: 'danger' },

    vacate: { label: '人员离岗', from: OPEN, by: 'keepTime', quiet: true },
    swapRelease: { label: '换班让出', from: AHEAD, by: 'keepTime', quiet: true },
    swapTake: { label: '换班接入', from: AHEAD, by: 'keepTime', quiet: true },
    swapGiveUp: { label: '换班不成', from: ANY, by: 'keepTime', quiet: true },
    swapUndo: { label: '换班退回', from: ANY, by: 'keepTime', quiet: true },
    swapDone: { label: '换班办妥', from: ANY, by: 'keepTime', quiet: true },
    incoming: { label: '接班人员更新', from: ['handingOver'], by: 'keepTime', quiet: true },
    wake: { label: '到期处理', from: ANY, by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Shift>;
export type DutyStep = keyof typeof dutyWorkflow.steps;

const waiting = ({ state }: Seat) => state === 'planned' || state === 'confirmed';
const own = ({ seats }: Shift, { actor }: Who, fits: (seat: Seat) => boolean) =>
  seats.some((seat) => seat.person === actor.id && fits(seat));

/** Seats whose person waits for the shift to come. */
export const isAhead = (seat: Seat): boolean => waiting(seat) && seat.checkInBy === null;
/** A swap that still waits for an answer, and so can be dropped. */
export const asksSwap = ({ swap }: Seat): boolean => swap?.state === 'asked' || swap?.state === 'agreed';

function nothingToConfirm(shift: Shift, who: Who) {
  return own(shift, who, ({ state }) => state === 'planned') ? undefined : '您在这个班次里没有待确认的岗位。';
}

function noSeatAhead(shift: Shift, who: Who) {
  if (!own(shift, who, waiting)) return '您在这个班次里没有岗位，请查看最新排班。';
  return own(shift, who, isAhead) ? undefined : '签到已经开始，不能再办理；确有急事请马上电话联系带班领导改派。';
}

function noSeatToSwap(shift: Shift, who: Who) {
  const refused = noSeatAhead(shift, who);
  if (refused) return refused;
  return own(shift, who, (seat) => isAhead(seat) && !seat.swap)
    ? undefined
    : '您的换班申请正在办理，请等结果或先撤回。';
}

function notAskedToSwap({ seats }: Shift, { actor }: Who) {
  const asked = seats.some(({ swap }) => swap?.with === actor.id && swap.state === 'asked');
  return asked ? undefined : '这里没有等您答复的换班，可能已经撤回，请查看最新情况。';
}

function noSwapOfMine(shift: Shift, who: Who) {
  return own(shift, who, asksSwap) ? undefined : '您没有可以撤回的换班申请。';
}

/** Who decides about this seat: the duty leaders and bureau leaders, for a squad also the head of its branch; never a party to it. */
export function decidesOn({ county, swap }: Seat, { id, roles, county: own }: Context['actor']): boolean {
  if (!swap || swap.from === id || swap.with === id) return false;
  return roles.some((role) => role === 'dutyLeader' || role === 'bureauLeader') || (county !== null && county === own);
}

function nothingToApprove({ seats }: Shift, { actor }: Who) {
  const agreed = seats.filter(({ swap }) => swap?.state === 'agreed');
  if (agreed.length === 0) return '这里没有待批准的换班，可能已经办完或撤回。';
  return agreed.some((seat) => decidesOn(seat, actor)) ? undefined : '自己参与的或别的县区的换班，请由其他负责人批准。';
}

/** A seat that nobody sits on any more: its person never came, or left while on post and nobody could be called. */
export const isEmpty = ({ state, unfilled }: Seat): boolean => state === 'absent' || (state === 'relieved' && unfilled);

/** Empty seats whose replacement has not come yet, so that a late arrival still counts. */
export const missing = ({ seats }: Pick<Shift, 'seats'>): Seat[] =>
  seats.filter(
    (seat) =>
      isEmpty(seat) &&
      !seats.some((other) => other.insteadOf === seat.id && other.state !== 'planned' && other.state !== 'confirmed'),
  );

/** A seat from which its person can check in: one that waits, or one that was missed and is still empty. */
export const canArrive = (shift: Shift, seat: Seat): boolean =>
  waiting(seat) || missing(shift).some(({ id }) => id === seat.id);

function cannotCheckIn(shift: Shift, who: Who) {
  if (own(shift, who, ({ state }) => state === 'checkedIn')) return '您已经到岗签到，不用再签。';
  if (!own(shift, who, (seat) => canArrive(shift, seat))) return '您在这个班次里没有待签到的岗位，请查看最新排班。';
  const opensAt = checkInOpensAt(shift);
  return who.now < opensAt ? `${momentWords(opensAt)}起可以签到，请到时再签。` : undefined;
}

function nobodyMissing(shift: Shift, { actor, now }: Who) {
  if (missing(shift).length === 0) return '这个班次没有缺岗。';
  if (now < checkInOpensAt(shift)) return '还没有到签到时间，请用“改派”安排同事。';
  if (now >= shift.endsAt) return '这个班次的时间已经过了，不需要再顶岗。';
  const here = shift.seats.some(({ person, state }) => person === actor.id && state !== 'absent');
  return here ? '您已在本班岗位上，请用“改派”安排其他同事。' : undefined;
}

function notOnPost(shift: Shift, who: Who) {
  return own(shift, who, ({ state }) => state === 'checkedIn') ? undefined : '到岗签到以后才能写值班记录，请先签到。';
}

function notYetHandover(shift: Shift, who: Who) {
  const refused = own(shift, who, ({ state }) => state === 'checkedIn') ? undefined : '到岗签到的人员才能交班。';
  if (refused) return refused;
  const opensAt = new Date(shift.endsAt.getTime() - minutes(policy().duty.handoverOpensMinutes));
  return who.now < opensAt ? `${clockWords(opensAt)}起可以交班，到点也会自动开始。` : undefined;
}

function notIncoming({ incoming }: Shift, { actor }: Who) {
  return incoming.includes(actor.id) ? undefined : '请先在下一班到岗签到，再逐项接班。';
}

function notOverYet({ endsAt, seats }: Shift, { actor, now }: Who) {
  if (now < endsAt) return '班次还没有到结束时间，请在到点后办理交接。';
  const here = seats.some(({ person }) => person === actor.id);
  return here ? '本班人员须由接班人员逐项确认后交班；无人接班请联系局领导。' : undefined;
}
