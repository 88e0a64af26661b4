/** What of a disclosure is public, and what a reviewer is shown before it is. */
import { contentHash } from '../core/contentHash';
import { shanghaiDay } from '../core/calendar';
import { type Disclosure, type FieldName, FIELDS, type PublicPenalty, SOURCES } from './disclosure.schema';
import { without } from './redaction';

/** One text with everything removed that was to be; what nobody has looked at is removed as well. */
export const publicField = (disclosure: Pick<Disclosure, FieldName | 'finds'>, field: FieldName): string =>
  without(
    disclosure[field],
    disclosure.finds.filter((find) => find.field === field && find.choice !== 'KEEP'),
  );

type Texts = Pick<Disclosure, FieldName | 'finds' | 'party' | 'uscc' | 'no' | 'kinds'>;
/** Names each text that will leave. */
export const shownText = (disclosure: Texts) => ({
  ...Object.fromEntries((Object.keys(FIELDS) as FieldName[]).map((field) => [field, publicField(disclosure, field)])),
  ...{ party: disclosure.party, uscc: disclosure.uscc, no: disclosure.no, kinds: disclosure.kinds },
});
/** SHA-256 (hex) of exactly what was shown: whoever releases signs this. */
export const publicHash = (disclosure: Texts): string => contentHash(shownText(disclosure));

/** The only way out: each field that leaves is named here. Null while it is not public. */
export function publicOf(disclosure: Disclosure): PublicPenalty | null {
  const { status, publicId, no, source, party, uscc, authority, decidedOn, kinds, publishedAt } = disclosure;
  const { displayUntil, withdrawal } = disclosure;
  if (!publishedAt || (status !== 'published' && status !== 'withdrawn')) return null;
  const head = {
    ...{ id: publicId, decisionNo: no, procedure: SOURCES[source.kind], authority, decidedOn },
    ...{ publishedOn: shanghaiDay(publishedAt) },
  };
  if (status === 'withdrawn')
    return {
      // Of what was taken back nothing is repeated but that it was (行政处罚法 第四十八条).
      ...{ ...head, party: '', uscc: null, kinds: [], facts: '', basis: '', result: '', displayUntil: null },
      status: 'WITHDRAWN',
      withdrawal: { on: shanghaiDay(withdrawal?.at ?? publishedAt), statement: withdrawal?.statement ?? '' },
    };
  return {
    ...{ ...head, party, uscc, kinds, status: 'PUBLISHED', withdrawal: null },
    ...{ facts: publicField(disclosure, 'facts'), basis: publicField(disclosure, 'basis') },
    result: publicField(disclosure, 'result'),
    displayUntil: displayUntil && shanghaiDay(displayUntil),
  };
}
