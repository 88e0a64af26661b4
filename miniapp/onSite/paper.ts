/** The paper a document is written on: the template in force and a number that is still free, from the server or from the pack. */
import { useCallback, useEffect, useState } from 'react';
import { type Pack } from '../../models/pack/pack.schema';
import { type Numbered } from '../../models/template/numbering';
import { type PackedTemplate } from '../../models/template/template.schema';
import { draftKeyOf, draftOf, keepDraft } from '../offline/drafts';
import { packOf } from '../pack/packShelf';
import { session } from '../session';
import { useRemote } from '../useRemote';

interface PaperAnswer {
  templates: PackedTemplate[];
  numbers: Partial<Record<Numbered, string[]>>;
}
export interface Paper {
  /** Undefined while nothing is known: neither network nor pack. */
  template: PackedTemplate | undefined;
  /** The next free number; undefined: the server gives one. */
  no: string | undefined;
  error: unknown;
  /** The number stands on a document now and is never offered again on this phone. */
  spend: (no: string) => Promise<void>;
}

const USED = 'documentNumbers';
/** More than anybody writes between two packs. */
const MOST_REMEMBERED = 200;
const never = () => false;
const keyOf = () => draftKeyOf(session.get().me?.id ?? '', USED);
async function usedNumbers(): Promise<string[]> {
  const kept = await draftOf(keyOf()).catch(() => undefined);
  return typeof kept?.['used'] === 'string' ? (JSON.parse(kept['used']) as string[]) : [];
}

/** The paper for documents of this kind. */
export function usePaper(kind: Numbered): Paper {
  const { data, error } = useRemote<PaperAnswer>('/api/on-site/paper', never);
  const [shelf, setShelf] = useState<{ pack: Pack | undefined; used: string[] }>();
  const read = useCallback(async () => {
    const [pack, used] = await Promise.all([packOf().catch(() => undefined), usedNumbers()]);
    setShelf({ pack, used });
  }, []);
  useEffect(() => void read(), [read]);
  const spend = useCallback(
    async (no: string) => {
      const used = [...new Set([...(await usedNumbers()), no])].slice(-MOST_REMEMBERED);
      await keepDraft(keyOf(), session.get().me?.id ?? '', { used: JSON.stringify(used) });
      await read();
    },
    [read],
  );
  const packed = shelf?.pack?.templates as PackedTemplate[] | undefined;
  const template = shelf && (data?.templates ?? packed)?.find((one) => one.kind === kind);
  const numbers = [...(data?.numbers[kind] ?? []), ...(shelf?.pack?.numbers[kind] ?? [])];
  return { template, no: numbers.find((one) => !shelf?.used.includes(one)), error, spend };
}
