import { type FollowUpExtraAnswer, type ShownPhoto } from './answers';

const day = (at: string | null) => (at ? new Date(at).toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai' }) : '');

function Half({ label, photo }: { label: string; photo: ShownPhoto }) {
  return (
    <figure>
      <a href={`/api/evidence/${photo.sha256}`} target="_blank" rel="noreferrer">
        <img src={`/api/evidence/${photo.sha256}?size=thumb`} alt={`${label}照片`} loading="lazy" />
      </a>
      <figcaption>
        {label} {day(photo.takenAt)}
      </figcaption>
    </figure>
  );
}

/** Before and after, side by side, and how far apart they were taken. */
export function PhotoPairs({ pairs }: Pick<FollowUpExtraAnswer, 'pairs'>) {
  if (pairs.length === 0) return null;
  return (
    <section className="card" aria-label="整改前后对比">
      <h2>整改前后对比</h2>
      {pairs.map(({ before, after, metres }) => (
        <div key={before.sha256 + after.sha256} className="photo-pair" data-testid="photo-pair">
          <Half label="整改前" photo={before} />
          <Half label="核查时" photo={after} />
          <p className="hint">{metres === null ? '没有定位，无法比较拍摄点' : `两次拍摄点相距约 ${metres} 米`}</p>
        </div>
      ))}
    </section>
  );
}
