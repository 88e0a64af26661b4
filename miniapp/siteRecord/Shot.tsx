import { useEffect, useState } from 'react';
import { fileAddress } from '../offline/evidenceShelf';

/** A photo or video of the record: from this phone while it is here, else from the server. */
export function Shot({ sha256, kind, name }: { sha256: string; kind: 'photo' | 'video'; name: string }) {
  const [address, setAddress] = useState<string>();
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    let made: string | null = null;
    let isGone = false;
    void fileAddress(sha256)
      .catch(() => null)
      .then((found) => {
        if (isGone) return void (found && URL.revokeObjectURL(found));
        made = found;
        setAddress(found ?? `/api/evidence/${sha256}${kind === 'photo' ? '?size=thumb' : ''}`);
      });
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [sha256, kind]);
  if (isLost) return <span className="shot-away">在同事手机上，联网后能看到</span>;
  if (!address) return <span className="shot-away">正在打开…</span>;
  return kind === 'photo' ? (
    <img src={address} alt={name} loading="lazy" onError={() => setLost(true)} />
  ) : (
    <video src={address} aria-label={name} controls playsInline preload="metadata" onError={() => setLost(true)} />
  );
}
