/** What a phone may write into an interview record, type by type. Runs in the browser. */
import { z } from 'zod';
import { Id, maybe, words, commonEvents } from '../field/steps.schema';

/** One question and its answer. `question` names the row of the template, null for one of the officers' own; the same `id` again corrects it. */
export const Ask = z.strictObject({
  id: Id,
  template: z.string().max(40).nullable(),
  /** Questions are printed in this order. */
  order: z.number().min(0).max(100_000),
  question: words('问题', 500),
  answer: maybe('回答', 2000),
});
export type Ask = z.infer<typeof Ask>;

/** 询问地点, 询问事由. */
export const INTERVIEW_FIELDS = {
  place: { label: '询问地点', required: true },
  subject: { label: '询问事由', required: true },
  recordingNo: { label: '录音录像编号', required: false },
} as const;
export type InterviewFieldName = keyof typeof INTERVIEW_FIELDS;
export const StateInterview = z.strictObject({
  values: z.partialRecord(
    z.enum(Object.keys(INTERVIEW_FIELDS) as [InterviewFieldName], { error: '没有这一项，请刷新后重新填写' }),
    z.string().trim().max(300, '最多300字'),
  ),
});

export const interviewEvents = {
  ...commonEvents,
  state: StateInterview,
  ask: Ask,
} as const satisfies Record<string, z.ZodType>;
export type InterviewEventType = keyof typeof interviewEvents;
