import { useEffect, useState } from 'react';
import { type EvidenceNote } from '../../models/evidence/evidence.schema';
import { type Shot } from './taking';

/** What photos of a check usually prove: one tap with the thumb. */
const USUAL_PROOFS = [
  '现场全貌',
  '排放口',
  '治理设施未运行',
  '危险废物贮存',
  '台账资料',
  '采样过程',
  '送达和签字',
] as const;
const MOST = 100;

/** The picture just taken, what it shows and what it is to prove. Both may stay empty; the picture is never lost for want of words. */
export function NoteForm({
  shot,
  proofs = USUAL_PROOFS,
  saving,
  trouble,
  onKeep,
  onAgain,
}: {
  shot: Shot;
  proofs?: readonly string[] | undefined;
  saving: boolean;
  trouble: string;
  onKeep: (note: EvidenceNote) => void;
  onAgain: () => void;
}) {
  const [caption, setCaption] = useState('');
  const [proves, setProves] = useState('');
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(shot.light);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [shot]);
  return (
    <form
      className="shot"
      onSubmit={(event) => {
        event.preventDefault();
        onKeep({ caption: caption.trim(), proves });
      }}
    >
      <div className="shot-picture">
        {shot.kind === 'photo' ? (
          <img src={address} alt="刚拍的照片" data-testid="shot" />
        ) : (
          <video src={address} controls playsInline data-testid="shot" />
        )}
      </div>
      <div className="shot-note">
        <p className="shot-label" id="proves">
          证明什么
        </p>
        <div className="shot-chips" role="group" aria-labelledby="proves">
          {proofs.map((words) => (
            <button
              key={words}
              type="button"
              className="shot-chip"
              aria-pressed={proves === words}
              onClick={() => setProves(proves === words ? '' : words)}
            >
              {words}
            </button>
          ))}
        </div>
        <label className="shot-label" htmlFor="caption">
          说明（可不填）
        </label>
        <input
          id="caption"
          className="shot-caption"
          value={caption}
          maxLength={MOST}
          placeholder="如：3号车间东墙外暗管出口"
          onChange={(event) => setCaption(event.target.value)}
        />
        {trouble && (
          <p className="fault" role="alert">
            {trouble}
          </p>
        )}
        <div className="shot-actions">
          <button type="button" className="button" disabled={saving} onClick={onAgain}>
            重拍
          </button>
          <button type="submit" className="button primary" disabled={saving}>
            {saving ? '正在保存…' : '用这张'}
          </button>
        </div>
      </div>
    </form>
  );
}
