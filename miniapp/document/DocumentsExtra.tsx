import { z } from 'zod';
import { KINDS, Kind } from '../../models/template/template.schema';
import { type ExtraProps } from '../record/extras';

const Extra = z.looseObject({ documents: z.array(Kind) });

/** The documents that a record gives, each opening as it will be printed. */
export function DocumentsExtra({ answer: { record, extra } }: ExtraProps) {
  const { documents } = Extra.safeParse(extra).data ?? { documents: [] };
  if (documents.length === 0) return null;
  return (
    <section className="card" aria-label="文书">
      <h2>文书</h2>
      {documents.map((kind) => (
        <a
          key={kind}
          className="row"
          href={`#/documents/${record.path}/${record.id}/${kind}`}
          data-testid="document-link"
        >
          {KINDS[kind]}
        </a>
      ))}
    </section>
  );
}
