/**
 * What this device keeps: IndexedDB, so that it survives reload, kill and a flat battery, with or without a service worker.
 * Every row names its owner; nothing of one person is ever shown or sent as another.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { type FaultyField } from '../wire';
import { type Values } from '../form/values';

/** A form that is being filled in. */
export interface Draft {
  /** owner + form, for example `zhang/petition/01J…/draftReply`. */
  key: string;
  owner: string;
  values: Values;
  savedAt: number;
}

/** A photo on its way: the original, and its content hash once the server has it. */
export interface KeptPhoto {
  id: string;
  owner: string;
  blob: Blob;
  hash: string | null;
}

/** A command that the server has not answered yet. */
export interface Unsent {
  /** Order in which commands were given. */
  seq?: number;
  /** Idempotency key: however often it is sent, it has one effect. */
  key: string;
  owner: string;
  /** The record; commands of one record are sent in order. */
  lane: string;
  step: string;
  path: string;
  /** What a list shows: 随手报, 填写办理结果. */
  title: string;
  input: Record<string, unknown>;
  /** The form as it was filled in, for “改一下”, and where it belongs. */
  draftKey: string;
  values: Values;
  page: string;
  at: number;
  /** The server's no; kept until the person decides. */
  refusal: { sentence: string; fields: FaultyField[] } | null;
}

interface Shelves extends DBSchema {
  drafts: { key: string; value: Draft };
  photos: { key: string; value: KeptPhoto };
  unsent: { key: number; value: Unsent; indexes: { byKey: string; byOwner: string } };
  /** Last answers of the server, for reading without network. */
  answers: { key: string; value: { key: string; owner: string; body: unknown; at: number } };
  /** Who was signed in last, so that the page opens without network. */
  person: { key: string; value: unknown };
}

let opened: Promise<IDBPDatabase<Shelves>> | undefined;

/** The device's database; opened once per page. */
export function shelves(): Promise<IDBPDatabase<Shelves>> {
  opened ??= openDB<Shelves>('liandong', 1, {
    upgrade(database) {
      database.createObjectStore('drafts', { keyPath: 'key' });
      database.createObjectStore('photos', { keyPath: 'id' });
      const unsent = database.createObjectStore('unsent', { keyPath: 'seq', autoIncrement: true });
      unsent.createIndex('byKey', 'key', { unique: true });
      unsent.createIndex('byOwner', 'owner');
      database.createObjectStore('answers', { keyPath: 'key' });
      database.createObjectStore('person');
    },
    terminated() {
      opened = undefined;
    },
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Ask the browser once not to clear this data when space runs short. */
let asked = false;
export function keepForGood(): void {
  if (asked) return;
  asked = true;
  void navigator.storage?.persist?.().catch(() => undefined);
}
