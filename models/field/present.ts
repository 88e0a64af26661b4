/** What leaves the server of a field record for those who only read it: personal numbers are covered, except for the officers who wrote it. */
import { type FieldState } from './fieldState';
import { type Participant } from './steps.schema';
import { type Block, type Page } from '../template/page';

/** 330902********1234: enough to tell two people apart. */
export const maskNumber = (number: string): string =>
  number.length < 7
    ? number.replace(/./g, '*')
    : `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`;

const masked = (person: Participant): Participant => ({
  ...person,
  ...{ idNumber: maskNumber(person.idNumber), phone: maskNumber(person.phone), address: person.address ? '***' : '' },
});

/** Everybody's numbers and addresses, as they stand in the record, with what is shown instead. */
function covers({ people }: FieldState): [string, string][] {
  return people.flatMap((person) => {
    const shown = masked(person);
    return (['idNumber', 'phone', 'address'] as const).flatMap((field): [string, string][] =>
      person[field] ? [[person[field], shown[field]]] : [],
    );
  });
}

/** Pages with the numbers of the people in them covered, wherever they stand. */
export function maskedPages(pages: readonly Page[], state: FieldState): Page[] {
  const words = covers(state);
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
