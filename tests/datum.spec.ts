import fc from 'fast-check';
import { gcj02ToWgs84, wgs84ToGcj02 } from '../models/core/datum';
import { type Location, metresBetween } from '../models/core/place';

describe('the two datums', () => {
  it('agree with the published test points of the open map libraries', () => {
    // eviltransform: Shanghai, Shenzhen, Beijing; WGS-84 → GCJ-02.
    const points: [Location, Location][] = [
      [
        [121.5272106, 31.1774276],
        [121.531541859215, 31.17530398364597],
      ],
      [
        [113.912316, 22.543847],
        [113.9171764808363, 22.540796131694766],
      ],
      [
        [116.377817, 39.911954],
        [116.38404722455657, 39.91334545536069],
      ],
    ];
    for (const [wgs84, gcj02] of points) {
      expect(metresBetween(wgs84ToGcj02(wgs84), gcj02)).toBeLessThan(0.5);
    }
  });

  it('lie half a kilometre apart in the archipelago', () => {
    const harbour: Location = [122.3, 29.95];
    expect(metresBetween(wgs84ToGcj02(harbour), harbour)).toBeGreaterThan(300);
    expect(metresBetween(wgs84ToGcj02(harbour), harbour)).toBeLessThan(700);
  });

  it('lead back to the same point within a millimetre, anywhere in the city', () => {
    const point = fc.tuple(
      fc.double({ min: 121.5, max: 123.3, noNaN: true }),
      fc.double({ min: 29.5, max: 31.1, noNaN: true }),
    );
    fc.assert(fc.property(point, (wgs84) => metresBetween(gcj02ToWgs84(wgs84ToGcj02(wgs84)), wgs84) < 0.001));
  });
});
