/**
 * Taking events of phones into a record, in one guarded write. What can be checked without the record (hashes, signatures, the device) is
 * checked before; whether they continue what the record holds is decided here, on the record as it is at that moment. Nothing that a phone
 * says is thrown away: what cannot be taken is refused by name, and stays on the phone, or is set aside in the record.
 */
import { type PublicKey } from './chain';
import { CHAIN_FAULTS, hashOf, signedBy } from './chain';
import {
  correctedAt,
  EVENT_BYTES,
  type FieldEvent,
  NOTHING_BEFORE,
  RECORD_BYTES,
  RECORD_EVENTS,
} from './fieldEvent.schema';

export const FAULTS = {
  ...CHAIN_FAULTS,
  UNKNOWN_DEVICE: '这台手机没有登记，请在手机上重新登录后再发送。',
  REVOKED_DEVICE: '这台手机已停用，停用后写的内容不能采用，请联系指挥中心核对。',
  FOREIGN_AUTHOR: '这条记录不是您本人写的，不能代发。',
  NOT_OFFICER: '您不是这次检查的执法人员，请联系分局负责人改派后再写。',
  FUTURE: '这条记录的时间在将来，请核对手机时间后重新登录，再写一次。',
  LOCKED: '笔录已经提交锁定，这些内容已另存；需要补充的，请做补充笔录。',
  FULL: '这份笔录的内容太多，放不下了，请提交后做补充笔录。',
  TOO_LARGE: '这一条内容太长，请分成几条写。',
  ODD: '这条内容的格式不对，已单独留存，请联系指挥中心核对。',
} as const;
export type FaultCode = keyof typeof FAULTS;

export interface Refused {
  id: string;
  code: FaultCode;
  sentence: string;
}
export const refusedFor = ({ id }: Pick<FieldEvent, 'id'>, code: FaultCode): Refused => ({
  ...{ id, code, sentence: FAULTS[code] },
});

/** What is kept in the record although it cannot be taken. A gap is filled by sending again, and strangers leave nothing. */
const SET_ASIDE: readonly FaultCode[] = [
  'BROKEN',
  'ALTERED',
  'BAD_SIGNATURE',
  'REVOKED_DEVICE',
  'FUTURE',
  'LOCKED',
  'FULL',
  'ODD',
];
export const isSetAside = (code: FaultCode): boolean => SET_ASIDE.includes(code);
/** Kept of it at most; beyond it somebody is playing. */
export const MOST_ASIDE = 300;

export interface Sender {
  /** The signed-in person. */
  person: string;
  device: { _id: string; person: string; publicKey: PublicKey; revokedAt: Date | null } | null;
  now: Date;
  /** What the device's clock said when it sent; null: not told. */
  sentAt: Date | null;
  futureMs: number;
}

/** An event with what was found out about it by itself. */
export interface Examined {
  event: FieldEvent;
  fault: FaultCode | null;
}

/** Levels of what a phone says; deeper there is nothing, and a database takes no more than a hundred. */
const MOST_LEVELS = 20;
/** Whether it is nested deeper than anything that can be read or kept. */
export function isTooDeep(value: unknown, levels = MOST_LEVELS): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** Keys that a database or a language would take for something else. */
function isOdd(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(
    ([key, inner]) => key.startsWith('$') || key.includes('\0') || key === '__proto__' || isOdd(inner),
  );
}

function faultBy(event: FieldEvent, { person, device, now, sentAt, futureMs }: Sender): FaultCode | null {
  if (!device || device._id !== event.device || device.person !== person) return 'UNKNOWN_DEVICE';
  if (event.author !== person) return 'FOREIGN_AUTHOR';
  if (bytesOf(event) > EVENT_BYTES) return 'TOO_LARGE';
  if (isOdd(event.data)) return 'ODD';
  const skew = event.skewMs ?? (sentAt ? now.getTime() - sentAt.getTime() : 0);
  const at = correctedAt({ at: event.at, skewMs: skew });
  if (device.revokedAt && at > device.revokedAt.getTime()) return 'REVOKED_DEVICE';
  return at > now.getTime() + futureMs ? 'FUTURE' : null;
}

/** Pieces of sound events of which each continues the one before. */
function linkedRuns(found: readonly Examined[]): Examined[][] {
  const runs: Examined[][] = [];
  for (const one of found) {
    if (one.fault) continue;
    const last = runs.at(-1)?.at(-1)?.event;
    if (last && last.hash === one.event.prev && last.seq + 1 === one.event.seq) runs.at(-1)?.push(one);
    else runs.push([one]);
  }
  return runs;
}

/** What each event is by itself: whose it is, whether its hash holds, and up to where the device vouches for it. In order of `seq`. */
export async function examined(events: readonly FieldEvent[], sender: Sender): Promise<Examined[]> {
  const inOrder = [...events].sort((a, b) => a.seq - b.seq);
  const found: Examined[] = [];
  for (const event of inOrder) {
    const fault = faultBy(event, sender) ?? ((await hashOf(event)) === event.hash ? null : 'ALTERED');
    found.push({ event, fault });
  }
  const key = sender.device?.publicKey;
  if (!key) return found;
  for (const run of linkedRuns(found)) {
    // Each hash covers the one before: a valid signature of the last vouches for all that it is linked to, and for nothing else.
    for (let last = run.length - 1; last >= 0; last -= 1) {
      const one = run[last];
      if (!one || (await signedBy(key, one.event))) break;
      one.fault = 'BAD_SIGNATURE';
    }
  }
  return found;
}

interface Head {
  device: string;
  author: string;
  seq: number;
  hash: string;
  at: Date;
}
interface Holding {
  field: readonly FieldEvent[];
  heads: readonly Head[];
  officers: readonly string[];
  status: string;
}

export interface Taken {
  accepted: FieldEvent[];
  refused: Refused[];
  aside: { event: FieldEvent; code: FaultCode }[];
}

/** Which of one device's events the record takes now. Those it holds already are neither taken nor refused. */
export function takenFrom(record: Holding, found: readonly Examined[]): Taken {
  const taken: Taken = { accepted: [], refused: [], aside: [] };
  const held = new Map(record.field.map(({ device, seq, hash }) => [`${device}/${seq}`, hash]));
  const ids = new Set(record.field.map(({ id }) => id));
  const heads = new Map(record.heads.map(({ device, seq, hash }) => [device, { seq, hash }]));
  // Weighed only when so many events could be too heavy: they are far smaller than the largest may be.
  const isHeavy = (record.field.length + found.length) * EVENT_BYTES > RECORD_BYTES;
  let bytes = isHeavy ? bytesOf(record.field) : 0;
  const refuse = (event: FieldEvent, code: FaultCode) => {
    taken.refused.push(refusedFor(event, code));
    if (isSetAside(code)) taken.aside.push({ event, code });
  };
  for (const { event, fault } of found) {
    const known = held.get(`${event.device}/${event.seq}`);
    if (known === event.hash && fault !== 'ALTERED') continue;
    const head = heads.get(event.device) ?? { seq: 0, hash: NOTHING_BEFORE };
    const code = fault ?? faultIn(record, event, head, known) ?? (ids.has(event.id) ? 'ODD' : null);
    if (code) {
      refuse(event, code);
      continue;
    }
    if (isHeavy) bytes += bytesOf(event);
    if (record.field.length + taken.accepted.length >= RECORD_EVENTS || bytes > RECORD_BYTES) {
      refuse(event, 'FULL');
      continue;
    }
    taken.accepted.push(event);
    ids.add(event.id);
    held.set(`${event.device}/${event.seq}`, event.hash);
    heads.set(event.device, { seq: event.seq, hash: event.hash });
  }
  return taken;
}

/** What is set aside anew: what stands there already is not kept twice. */
export function freshAside(
  { aside }: { aside: readonly { event: FieldEvent }[] },
  found: Taken['aside'],
): Taken['aside'] {
  const known = new Set(aside.map(({ event }) => event.hash));
  return found.filter(({ event }) => !known.has(event.hash)).slice(0, Math.max(0, MOST_ASIDE - aside.length));
}

function faultIn(
  { officers, status }: Holding,
  event: FieldEvent,
  head: { seq: number; hash: string },
  known: string | undefined,
): FaultCode | null {
  if (!officers.includes(event.author)) return 'NOT_OFFICER';
  if (known) return 'BROKEN';
  if (status === 'locked') return 'LOCKED';
  if (event.seq > head.seq + 1) return 'GAP';
  return event.prev === head.hash ? null : 'BROKEN';
}
