import { type OpenForm } from './card';

/** What a card has to know beside the record: why it went out, and to whom instead of whom. */
export interface Told {
  purpose: string;
  /** What the message is for: 信访交办, 升级提醒. */
  label: string;
  /** Whether it went out because somebody else did not answer; then that person's name. */
  insteadOf: string | null;
  /** Address of the micro-app, without a slash at the end. */
  appUrl: string;
  /** The form that stands open. */
  form?: OpenForm | null;
  /** Said to the reader instead of the usual note. */
  note?: string;
}
