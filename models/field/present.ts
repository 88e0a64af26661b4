/** What leaves the server of a field record for those who only read it: personal numbers are covered, except for the officers who wrote it. */
import { type Actor, permits } from '../core/access';
import { type FieldState } from './fieldState';
import { type Participant } from './steps.schema';
import { type Block, type Page } from '../template/page';

/**
 * Whether this reader sees a field record. Until somebody has arrived there is nothing to answer for, and a record that stands ready would
 * tell the county of a check that comes unannounced.
 */
export const maySeeFieldRecord = (
  { officers, county, arrivedAt }: { officers: readonly string[]; county: string; arrivedAt: Date | null },
  actor: Actor,
): boolean => permits('seeSiteRecord', actor, { officers, county: arrivedAt ? county : null });

/** 330902********1234: enough to tell two people apart. */
export const maskNumber = (number: string): string =>
  number.length < 7
    ? number.replace(/./g, '*')
    : `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`;

const masked = (person: Participant): Participant => ({
  ...person,
  ...{ idNumber: maskNumber(person.idNumber), phone: maskNumber(person.phone), address: person.address ? '***' : '' },
});

/** Everybody's numbers and addresses as anybody ever wrote them, with what is shown instead; the longest first, as one may contain another. */
function covers({ people, registers }: FieldState, read: FieldState): [string, string][] {
  const stated = [registers, read.registers].flatMap((one) =>
    Object.entries(one).flatMap(([key, { statements }]) =>
      key.startsWith('person:') ? statements.map(({ value }) => value as Participant) : [],
    ),
  );
  const all = [...people, ...read.people, ...stated].flatMap((person) => {
    const shown = masked(person);
    return (['idNumber', 'phone', 'address'] as const).flatMap((field): [string, string][] =>
      person[field] ? [[person[field], shown[field]]] : [],
    );
  });
  return all.sort(([a], [b]) => b.length - a.length);
}

/** Pages with the numbers of the people in them covered, wherever they stand. `read`: the state of which the pages were made. */
export function maskedPages(pages: readonly Page[], state: FieldState, read: FieldState = state): Page[] {
  const words = covers(state, read);
  const cover = (text: string) => words.reduce((covered, [number, shown]) => covered.replaceAll(number, shown), text);
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return cover(value);
    if (Array.isArray(value)) return value.map(deep);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === 'signature' ? inner : deep(inner)]),
    );
  };
  return pages.map(({ index, blocks }) => ({ index, blocks: deep(blocks) as Block[] }));
}
