/** The keys of this phone for the person who holds it: one that signs, one that closes what is kept. Kept by offline/holder.ts. */
import { type Row } from '../offline/database';
import { Locked, close, open, signerOf, tagOf } from '../offline/holder';
import { session } from '../session';

const IV_BYTES = 12;
const BY = ['s', 'p', '-'] as const satisfies readonly Row['by'][];

function owner(): string {
  const id = session.get().me?.id;
  if (!id) throw new Locked('signedOut');
  return id;
}

/** Bytes as they may lie on the disk; `about` binds them to their place. @throws Locked */
export async function sealed(bytes: Uint8Array<ArrayBuffer>, about = ''): Promise<Uint8Array<ArrayBuffer>> {
  const { by, iv, data } = await close(await tagOf(owner()), about, bytes);
  const whole = new Uint8Array(1 + IV_BYTES + data.byteLength);
  whole[0] = BY.indexOf(by);
  if (iv) whole.set(iv, 1);
  whole.set(new Uint8Array(data), 1 + IV_BYTES);
  return whole;
}

/** What `sealed` closed. @throws Locked, or Error when the bytes were altered or belong to another place or person */
export async function opened(whole: Uint8Array<ArrayBuffer>, about = ''): Promise<Uint8Array<ArrayBuffer>> {
  const by = BY[whole[0] ?? 0] ?? 's';
  const iv = by === '-' ? null : whole.slice(1, 1 + IV_BYTES);
  return open(await tagOf(owner()), about, { by, iv, data: whole.slice(1 + IV_BYTES).buffer });
}

/** This phone's id, its signing key and what is known of its clock. @throws Locked, or Error where the browser has no cryptography */
export async function deviceSigner(): Promise<{ device: string; key: CryptoKey; skewMs: number | null }> {
  return signerOf(await tagOf(owner()));
}
