import { textOf } from '../fields';
import { Refusal } from '../refusal';
import { type World } from '../world';
import { old, type ApiRoute, type Call } from './route';

/** Media upload (dingtalk.md §11). Media ids show only inside the client, here: on the phones page. */
const MB = 1024 * 1024;
const TYPES: Record<string, { most: number; extensions: string[] }> = {
  image: { most: 20 * MB, extensions: ['jpg', 'jpeg', 'gif', 'png', 'bmp'] },
  voice: { most: 2 * MB, extensions: ['amr', 'mp3', 'wav'] },
  video: { most: 20 * MB, extensions: ['mp4'] },
  file: { most: 20 * MB, extensions: ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'] },
};

function upload({ body, upload: file }: Call, world: World) {
  const name = textOf(body['type']) ?? '';
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (!type) throw new Refusal(40004, '不合法的媒体文件类型');
  if (!file) throw new Refusal(40035, '不合法的参数: media');
  if (!type.extensions.includes(file.name.split('.').at(-1)?.toLowerCase() ?? ''))
    throw new Refusal(40005, '不合法的文件类型');
  if (file.content.length > type.most || file.content.length === 0) throw new Refusal(40006, '不合法的文件大小');
  const { id } = world.blobs.put(file.content, file.name, file.contentType);
  return { type: name, media_id: `@${id}`, created_at: world.clock.now().getTime() };
}

export const mediaCalls: ApiRoute[] = [old('POST', '/media/upload', upload, { counted: true })];
