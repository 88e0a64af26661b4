/** What waits to be sent besides commands, for the banner: field events by record, photos and videos with their progress. */
import { notice } from '../notice';

export interface WaitingRecord {
  record: string;
  title: string;
  /** Events the server has not confirmed. */
  events: number;
  /** Sentences of those it did not take as they were. */
  refused: readonly string[];
}
export interface WaitingFile {
  sha256: string;
  kind: 'photo' | 'video';
  bytes: number;
  sent: number;
}

export const recordsWaiting = notice<readonly WaitingRecord[]>([]);
export const filesWaiting = notice<readonly WaitingFile[]>([]);
