import { Link } from 'wouter';
import { type ExtraProps } from '../record/extras';

interface Extra {
  partyName: string;
  inspection: string;
  round: string;
  item: { kind: 'followUp' | 'rectification'; id: string; no: string | null };
  result: { note: string; photos: string[] } | null;
}
const PATHS = { followUp: 'follow-ups', rectification: 'rectifications' } as const;

/** One drawn item: what it was, the way to its check, what was found. */
export function LookBackExtra({ answer }: ExtraProps) {
  const { partyName, inspection, round, item, result } = answer.extra as Extra;
  return (
    <>
      <section className="card">
        <p>
          <strong>{partyName}</strong>
        </p>
        <p className="hint">抽取轮次 {round}</p>
      </section>
      {result && (
        <section className="card">
          <h2>核查情况</h2>
          <p>{result.note}</p>
          <div className="photos">
            {result.photos.map((hash) => (
              <a key={hash} className="photo" href={`/api/files/${hash}`} target="_blank" rel="noreferrer">
                <img src={`/api/files/${hash}?size=thumb`} alt="现场照片" />
              </a>
            ))}
          </div>
        </section>
      )}
      {!result && (
        <Link href={`/inspections/${encodeURIComponent(inspection)}`} className="button big primary">
          去核查
        </Link>
      )}
      <Link href={`/${PATHS[item.kind]}/${encodeURIComponent(item.id)}`} className="button big">
        查看原来的{item.kind === 'followUp' ? '后督查' : '整改项'} {item.no ?? ''}
      </Link>
    </>
  );
}
