/** What follows from a whole record made in the field: what is disputed, what nobody has read over, and the reasons to look twice. Pure. */
import { metresBetween } from '../core/place';
import { type FieldEvent } from './fieldEvent.schema';
import { type FieldSeed, type FieldState, type Flag, type FlagCode } from './fieldState';
import { chainsOf, type Told } from './order';
import { isDisputed } from './register';

/** What a kind says of its registers: how one is called, and whether officers have to agree on it before it is read over. */
export interface Naming {
  label: (key: string) => string;
  mustAgree: (key: string) => boolean;
}

export const conflictsOf = ({ registers }: FieldState, { label, mustAgree }: Naming): FieldState['conflicts'] =>
  Object.entries(registers)
    .filter(([, register]) => isDisputed(register))
    .map(([of, { statements }]) => ({ of, label: label(of), mustAgree: mustAgree(of), statements }));

/** Events that change what the record says without stating anything themselves. */
const CHANGING: readonly string[] = ['strike', 'note'];

/** Ids of events of which the reading that counts says nothing; what was corrected under the party's initials is not among them. */
export function unreadOf({ registers, reading, voids }: FieldState, told: readonly Told[]): string[] {
  if (!reading) return [];
  const upTo = new Map(reading.basis.map(({ device, seq }) => [device, seq]));
  const covered = new Set(
    told
      .filter(({ event }) => event.type === 'correct' || event.seq <= (upTo.get(event.device) ?? 0))
      .map(({ event }) => event.id),
  );
  const stated = Object.values(registers).flatMap(({ statements }) => statements.map(({ event }) => event));
  const idle = new Set(voids.map(({ event }) => event));
  const changing = told.flatMap(({ event: { id, type } }) => (CHANGING.includes(type) && !idle.has(id) ? [id] : []));
  return [...new Set([...stated, ...changing])].filter((id) => !covered.has(id)).sort();
}

const minutesApart = (a: string, b: string) => Math.round((Date.parse(a) - Date.parse(b)) / 60_000);
const MINUTE = 60_000;
type Raise = (code: FlagCode, why: string) => void;

function aboutOfficers({ officers, endedAt }: FieldState, { limits }: FieldSeed, raise: Raise): void {
  for (const { name, arrived, shownAt, submittedAt } of officers) {
    if (arrived && shownAt && minutesApart(shownAt, arrived.at) > limits.startMinutes)
      raise('LATE_START', `${name}到场${minutesApart(shownAt, arrived.at)}分钟后才出示执法证`);
    if (submittedAt && endedAt && minutesApart(submittedAt, endedAt) > limits.submitHours * 60)
      raise('LATE_SUBMIT', `${name}在检查结束${Math.round(minutesApart(submittedAt, endedAt) / 60)}小时后才提交`);
    if (arrived?.metres && arrived.metres > limits.farMetres)
      raise('GPS_FAR', `${name}签到处离登记现场约${arrived.metres}米`);
    if (arrived?.elsewhere) raise('SITE_ELSEWHERE', `${name}说明：${arrived.elsewhere}`);
  }
}

function aboutPlaces({ officers }: FieldState, { limits }: FieldSeed, told: readonly Told[], raise: Raise): void {
  if (told.some(({ event }) => event.position?.mock)) raise('MOCK_LOCATION', '有一次定位被手机标为模拟');
  const placeOf = new Map(told.map(({ event }) => [event.id, event.position?.location]));
  const places = officers.flatMap(({ name, arrived }) => {
    const location = arrived && placeOf.get(arrived.event);
    return location ? [{ name, location }] : [];
  });
  for (const [index, one] of places.entries())
    for (const other of places.slice(index + 1)) {
      const metres = Math.round(metresBetween(one.location, other.location));
      if (metres > limits.apartMetres) raise('PHONES_APART', `${one.name}和${other.name}签到处相距约${metres}米`);
    }
}

/** By how much the clock of a phone moved against one that nobody can turn, within one start of the page, and between two meetings. */
function turnedBy(chain: readonly FieldEvent[]): number {
  let most = 0;
  for (const [index, event] of chain.entries()) {
    const before = chain[index - 1];
    if (!before) continue;
    if (before.boot === event.boot) {
      const drift = Date.parse(event.at) - Date.parse(before.at) - (event.uptimeMs - before.uptimeMs);
      most = Math.max(most, Math.abs(drift));
    }
    if (before.skewMs !== null && event.skewMs !== null) most = Math.max(most, Math.abs(event.skewMs - before.skewMs));
  }
  return most;
}

function aboutClocks({ officers }: FieldState, { limits }: FieldSeed, told: readonly Told[], raise: Raise): void {
  const arrivedAt = new Map(officers.map(({ id, arrived }) => [id, arrived?.at]));
  for (const [, chain] of chainsOf(told.map(({ event }) => event))) {
    const turned = turnedBy(chain);
    if (turned > limits.turnedMinutes * MINUTE)
      raise('CLOCK_TURNED', `手机时间变动过约${Math.round(turned / MINUTE)}分钟`);
    if (chain.every(({ skewMs }) => skewMs === null)) raise('CLOCK_UNKNOWN', '有一台手机从未与服务器核对时间');
  }
  const early = told.find(({ event, at }) => {
    const from = arrivedAt.get(event.author);
    const { takenAt } = event.data;
    const taken = typeof takenAt === 'string' ? Date.parse(takenAt) + (event.skewMs ?? 0) : at;
    return from !== undefined && event.type !== 'clock' && taken < Date.parse(from) - limits.turnedMinutes * MINUTE;
  });
  if (early) raise('BACK_DATED', '有照片或记录的时间早于到场时间');
}

/** Reasons to look twice, each kind once, in the order in which they were raised. */
export function flagsOf(state: FieldState, seed: FieldSeed, told: readonly Told[]): Flag[] {
  const flags = new Map<FlagCode, string>();
  const raise: Raise = (code, why) => void (flags.has(code) || flags.set(code, why));
  aboutOfficers(state, seed, raise);
  aboutPlaces(state, seed, told, raise);
  aboutClocks(state, seed, told, raise);
  if (state.voids.length > 0) raise('OUT_OF_TURN', `有${state.voids.length}项操作不符合程序，未采用`);
  if (state.reading?.complete && state.refusals.length > 0)
    raise('CONTRADICTORY', '既有逐页签名，又注明了拒签或不在场');
  if (state.unread.length > 0) raise('UNREAD', `有${state.unread.length}项内容没有经当事人核对`);
  if (state.reading && state.reading.countersigned.length < state.officers.length && state.status === 'locked')
    raise('NOT_COUNTERSIGNED', '笔录上执法人员签名不全');
  if (state.recusal) raise('RECUSAL_ASKED', '当事人申请执法人员回避');
  return [...flags].map(([code, why]) => ({ code, why }));
}
