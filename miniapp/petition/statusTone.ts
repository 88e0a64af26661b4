import { type Tone } from '../shell/Badge';

const TONES: Record<string, Tone> = {
  draft: 'warning',
  registered: 'warning',
  classified: 'warning',
  accepted: 'primary',
  assigned: 'primary',
  investigating: 'primary',
  replyDraft: 'primary',
  recheck: 'danger',
  replied: 'good',
  reviewed: 'good',
  closed: 'good',
};

/** The colour of a petition's state; the words beside it say the same. */
export const statusTone = (status: string): Tone => TONES[status] ?? 'plain';
