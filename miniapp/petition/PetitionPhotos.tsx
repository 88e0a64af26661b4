import { lazy, Suspense, useState } from 'react';
import { type Photo } from '../answers';

const PhotoViewer = lazy(() => import('./PhotoViewer').then(({ PhotoViewer: component }) => ({ default: component })));

/** Small pictures that open large. What could not be fetched is said, not hidden. */
export function PetitionPhotos({ photos, name }: { photos: readonly Photo[]; name: string }) {
  const [shown, setShown] = useState<number | null>(null);
  const kept = photos.flatMap(({ hash, kind }) => (hash && kind !== 'voice' ? [hash] : []));
  const voices = photos.filter(({ kind, hash }) => kind === 'voice' && hash);
  const lost = photos.filter((photo) => photo.lost);
  if (photos.length === 0) return null;
  return (
    <>
      <div className="photos">
        {kept.map((hash, at) => (
          <button
            key={hash}
            type="button"
            className="photo"
            onClick={() => setShown(at)}
            aria-label={`看大图：${name} ${at + 1}`}
          >
            <img src={`/api/files/${hash}?size=thumb`} alt={`${name} ${at + 1}`} loading="lazy" />
          </button>
        ))}
      </div>
      {voices.map(({ hash }) => (
        <audio key={hash} controls preload="none" src={`/api/files/${hash ?? ''}`} aria-label="原始录音" />
      ))}
      {lost.length > 0 && <p className="hint">有 {lost.length} 份照片或录音没有取到，已请对方重发。</p>}
      {shown !== null && (
        <Suspense>
          <PhotoViewer hashes={kept} start={shown} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </>
  );
}
