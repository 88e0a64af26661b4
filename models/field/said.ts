/** Registers as pages and documents read them: what counts now, and who said it. */
import { type FieldState, type Register } from './fieldState';
import { isDisputed } from './register';

/** A register with its meaning: `value` is what was agreed, or what was said last while nobody has settled it. */
export interface Said<T> {
  key: string;
  value: T;
  disputed: boolean;
  struck: boolean;
  register: Register;
  by: string;
  at: string;
}

/** What counts of a register; undefined when everybody has taken back what they said. */
export function saidOf<T>(key: string, register: Register): Said<T> | undefined {
  const [last] = [...register.statements].sort((a, b) =>
    a.at === b.at ? (a.event < b.event ? 1 : -1) : a.at < b.at ? 1 : -1,
  );
  if (!last) return undefined;
  const value = (register.agreed === undefined ? last.value : register.agreed) as T;
  const { author: by, at } = last;
  return { key, value, disputed: isDisputed(register), struck: register.struck !== undefined, register, by, at };
}

/** Everything that stands under keys of one kind (`finding:` …), in the order in which it was first said. */
export const saidUnder = <T>({ registers }: FieldState, prefix: string): Said<T>[] =>
  Object.entries(registers).flatMap(([key, one]) => (key.startsWith(prefix) ? (saidOf<T>(key, one) ?? []) : []));
