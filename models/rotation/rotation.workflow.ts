import { type Actor } from '../core/access';
import { shanghaiDay } from '../core/calendar';
import { type Workflow } from '../core/workflow';
import { type Round, type Seat, STANDING, STATES } from './rotation.schema';

type Reader = { actor: Pick<Actor, 'id' | 'roles'>; now: Date };

/** From the draw to the end of the service. */
export const RUNNING = ['drawn', 'confirmed'] as const satisfies readonly Round['status'][];

/**
 * 全员抽调: one round, from opening to the end of the service. Source: the bureau's rule of rotation (人人参与，人多多抽，人少少抽).
 *
 * One row, one line. The order is the order of the buttons.
 */
// prettier-ignore
export const rotationWorkflow = {
  noun: '抽调轮次',
  states: STATES,
  steps: {
    preview: { label: '预演', from: ['drafted'], by: 'runDraw', unless: tooLate },
    draw: { label: '抽签', from: ['drafted'], to: 'drawn', by: 'runDraw', unless: tooLate, tone: 'primary' },
    discard: { label: '作废', from: ['drafted'], to: 'discarded', by: 'runDraw', tone: 'danger' },

    accept: { label: '接受', from: RUNNING, by: 'answerDraw', unless: nothingToAccept, tone: 'primary' },
    decline: { label: '说明困难', from: RUNNING, to: 'drawn', by: 'answerDraw', unless: nothingToDecline, tone: 'danger' },
    arrive: { label: '到位', from: RUNNING, by: 'answerDraw', unless: notExpected, tone: 'primary' },
    approveDecline: { label: '同意', from: RUNNING, by: 'judgeDecline', unless: nothingToJudge, tone: 'primary' },
    refuseDecline: { label: '不同意', from: RUNNING, by: 'judgeDecline', unless: nothingToJudge, tone: 'danger' },

    markArrived: { label: '代记到位', from: RUNNING, by: 'runDraw', unless: nobodyExpected },
    excuseAbsence: { label: '缺席改记已批准', from: ['drawn', 'confirmed', 'closed'], by: 'excuseAbsence', unless: nobodyAbsent },
    appoint: { label: '指定人员', from: RUNNING, to: 'drawn', by: 'appointSeat', unless: nothingVacant, tone: 'primary' },
    close: { label: '结束本轮', from: RUNNING, to: 'closed', by: 'runDraw', unless: notBegun, tone: 'primary' },
    callOff: { label: '取消本轮', from: RUNNING, to: 'calledOff', by: 'runDraw', unless: somebodyThere, tone: 'danger' },

    wake: { label: '到期处理', from: RUNNING, by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Round>;

export type RoundStep = keyof typeof rotationWorkflow.steps;

/** Who holds each place now: the last seat of every slot. */
export const holders = ({ seats }: Pick<Round, 'seats'>): Seat[] => [
  ...new Map(seats.map((seat) => [seat.slot, seat])).values(),
];

/** The seat this person still stands in; undefined when they have none. */
export const seatOf = (round: Pick<Round, 'seats'>, person: string): Seat | undefined =>
  round.seats.find((seat) => seat.person === person && STANDING.includes(seat.state));

/** Seats whose difficulty this person decides about, the longest waiting first. A bureau leader may decide for every head. */
export const toJudge = ({ seats }: Pick<Round, 'seats'>, { id, roles }: Reader['actor']): Seat[] =>
  seats
    .filter(({ state, person, head }) => state === 'declined' && person !== id && mayJudge(head, id, roles))
    .sort((a, b) => a.decline!.at.getTime() - b.decline!.at.getTime());

const mayJudge = (head: string | null, id: string, roles: Reader['actor']['roles']) =>
  head === id || roles.includes('bureauLeader');

function tooLate({ assembleAt }: Round, { now }: Reader) {
  return assembleAt <= now ? '集合时间已过，请作废后重新发起一轮。' : undefined;
}

function nothingToAccept(round: Round, { actor }: Reader) {
  const state = seatOf(round, actor.id)?.state;
  return state === 'offered' ? undefined : '您没有等待答复的名额，请查看最新情况。';
}

function nothingToDecline(round: Round, { actor }: Reader) {
  const seat = seatOf(round, actor.id);
  if (seat?.kind === 'reinforcement') return '您是执法队加派人员，如有困难请直接联系本队负责人。';
  if (!seat || !['offered', 'confirmed'].includes(seat.state)) return '您没有可以说明困难的名额，请查看最新情况。';
  return seat.arrivedAt ? '您已到位，如有困难请当面向带队领导说明。' : undefined;
}

/** Early arrivals are welcome; the evening before is not one. */
const EARLY_MS = 3 * 3_600_000;

function notExpected(round: Round, { actor, now }: Reader) {
  const seat = seatOf(round, actor.id);
  if (seat?.state !== 'confirmed') return '接受抽调后才能登记到位。';
  if (seat.arrivedAt) return '您已登记到位。';
  return now.getTime() < round.assembleAt.getTime() - EARLY_MS ? '集合前3小时起可以登记到位。' : undefined;
}

function nothingToJudge(round: Round, { actor }: Reader) {
  return toJudge(round, actor).length > 0 ? undefined : '没有等待您审核的困难说明。';
}

export const expected = ({ seats }: Pick<Round, 'seats'>) =>
  seats.filter(({ state, arrivedAt }) => state === 'confirmed' && !arrivedAt);

function nobodyExpected(round: Round, { now }: Reader) {
  if (expected(round).length === 0) return '没有需要代记到位的人员。';
  return notYetNear(round, now);
}

const notYetNear = ({ assembleAt }: Round, now: Date) =>
  now.getTime() < assembleAt.getTime() - EARLY_MS ? '集合前3小时起可以登记到位。' : undefined;

function nobodyAbsent({ seats }: Round) {
  return seats.some(({ state }) => state === 'absent') ? undefined : '本轮没有缺席记录。';
}

/** Seats whose last holder has left and for whom nobody has stepped in. */
export const vacantSeats = (round: Pick<Round, 'seats'>): Seat[] =>
  holders(round).filter(({ state }) => state === 'excused' || state === 'absent');

function nothingVacant(round: Round, { now }: Reader) {
  if (vacantSeats(round).length === 0) return '现在没有空着的名额，不需要指定人员。';
  return round.closeAskedAt || shanghaiDay(now) > round.lastDay ? '服务日期已过，请选择“结束本轮”。' : undefined;
}

function notBegun({ assembleAt }: Round, { now }: Reader) {
  return now < assembleAt ? '还没有到集合时间；不再需要这一轮时，请选择“取消本轮”。' : undefined;
}

function somebodyThere({ seats }: Round) {
  return seats.some(({ arrivedAt }) => arrivedAt) ? '已有人到位，请在服务结束后选择“结束本轮”。' : undefined;
}
