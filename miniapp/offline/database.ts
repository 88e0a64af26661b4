/**
 * What this device keeps: IndexedDB, so that it survives reload, kill and a flat battery, with or without a service worker.
 *
 * Every row lies closed (holder.ts). In the clear stand only what rows must be found by: a tag for whose it is, digests of the form, the
 * record or the address, counters and states. Shelves of version 1 lay open; `moving.ts` carries them over, row by row.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { type Values } from '../form/values';
import { type PublicKey } from '../../models/field/chain';
import { notice } from '../notice';
import { type FaultyField } from '../wire';

/** A command that the server has not answered yet. */
export interface Unsent {
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

/**
 * One row of a shelf. `by`: which key closes it – the server's (`s`), the provisional one of this device (`p`), or none (`-`, where the page
 * came without TLS and the browser has no cryptography).
 */
export interface Row {
  key: string;
  /** Tag of the person. */
  who: string;
  by: 's' | 'p' | '-';
  iv: Uint8Array<ArrayBuffer> | null;
  data: ArrayBuffer;
  /** Digest of what it belongs to: a form's step, a record. */
  group?: string;
  /** Place in an order, bytes sent. */
  n?: number;
  state?: number;
  /** Content hash or type, where a shelf needs them without opening. */
  mark?: string;
  at?: number;
}

/** The keys of one person on this device; none of the CryptoKeys can be taken out of the browser. */
export interface KeyRow {
  who: string;
  device: string;
  signing: CryptoKey | null;
  publicKey: PublicKey | null;
  /** From the server, until sign-out. */
  storage: CryptoKey | null;
  /** Made here, for what is kept before the server was first met. */
  provisional: CryptoKey | null;
  /** Device clock (ms) when the server last gave the key; null: never. */
  metAt: number | null;
  offlineDays: number;
  graceDays: number;
  /** Server clock minus device clock, in ms, at the last contact. */
  skewMs: number | null;
  revoked: boolean;
}

export const SHELVES = ['draft', 'photo', 'command', 'answer', 'event', 'record', 'file', 'part', 'pack'] as const;
export type ShelfName = (typeof SHELVES)[number];

type Indexes = { byWho: string; byGroup: [string, string]; byState: [string, number]; byKeyUsed: [string, string] };
type SealedShelves = { [Name in ShelfName]: { key: string; value: Row; indexes: Indexes } };

/** As version 1 had them. */
export interface Version1 {
  drafts: { key: string; owner: string; values: Values; savedAt: number };
  photos: { id: string; owner: string; blob: Blob; hash: string | null };
  unsent: Unsent & { seq: number };
  answers: { key: string; owner: string; body: unknown; at: number };
}

export interface Shelves extends DBSchema, SealedShelves {
  drafts: { key: string; value: Version1['drafts'] };
  photos: { key: string; value: Version1['photos'] };
  unsent: { key: number; value: Version1['unsent']; indexes: { byKey: string; byOwner: string } };
  answers: { key: string; value: Version1['answers'] };
  /** Who was signed in last, so that the page opens without network: `me` open in version 1, `now` closed since. */
  person: { key: string; value: unknown };
  keys: { key: string; value: KeyRow };
  /** Salt of the tags and digests; bookkeeping without persons. */
  house: { key: string; value: unknown };
}
export type Database = IDBPDatabase<Shelves>;

/** What a person has to do about the database itself; null: nothing. */
export const databaseTrouble = notice<string | null>(null);

let opened: Promise<Database> | undefined;

/** The device's database as it is; opened once per page. Shelves are reached through shelf.ts. */
export function database(): Promise<Database> {
  opened ??= openDB<Shelves>('liandong', 2, {
    upgrade(database, from) {
      if (from < 1) {
        database.createObjectStore('drafts', { keyPath: 'key' });
        database.createObjectStore('photos', { keyPath: 'id' });
        const unsent = database.createObjectStore('unsent', { keyPath: 'seq', autoIncrement: true });
        unsent.createIndex('byKey', 'key', { unique: true });
        unsent.createIndex('byOwner', 'owner');
        database.createObjectStore('answers', { keyPath: 'key' });
        database.createObjectStore('person');
      }
      if (from < 2) {
        database.createObjectStore('keys', { keyPath: 'who' });
        database.createObjectStore('house');
        for (const name of SHELVES) {
          const shelf = database.createObjectStore(name, { keyPath: 'key' });
          shelf.createIndex('byWho', 'who');
          shelf.createIndex('byGroup', ['who', 'group']);
          shelf.createIndex('byState', ['who', 'state']);
          shelf.createIndex('byKeyUsed', ['who', 'by']);
        }
      }
    },
    blocked: () => databaseTrouble.set('应用已更新，请关闭本应用的其他窗口或标签页。'),
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      opened = undefined;
      databaseTrouble.set('应用已更新，请关闭后重新打开；填写的内容都在。');
    },
    terminated() {
      opened = undefined;
    },
  }).then(
    (database) => {
      databaseTrouble.set(null);
      return database;
    },
    (error: unknown) => {
      opened = undefined;
      throw error;
    },
  );
  return opened;
}

/** Ask the browser once not to clear this data when space runs short. */
let asked = false;
export function keepForGood(): void {
  if (asked) return;
  asked = true;
  void navigator.storage?.persist?.().catch(() => undefined);
}
