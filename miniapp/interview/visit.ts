import { useMemo } from 'react';
import { foldInterview } from '../../models/interview/fold';
import { interviewKind } from '../../models/interview/interview.steps';
import { InterviewSeed, type InterviewState } from '../../models/interview/interview.schema';
import { interviewPagesToSign } from '../../models/interview/pages';
import { useFieldRecord } from '../field/fieldLog';
import { type FieldVisit, isTeam, useSay } from '../siteRecord/fieldVisit';

/** An interview as it is being written. */
export type InterviewVisit = FieldVisit<InterviewState, InterviewSeed>;

/** @returns undefined while it is being opened, or when its site record is not on this phone */
export function useInterview(id: string, me: string): InterviewVisit | undefined {
  const record = `interview:${id}`;
  const { ready, events, seed: given, unsent, refused, append } = useFieldRecord(record);
  const seedText = useMemo(() => JSON.stringify(given), [given]);
  const seed = useMemo(() => (seedText ? InterviewSeed.safeParse(JSON.parse(seedText)).data : undefined), [seedText]);
  const say = useSay(interviewKind, seed, events, append);
  return useMemo(() => {
    if (!ready || !seed) return undefined;
    const state = foldInterview(seed, events);
    const submitted = state.officers.find((officer) => officer.id === me)?.submittedAt;
    const pages: InterviewVisit['pages'] = (known = events) => interviewPagesToSign(foldInterview(seed, known));
    return {
      ...{ record, home: `/interview/${encodeURIComponent(id)}`, me, seed, state, events, unsent, refused, pages, say },
      writes: isTeam(seed) && !submitted && state.lockedAt === null,
    };
  }, [record, id, me, ready, seed, events, unsent, refused, say]);
}
