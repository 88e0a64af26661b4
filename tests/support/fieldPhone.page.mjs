/** The phone's own engine without its pages: what specifications drive in a real browser (fieldPhones.ts). Runs in the page. */
import { fieldRecord } from '../../miniapp/field/fieldLog';
import { fetchRecord, startFieldSync, syncNow } from '../../miniapp/field/sync';
import { draftOf, keepDraft } from '../../miniapp/offline/drafts';
import { fileBytes, keepFile } from '../../miniapp/offline/evidenceShelf';
import { holding } from '../../miniapp/offline/holder';
import { photoKept } from '../../miniapp/offline/photos';
import { look } from '../../miniapp/offline/unsent';
import { recordsWaiting } from '../../miniapp/offline/waiting';
import { fetchPack, packOf } from '../../miniapp/pack/packShelf';
import { session, signOut, startSession } from '../../miniapp/session';

const sentence = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));
const of = (/** @type {any} */ asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

let openings = -1;

/** Every answer can travel out of the page; a refusal comes as its sentence. */
const phone = {
  state: () => ({ ...session.get(), ...{ holding: holding.get(), waiting: recordsWaiting.get() } }),
  signOut,
  sync: syncNow,
  fetch: fetchRecord,
  unsent: look,
  keepDraft,
  draft: (/** @type {string} */ key) => draftOf(key).catch(sentence),
  view: (/** @type {string} */ record) => fieldRecord(record).view().catch(sentence),
  /** Notes one after the other; `saved` hears of each once it is durable. */
  async write(/** @type {string} */ record, /** @type {string[]} */ words) {
    for (const text of words) await globalThis.saved((await fieldRecord(record).append('note', { text })).id);
  },
  async photo(/** @type {string} */ id) {
    const kept = await photoKept(id);
    return [await kept?.blob.text(), kept?.hash];
  },
  /** A file of 700 kB that comes from the camera. */
  take(/** @type {string} */ kind, /** @type {string} */ sha256) {
    const note = {
      sha256,
      of: 'light',
      record: 'siteRecord:i1',
      bytes: 700_000,
      type: 'image/jpeg',
      taken: { sha256, kind },
    };
    return keepFile(note, new Blob([new Uint8Array(700_000).fill(7)])).then(() => 'kept', sentence);
  },
  /** How often something closed was opened since this was first asked. */
  opened() {
    const { prototype } = SubtleCrypto;
    const { decrypt } = prototype;
    if (openings < 0) {
      openings = 0;
      prototype.decrypt = function counted(...said) {
        openings += 1;
        return decrypt.apply(this, said);
      };
    }
    return openings;
  },
  async bytes(/** @type {string} */ sha256, /** @type {number} */ from, /** @type {number} */ to) {
    return [...new Uint8Array(await (await fileBytes(sha256, from, to)).arrayBuffer())];
  },
  /**
   * A full disk. No browser lets itself be told so from outside (its own override of the quota binds nothing here), so writes fail as they do
   * then: large ones from now on, small ones until something large has been thrown out.
   */
  fillUp() {
    const shelf = IDBObjectStore.prototype;
    const { put, add, delete: drop } = shelf;
    let isFreed = false;
    const guarded = (/** @type {Function} */ write) =>
      function (/** @type {any} */ value, /** @type {any[]} */ ...rest) {
        const size = value?.data?.byteLength ?? value?.byteLength ?? 0;
        if (size > 100_000 || !isFreed) throw new DOMException('no room', 'QuotaExceededError');
        return write.call(this, value, ...rest);
      };
    shelf.put = guarded(put);
    shelf.add = guarded(add);
    shelf.delete = function (key) {
      if (key === 'ballast') isFreed = true;
      return drop.call(this, key);
    };
  },
  fetchPack: (/** @type {string[]} */ places) => fetchPack(places, () => undefined).catch(sentence),
  pack: () => packOf().catch(sentence),
  /** The database as version 1 of the app made and filled it, on a device where nothing has been opened yet. */
  async layVersion1() {
    const opening = indexedDB.open('liandong', 1);
    opening.onupgradeneeded = () => {
      const database = opening.result;
      database.createObjectStore('drafts', { keyPath: 'key' });
      database.createObjectStore('photos', { keyPath: 'id' });
      const unsent = database.createObjectStore('unsent', { keyPath: 'seq', autoIncrement: true });
      unsent.createIndex('byKey', 'key', { unique: true });
      unsent.createIndex('byOwner', 'owner');
      database.createObjectStore('answers', { keyPath: 'key' });
      database.createObjectStore('person');
    };
    const database = await of(opening);
    const work = database.transaction(['drafts', 'photos', 'unsent', 'answers', 'person'], 'readwrite');
    const owner = 'wang';
    const draftKey = 'wang/petition/p1/x';
    const command = {
      owner,
      lane: 'p1',
      path: '/api/petitions/p1/x',
      input: {},
      values: {},
      page: '/',
      at: 1,
      draftKey,
    };
    const refusal = { sentence: '不行', fields: [] };
    const values = { findings: '旧版草稿' };
    work.objectStore('drafts').put({ key: 'wang/petition/p1/draftReply', owner, values, savedAt: 1 });
    work.objectStore('photos').put({ id: 'photo-1', owner, blob: new Blob(['旧照片']), hash: null });
    work.objectStore('unsent').add({ ...command, key: 'k1', step: 'a', title: '旧版未发送一', refusal: null });
    work.objectStore('unsent').add({ ...command, key: 'k2', step: 'b', title: '旧版未发送二', refusal });
    work.objectStore('answers').put({ key: 'wang/api/x', owner, body: {}, at: 1 });
    work.objectStore('person').put({ id: owner, name: '王示海', roles: ['officer'], county: null, may: {} }, 'me');
    localStorage.setItem('draft/wang/report', JSON.stringify({ content: '关掉前打的字' }));
    await new Promise((resolve) => (work.oncomplete = resolve));
    database.close();
  },
};
globalThis.phone = phone;
if (location.hash !== '#blank') {
  startFieldSync();
  await startSession();
}
