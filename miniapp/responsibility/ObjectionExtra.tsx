import { type ExtraProps } from '../record/extras';

interface Objection {
  text: string;
  photos: string[];
}
const objectionOf = (extra: unknown): Objection | null =>
  (extra as { objection?: Objection | null } | null | undefined)?.objection ?? null;

/** What the named person objected, with their photos. */
export function ObjectionExtra({ answer }: ExtraProps) {
  const objection = objectionOf(answer.extra);
  if (!objection) return null;
  return (
    <section className="card" aria-label="申辩意见">
      <h2>申辩意见</h2>
      <p>{objection.text}</p>
      {objection.photos.length > 0 && (
        <p className="photos">
          {objection.photos.map((hash) => (
            <a key={hash} className="photo" href={`/api/files/${hash}`} target="_blank" rel="noreferrer">
              <img src={`/api/files/${hash}?size=thumb`} alt="证明照片" />
            </a>
          ))}
        </p>
      )}
    </section>
  );
}
