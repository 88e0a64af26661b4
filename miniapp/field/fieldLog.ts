/** What is written on site, as signed events on this phone: durable before the page says so, sent by itself, shown with what others wrote. */
import { type FieldEvent, type FieldPosition } from '../../models/field/fieldEvent.schema';

/** An event the server did not take as it is; it stays on this phone. */
export interface RefusedEvent {
  id: string;
  sentence: string;
}

/** One record as this phone knows it. */
export interface FieldView {
  /** False until it has been read from the disk. */
  ready: boolean;
  /** Own events and the last known ones of other phones, in the one order in which they are told. */
  events: readonly FieldEvent[];
  /** What the record starts from, from the server or the pack; undefined while neither is there. Parse it with the record's schema. */
  seed: unknown;
  /** Own events the server has not confirmed. */
  unsent: number;
  refused: readonly RefusedEvent[];
}

export interface FieldLog {
  /**
   * Write one event behind the last one of this phone. Resolves when it is durable on the disk.
   *
   * @throws Error with a sentence: not signed in, locked, no room
   */
  append(type: string, data: Record<string, unknown>, position?: FieldPosition): Promise<FieldEvent>;
  /** The state now, read from the disk. */
  view(): Promise<FieldView>;
  events(): Promise<readonly FieldEvent[]>;
  /** Hear of every change of this record, also by another tab or by the server. @returns how to stop */
  watch(listener: () => void): () => void;
}

/** The log of one record, such as `siteRecord:<id>`. */
export function fieldRecord(record: string): FieldLog {
  throw new Error(record);
}

/** The same for a page: drawn again at every change. */
export function useFieldRecord(record: string): FieldView & Pick<FieldLog, 'append'> {
  const { append } = fieldRecord(record);
  return { ready: false, events: [], seed: undefined, unsent: 0, refused: [], append };
}
