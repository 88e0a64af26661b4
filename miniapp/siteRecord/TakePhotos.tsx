import { useState } from 'react';
import { EvidenceGrid } from '../evidence/EvidenceGrid';
import { page } from '../shell/sections';
import { nameOf, type SiteVisit, useFieldVisit } from './fieldVisit';

const Camera = page(() => import('../evidence/Camera').then((module) => module.Camera));
/** Bound of what a photo is said to prove. */
const PROOF_MOST = 100;

/**
 * The camera at one thing of the record, and what was taken of it.
 *
 * @param of key of what the photos belong to: `answer:SHIP-03`, `finding:<id>`
 * @param wanted what a photo has to show; null: none is needed
 */
export function TakePhotos({ of, wanted }: { of: string; wanted: string | null }) {
  const { record, seed, state, me, writes, say } = useFieldVisit<SiteVisit>();
  const [isOpen, setOpen] = useState(false);
  const taken = state.photos.filter(({ value, struck }) => value.item === of && !struck).map(({ value }) => value);
  const named = taken.map(({ sha256, caption, kind }) => ({ sha256, caption, kind }));
  return (
    <div className="item-tools">
      {named.length > 0 && <EvidenceGrid record={record} named={named} />}
      {writes && (
        <button type="button" className="button" onClick={() => setOpen(true)} data-testid="item-camera">
          {named.length > 0 ? '再拍' : '拍照、录像'}
        </button>
      )}
      {wanted && named.length === 0 && <p className="hint">要拍：{wanted}</p>}
      {isOpen && (
        <Camera
          record={{ id: record, no: seed.no ?? '' }}
          officer={{ id: me, name: nameOf(state, me) }}
          place={seed.enterpriseName}
          proofs={wanted ? [wanted.slice(0, PROOF_MOST)] : []}
          onTaken={(evidence, note) => void say('photo', { ...evidence, ...note, item: of })}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
