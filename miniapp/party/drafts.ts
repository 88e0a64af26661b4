/** What was begun and not yet sent stays on this phone, with the id under which it counts once however often it is sent. */
import { token } from './api';
import { type FilingKind, type PartyFile } from './answers';

export interface Draft {
  id: string;
  fields: Record<string, string>;
  files: PartyFile[];
}

/** Two links on one phone share no drafts. The last letters alone: the whole token stays in the address. */
const keyOf = (kind: FilingKind) => `party:${token().slice(-8)}:${kind}`;

/** Telephones in private mode refuse storage; then a draft lives as long as the page. */
const memory: Record<string, string> = {};
function stored(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return memory[key] ?? null;
  }
}
function store(key: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, value);
  } catch {
    if (value === null) delete memory[key];
    else memory[key] = value;
  }
}

function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => ('0' + byte.toString(16)).slice(-2)).join('');
}

export function draftOf(kind: FilingKind): Draft {
  const text = stored(keyOf(kind));
  if (text) {
    try {
      return JSON.parse(text) as Draft;
    } catch {
      // What cannot be read any more is begun anew.
    }
  }
  return { id: freshId(), fields: {}, files: [] };
}
export const keepDraft = (kind: FilingKind, draft: Draft): void => store(keyOf(kind), JSON.stringify(draft));
export const dropDraft = (kind: FilingKind): void => store(keyOf(kind), null);
export const hasDraft = (kind: FilingKind): boolean => stored(keyOf(kind)) !== null;
