/** Photos as they were taken: kept here until the server has them, then only their content hash counts. */
import { type PhotoValue } from '../form/values';
import { freshId } from '../freshId';
import { keepForGood } from './database';
import { Locked } from './holder';
import { bytesIn, closedBytes, put, shelves } from './shelf';

/** The server's bound for one photo. Larger ones are made smaller; all others stay the original, which is the evidence. */
const LARGEST_BYTES = 10 * 1024 * 1024;
const LONGEST_SIDE = 4096;

/** Put a chosen photo aside. @throws Error with a sentence when it is no picture or there is no room */
export async function keepPhoto(owner: string, file: Blob): Promise<PhotoValue> {
  keepForGood();
  const blob = file.size > LARGEST_BYTES ? await madeSmaller(file) : file;
  const id = freshId();
  try {
    await put('photo', await closedBytes('photo', id, owner, await bytesOf(blob), { state: 0 }));
  } catch (cause) {
    if (cause instanceof Locked) throw cause;
    throw new Error('手机空间不够，照片没有存下来，请清理后再选。', { cause });
  }
  return { id };
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

async function madeSmaller(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch((cause: unknown) => {
    throw new Error('这张照片打不开，请换一张。', { cause });
  });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const smaller = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.86));
  if (!smaller || smaller.size > LARGEST_BYTES) throw new Error('这张照片超过10兆，请换一张或裁剪后再选。');
  return smaller;
}

/** A photo that is kept here, with its content hash once the server has it; null when it is gone. @throws Locked */
export async function photoKept(id: string): Promise<{ blob: Blob; hash: string | null } | null> {
  const row = await (await shelves()).get('photo', id);
  return row ? { blob: new Blob([await bytesIn('photo', row)]), hash: row.mark || null } : null;
}

/** The server has it under this hash. */
export async function photoSent(id: string, hash: string): Promise<void> {
  const work = (await shelves()).transaction('photo', 'readwrite', { durability: 'strict' });
  const row = await work.store.get(id);
  if (row) await work.store.put({ ...row, mark: hash, state: 1 });
  await work.done;
}

/** An address for showing the photo, or null when it is gone. Revoke it when it is no longer shown. */
export async function photoAddress(id: string): Promise<string | null> {
  const kept = await photoKept(id).catch(() => null);
  return kept ? URL.createObjectURL(kept.blob) : null;
}

export async function dropPhotos(ids: readonly string[]): Promise<void> {
  const opened = await shelves();
  await Promise.all(ids.map((id) => opened.delete('photo', id)));
}
