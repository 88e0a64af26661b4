/**
 * How events become a state: told in their one order, each judged by a table of steps. An event that is not allowed counts for nothing but
 * stays, with the reason; nothing is ever lost, and the same events give the same state on every phone and on the server.
 */
import { type z } from 'zod';
import { type FieldEvent } from './fieldEvent.schema';
import {
  FIELD_STATES,
  type FieldSeed,
  type FieldState,
  type FieldStatus,
  type OfficerState,
  type Statement,
} from './fieldState';
import { eventsWithin, type Told, told } from './order';
import { type Basis } from './steps.schema';

/** One event as a step sees it. */
export interface Said<D = unknown> {
  event: FieldEvent;
  data: D;
  /** Corrected time: milliseconds since 1970, and as ISO text. */
  at: number;
  moment: string;
  officer: OfficerState;
  seed: FieldSeed;
  /** What was known to somebody who names this basis; undefined while an event of it has not come. */
  within: (basis: Basis) => FieldState | undefined;
}

/** One row of the table of a kind of field record: when an event of this type counts, and what it does. */
export interface FieldStep {
  label: string;
  from: readonly FieldStatus[];
  /** The state it leads to, once `reached` (default: at once). States only go forward. */
  to?: FieldStatus;
  reached?: (state: FieldState) => boolean;
  /** Each says in words why not. */
  unless?: readonly ((state: FieldState, said: Said<never>) => string | undefined)[];
  keep: (state: FieldState, said: Said<never>) => void;
  /** Says something of the site or the case, so that a reading either covers it or does not. */
  states?: true;
}

/** A kind of field record: its steps, the shapes of their data, and what is concluded from it all. */
export interface Kind<S extends FieldState, Seed extends FieldSeed> {
  noun: string;
  steps: Readonly<Record<string, FieldStep>>;
  shapes: Readonly<Record<string, z.ZodType>>;
  conclude: (state: FieldState, seed: Seed, events: readonly Told[]) => S;
}

const RANK: Record<FieldStatus, number> = { created: 0, open: 1, readOver: 2, refused: 3, signed: 4, locked: 5 };
export const EVERY_STATE: readonly FieldStatus[] = ['created', 'open', 'readOver', 'signed', 'refused'];
export const isoOf = (at: number): string => new Date(at).toISOString();

function begin(seed: FieldSeed): FieldState {
  const officers = seed.officers.map(({ id, name, certificateNo, certificateValidTo }) => ({
    ...{ id, name, certificateNo, certificateValidTo, certified: false },
    ...{ arrived: null, shownAt: null, submittedAt: null },
  }));
  return {
    ...{ status: 'created', officers, registers: {}, people: [], arrivedAt: null, openedAt: null, rightsTold: null },
    ...{ recusal: null, codeScannedAt: null, endedAt: null, lockedAt: null, readings: [], reading: null, refusals: [] },
    ...{
      corrections: [],
      notes: [],
      voids: [],
      unread: [],
      conflicts: [],
      beforeReading: [],
      beforeLock: [],
      flags: [],
    },
  };
}

/** The shape of an event never changes, so it is looked at once. */
const parsed = new WeakMap<FieldEvent, z.ZodSafeParseResult<unknown>>();
function dataOf(event: FieldEvent, shape: z.ZodType): z.ZodSafeParseResult<unknown> {
  const known = parsed.get(event) ?? shape.safeParse(event.data);
  parsed.set(event, known);
  return known;
}

const CHINESE = /[\u4e00-\u9fff]/;
const WITHOUT_SHAPE = '内容不完整或格式不对，请重新填写这一项。';

/** What the fold of a basis says, by the hash of the event that names it: a later reading need not fold the earlier ones again. */
type Known = Map<string, FieldState>;

function judge<S extends FieldState, Seed extends FieldSeed>(
  kind: Kind<S, Seed>,
  seed: Seed,
  state: FieldState,
  { event, at }: Told,
  within: Said['within'],
): string | undefined {
  const step = Object.hasOwn(kind.steps, event.type) ? kind.steps[event.type] : undefined;
  const shape = kind.shapes[event.type];
  if (!step || !shape) return '这台手机上的程序版本不对，没有这种记录，请更新后重新填写。';
  const officer = state.officers.find(({ id }) => id === event.author);
  if (!officer) return `不是本次检查的执法人员，不能填写这份${kind.noun}。`;
  if (!step.from.includes(state.status)) return notFrom(kind.noun, step, state.status);
  const { success, data, error } = dataOf(event, shape);
  if (!success)
    return error.issues.map(({ message }) => message).find((message) => CHINESE.test(message)) ?? WITHOUT_SHAPE;
  const said = { event, data: data as never, at, moment: isoOf(at), officer, seed, within };
  for (const against of step.unless ?? []) {
    const reason = against(state, said);
    if (reason) return reason;
  }
  step.keep(state, said);
  if (step.to && RANK[step.to] > RANK[state.status] && (step.reached?.(state) ?? true)) state.status = step.to;
  return undefined;
}

const notFrom = (noun: string, { label }: FieldStep, status: FieldStatus) =>
  status === 'created'
    ? `还没有出示执法证，不能“${label}”，请先到场并出示执法证。`
    : `这份${noun}现在是“${FIELD_STATES[status]}”，不能再“${label}”。`;

function foldKnown<S extends FieldState, Seed extends FieldSeed>(
  kind: Kind<S, Seed>,
  seed: Seed,
  events: readonly FieldEvent[],
  known: Known,
): S {
  const state = begin(seed);
  const inOrder = told(events);
  for (const one of inOrder) {
    const within = (basis: Basis) => {
      const standing = known.get(one.event.hash);
      if (standing) return standing;
      const seen = eventsWithin(events, basis);
      const state = seen && foldKnown(kind, seed, seen, known);
      if (state) known.set(one.event.hash, state);
      return state;
    };
    const reason = judge(kind, seed, state, one, within);
    if (reason === undefined) continue;
    const { id: event, type, author } = one.event;
    state.voids.push({ event, type, author, at: isoOf(one.at), reason });
  }
  return kind.conclude(state, seed, inOrder);
}

/** What these events add up to: the same whatever their order of arrival, and however often each came. */
export const fold = <S extends FieldState, Seed extends FieldSeed>(
  kind: Kind<S, Seed>,
  seed: Seed,
  events: readonly FieldEvent[],
): S => foldKnown(kind, seed, events, new Map());

/** What this event says of a thing, for its register. */
export const statementOf = ({ event, moment }: Said, value: unknown): Statement => ({
  author: event.author,
  value,
  at: moment,
  event: event.id,
});
