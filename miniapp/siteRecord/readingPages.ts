import { useEffect, useMemo, useState } from 'react';
import { canonicalJson, sha256Hex } from '../../models/core/canonical';
import { type Reading } from '../../models/field/fieldState';
import { eventsWithin } from '../../models/field/order';
import { contentOf, type Page } from '../../models/template/page';
import { type FieldVisit } from './fieldVisit';

/** Hash of the content of each page, as `finish` and `sign` name them. */
export const hashesOf = (pages: readonly Page[]): Promise<string[]> =>
  Promise.all(pages.map((page) => sha256Hex(canonicalJson(contentOf(page)))));

/**
 * The pages of a reading as this phone makes them again from what was known when it was read.
 *
 * `same`: undefined while it is being looked at; false when they are not what was read, so that nobody may sign them here.
 */
export function useReadingPages({ events, pages }: Pick<FieldVisit, 'events' | 'pages'>, reading: Reading | null) {
  const within = useMemo(() => (reading ? eventsWithin(events, reading.basis) : undefined), [reading, events]);
  const made = useMemo(() => (within ? pages(within) : undefined), [within, pages]);
  const [same, setSame] = useState<boolean>();
  useEffect(() => {
    let isGone = false;
    setSame(undefined);
    if (!made || !reading) return;
    void hashesOf(made).then(
      (hashes) =>
        !isGone &&
        setSame(hashes.length === reading.pages.length && hashes.every((one, at) => one === reading.pages[at])),
    );
    return () => {
      isGone = true;
    };
  }, [made, reading]);
  return { made, same, waits: reading !== null && within === undefined };
}
