/** A shift in words, for one reader: the same on the card and at the top of the page. Runs in the browser. */
import { type Outline, type Reader, type Tone } from '../core/face';
import { type Seat, SEAT_STATES, type Shift, STATES } from './duty.schema';
import { nameOf, postOf, spanWords } from './duty.words';
import { momentWords } from '../core/calendar';

const TONES: Record<Shift['status'], Tone> = {
  planned: 'blue',
  confirmed: 'green',
  onDuty: 'green',
  handingOver: 'orange',
  closed: 'grey',
};
const SEAT_TONES: Partial<Record<Seat['state'], Tone>> = { planned: 'orange', absent: 'red' };

/** Whoever serves, or, once it is over, has served. */
const countedOn =
  ({ status }: Pick<Shift, 'status'>) =>
  ({ state }: Seat): boolean =>
    state !== 'absent' && (state !== 'relieved' || status === 'closed');

/** 5个岗位，2个待确认 … */
function statusOf(shift: Shift): string {
  const { status, seats, handover } = shift;
  if (status === 'handingOver' && handover) {
    const done = handover.lines.filter(({ confirmedAt }) => confirmedAt).length;
    return `${STATES[status]}：${handover.lines.length}项已确认${done}项${handover.overdueAt ? '，已超时' : ''}`;
  }
  if (status === 'closed')
    return `${STATES[status]}：${seats.filter(({ state }) => state === 'relieved').length}人到岗`;
  const open = seats.filter(({ state }) => state === 'planned').length;
  const empty = seats.filter(({ unfilled }) => unfilled).length;
  const lacking = [open > 0 ? `${open}个待确认` : '', empty > 0 ? `${empty}个无人` : ''].filter(Boolean).join('，');
  return `${STATES[status]}：${seats.filter(countedOn(shift)).length}人${lacking ? `，${lacking}` : ''}`;
}

const namesOn = (seats: readonly Seat[]) =>
  seats.map(({ personName, state }) => `${personName}${state === 'checkedIn' ? '✓' : ''}`).join('、');

/** Everybody by post, squads by county. */
function crew(shift: Shift): [string, string][] {
  const seats = shift.seats.filter(countedOn(shift));
  const byPost = new Map<string, Seat[]>();
  for (const seat of seats) byPost.set(postOf(seat), [...(byPost.get(postOf(seat)) ?? []), seat]);
  return [...byPost].map(([post, people]) => [post, namesOn(people)]);
}

function noteFor(shift: Shift, own: Seat | undefined, asked: Seat | undefined, { actor }: Reader): string {
  if (asked?.swap) {
    const { fromName, inReturn } = asked.swap;
    return inReturn
      ? `${fromName}想和您对调：您值这一班，${fromName}值您的${inReturn.label}。`
      : `${fromName}请您代这一班。`;
  }
  if (shift.incoming.includes(actor.id)) return '请逐项核对交接内容；全部确认前，由交班人员继续负责。';
  const agreed = shift.seats.find(({ swap }) => swap?.state === 'agreed')?.swap;
  if (own?.swap) return `换班办理中：等${own.swap.state === 'asked' ? own.swap.withName : '负责人'}答复。`;
  if (agreed && !own) return `${agreed.fromName}与${agreed.withName}${agreed.inReturn ? '对调' : '换班'}，双方已同意。`;
  if (own?.state === 'planned' && own.confirmBy)
    return `请在${momentWords(own.confirmBy)}前确认；到时没有答复会按规则另派人。`;
  if (own?.state === 'absent') return '没有按时签到，已通知带班领导并另派人；您如已赶到，替班的人到岗前仍可签到。';
  if (shift.status === 'handingOver' && own) return '接班人员逐项确认完以前，请继续值守。';
  return '';
}

/** The shift as this reader sees it: their own seat first. */
export function outlineOf(shift: Shift, reader: Reader): Outline {
  const { actor, now } = reader;
  const own = shift.seats.find(({ person, state }) => person === actor.id && state !== 'relieved');
  const asked = shift.seats.find(({ swap }) => swap?.with === actor.id && swap.state === 'asked');
  const mine: [string, string][] = own
    ? [
        ['我的岗位', `${postOf(own)}（${SEAT_STATES[own.state]}）`],
        ['为什么是我', own.reason],
      ]
    : [];
  const until = own?.state === 'planned' || own?.state === 'confirmed' ? (own.checkInBy ?? own.confirmBy) : null;
  return {
    title: '值班',
    number: nameOf(shift),
    status: statusOf(shift),
    tone: (own && shift.status !== 'closed' ? SEAT_TONES[own.state] : undefined) ?? TONES[shift.status],
    facts: [['时间', `${nameOf(shift)} ${spanWords(shift)}`], ...mine, ...crew(shift)],
    note: noteFor(shift, own, asked, reader),
    until: until && until > now ? until : null,
  };
}
