/** One thing as several people state it: nobody overwrites anybody, and a choice between them is itself a statement. */
import { canonicalJson } from '../core/canonical';
import { type Register, type Statement } from './fieldState';

const same = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);
const freshRegister = (): Register => ({ statements: [], settled: [] });

export function registerOf(registers: Record<string, Register>, key: string): Register {
  const known = Object.hasOwn(registers, key) ? registers[key] : undefined;
  return known ?? (registers[key] = freshRegister());
}

/** What was chosen, while everybody who chose, chose the same and nobody has said anything else since. */
function chosen({ settled, statements }: Register): Statement | undefined {
  const [first] = settled;
  if (!first || settled.some(({ choose }) => choose !== first.choose)) return undefined;
  return statements.find(({ event }) => event === first.choose);
}

function agree(register: Register): void {
  const [first, ...others] = register.statements;
  delete register.agreed;
  if (!first) return;
  const pick = others.every(({ value }) => same(value, first.value)) ? first : chosen(register);
  if (pick) register.agreed = pick.value;
}

/** An author's statement takes the place of their own last one. A new one that differs from what was settled opens the question again. */
export function state(register: Register, statement: Statement): void {
  const settledOn = chosen(register);
  register.statements = [...register.statements.filter(({ author }) => author !== statement.author), statement];
  if (!settledOn || !same(settledOn.value, statement.value)) register.settled = [];
  else register.settled = register.settled.map((settled) => keepChoice(register, settled, settledOn, statement));
  agree(register);
}

/** The chosen statement said again by its own author is still the chosen one. */
function keepChoice(
  { statements }: Register,
  settled: Register['settled'][number],
  before: Statement,
  now: Statement,
): Register['settled'][number] {
  return statements.includes(before) ? settled : { ...settled, choose: now.event };
}

/** Take back what this author said. */
export function unstate(register: Register, author: string): void {
  register.statements = register.statements.filter((statement) => statement.author !== author);
  agree(register);
}

export function settle(register: Register, choice: Register['settled'][number]): void {
  register.settled = [...register.settled.filter(({ by }) => by !== choice.by), choice];
  agree(register);
}

/** Whether people say different things and nobody has settled it. */
export const isDisputed = (register: Register): boolean =>
  register.statements.length > 1 && register.agreed === undefined && !register.struck;
