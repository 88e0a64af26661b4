import { useEffect, useState } from 'react';
import { packOf } from '../pack/packShelf';
import { useRemote } from '../useRemote';
import { type DossierAnswer } from './answers';

/** The dossier out of what was taken along to the island; undefined when it is not in it. */
async function packed(id: string): Promise<DossierAnswer | undefined> {
  const pack = await packOf();
  const file = pack?.enterprises.find(({ enterprise }) => enterprise._id === id) as
    (Omit<DossierAnswer, 'enterprise'> & { enterprise: DossierAnswer['enterprise'] & { _id: string } }) | undefined;
  return file && { ...file, enterprise: { ...file.enterprise, id } };
}

/** One dossier: from the server, or, where there is no signal, as it was last seen or packed. */
export function useDossier(id: string) {
  const remote = useRemote<DossierAnswer>(
    `/api/dossiers/${encodeURIComponent(id)}`,
    ({ store }) => store === 'inspections',
  );
  const [shelved, setShelved] = useState<DossierAnswer>();
  const missing = remote.data === undefined && remote.error !== undefined;
  useEffect(() => {
    if (!missing) return;
    let isGone = false;
    packed(id).then(
      (file) => !isGone && setShelved(file),
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [id, missing]);
  return { ...remote, data: remote.data ?? shelved, offline: missing || remote.stale };
}
