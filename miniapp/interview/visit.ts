import { type InterviewSeed, type InterviewState } from '../../models/interview/interview.schema';
import { type FieldVisit } from '../siteRecord/fieldVisit';

/** An interview as it is being written. */
export type InterviewVisit = FieldVisit<InterviewState, InterviewSeed>;
