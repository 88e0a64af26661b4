/**
 * Keeps the policy of this process in step with the approved settings: at the start, at once after a change in this process, and by
 * asking regularly whether another process wrote one or a new day has begun.
 */
import { shanghaiDay } from '../models/core/calendar';
import { changes } from '../models/core/journal';
import { applySettings } from '../models/setting/setting';
import { settings, settingsTouchedAt } from '../models/setting/setting.store';
import { type Log } from './engineProcess';

interface Keeper {
  stop(): Promise<void>;
}

const POLL_MS = 2_000;

/** Two writes may carry one moment, and a write is seen a little after its moment: what is younger is laid again. */
const SETTLED_MS = 10_000;

/** The newest write and the day, so that an idle poll costs one indexed read; null while a write is too young to be sure of. */
async function stateOf(now: Date): Promise<string | null> {
  const touched = await settingsTouchedAt();
  if (touched && now.getTime() - touched.getTime() < SETTLED_MS) return null;
  return `${touched?.toISOString() ?? ''}|${shanghaiDay(now)}`;
}

/** Apply now, then keep up. @throws whatever the database throws at the start; afterwards `onError` is told and it goes on */
export async function keepSettings(clock: () => Date, log: Log, onError: (error: unknown) => void): Promise<Keeper> {
  let laid: string | null = null;
  let known = '';
  let stopped = false;
  let working: Promise<void> = Promise.resolve();

  async function look() {
    const now = clock();
    const state = await stateOf(now);
    if ((state !== null && state === laid) || stopped) return;
    const refused = await applySettings(now);
    const said = JSON.stringify(refused);
    if (refused.length > 0 && said !== known) log.error({ refused }, 'approved settings that do not fit are left out');
    known = said;
    laid = state;
  }
  const next = () => {
    working = working.then(look).catch(onError);
  };
  const hear = (store: string) => store === settings.name && next();
  changes.on('changed', hear);
  await look();
  const timer = setInterval(next, POLL_MS).unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      changes.off('changed', hear);
      await working;
    },
  };
}
