/** What clock and outbox do to a petition, through the same table as people. Pure. */
import { assign, settle } from '../assignment/assignment.effects';
import { advance, type Context, type Outcome } from '../core/workflow';
import { duty } from './common';
import { type Petition } from './petition.schema';
import { petitionWorkflow } from './petition.workflow';
import { z } from 'zod';

export const AttachmentKept = z.strictObject({
  attachment: z.string(),
  hash: z.string().nullable(),
  lost: z.string().nullable(),
});

/** A photo or voice message has been fetched from DingTalk, or is lost for good and is asked for again. */
export function attachToPetition(
  petition: Petition,
  { attachment: id, hash, lost }: z.infer<typeof AttachmentKept>,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'attach', petition, context);
  const isProof = petition.attachments.some((attachment) => attachment.id === id && attachment.proof);
  const resultPhotos =
    isProof && hash && petition.draftedBy ? [...new Set([...petition.resultPhotos, hash])] : petition.resultPhotos;
  const attachments = petition.attachments.map((attachment) =>
    attachment.id === id ? { ...attachment, hash, lost, downloadCode: null } : attachment,
  );
  return {
    document: { ...petition, status, attachments, resultPhotos },
    event: { type: hash ? 'petition.attachmentKept' : 'petition.attachmentLost', data: { attachment: id, hash, lost } },
  };
}

/**
 * The clock's turn: reminds officer and head before and at the deadline; closes a reply nobody answered; concludes a review
 * nobody took further. A wake-up that is no longer due changes only the alarm.
 */
export function wakePetition(petition: Petition, _input: unknown, context: Context): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'wake', petition, context);
  const event = (type: string): Outcome<Petition>['event'] => ({ type, data: { dueAt: petition.dueAt } });
  if (petition.status === 'replied' || petition.status === 'reviewed') {
    const document = { ...petition, status: 'closed' as const, closedAt: context.now, wakeAt: null };
    return {
      document,
      event: event('petition.closedUnanswered'),
      effects: [settle({ purposes: ['petition.answer'] })],
    };
  }
  if (petition.closedAt || !petition.dueAt)
    return { document: { ...petition, status, wakeAt: null }, event: event('petition.clockStopped') };
  const overdue = context.now >= petition.dueAt;
  const people = [...new Set([petition.officer, petition.head].filter((person) => person !== null))];
  return {
    document: { ...petition, status, wakeAt: overdue ? null : petition.dueAt },
    event: event(overdue ? 'petition.overdue' : 'petition.dueSoon'),
    effects: people.map((person) =>
      assign({
        person,
        purpose: 'petition.due',
        ...duty(petition),
        urgency: overdue ? 'URGENT' : 'NORMAL',
        ladder: false,
      }),
    ),
  };
}
