// @ts-check
/** Where the phone says it is: places around Zhoushan, approximate, GCJ-02 degrees (the datum of Chinese web maps). */

/** @typedef {{name: string, district: string, longitude: number, latitude: number}} Place */

/** @type {Place[]} */
export const PLACES = [
  { name: '普陀区展茅街道', district: '普陀区', longitude: 122.3, latitude: 30.03 },
  { name: '普陀区沈家门渔港', district: '普陀区', longitude: 122.302, latitude: 29.943 },
  { name: '普陀区六横镇', district: '普陀区', longitude: 122.137, latitude: 29.724 },
  { name: '普陀区朱家尖', district: '普陀区', longitude: 122.397, latitude: 29.898 },
  { name: '定海区城东街道', district: '定海区', longitude: 122.117, latitude: 30.022 },
  { name: '定海区金塘镇', district: '定海区', longitude: 121.876, latitude: 30.039 },
  { name: '定海区岑港街道', district: '定海区', longitude: 121.985, latitude: 30.083 },
  { name: '定海区白泉镇', district: '定海区', longitude: 122.174, latitude: 30.089 },
  { name: '岱山县高亭镇', district: '岱山县', longitude: 122.208, latitude: 30.243 },
  { name: '岱山县衢山镇', district: '岱山县', longitude: 122.353, latitude: 30.447 },
  { name: '嵊泗县菜园镇', district: '嵊泗县', longitude: 122.457, latitude: 30.724 },
  { name: '嵊泗县洋山镇', district: '嵊泗县', longitude: 122.075, latitude: 30.63 },
];

/**
 * What the client answers to `device.geolocation.get` on Android (dingtalk.md §2.3).
 * @param {Place} place
 * @param {{wgs84: boolean, mock: boolean, named: boolean}} how `wgs84`: asked with coordinate 0, no address then; `mock`: an app makes
 *   the place up; `named`: with the address, which needs the network
 */
export function located(place, { wgs84, mock, named }) {
  const [longitude, latitude] = wgs84 ? toWgs84(place.longitude, place.latitude) : [place.longitude, place.latitude];
  const fix = {
    longitude,
    latitude,
    accuracy: 25,
    netType: 'wifi',
    operatorType: 'unknown',
    locationType: 0,
    errorCode: 0,
    errorMessage: '',
    provider: 'sandbox',
    isFromMock: mock,
    isGpsEnabled: true,
    isWifiEnabled: true,
    isMobileEnabled: true,
  };
  return wgs84 || !named
    ? fix
    : {
        ...fix,
        address: `浙江省舟山市${place.name}`,
        province: '浙江省',
        city: '舟山市',
        district: place.district,
        road: '',
      };
}

const AXIS = 6378245;
const ECCENTRICITY = 0.006693421622965943;

/** GCJ-02 → WGS-84 by the published approximation, good to a few metres. @param {number} longitude @param {number} latitude @returns {[number, number]} */
export function toWgs84(longitude, latitude) {
  const x = longitude - 105;
  const y = latitude - 35;
  const waves = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3);
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    waves +
    ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3 +
    ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3;
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    waves +
    ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3 +
    ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
  const radians = (latitude / 180) * Math.PI;
  const magic = 1 - ECCENTRICITY * Math.sin(radians) ** 2;
  const offsetNorth = (north * 180) / (((AXIS * (1 - ECCENTRICITY)) / (magic * Math.sqrt(magic))) * Math.PI);
  const offsetEast = (east * 180) / ((AXIS / Math.sqrt(magic)) * Math.cos(radians) * Math.PI);
  return [round(longitude - offsetEast), round(latitude - offsetNorth)];
}

const round = (/** @type {number} */ degrees) => Math.round(degrees * 1e6) / 1e6;
