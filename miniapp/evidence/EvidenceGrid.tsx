import { useEffect, useState } from 'react';
import { fileAddress } from '../offline/evidenceShelf';
import { filesWaiting } from '../offline/waiting';
import { useNotice } from '../useNotice';
import { useRemote } from '../useRemote';
import { refusedFiles } from './uploads';
import './evidence.css';

interface Listed {
  sha256: string;
  kind: 'photo' | 'video';
  original: string | null;
  flags: { code: string; what: string; why: string }[];
}

/** A picture from the server, or from this phone while it has not been sent. */
function Picture({ sha256, here, name }: { sha256: string; here: boolean; name: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!here) {
      setAddress(`/api/evidence/${sha256}?size=thumb`);
      return;
    }
    let made: string | null = null;
    let isGone = false;
    void fileAddress(sha256).then((found) => {
      made = found;
      if (found && isGone) URL.revokeObjectURL(found);
      else if (found) setAddress(found);
    });
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [sha256, here]);
  return <img src={address} alt={name} loading="lazy" />;
}

/**
 * The photos and videos of one field record: what the record names, sent or still on this phone, with reasons to look twice for those who
 * check.
 *
 * @param named what the record's events name, in their order; without it everything the server knows of the record
 */
export function EvidenceGrid({
  record,
  named,
}: {
  record: string;
  named?: readonly { sha256: string; caption: string; kind: 'photo' | 'video' }[];
}) {
  const { data } = useRemote<{ items: Listed[] }>(`/api/evidence?record=${encodeURIComponent(record)}`, () => false);
  const waiting = useNotice(filesWaiting);
  const refused = useNotice(refusedFiles);
  const known = new Map((data?.items ?? []).map((item) => [item.sha256, item]));
  const shown = named ?? (data?.items ?? []).map(({ sha256, kind }) => ({ sha256, kind, caption: '' }));
  if (shown.length === 0) return <p className="evidence-state">还没有照片和视频。</p>;
  const stateOf = (sha256: string) => {
    const file = waiting.find((one) => one.sha256 === sha256);
    if (refused.has(sha256)) return refused.get(sha256);
    if (file)
      return file.sent > 0 ? `正在发送 ${Math.floor((file.sent / file.bytes) * 100)}%` : '未发送，有网后自动发送';
    return known.get(sha256)?.original === null ? '原件还在手机里' : undefined;
  };
  return (
    <ul className="evidence-grid" data-testid="evidence-grid">
      {shown.map(({ sha256, caption, kind }, at) => (
        <li key={sha256} className="evidence-item">
          <a href={`/api/evidence/${sha256}`} target="_blank" rel="noreferrer">
            {kind === 'photo' || !known.has(sha256) ? (
              <Picture sha256={sha256} here={!known.has(sha256)} name={caption || `第 ${at + 1} 张`} />
            ) : (
              <video src={`/api/evidence/${sha256}`} preload="metadata" playsInline muted width="100%" />
            )}
          </a>
          {caption && <span>{caption}</span>}
          {stateOf(sha256) && <span className="evidence-state">{stateOf(sha256)}</span>}
          {known.get(sha256)?.flags.map(({ code, what, why }) => (
            <span key={code} className="evidence-flags" title={why}>
              {what}：{why}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** The way to the export, for those who may. */
export function ExportLink({ record }: { record: string }) {
  return (
    <a className="button" href={`/api/evidence/export/${encodeURIComponent(record)}`} download>
      导出笔录和全部证据（zip）
    </a>
  );
}
