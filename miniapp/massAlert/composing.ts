/** What stands on the page while an alert is written, and what of it goes to the server. */
import { type Audience, type Choice, type Kind } from '../../models/massAlert/massAlert.schema';
import { type DraftAnswer } from './answers';

export interface Composing {
  id: string;
  kind: Kind | null;
  title: string;
  text: string;
  choices: Choice[];
  place: string;
  /** Of the control: 2026-11-23T15:04, in Asia/Shanghai; empty for none. */
  assembleAt: string;
  answerBy: string;
  county: string | null;
  audience: Audience;
  /** Names of the people chosen one by one, which only the page needs. */
  names: Record<string, string>;
}

const SHANGHAI_MS = 8 * 3_600_000;
const MINUTE = 60_000;

/** An instant as the control for date and time shows it, in Asia/Shanghai whatever the device's own zone is. */
export const controlOf = (at: Date): string => new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(0, 16);
const instantOf = (shown: string): string | null => (shown ? `${shown}:00+08:00` : null);

/** So many minutes from now, to the next full five. */
export function inMinutes(n: number, now: Date): string {
  const five = 5 * MINUTE;
  return controlOf(new Date(Math.ceil((now.getTime() + n * MINUTE) / five) * five));
}

export const NOBODY: Audience = {
  everyone: false,
  units: [],
  counties: [],
  roles: [],
  onDuty: false,
  supervisors: false,
  absent: false,
  people: [],
  except: [],
};

/** A new page: thirty minutes to answer. */
export const blank = (id: string, answers: readonly Choice[], now: Date): Composing => ({
  ...{ id, kind: null, title: '', text: '', choices: [...answers], place: '', assembleAt: '' },
  ...{ answerBy: inMinutes(30, now), county: null, audience: NOBODY, names: {} },
});

export const fromDraft = ({ no: _no, ...draft }: DraftAnswer): Composing => ({
  ...draft,
  place: draft.place ?? '',
  assembleAt: draft.assembleAt ? controlOf(new Date(draft.assembleAt)) : '',
  answerBy: controlOf(new Date(draft.answerBy)),
  names: {},
});

/** What the server takes. */
export const inputOf = ({ kind, title, text, choices, place, assembleAt, answerBy, county, audience }: Composing) => ({
  ...{ kind, title, text, choices, county, audience },
  place: place.trim() || null,
  assembleAt: instantOf(assembleAt),
  answerBy: instantOf(answerBy),
});

const shelf = (owner: string) => `alert-draft:${owner}`;

/** A page left in the middle, as this person left it on this device. */
export function kept(owner: string): Composing | null {
  try {
    const text = localStorage.getItem(shelf(owner));
    return text ? (JSON.parse(text) as Composing) : null;
  } catch {
    return null;
  }
}
export function keep(owner: string, composing: Composing | null): void {
  try {
    if (composing) localStorage.setItem(shelf(owner), JSON.stringify(composing));
    else localStorage.removeItem(shelf(owner));
  } catch {
    // Without storage the page works all the same; it only does not survive being closed.
  }
}
