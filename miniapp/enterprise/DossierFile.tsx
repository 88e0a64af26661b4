import { Trouble, Waiting } from '../shell/States';
import { useNow } from '../useNow';
import { DossierView } from './DossierView';
import { useDossier } from './useDossier';

const EIGHT_HOURS = 8 * 3_600_000;
const MINUTE = 60_000;

/** One dossier with what keeps it from being shown. */
export function DossierFile({ id }: { id: string }) {
  const { data, error, reload, offline } = useDossier(id);
  const now = useNow(MINUTE);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const today = new Date(now.getTime() + EIGHT_HOURS).toISOString().slice(0, 10);
  return <DossierView file={data} today={today} offline={offline && error !== undefined} />;
}
