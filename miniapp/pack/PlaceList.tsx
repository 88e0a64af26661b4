import { COUNTIES } from '../../models/core/place';
import { type PackPlace } from '../../models/pack/pack.schema';

const countyName = (code: string) => (COUNTIES as Record<string, string>)[code] ?? '其他';

/** Islands and towns by county; those of one's own tasks stand first. */
export function PlaceList({
  places,
  picked,
  onToggle,
}: {
  places: readonly PackPlace[];
  picked: ReadonlySet<string>;
  onToggle: (place: string) => void;
}) {
  const counties = [...new Set(places.map(({ county }) => county))];
  return (
    <section aria-label="选择岛屿和乡镇">
      <h2 className="pack-title">去哪里</h2>
      {counties.map((county) => (
        <fieldset key={county} className="card pack-county">
          <legend>{countyName(county)}</legend>
          {places
            .filter((one) => one.county === county)
            .map(({ place, enterprises, mine }) => (
              <label key={place} className="pack-place">
                <input
                  type="checkbox"
                  checked={picked.has(place)}
                  onChange={() => onToggle(place)}
                  data-testid={`pack-place-${place}`}
                />
                <span className="pack-name">{place}</span>
                <span className="hint">
                  {enterprises} 家企业{mine > 0 && <b> · 我的任务 {mine} 件</b>}
                </span>
              </label>
            ))}
        </fieldset>
      ))}
    </section>
  );
}
