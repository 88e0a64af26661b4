/** Photos as they were taken: kept here until the server has them, then only their content hash counts. */
import { type PhotoValue } from '../form/values';
import { freshId } from '../freshId';
import { keepForGood, shelves } from './database';

/** The server's bound for one photo. Larger ones are made smaller; all others stay the original, which is the evidence. */
const LARGEST_BYTES = 10 * 1024 * 1024;
const LONGEST_SIDE = 4096;

/** Put a chosen photo aside. @throws Error with a sentence when it is no picture or there is no room */
export async function keepPhoto(owner: string, file: Blob): Promise<PhotoValue> {
  keepForGood();
  const blob = file.size > LARGEST_BYTES ? await madeSmaller(file) : file;
  const id = freshId();
  try {
    await (await shelves()).put('photos', { id, owner, blob, hash: null });
  } catch (cause) {
    throw new Error('手机空间不够，照片没有存下来，请清理后再选。', { cause });
  }
  return { id };
}

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

/** An address for showing the photo, or null when it is gone. Revoke it when it is no longer shown. */
export async function photoAddress(id: string): Promise<string | null> {
  const kept = await (await shelves()).get('photos', id);
  return kept ? URL.createObjectURL(kept.blob) : null;
}

export async function dropPhotos(ids: readonly string[]): Promise<void> {
  const database = await shelves();
  await Promise.all(ids.map((id) => database.delete('photos', id)));
}
