/**
 * 法律依据 that come with the program: ranges before and after the 生态环境法典. In force from the first start, marked as not yet confirmed;
 * the legal office corrects them by proposing a row that takes their place.
 */
import { CLOCK } from '../core/access';
import { contentHash } from '../core/contentHash';
import { createAll } from '../core/journal';
import { CODE_ROWS } from './builtInCode';
import { OLD } from './builtInOld';
import { Clause, type LegalBasis } from './law.schema';
import { legalBases } from './law.store';
import { proposedBy } from './reviewed';
import { normOf } from './validity';

const idOf = (norm: string): string => `law-${contentHash(norm).slice(0, 16)}`;

/** As rows in force. The id follows offence and clause, so that one which stands already is left as it is. */
export const builtInBases = (now: Date): LegalBasis[] =>
  [...OLD, ...CODE_ROWS].map((row) => {
    const clause = Clause.parse(row);
    const norm = normOf(clause);
    return {
      ...{ ...clause, ...proposedBy({ id: CLOCK.id, name: '系统内置' }, '随系统载入', now) },
      ...{ _id: idOf(norm), status: 'inForce', norm, asked: null, replaces: null, origin: 'BUILT_IN' },
    };
  });

/** Keep the built-in rows. Asked at every start and by whoever needs them; what stands stays as it is. */
export async function keepBuiltInLaw(now: Date): Promise<void> {
  const rows = builtInBases(now);
  const standing = await legalBases.collection.countDocuments({ origin: 'BUILT_IN' } as never);
  if (standing < rows.length)
    await createAll(
      legalBases,
      rows.map((document) => ({ document, event: { type: 'law.builtIn', data: {} } })),
      { actor: CLOCK, now, door: 'system' },
    );
}
