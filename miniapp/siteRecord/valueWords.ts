/** What one statement says, in words: for showing what two officers wrote side by side. */
import { RESULTS } from '../../models/checkItem/checkItem.schema';
import { ROLES } from '../../models/field/steps.schema';
import { siteField } from '../../models/siteRecord/fields';

type Data = Record<string, unknown>;
const word = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const joined = (parts: readonly string[]) => parts.filter(Boolean).join('，') || '（空）';
const named = <W extends object>(table: W, key: unknown): string =>
  Object.hasOwn(table, word(key)) ? String(table[word(key) as keyof W]) : '';

/** By the first word of a register's key. */
const WORDS: Readonly<Record<string, (data: Data, name: string) => string>> = {
  answer: ({ result, text }) => joined([named(RESULTS, result), word(text)]),
  finding: ({ title, result, text }) => joined([word(title), named(RESULTS, result), word(text)]),
  person: ({ role, name, position, phone }) => joined([word(name), named(ROLES, role), word(position), word(phone)]),
  caption: ({ caption, proves }) => joined([word(caption), word(proves) && `证明：${word(proves)}`]),
  photo: ({ caption, proves }) => joined([word(caption), word(proves) && `证明：${word(proves)}`]),
  sample: ({ no, point, items }) => joined([word(no), word(point), word(items)]),
  question: ({ question, answer }) => `问：${word(question)} 答：${word(answer) || '（未回答）'}`,
};

/** @param of key of the register, such as `answer:SHIP-03` */
export function valueWords(of: string, value: unknown): string {
  const [kind = '', ...rest] = of.split(':');
  const name = rest.join(':');
  if (kind === 'field') return siteField(name)?.options?.[word(value)] ?? (word(value) || '（空）');
  const say = WORDS[kind];
  return say && value !== null && typeof value === 'object' ? say(value as Data, name) : word(value) || '（空）';
}
