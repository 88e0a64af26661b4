/**
 * What the doors need to know of a domain beyond its rules: how a record looks to one reader, in words. Card, page, history and live
 * updates are drawn from it, so a new domain writes no card and no page of its own unless it wants more than these show.
 */
import { type Actor } from './access';
import { type ExplainedDay } from './calendar';
import { type Domain } from './domain';
import { type Form, type FormOptions } from './form';
import { type Stored } from './journal';
import { type Context, type Stateful } from './workflow';

export type Tone = 'blue' | 'green' | 'orange' | 'red' | 'grey';

/** A record as one reader may see it now: the same words on the card and at the top of the page. No personal data of petitioners. */
export interface Outline {
  /** What it is, without its number: 值班安排, 溢油事件. */
  title: string;
  number: string;
  /** One line: the state, and what is waited for. */
  status: string;
  tone: Tone;
  facts: [label: string, value: string][];
  /** What the reader should do now; markdown on the card. */
  note: string;
  /** The deadline named on the lock screen; null when none runs. */
  until: Date | null;
}

/** A running deadline with the days it skipped; `explain` stays empty for hours and minutes. */
export interface RunningClock {
  label: string;
  dueAt: Date;
  explain: ExplainedDay[];
}

/** What happened, in a sentence; `detail` is free text that came with it. */
export type Sentence = string | { what: string; detail?: string } | undefined;
type Data = Readonly<Record<string, unknown>>;
export type Reader = Pick<Context, 'actor' | 'now'>;

export interface Face<D extends Stateful> {
  domain: Domain<D>;
  /** The plural in addresses: /api/<path>/:id and /#/<path>/:id. */
  path: string;
  /** Whether this actor may open the record at all. */
  maySee: (record: D, actor: Actor) => boolean;
  /** Whether this reader stands outside the bureau's work on it: of history, messages and assignments only their own are shown. */
  outsider?: (record: D, actor: Actor) => boolean;
  /** Whether this reader, though a colleague, sees only what they were told themselves: who was asked, and how they answered, is not theirs. */
  ownMessages?: (record: D, actor: Actor) => boolean;
  /** The fields that `maySee` reads, so that live updates need not read whole records. */
  seenBy: readonly (keyof D & string)[];
  outline: (record: Stored<D>, reader: Reader) => Outline;
  forms: Partial<Record<string, Form>>;
  /** Event type → what is said of it in the history; undefined hides it from this reader. */
  sentences: Readonly<Record<string, string | ((data: Data, reader: Actor) => Sentence)>>;
  clocks?: (record: Stored<D>, reader?: Reader) => RunningClock[];
  /** Choices of the fields of kind `person`, `officer` and `unit`. */
  options?: (record: Stored<D>, reader: Reader) => Promise<FormOptions>;
  /** What the page of this domain shows beyond the outline. Names each field that leaves. */
  extra?: (record: Stored<D>, reader: Reader) => object | Promise<object>;
  /** Steps that want the page read first: their button on the card leads there. */
  readFirst?: readonly string[];
  /** The form that stands open on a new card, by purpose of the assignment. */
  opens?: Partial<Record<string, string>>;
  /** Actions of the card that stand for a step with its input. */
  shortcut?: (record: D, action: string) => Promise<{ step: string; input: unknown } | undefined>;
}
