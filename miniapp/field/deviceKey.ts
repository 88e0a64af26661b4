/** The keys of this phone for the person who holds it: one that signs, one that closes what is kept. */

/** Bytes as they may lie on the disk, and back; `about` binds them to their place. @throws Locked */
export function sealed(bytes: Uint8Array<ArrayBuffer>, about = ''): Promise<Uint8Array<ArrayBuffer>> {
  return Promise.reject(new Error(`${bytes.length}${about}`));
}
export function opened(bytes: Uint8Array<ArrayBuffer>, about = ''): Promise<Uint8Array<ArrayBuffer>> {
  return Promise.reject(new Error(`${bytes.length}${about}`));
}
