import { EvidenceGrid } from '../evidence/EvidenceGrid';
import { type SiteVisit, useFieldVisit } from './fieldVisit';
import { TakePhoto } from './TakePhoto';

/** Bound of what a photo is said to prove. */
const PROOF_MOST = 100;

/**
 * The camera at one thing of the record, and what was taken of it.
 *
 * @param of key of what the photos belong to: `answer:SHIP-03`, `finding:<id>`
 * @param wanted what a photo has to show; null: none is needed
 */
export function TakePhotos({ of, wanted }: { of: string; wanted: string | null }) {
  const { record, state, writes } = useFieldVisit<SiteVisit>();
  const taken = state.photos.filter(({ value, struck }) => value.item === of && !struck).map(({ value }) => value);
  const named = taken.map(({ sha256, caption, kind }) => ({ sha256, caption, kind }));
  return (
    <div className="item-tools">
      {named.length > 0 && <EvidenceGrid record={record} named={named} />}
      {wanted && named.length === 0 && <p className="hint">要拍：{wanted}</p>}
      {writes && (
        <TakePhoto
          label={named.length > 0 ? '再拍' : '拍照、录像'}
          item={of}
          proofs={wanted ? [wanted.slice(0, PROOF_MOST)] : []}
        />
      )}
    </div>
  );
}
