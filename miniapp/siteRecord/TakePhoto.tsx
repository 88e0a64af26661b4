import { Suspense, useState } from 'react';
import { type TakenEvidence } from '../../models/evidence/evidence.schema';
import { page } from '../shell/sections';
import { session } from '../session';
import { Waiting } from '../shell/States';
import { useFieldVisit } from './fieldVisit';

const Camera = page(() => import('../evidence/Camera').then((module) => module.Camera));

/** A button that opens the camera; what is taken stands in the record at once. */
export function TakePhoto({
  label = '拍照取证',
  item,
  proofs,
  onTaken,
}: {
  label?: string;
  /** What it belongs to, such as `answer:SHIP-03`. */
  item?: string;
  proofs?: readonly string[];
  onTaken?: (taken: TakenEvidence) => void;
}) {
  const { record, seed, me, say } = useFieldVisit();
  const [isOpen, setOpen] = useState(false);
  const officer = { id: me, name: session.get().me?.name ?? '' };
  return (
    <>
      <button type="button" className="button big" onClick={() => setOpen(true)} data-testid="take-photo">
        {label}
      </button>
      {isOpen && (
        <Suspense fallback={<Waiting />}>
          <Camera
            record={{ id: record, no: seed.no ?? '' }}
            officer={officer}
            place={seed.enterpriseName}
            {...(proofs ? { proofs } : {})}
            onTaken={async (taken, note) => {
              const written = await say('photo', { ...taken, ...note, ...(item ? { item } : {}) });
              if (!written) throw new Error('照片已存在手机里，但没有记进笔录。请先办好到场签到，再点一次“用这张”。');
              onTaken?.(taken);
            }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
