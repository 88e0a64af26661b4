import { useCallback, useEffect, useMemo, useState } from 'react';
import { COUNTIES, type County } from '../../models/core/place';
import { type Kind, KINDS, type Panels, type WallItem } from '../../models/wall/wall.schema';
import { type Me } from '../answers';
import { isLive } from '../live';
import { CityMap } from '../map/CityMap';
import { cityOutline, SKETCH } from '../map/outline';
import { useNotice } from '../useNotice';
import { useNow } from '../useNow';
import { openSound } from './alarm';
import { marksOf } from './marks';
import { ReplayBar } from './ReplayBar';
import { chosenTheme, themeAt } from './theme';
import { useAlarms } from './useAlarms';
import { useKeys } from './useKeys';
import { useLost } from './useLost';
import { type Replay, useReplay } from './useReplay';
import { WallAlarm } from './WallAlarm';
import { WallDetail } from './WallDetail';
import { WallDuty } from './WallDuty';
import { WallHead } from './WallHead';
import { WallList } from './WallList';
import { WallLost } from './WallLost';
import { WallSide } from './WallSide';
import { followWall, NO_PANELS, wall } from './wallStore';
import { isLate } from './words';

const HOUR = 3_600_000;
const NOTHING: readonly WallItem[] = [];

function useOutline() {
  const [outline, setOutline] = useState(SKETCH);
  useEffect(() => {
    cityOutline().then(setOutline, () => undefined);
  }, []);
  return outline;
}

function useTheme(now: Date) {
  const theme = themeAt(now, useNotice(chosenTheme));
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const toggle = useCallback(() => chosenTheme.set(theme === 'night' ? 'day' : 'night'), [theme]);
  return { theme, toggle };
}

/** What is shown: the present, or the frame of a replay. */
function usePicture(replay: Replay | null) {
  const { items, tally, panels, heardAt, trouble } = useNotice(wall);
  const frame = replay?.frame ?? null;
  const past: Panels = useMemo(() => ({ ...NO_PANELS, ...frame?.panels }), [frame]);
  if (!replay) return { items, tally, panels, heardAt, trouble };
  return { items: frame?.items ?? NOTHING, tally: frame?.tally ?? tally, panels: past, heardAt, trouble };
}

/** The wall: what is open, whose it is, which clock runs and who hears of it next; the map; who is on post. */
export function WallPage({ me }: { me: Me }) {
  const { seeWall = false, replayWall = false } = me.may;
  useEffect(() => (seeWall ? followWall() : undefined), [seeWall]);
  const clock = useNow(1_000);
  const { replay, open, go, play, close } = useReplay();
  const { items, tally, panels, heardAt, trouble } = usePicture(replay);
  const now = replay ? replay.at : clock;
  const { theme, toggle } = useTheme(clock);
  const [filter, setFilter] = useState<Kind | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const outline = useOutline();
  const live = useNotice(isLive);
  const lost = useLost(live, heardAt) && seeWall && !replay;
  const shown = useMemo(() => (filter ? items.filter(({ kind }) => kind === filter) : items), [items, filter]);
  const marks = useMemo(() => marksOf(shown, panels), [shown, panels.stations, panels.posts]);
  const late = useMemo(
    () => items.filter((item) => isLate(item, now)).length,
    [items, Math.floor(now.getTime() / 10_000)],
  );
  const { fresh, acknowledge } = useAlarms(items, seeWall && !replay);
  const isWaiting = replay ? replay.frame === null : heardAt === 0;
  const item = items.find(({ id }) => id === chosen);

  const lookBack = useCallback(
    () => (replay ? seeWall && close() : open(new Date(clock.getTime() - HOUR))),
    [replay, seeWall, close, open, clock],
  );
  useEffect(() => {
    if (!seeWall && replayWall && !replay) lookBack();
  }, [seeWall, replayWall, replay, lookBack]);
  const move = useCallback(
    (by: number) => {
      const at = shown.findIndex(({ id }) => id === chosen);
      const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
      if (next) setChosen(next.id);
    },
    [shown, chosen],
  );
  useKeys({
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => move(9),
    PageUp: () => move(-9),
    Escape: () => (chosen ? setChosen(null) : replay && lookBack()),
    ' ': () => (replay ? play() : acknowledge()),
    t: toggle,
    r: () => replayWall && lookBack(),
    '0': () => setFilter(null),
    ...Object.fromEntries(
      (Object.keys(KINDS) as Kind[]).map((kind, index) => [String(index + 1), () => setFilter(kind)]),
    ),
  });
  // Browsers allow sound after any touch; the first one opens it.
  useEffect(() => {
    const touch = () => void openSound();
    window.addEventListener('pointerdown', touch, { once: true });
    window.addEventListener('keydown', touch, { once: true });
    return () => {
      window.removeEventListener('pointerdown', touch);
      window.removeEventListener('keydown', touch);
    };
  }, []);

  const county = me.roles.some((role) => role !== 'branchHead' && role !== 'officer')
    ? null
    : (me.county as County | null);
  return (
    <div className={`wall${lost ? ' lost' : ''}${replay ? ' replaying' : ''}`} data-testid="wall">
      <WallHead
        scope={county ? COUNTIES[county] : '舟山市'}
        {...{ now, tally, late, filter, live, theme }}
        onFilter={setFilter}
        onTheme={toggle}
        {...(replayWall ? { onReplay: lookBack } : {})}
        replaying={replay !== null}
      />
      <div className="wall-banners">
        {lost && <WallLost heardAt={heardAt} trouble={trouble} />}
        {replay ? (
          <ReplayBar replay={replay} now={clock} onOpen={open} onGo={go} onPlay={play} onClose={lookBack} />
        ) : (
          seeWall && <WallAlarm fresh={fresh} onAcknowledge={acknowledge} />
        )}
      </div>
      <main className="wall-body">
        <WallList
          items={shown}
          alerts={panels.alerts}
          now={now}
          chosen={chosen}
          onChoose={setChosen}
          still={replay !== null || chosen !== null}
          empty={isWaiting ? '正在读取…' : '没有在办事项'}
        />
        <div className="wall-right">
          {item ? (
            <WallDetail item={item} at={replay ? replay.at : null} onClose={() => setChosen(null)} />
          ) : (
            <CityMap outline={outline} marks={marks} theme={theme} onChoose={setChosen} />
          )}
          <div className="wall-foot">
            <WallDuty duty={panels.duty} now={now} />
            <WallSide panels={panels} now={now} replaying={replay !== null} />
          </div>
        </div>
      </main>
    </div>
  );
}
