import { fold } from '../field/fold';
import { type FieldEvent } from '../field/fieldEvent.schema';
import { type InterviewSeed, type InterviewState } from './interview.schema';
import { interviewKind } from './interview.steps';

/** What these events add up to: the same whatever their order of arrival, and however often each came. */
export const foldInterview = (seed: InterviewSeed, events: readonly FieldEvent[]): InterviewState =>
  fold(interviewKind, seed, events);
