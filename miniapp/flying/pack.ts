/**
 * The sealed files of a team on its phone: fetched beforehand as bytes that nobody can read, opened by the key that comes with the
 * reveal. What lies in the browser's cache is the cipher; what was opened stays in memory only.
 */
import { useEffect, useState } from 'react';
import { request } from '../api';

interface Carried {
  id: string;
  cipher: string;
  iv: string;
  tag: string;
}
/** As far as the page shows it. */
export interface Files {
  file: {
    dossier: {
      permit: { number: string; validTo: string } | null;
      treatment: { name: string; against: string }[];
      outfalls: { no: string; name: string }[];
      hazardousWaste: { name: string }[];
    } | null;
    past: { petitions: { total: number; open: number } };
  } | null;
  checklist: { id: string; group: string; question: string; hint: string }[];
}

const SHELF = 'flying-packs';
const HEADER = 5;

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

/** The sealed bytes, from the shelf or, once, from the server. */
async function carried(inspection: string, box: string): Promise<Carried> {
  const address = `/flying-pack/${box}`;
  const shelf = await caches.open(SHELF).catch(() => null);
  const known = await shelf?.match(address);
  if (known) return (await known.json()) as Carried;
  const fetched = await request<Carried>(`/api/flying/${inspection}/pack`);
  await shelf?.put(address, new Response(JSON.stringify(fetched))).catch(() => undefined);
  return fetched;
}

/** @throws when the key is not that of these bytes */
export async function openPack({ id, cipher, iv, tag }: Carried, key: string): Promise<Files> {
  const opener = await crypto.subtle.importKey('raw', bytesOf(key), 'AES-GCM', false, ['decrypt']);
  const additionalData = new TextEncoder().encode(JSON.stringify(['flying.pack', id]));
  const sealed = new Uint8Array([...bytesOf(cipher), ...bytesOf(tag)]);
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv), additionalData }, opener, sealed);
  const length = new DataView(plain).getUint32(0);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(plain, HEADER, length))) as Files;
}

export interface Pack {
  /** Whether the sealed bytes lie on this phone. */
  ready: boolean;
  files: Files | null;
}

/** Fetch the pack while there is signal, and open it as soon as its key is known. */
export function usePack(inspection: string, pack: { box: string; key: string | null } | null): Pack {
  const [state, setState] = useState<Pack>({ ready: false, files: null });
  const box = pack?.box ?? null;
  const key = pack?.key ?? null;
  useEffect(() => {
    if (!box) return;
    let gone = false;
    const load = async () => {
      const sealed = await carried(inspection, box);
      const files = key ? await openPack(sealed, key) : null;
      if (!gone) setState({ ready: true, files });
    };
    load().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [inspection, box, key]);
  return state;
}
