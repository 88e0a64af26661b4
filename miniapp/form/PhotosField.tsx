import { useState } from 'react';
import { keepPhoto, dropPhotos } from '../offline/photos';
import { session } from '../session';
import { photosIn, type PhotoValue } from './values';
import { type FieldProps } from './fieldProps';
import { KeptPhoto } from './KeptPhoto';

const MOST = 9;

/** Photos: taken or chosen, kept on this device at once, sent before the form. */
export function PhotosField({ field, id, values, change }: FieldProps) {
  const photos = photosIn(values);
  const [trouble, setTrouble] = useState('');

  async function add(files: FileList | null) {
    setTrouble('');
    const owner = session.get().me?.id ?? '';
    const chosen = [...(files ?? [])].slice(0, MOST - photos.length);
    const kept: PhotoValue[] = [];
    for (const file of chosen) {
      if (file.type && !file.type.startsWith('image/')) setTrouble('只能添加照片，请换一个文件。');
      else
        await keepPhoto(owner, file).then(
          (photo) => kept.push(photo),
          (error: unknown) => setTrouble(error instanceof Error ? error.message : '照片没有存下来，请再试一次。'),
        );
    }
    if (kept.length > 0) change(field.name, [...photos, ...kept]);
  }
  function remove(photo: PhotoValue) {
    change(
      field.name,
      photos.filter((other) => other !== photo),
    );
    if (photo.id) void dropPhotos([photo.id]);
  }

  return (
    <>
      <div className="photos">
        {photos.map((photo, at) => (
          <KeptPhoto
            key={photo.id ?? photo.hash}
            photo={photo}
            name={`第 ${at + 1} 张照片`}
            onRemove={() => remove(photo)}
          />
        ))}
        {photos.length < MOST && (
          <label className="photo-add">
            <input
              id={id}
              type="file"
              accept="image/*"
              multiple
              data-testid="photo-input"
              onChange={(event) => {
                void add(event.target.files).finally(() => {
                  event.target.value = '';
                });
              }}
            />
            <span aria-hidden="true">＋</span>
            <span>拍照或选照片</span>
          </label>
        )}
      </div>
      {trouble && (
        <p className="fault" role="alert">
          {trouble}
        </p>
      )}
    </>
  );
}
