import { useMemo } from 'react';
import { type z } from 'zod';
import { type FieldEvent } from '../../models/field/fieldEvent.schema';
import { fold, type Kind } from '../../models/field/fold';
import { type FieldSeed, type FieldState } from '../../models/field/fieldState';
import { type Page } from '../../models/template/page';
import { useFieldRecord } from '../field/fieldLog';
import { type FieldVisit, isTeam, useSay, type VisitSeed } from './fieldVisit';

/** What the phone needs to know of one kind of record to open and write it. */
interface Opened<S extends FieldState, E extends FieldSeed & VisitSeed> {
  /** The record's word, also of its address. */
  word: 'siteRecord' | 'interview';
  kind: Kind<S, E>;
  Seed: z.ZodType<E>;
  pagesToSign: (state: S) => readonly Page[];
}

/**
 * The record as it is being written on this phone.
 *
 * @param opened the same object every time
 * @returns undefined while it is being opened, or when it is not on this phone
 */
export function useVisit<S extends FieldState, E extends FieldSeed & VisitSeed>(
  opened: Opened<S, E>,
  id: string,
  me: string,
): FieldVisit<S, E> | undefined {
  const { word, kind, Seed, pagesToSign } = opened;
  const record = `${word}:${id}`;
  const { ready, events, seed: given, unsent, refused, append } = useFieldRecord(record);
  const seedText = useMemo(() => JSON.stringify(given), [given]);
  const seed = useMemo(() => (seedText ? Seed.safeParse(JSON.parse(seedText)).data : undefined), [Seed, seedText]);
  const say = useSay(kind, seed, events, append);
  return useMemo(() => {
    if (!ready || !seed) return undefined;
    const state = fold(kind, seed, events);
    const submitted = state.officers.find((officer) => officer.id === me)?.submittedAt;
    const pages = (known: readonly FieldEvent[] = events) => pagesToSign(fold(kind, seed, known));
    return {
      ...{ record, home: `/${word}/${encodeURIComponent(id)}`, me, seed, state, events, unsent, refused, pages, say },
      writes: isTeam(seed) && !submitted && state.lockedAt === null,
    };
  }, [kind, word, pagesToSign, record, id, me, ready, seed, events, unsent, refused, say]);
}
