import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectOf, parseJson } from './fields';
import { emptyState, type State } from './state';

/** The phones' memory across restarts: one JSON file, replaced whole. Without a folder everything is forgotten at the end. */
const EVERY_MS = 3000;
/** A large memory is saved less often: writing takes at most this share of the time. */
const SHARE = 1 / 50;

export function loadState(folder: string | undefined): State {
  const path = folder && join(folder, 'state.json');
  const saved = path && existsSync(path) ? objectOf(parseJson(readFileSync(path, 'utf8'))) : undefined;
  return { ...emptyState(), ...(saved as Partial<State> | undefined) };
}

/** Saves on a beat whatever has changed since the last one. @returns how to stop, saving once more */
export function keepState(state: State, folder: string | undefined, log: (line: string) => void): () => void {
  if (!folder) return () => undefined;
  mkdirSync(folder, { recursive: true });
  let last = '';
  let beat: NodeJS.Timeout;
  const save = () => {
    const text = JSON.stringify(state);
    if (text === last) return;
    last = text;
    try {
      writeFileSync(join(folder, 'state.json.new'), text);
      renameSync(join(folder, 'state.json.new'), join(folder, 'state.json'));
    } catch (error) {
      log(`sandbox: the phones' memory could not be saved in ${folder}: ${String(error)}`);
    }
  };
  const next = (ms: number) => {
    beat = setTimeout(() => {
      const start = performance.now();
      save();
      next(Math.max(EVERY_MS, (performance.now() - start) / SHARE));
    }, ms).unref();
  };
  next(EVERY_MS);
  return () => {
    clearTimeout(beat);
    save();
  };
}
