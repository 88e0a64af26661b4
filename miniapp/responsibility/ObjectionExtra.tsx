import { type ExtraProps } from '../record/extras';

interface EntryExtra {
  facts: [label: string, value: string][];
  objection: { text: string; photos: string[] } | null;
}

/** What the entry is about, and what the named person objected. */
export function ObjectionExtra({ answer }: ExtraProps) {
  const { facts = [], objection = null } = (answer.extra ?? {}) as Partial<EntryExtra>;
  return (
    <>
      <section className="card" aria-label="责任记录内容">
        <dl className="facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {objection && <Objection objection={objection} />}
    </>
  );
}

function Objection({ objection }: { objection: NonNullable<EntryExtra['objection']> }) {
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
