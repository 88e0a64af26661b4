import { type Clock } from './clock';

/** Faults that interfere with API calls while they last, and faults that wait for the next callbacks. */
export interface Faults {
  /** Arms an interference for `times` calls or `seconds` of virtual time (both: whichever ends first). */
  arm(rule: NewRule): void;
  /** What happens to this call, if anything; counts it. */
  interfere(path: string): Rule | undefined;
  /** Is everything but the control API unreachable? */
  away(): Rule | undefined;
  /** Arms a fault for the next `times` callbacks. */
  armCallback(name: CallbackFault, times: number, delayMs?: number): void;
  take(name: CallbackFault): { delayMs: number } | undefined;
  /** Keeps a callback until `outOfOrder` has collected its number, then lets them go last first. */
  hold(): Promise<void> | undefined;
  armed(): unknown[];
  clear(): void;
}
type CallbackFault = 'duplicateCallback' | 'lateCallback' | 'outOfOrder' | 'dropCallbackAck';
type Interference = 'error' | 'hang' | 'rateLimit' | 'quota' | 'away';
export interface NewRule {
  fault: Interference;
  path?: string | undefined;
  times?: number | undefined;
  seconds?: number | undefined;
  status?: number | undefined;
  code?: string | number | undefined;
  message?: string | undefined;
  mode?: 'refuse' | '503' | undefined;
}
export interface Rule extends NewRule {
  until: number;
  left: number;
}

const FOREVER_S = 3600;
const HOLD_AT_MOST_MS = 5000;
const RELEASE_PAUSE_MS = 30;

/** `*` stands for anything; everything else for itself. */
const matches = (pattern: string, path: string) =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(path);

export function createFaults(clock: Clock): Faults {
  let rules: Rule[] = [];
  let callbacks: { name: CallbackFault; left: number; delayMs: number }[] = [];
  let held: (() => void)[] = [];
  let heldTimer: NodeJS.Timeout | undefined;
  const nowMs = () => clock.now().getTime();
  const live = () => (rules = rules.filter(({ until, left }) => until > nowMs() && left > 0));

  function release() {
    clearTimeout(heldTimer);
    callbacks = callbacks.filter(({ name }) => name !== 'outOfOrder');
    held.reverse().forEach((letGo, index) => setTimeout(letGo, index * RELEASE_PAUSE_MS));
    held = [];
  }
  return {
    arm(rule) {
      rules.push({ ...rule, until: nowMs() + (rule.seconds ?? FOREVER_S) * 1000, left: rule.times ?? Infinity });
    },
    interfere(path) {
      const rule = live().find(({ fault, path: pattern }) => fault !== 'away' && matches(pattern ?? '*', path));
      if (rule) rule.left -= 1;
      return rule;
    },
    away: () => live().find(({ fault }) => fault === 'away'),
    armCallback(name, times, delayMs = 0) {
      callbacks.push({ name, left: times, delayMs });
    },
    take(name) {
      const found = callbacks.find((fault) => fault.name === name && fault.left > 0);
      if (!found) return undefined;
      found.left -= 1;
      callbacks = callbacks.filter(({ left }) => left > 0);
      return { delayMs: found.delayMs };
    },
    hold() {
      const fault = callbacks.find(({ name }) => name === 'outOfOrder');
      if (!fault) return undefined;
      return new Promise((resolve) => {
        held.push(resolve);
        clearTimeout(heldTimer);
        heldTimer = setTimeout(release, HOLD_AT_MOST_MS).unref();
        if (held.length >= fault.left) release();
      });
    },
    armed: () => [
      ...live().map(({ until, left, ...rule }) => ({
        ...rule,
        until: new Date(until).toISOString(),
        left: Number.isFinite(left) ? left : null,
      })),
      ...callbacks.map(({ name, left, delayMs }) => ({ fault: name, left, delayMs })),
    ],
    clear() {
      rules = [];
      release();
      callbacks = [];
    },
  };
}
