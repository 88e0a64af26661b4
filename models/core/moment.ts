/** Moments that people write, read alike wherever the server stands. Safe in the browser. */
import { z } from 'zod';

const WRITTEN = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * The instant of `2026-11-24 15:30` or `2026-11-24T15:30`, with seconds or not. Without an offset it is Asia/Shanghai.
 *
 * @returns undefined for anything else, and for a day or time that does not exist
 */
export function momentFrom(written: string): Date | undefined {
  const [, day = '', time = '', seconds = ':00', offset = '+08:00'] = WRITTEN.exec(written.trim()) ?? [];
  const zone = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const iso = `${day}T${time}${seconds}${zone}`;
  return z.iso.datetime({ offset: true }).safeParse(iso).success ? new Date(iso) : undefined;
}

/** A field of a form that asks when something happened. */
export const WrittenMoment = (label: string) =>
  z.preprocess(
    (said) => (typeof said === 'string' ? momentFrom(said) : said),
    z.date({ error: `${label}应写作 2026-11-24 15:30` }),
  );
