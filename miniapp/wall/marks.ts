import { LEVELS, type Panels, type WallItem } from '../../models/wall/wall.schema';
import { type Mark } from '../map/clusters';

/** Behind everything that is open. */
const [SILENT, POST, STATION] = [1.5, 8, 9];

/** Everything of the wall that has a place. */
export function marksOf(items: readonly WallItem[], { stations, posts }: Pick<Panels, 'stations' | 'posts'>): Mark[] {
  return [
    ...items.flatMap(({ id, point, level, title }): Mark[] =>
      point ? [{ id, point, tone: level, weight: LEVELS.indexOf(level), label: title }] : [],
    ),
    ...(stations ?? []).map(({ id, point, silentSince, over, name }): Mark => {
      const tone = over ? 'urgent' : silentSince !== null ? 'silent' : 'station';
      return { id: `stations:${id}`, point, tone, weight: tone === 'station' ? STATION : SILENT, label: name };
    }),
    ...(posts ?? []).map(({ id, point, label }): Mark => ({
      id: `posts:${id}`,
      point,
      tone: 'post',
      weight: POST,
      label,
    })),
  ];
}
