import { type Location } from './distance';
import { PLACES } from './places';

const WEST = 121.8;
const EAST = 122.98;
const SOUTH = 29.65;
const NORTH = 30.82;
const WIDTH = 360;
const HEIGHT = 420;
const x = (lng: number) => ((lng - WEST) / (EAST - WEST)) * WIDTH;
const y = (lat: number) => ((NORTH - lat) / (NORTH - SOUTH)) * HEIGHT;

/** Names that do not cover one another; the rest are among the names nearby. */
const DRAWN = PLACES.reduce<(typeof PLACES)[number][]>((drawn, place) => {
  const covers = drawn.some(
    ({ location: [lng, lat] }) =>
      Math.abs(x(lng) - x(place.location[0])) < 62 && Math.abs(y(lat) - y(place.location[1])) < 18,
  );
  return covers ? drawn : [...drawn, place];
}, []);

/**
 * A sketch of the archipelago: names where they roughly lie and, if known, where the phone is. For finding the right name
 * without network; it sets words, never a coordinate.
 */
export function SchematicMap({ location, onChoose }: { location: Location | null; onChoose: (name: string) => void }) {
  return (
    <figure className="map">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label="舟山地名示意图">
        <rect width={WIDTH} height={HEIGHT} rx="12" className="sea" />
        {DRAWN.map(({ name, location: [lng, lat] }) => (
          <g
            key={name}
            className="island"
            role="button"
            tabIndex={0}
            aria-label={name}
            onClick={() => onChoose(name)}
            onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && onChoose(name)}
          >
            <circle cx={x(lng)} cy={y(lat)} r="20" className="touch" />
            <circle cx={x(lng)} cy={y(lat)} r="5" />
            <text x={x(lng) + 8} y={y(lat) + 4}>
              {name}
            </text>
          </g>
        ))}
        {location && <circle cx={x(location[0])} cy={y(location[1])} r="8" className="here" aria-label="您的位置" />}
      </svg>
      <figcaption className="hint">示意图，点地名填写；蓝点是您的位置。</figcaption>
    </figure>
  );
}
