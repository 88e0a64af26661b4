import { type FieldEvent } from '../field/fieldEvent.schema';
import { type InterviewSeed, type InterviewState } from './interview.schema';

/** What these events add up to: the same whatever their order of arrival, and however often each came. */
export function foldInterview(seed: InterviewSeed, events: readonly FieldEvent[]): InterviewState {
  throw new Error(`${seed.record} ${events.length}`);
}
