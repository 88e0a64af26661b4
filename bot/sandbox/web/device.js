// @ts-check
/** What a person can set on the device: whether it has a signal, and where it is. */
import { fill, h, icon } from './dom.js';
import { PLACES } from './places.js';
import { placeSheet } from './webview.js';

const NETWORKS = [
  ['wifi', '无线网'],
  ['4g', '4G'],
  ['none', '无信号'],
];
/** @type {import('./places.js').Place} */
const HERE = PLACES[0] ?? { name: '', district: '', longitude: 122.3, latitude: 30.03 };

/** @param {() => void} onNetwork called after the network has changed */
export function createDevice(onNetwork) {
  const device = {
    network: 'wifi',
    place: HERE,
    /** Whether an app on this phone makes its place up, as a test or a cheat does. */
    mocksPlace: false,
    hasSignal: () => device.network !== 'none',
    /** The settings, for the page 我 and for the sheet under the status bar. @returns {Node[]} */
    settings: () => [networkRow(), placeRow(), mockRow()],
  };
  function networkRow() {
    const row = h('div', { class: 'segments', role: 'group', 'aria-label': '网络' });
    const draw = () =>
      fill(
        row,
        NETWORKS.map(([id = '', name = '']) => {
          const pressed = String(id === device.network);
          const choose = () => {
            device.network = id;
            draw();
            onNetwork();
          };
          return h(
            'button',
            { type: 'button', 'aria-pressed': pressed, 'data-testid': `network-${id}`, onclick: choose },
            name,
          );
        }),
      );
    draw();
    return h('div', { class: 'setting' }, h('span', {}, '网络'), row);
  }
  function placeRow() {
    const name = h('span', { class: 'value' }, device.place.name);
    const choose = async () => {
      device.place = (await placeSheet(device.place)) ?? device.place;
      fill(name, [device.place.name]);
    };
    const label = h('span', { class: 'grow' }, '手机所在位置');
    return h(
      'button',
      { type: 'button', class: 'row', 'data-testid': 'choose-place', onclick: choose },
      icon('pin', 20),
      label,
      name,
      icon('right', 18),
    );
  }
  function mockRow() {
    const input = h('input', {
      type: 'checkbox',
      'data-testid': 'mock-place',
      checked: device.mocksPlace,
      onchange: () => {
        device.mocksPlace = input.checked;
      },
    });
    return h('label', { class: 'row' }, h('span', { class: 'grow' }, '模拟定位（开发者选项）'), input);
  }
  return device;
}

/** @typedef {ReturnType<typeof createDevice>} Device */
