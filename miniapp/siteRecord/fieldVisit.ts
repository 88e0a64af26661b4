import { createContext, createElement, type ReactNode, useCallback, useContext, useRef } from 'react';
import { metresBetween, type Location } from '../../models/core/place';
import { type FieldEvent, type FieldPosition } from '../../models/field/fieldEvent.schema';
import { fold, type Kind } from '../../models/field/fold';
import {
  type FieldSeed,
  type FieldState,
  type OfficerState,
  type Register,
  type Statement,
} from '../../models/field/fieldState';
import { type Page } from '../../models/template/page';
import { type SiteSeed } from '../../models/siteRecord/siteRecord.schema';
import { type SiteRecordState } from '../../models/siteRecord/state';
import { session } from '../session';
import { toast } from '../shell/toast';

/** What the seeds of all records made in the field have in common. */
export type VisitSeed = Pick<
  SiteSeed,
  'record' | 'no' | 'enterprise' | 'enterpriseName' | 'place' | 'location' | 'officers' | 'actionCode' | 'limits'
>;

/** A record as it is being written on this phone: what its pages need, whatever kind it is. */
export interface FieldVisit<S extends FieldState = FieldState, E = VisitSeed> {
  /** siteRecord:<id> or interview:<id>. */
  record: string;
  /** Address of its pages. */
  home: string;
  me: string;
  seed: E & VisitSeed;
  state: S;
  events: readonly FieldEvent[];
  unsent: number;
  refused: readonly { id: string; sentence: string }[];
  /** Whether this person can write into it now. */
  writes: boolean;
  /** Its pages as they read after these events; all known ones by default. */
  pages: (events?: readonly FieldEvent[]) => readonly Page[];
  /** Write one event; undefined when it could not be kept, which has then been said. */
  say: (type: string, data: Record<string, unknown>, position?: FieldPosition) => Promise<FieldEvent | undefined>;
}

/** A site record as it is being written. */
export type SiteVisit = FieldVisit<SiteRecordState, SiteSeed>;

const Visit = createContext<FieldVisit | null>(null);
export const VisitProvider = <S extends FieldState, E>({
  value,
  children,
}: {
  value: FieldVisit<S, E>;
  children: ReactNode;
}) => createElement(Visit.Provider, { value: value as unknown as FieldVisit }, children);
/** The record of this page. */
export function useFieldVisit<V = FieldVisit>(): V {
  const visit = useContext(Visit);
  if (!visit) throw new Error('outside a field record');
  return visit as unknown as V;
}

/** A position is attached to what is written within this time of measuring it. */
const POSITION_FRESH_MS = 120_000;
/** The second tap of a double tap comes within this time and means nothing. */
const DOUBLE_TAP_MS = 700;
const UNKEPT = '没有存下来，请再点一次；手机空间不够时请先清理。';

/** An event as it would stand behind what this person wrote last: to learn whether it would count before it is written for good. */
function trialOf(events: readonly FieldEvent[], me: string, type: string, data: object, position?: FieldPosition) {
  const last = events.filter(({ author }) => author === me).at(-1);
  return {
    ...{ id: TRIAL, record: last?.record ?? 'siteRecord:-', device: last?.device ?? TRIAL, author: me },
    ...{ seq: (last?.seq ?? 0) + 1, prev: last?.hash ?? '', at: new Date().toISOString() },
    ...{ skewMs: last?.skewMs ?? null, uptimeMs: 0, boot: TRIAL, type, data: data as FieldEvent['data'] },
    ...{ hash: TRIAL, signature: '' },
    ...(position ? { position } : {}),
  };
}
const TRIAL = 'trial';

/**
 * Writing, judged by the same shapes and steps as on the server before it becomes an event that can no longer be taken back: what would
 * not count is refused in words and not written. One after the other; the second tap of a double tap does nothing.
 *
 * @param kind steps and shapes of this kind of record
 */
export function useSay<S extends FieldState, E extends FieldSeed>(
  kind: Kind<S, E>,
  seed: E | undefined,
  events: readonly FieldEvent[],
  append: (type: string, data: Record<string, unknown>, position?: FieldPosition) => Promise<FieldEvent>,
): FieldVisit['say'] {
  const known = useRef({ seed, events, written: [] as FieldEvent[], turn: Promise.resolve<unknown>(undefined) });
  known.current.seed = seed;
  known.current.events = events;
  const last = useRef<{ position?: FieldPosition; said: string; at: number }>({ said: '', at: 0 });
  return useCallback(
    (type, data, position) => {
      const said = type + JSON.stringify(data);
      const isRepeat = said === last.current.said && Date.now() - last.current.at < DOUBLE_TAP_MS;
      last.current = { ...last.current, said, at: Date.now(), ...(position ? { position } : {}) };
      if (isRepeat) return Promise.resolve(undefined);
      const { position: measured } = last.current;
      const near = measured && Date.now() - Date.parse(measured.at) < POSITION_FRESH_MS ? measured : undefined;
      const write = async () => {
        const checked = kind.shapes[type]?.safeParse(data);
        if (!known.current.seed || !checked?.success) {
          toast(`${checked?.error?.issues[0]?.message ?? '这一项现在不能填写'}。`);
          return undefined;
        }
        const all = [...known.current.events, ...known.current.written];
        const me = session.get().me?.id ?? '';
        const trial = trialOf(all, me, type, checked.data as object, near);
        const against = fold(kind, known.current.seed, [...all, trial]).voids.find(({ event }) => event === TRIAL);
        if (against) {
          toast(against.reason);
          return undefined;
        }
        try {
          const event = await append(type, checked.data as Record<string, unknown>, near);
          known.current.written.push(event);
          return event;
        } catch (error) {
          toast(error instanceof Error && /[\u4e00-\u9fff]/.test(error.message) ? error.message : UNKEPT);
          return undefined;
        }
      };
      const turn = known.current.turn.then(write, write);
      known.current.turn = turn;
      return turn;
    },
    [kind, append],
  );
}

/** One thing as it stands for the person who reads it. */
export interface Standing {
  /** What was agreed, else what I said, else what the other said. */
  value: unknown;
  mine: Statement | undefined;
  others: Statement[];
  /** Several officers say it differently and nobody has settled it. */
  differs: boolean;
  struck: boolean;
}
export function standingOf(register: Register | undefined, me: string): Standing {
  const statements = register?.statements ?? [];
  const mine = statements.find(({ author }) => author === me);
  const others = statements.filter(({ author }) => author !== me);
  return {
    value: register?.agreed ?? mine?.value ?? others[0]?.value,
    mine,
    others,
    differs: register?.agreed === undefined && statements.length > 1,
    struck: register?.struck !== undefined,
  };
}

export const officerOf = (state: FieldState, id: string): OfficerState | undefined =>
  state.officers.find((officer) => officer.id === id);
export const nameOf = (state: FieldState, id: string): string => officerOf(state, id)?.name ?? '同事';
export const colleaguesOf = (state: FieldState, me: string): OfficerState[] =>
  state.officers.filter(({ id }) => id !== me);

/** Metres from the site; null where nobody knows where the site is. */
export const metresFromSite = ({ location }: Pick<VisitSeed, 'location'>, at: Location): number | null =>
  location ? metresBetween(location, at) : null;

/** Whether the person signed in is one of the officers of this record. */
export const isTeam = ({ officers }: Pick<VisitSeed, 'officers'>): boolean =>
  officers.some(({ id }) => id === session.get().me?.id);
