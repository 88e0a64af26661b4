/** What the watchdog does every ten seconds: look, compare with what was known, tell, and give a sign of life while all is well. */
import { type mongo } from 'mongoose';
import { beat, type Finding, keepFindings, markAlarmed, type Sighting, takeWatch } from '../models/probe/findings';
import { alarmText, tellAll, type Way } from './watchdogAlarm';
import { type Look } from './watchdogLook';

/** A watchdog that has not looked for so long is taken for dead. */
const HOLD_MS = 20_000;
/** While something stands, it is said again this often, in other words. */
const AGAIN_MS = 10 * 60_000;
const SIGNAL_MS = 60_000;
/** Missed answers in a row until the server counts as gone. */
const PATIENCE = 3;

export interface WatchDoors {
  db: mongo.Db;
  look: Look;
  /** Ways of telling; may be none, then the findings stand on wall and status page alone. */
  ways: readonly Way[];
  /** Whether the server answers; absent when there is none to ask. */
  serverAnswers?: () => Promise<boolean>;
  /** Gives the outside watcher its sign; absent when there is none. */
  signal?: () => Promise<void>;
  /** The clock of the product, which a demo may move. */
  now: () => Date;
  /** The machine's own clock. */
  machineNow: () => Date;
  owner: string;
  onError: (error: unknown) => void;
}

export interface Rounds {
  /** One round. @returns what stands now; null when another watchdog is on guard, undefined when the database is away */
  round: () => Promise<readonly Finding[] | null | undefined>;
}

const sightingOf = (kind: 'server' | 'database', since: Date): Sighting => ({
  ...{ kind, store: '-', count: 1, oldest: since, samples: [] },
});

/** Whether it is time to say again that something stands. */
const isOwed = ({ alarmedAt }: Finding, now: Date) =>
  !alarmedAt || Math.abs(now.getTime() - alarmedAt.getTime()) >= AGAIN_MS;

export function watchRounds(doors: WatchDoors): Rounds {
  const { db, look, ways, serverAnswers, signal, now, machineNow, owner, onError } = doors;
  let unanswered = 0;
  let serverGoneSince: Date | null = null;
  let databaseGone: { since: Date; toldAt: Date | null } | null = null;
  let signalledAt = 0;

  async function server(at: Date): Promise<Sighting[]> {
    if (!serverAnswers) return [];
    const isThere = await serverAnswers().catch(() => false);
    unanswered = isThere ? 0 : unanswered + 1;
    serverGoneSince = isThere ? null : (serverGoneSince ?? at);
    return unanswered >= PATIENCE && serverGoneSince ? [sightingOf('server', serverGoneSince)] : [];
  }

  async function tell(standing: readonly Finding[], cleared: readonly Finding[], at: Date) {
    const owed = standing.filter((finding) => isOwed(finding, at));
    const mended = cleared.filter(({ alarmedAt }) => alarmedAt);
    if (owed.length === 0 && mended.length === 0) return;
    if (await tellAll(ways, alarmText(owed, mended, at), at, onError))
      await markAlarmed(
        db,
        owed.map(({ _id }) => _id),
        at,
      );
  }

  async function signOfLife(at: Date) {
    if (!signal || at.getTime() - signalledAt < SIGNAL_MS) return;
    await signal().then(() => (signalledAt = at.getTime()), onError);
  }

  /** Without the database nothing can be compared or written down, only said. */
  async function withoutDatabase(error: unknown): Promise<void> {
    onError(error);
    const at = now();
    databaseGone ??= { since: at, toldAt: null };
    const { since, toldAt } = databaseGone;
    const isLong = Math.abs(at.getTime() - since.getTime()) >= 20_000;
    if (!isLong || (toldAt && Math.abs(at.getTime() - toldAt.getTime()) < AGAIN_MS)) return;
    if (await tellAll(ways, alarmText([sightingOf('database', since)], [], at), at, onError)) databaseGone.toldAt = at;
  }

  async function onGuard(): Promise<readonly Finding[] | null> {
    if (!(await takeWatch(db, owner, machineNow(), HOLD_MS))) {
      databaseGone = null;
      return null;
    }
    const at = now();
    const sightings = (await Promise.all([look(at), server(at)])).flat();
    const { standing, cleared } = await keepFindings(db, sightings, at);
    if (databaseGone?.toldAt)
      await tellAll(ways, alarmText([], [sightingOf('database', databaseGone.since)], at), at, onError);
    databaseGone = null;
    await tell(standing, cleared, at);
    const healthy = standing.length === 0;
    const beatAt = machineNow();
    if (healthy) await signOfLife(beatAt);
    await beat(db, { beatAt, healthy, signalledAt: signalledAt ? new Date(signalledAt) : null });
    return standing;
  }

  return {
    round: () =>
      onGuard().catch(async (error: unknown) => {
        await withoutDatabase(error);
        return undefined;
      }),
  };
}
