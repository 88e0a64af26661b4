import { type ApprovalView, type Block } from '../../models/approval/view';
import { type Offered } from '../answers';

export interface FactorStanding {
  set: boolean;
  lockedUntil: string | null;
  provedUntil: string | null;
}

/** A minute to spare: what is refused for a second too late costs more than one PIN too many. `now` by the server's clock. */
export const isProved = ({ provedUntil }: FactorStanding, now: Date): boolean =>
  provedUntil !== null && Date.parse(provedUntil) - now.getTime() > 60_000;

/** What the page of one approval is given. */
export interface ApprovalAnswer {
  view: ApprovalView;
  seen: string;
  required: string[];
  form: Offered['form'];
  preset: Record<string, unknown>;
  back: Offered | null;
  refusal: string | null;
  onBehalf: { id: string; name: string } | null;
  lenders: { id: string; name: string }[];
  own: boolean;
  factor: FactorStanding;
  factorMinutes: number;
}

export interface QueueItem {
  path: string;
  id: string;
  step: string;
  label: string;
  no: string;
  title: string;
  dueAt: string | null;
  /** Present where it may be approved from the list. */
  seen: string | null;
  asked: Block[];
  onBehalf: { id: string; name: string } | null;
}
export interface QueueAnswer {
  items: QueueItem[];
  factor: FactorStanding;
}
export interface BatchAnswer {
  results: { id: string; step: string; ok: boolean; message: string }[];
  done: number;
}
