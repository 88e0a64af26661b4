import { useEffect, useState } from 'react';
import { photoAddress } from '../offline/photos';
import { type PhotoValue } from './values';

/** A photo of a form, from this device or from the server, with a way to take it out again. */
export function KeptPhoto({ photo, name, onRemove }: { photo: PhotoValue; name: string; onRemove: () => void }) {
  const [address, setAddress] = useState<string | null | undefined>(undefined);
  const { id, hash } = photo;
  useEffect(() => {
    if (hash || !id) return setAddress(hash ? `/api/files/${hash}?size=thumb` : null);
    let made: string | null = null;
    let isGone = false;
    void photoAddress(id).then((found) => {
      made = found;
      if (isGone && found) URL.revokeObjectURL(found);
      else setAddress(found);
    });
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [id, hash]);
  return (
    <div className="photo" data-testid="kept-photo">
      {address === null ? <span className="hint">照片已不在本机</span> : address && <img src={address} alt={name} />}
      <button type="button" className="photo-remove" aria-label={`删除${name}`} onClick={onRemove}>
        ×
      </button>
    </div>
  );
}
