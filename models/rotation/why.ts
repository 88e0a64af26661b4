/**
 * “为什么是我”: the kept explanation of a draw in plain words, for one reader. Of colleagues it says who was passed over and whether they
 * were resting or could not take part, never why; a recusal for the sealed target reads like any other absence. Pure.
 */
import { type Candidate, type Draw } from './draw';
import { decimals } from './ledger';
import { type Round, type Seat } from './rotation.schema';

export interface Why {
  /** Whether the reader has or had a seat in this round. */
  drawn: boolean;
  /** Plain sentences, in the order of the decision. */
  lines: string[];
  /** The reader's unit; null when it took no part. */
  unit: { name: string; n: number; total: number; due: string; before: string; after: string; seats: number } | null;
  /** Colleagues earlier in the order who were not asked. */
  passed: { name: string; why: string }[];
  hash: string;
}

const OUT = { REST: '服务后休整期内', UNABLE: '本轮不能参加' } as const;

/** How a seat came to its holder, in one clause for the leader. */
export function howGiven({ inputs, result }: Draw, slot: number): string {
  const swap = result.swaps.find((one) => one.slot === slot);
  if (swap?.why === 'reinforcement') return '执法队加派，补足持证人数';
  if (swap?.why === 'sameUnit') return '为满足持证人数，在本单位内换为持证人员';
  if (swap?.why === 'otherUnit') return '为满足持证人数，名额转到有持证人员的单位';
  const pick = result.picks.find((one) => one.slot === slot);
  if (!pick) return '';
  const unit = inputs.units.find(({ id }) => id === pick.unit);
  const credit = decimals(BigInt(pick.credit), BigInt(result.after.den));
  const passed = pick.passed.length > 0 ? `，前面${pick.passed.length}人本轮不参加` : '';
  return `${unit?.name ?? ''}账上${credit}，为各单位最高；本单位次序最先${passed}`;
}

function unitOf({ inputs, result }: Draw, id: string): Why['unit'] {
  const unit = inputs.units.find((one) => one.id === id);
  if (!unit) return null;
  const total = inputs.units.reduce((sum, { n }) => sum + n, 0);
  const den = BigInt(result.after.den);
  return {
    ...{ name: unit.name, n: unit.n, total },
    due: decimals(BigInt(inputs.k * unit.n), BigInt(total)),
    before: decimals(BigInt(result.charged.num[id] ?? '0'), den),
    after: decimals(BigInt(result.after.num[id] ?? '0'), den),
    seats: result.seats.filter((seat) => seat.unit === id && seat.kind === 'drawn').length,
  };
}

const dated = (day: string) => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

function placeWords(candidate: Candidate): string {
  const { lastServedAt, servedCount, orderNo } = candidate;
  const last = lastServedAt ? `上次服务（或到岗）是${dated(lastServedAt)}` : '还没有服务过';
  return `本单位内“最久没有服务的先去”：您${last}，已服务${servedCount}次，本单位序号${orderNo}。`;
}

function unitWords(unit: NonNullable<Why['unit']>, { inputs }: Draw): string {
  const { name, n, total, due, before, after, seats } = unit;
  return `本轮抽${inputs.k}人。${name}有${n}人，全体${total}人，本轮应出${due}人次；连同以前的结余，抽签时账上是${before}，得到${seats}个名额，抽签后账上是${after}。`;
}

function swapWords({ result }: Draw, seat: Seat, nameOf: (id: string) => string, need: number): string[] {
  const swap = result.swaps.find(({ slot, to }) => slot === seat.slot && to.person === seat.person);
  if (!swap) return [];
  const rule = `队伍里至少要有${need}名持证执法人员`;
  if (swap.why === 'reinforcement') return [`${rule}，抽签不够，由执法队加派您参加；加派不记入抽调账本。`];
  const first = swap.from ? nameOf(swap.from.person) : '';
  return swap.why === 'sameUnit'
    ? [`${rule}，所以这个名额由${first}换为本单位次序最先的持证人员，就是您。`]
    : [`${rule}，${first}所在单位没有可参加的持证人员，所以这个名额转到您的单位，并记入两个单位的账本。`];
}

function passedBy(round: Round, seat: Seat): readonly string[] {
  if (seat.kind === 'substitute' || seat.replaces) return seat.passed;
  return (
    round.draw?.result.picks.find(({ slot, person }) => slot === seat.slot && person === seat.person)?.passed ?? []
  );
}

function seatWords(round: Round, seat: Seat, nameOf: (id: string) => string): string[] {
  const replaced = round.seats.find(({ id }) => id === seat.replaces);
  if (!replaced) return swapWords(round.draw!, seat, nameOf, round.needCertified);
  if (seat.appointed)
    return [`这一席依次询问后仍没有人应答，${seat.appointed.byName}直接指定您接替。理由：${seat.appointed.reason}`];
  const moved = replaced.unit !== seat.unit ? '其单位已没有可参加的人，名额转到您的单位，' : '';
  return [`您接替${replaced.personName}：${moved}按次序您是下一位可以参加的人。`];
}

/**
 * What this reader is told about the draw. Whoever was not drawn reads what their unit carried and that their place is kept; whether
 * they were available at all is not said, or a recusal could be guessed.
 *
 * @param nameOf the name behind a userid
 */
export function whyFor(round: Round, reader: string, nameOf: (id: string) => string): Why | null {
  const { draw } = round;
  if (!draw) return null;
  const seat = round.seats.findLast(({ person }) => person === reader);
  const candidate = draw.inputs.candidates.find(({ id }) => id === reader);
  const unit = unitOf(draw, seat?.unit ?? candidate?.unit ?? '');
  const outOf = new Map(draw.inputs.candidates.map(({ id, out }) => [id, out]));
  const passed = seat
    ? passedBy(round, seat).map((id) => ({ name: nameOf(id), why: OUT[outOf.get(id) ?? 'UNABLE'] }))
    : [];
  const lines = seat
    ? [
        ...(unit && seat.kind !== 'reinforcement' ? [unitWords(unit, draw)] : []),
        ...(candidate && seat.kind !== 'reinforcement' ? [placeWords(candidate)] : []),
        ...seatWords(round, seat, nameOf),
        ...(seat.kind === 'reinforcement' || seat.appointed || passed.length > 0
          ? []
          : ['没有次序更靠前的同事被跳过。']),
      ]
    : [...(unit ? [unitWords(unit, draw)] : []), '本轮没有抽到您，您的次序保持不变。'];
  return { drawn: seat !== undefined, lines, unit, passed, hash: draw.hash };
}

/** What anybody may take home to replay: no reason, no target, no name. */
export const exported = ({ no, draw }: Pick<Round, 'no' | 'draw'>) => ({
  format: 'liandong.rotation/1',
  rounds: draw ? [{ no, ...draw }] : [],
});
