import { useEffect, useState } from 'react';
import { COMMON_BYTES, type PackPlace } from '../../models/pack/pack.schema';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { PackCard } from './PackCard';
import { PlaceList } from './PlaceList';
import { RoomCard } from './RoomCard';
import { type PackAbout, fetchPack, packAbout } from './packShelf';
import { megabytes } from './words';
import './pack.css';

interface Said {
  words: string;
  isTrouble?: true;
}

/** The pack on this phone, and fetching one. */
function usePack() {
  const [about, setAbout] = useState<PackAbout | undefined>(undefined);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  useEffect(() => {
    void packAbout().then(setAbout, (error: unknown) => setSaid({ words: wordsOf(error), isTrouble: true }));
  }, []);
  const take = async (places: readonly string[]) => {
    setSaid(null);
    setProgress({ done: 0, total: 0 });
    try {
      const fresh = await fetchPack(places, (done, total) => setProgress({ done, total }));
      setSaid({
        words: fresh.hash === about?.hash ? '资料没有变化，已是最新。' : '已带上，校验通过，没有网络也能用。',
      });
      setAbout(fresh);
    } catch (error) {
      setSaid({ words: wordsOf(error), isTrouble: true });
    } finally {
      setProgress(null);
    }
  };
  return { about, progress, said, take };
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : '没有带上，请再试一次。');

/** 带上岛: choose islands, take everything along, see how old it is. */
export function PackPage() {
  const { data, error, reload } = useRemote<{ items: PackPlace[] }>(
    '/api/pack/places',
    ({ store }) => store === 'inspections',
  );
  const { about, progress, said, take } = usePack();
  const [chosen, setChosen] = useState<ReadonlySet<string> | undefined>(undefined);
  useNow();
  const places = data?.items ?? [];
  const own = places.filter(({ mine }) => mine > 0).map(({ place }) => place);
  const picked = chosen ?? new Set(about?.places ?? own);
  const toggle = (place: string) => {
    const next = new Set(picked);
    if (!next.delete(place)) next.add(place);
    setChosen(next);
  };
  const some = places.filter(({ place }) => picked.has(place));
  const bytes = some.reduce((sum, one) => sum + one.bytes - COMMON_BYTES, COMMON_BYTES);
  const enterprises = some.reduce((sum, one) => sum + one.enterprises, 0);
  return (
    <Page title="带上岛" back={goBack}>
      {about && (
        <PackCard about={about} now={Date.now()} busy={progress !== null} onRenew={() => void take(about.places)} />
      )}
      {said && (
        <p
          className={said.isTrouble ? 'card fault' : 'card pack-said'}
          role={said.isTrouble ? 'alert' : 'status'}
          data-testid="pack-said"
        >
          {said.words}
        </p>
      )}
      <RoomCard />
      {!data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data && places.length === 0 && <Nothing title="没有可带的岛">您的辖区里还没有登记企业。</Nothing>}
      {places.length > 0 && <PlaceList places={places} picked={picked} onToggle={toggle} />}
      {places.length > 0 && (
        <div className="action-bar pack-bar">
          {progress && <progress value={progress.done} max={progress.total || 1} aria-label="下载进度" />}
          <button
            type="button"
            className="button primary"
            disabled={some.length === 0 || progress !== null}
            onClick={() => void take(some.map(({ place }) => place))}
            data-testid="pack-take"
          >
            {progress
              ? '正在下载…'
              : some.length === 0
                ? '请先选择要去的岛'
                : `带上岛（${enterprises} 家企业，约 ${megabytes(bytes)}）`}
          </button>
        </div>
      )}
    </Page>
  );
}
