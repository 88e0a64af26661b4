/** 一企一档 as it is read on a quay: the enterprise, what is known of it, and what happened there. No petitioner, no full number. */
import { type Enterprise } from './enterprise.schema';
import { enterprises } from './enterprise.store';
import { pastOf, type Past } from './past';

/** `past` was looked up at the moment of asking. */
export interface EnterpriseFile {
  enterprise: Omit<Enterprise, 'dossier' | 'pinyin'>;
  /** null: nobody has written one yet. */
  dossier: Enterprise['dossier'] | null;
  past: Past;
}

/** The dossier of one enterprise; null when there is no such enterprise. */
export async function dossierOf(id: string, now: Date): Promise<EnterpriseFile | null> {
  return (await dossiersOf([id], now))[0] ?? null;
}

/** The dossiers of these enterprises, in the order asked; unknown ids are simply absent. */
export async function dossiersOf(ids: readonly string[], now: Date): Promise<EnterpriseFile[]> {
  const found = await enterprises.find({ _id: { $in: [...new Set(ids)] } }).toArray();
  const byId = new Map(found.map((enterprise) => [enterprise._id, enterprise]));
  const past = await pastOf([...byId.keys()], now);
  return ids.flatMap((id) => {
    const enterprise = byId.get(id);
    const happened = past.get(id);
    if (!enterprise || !happened) return [];
    const { dossier = null, pinyin: _pinyin, ...rest } = enterprise;
    return [{ enterprise: rest, dossier, past: happened }];
  });
}
