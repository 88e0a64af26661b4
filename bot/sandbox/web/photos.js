// @ts-check
/** Pictures without a camera: painted scenes, so that the story can be told on a machine that has no photo of a black creek. */
import { h } from './dom.js';
import { sheet } from './sheet.js';

/** @typedef {(paint: CanvasRenderingContext2D, width: number, height: number) => void} Scene */

/** @type {(top: string, bottom: string) => Scene} */
const sky = (top, bottom) => (paint, width, height) => {
  const gradient = paint.createLinearGradient(0, 0, 0, height);
  gradient.addColorStop(0, top);
  gradient.addColorStop(1, bottom);
  paint.fillStyle = gradient;
  paint.fillRect(0, 0, width, height);
};

/** @type {(paint: CanvasRenderingContext2D, colour: string, points: number[][]) => void} */
function area(paint, colour, points) {
  paint.fillStyle = colour;
  paint.beginPath();
  for (const [x = 0, y = 0] of points) paint.lineTo(x, y);
  paint.fill();
}
/** @type {(paint: CanvasRenderingContext2D, colour: string, count: number, box: number[], size: number) => void} */
function blobs(paint, colour, count, [left = 0, top = 0, width = 0, height = 0], size) {
  paint.fillStyle = colour;
  for (let at = 0; at < count; at += 1) {
    paint.beginPath();
    paint.ellipse(
      left + ((at * 0.618) % 1) * width,
      top + ((at * 0.414) % 1) * height,
      size * (0.6 + ((at * 0.37) % 1)),
      size * 0.4,
      0.2,
      0,
      7,
    );
    paint.fill();
  }
}

/** @type {[name: string, scene: Scene][]} */
const SCENES = [
  [
    '河水发黑',
    (paint, width, height) => {
      sky('#b9c8cf', '#dfe5e2')(paint, width, height);
      area(paint, '#7f8f86', [
        [0, 260],
        [300, 180],
        [620, 240],
        [960, 190],
        [960, 420],
        [0, 420],
      ]);
      area(paint, '#6c7a4f', [
        [0, 380],
        [960, 330],
        [960, 720],
        [0, 720],
      ]);
      area(paint, '#23282a', [
        [380, 345],
        [520, 340],
        [900, 720],
        [60, 720],
      ]);
      blobs(paint, 'rgba(160,160,140,.55)', 26, [260, 470, 460, 230], 26);
      area(paint, '#9aa0a3', [
        [640, 330],
        [760, 322],
        [760, 380],
        [640, 388],
      ]);
      area(paint, '#3b3f40', [
        [560, 380],
        [640, 360],
        [640, 384],
        [575, 420],
      ]);
    },
  ],
  [
    '排口泡沫',
    (paint, width, height) => {
      sky('#c8d4d8', '#e8ebe6')(paint, width, height);
      area(paint, '#8d8a80', [
        [0, 200],
        [960, 160],
        [960, 470],
        [0, 430],
      ]);
      area(paint, '#4d5f5c', [
        [0, 430],
        [960, 470],
        [960, 720],
        [0, 720],
      ]);
      paint.fillStyle = '#4a4a48';
      paint.beginPath();
      paint.arc(470, 350, 74, 0, 7);
      paint.fill();
      area(paint, '#5e6650', [
        [420, 370],
        [520, 370],
        [560, 520],
        [390, 520],
      ]);
      blobs(paint, 'rgba(245,245,235,.85)', 60, [250, 480, 480, 170], 34);
    },
  ],
  [
    '烟囱冒烟',
    (paint, width, height) => {
      sky('#9fb4c4', '#e6dfd2')(paint, width, height);
      blobs(paint, 'rgba(70,68,66,.45)', 34, [420, 40, 470, 210], 74);
      area(paint, '#7b6f68', [
        [360, 220],
        [420, 220],
        [440, 600],
        [340, 600],
      ]);
      area(paint, '#a39b92', [
        [120, 430],
        [820, 430],
        [820, 640],
        [120, 640],
      ]);
      area(paint, '#6d7a60', [
        [0, 600],
        [960, 600],
        [960, 720],
        [0, 720],
      ]);
    },
  ],
  [
    '现场已清理',
    (paint, width, height) => {
      sky('#a9cbe0', '#e9f1f2')(paint, width, height);
      area(paint, '#7da071', [
        [0, 300],
        [420, 230],
        [960, 310],
        [960, 720],
        [0, 720],
      ]);
      area(paint, '#7fb2c4', [
        [400, 330],
        [520, 330],
        [880, 720],
        [90, 720],
      ]);
      blobs(paint, 'rgba(255,255,255,.4)', 16, [280, 440, 420, 230], 22);
    },
  ],
];

/** @param {string} name @param {Scene} scene @returns {HTMLCanvasElement} */
function paintScene(name, scene) {
  const canvas = h('canvas', { width: '960', height: '720' });
  const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  scene(paint, 960, 720);
  paint.fillStyle = 'rgba(0,0,0,.5)';
  paint.fillRect(0, 668, 960, 52);
  paint.fillStyle = '#fff';
  paint.font = '26px system-ui, "Noto Sans CJK SC", sans-serif';
  paint.fillText(`示例照片 · ${name}`, 24, 703);
  return canvas;
}

/** @param {HTMLCanvasElement} canvas @param {string} name @returns {Promise<File>} */
const asFile = (canvas, name) =>
  new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) =>
        blob ? resolve(new File([blob], `${name}.jpg`, { type: 'image/jpeg' })) : reject(new Error('no picture')),
      'image/jpeg',
      0.85,
    ),
  );

/**
 * Let the person take a picture from the device or one of the painted ones.
 * @param {{multiple?: boolean}} [options] @returns {Promise<File[] | undefined>}
 */
export function choosePhotos({ multiple = false } = {}) {
  return sheet(
    '选择照片',
    (/** @type {(files: File[]) => void} */ done) => {
      const input = h('input', {
        type: 'file',
        accept: 'image/*',
        multiple,
        id: 'photo-file',
        class: 'hiddenInput',
        'data-testid': 'photo-input',
        onchange: () => input.files?.length && done([...input.files]),
      });
      const scenes = SCENES.map(([name, scene]) => {
        const canvas = paintScene(name, scene);
        return h(
          'button',
          {
            type: 'button',
            class: 'sample',
            'data-testid': 'photo-sample',
            onclick: async () => done([await asFile(canvas, name)]),
          },
          canvas,
          h('span', {}, name),
        );
      });
      return [
        h('label', { for: 'photo-file', class: 'button primary wide' }, '从相册选择'),
        input,
        h('p', { class: 'hint' }, '没有照片？用一张示例照片：'),
        h('div', { class: 'samples' }, scenes),
      ];
    },
    { testid: 'photo-sheet' },
  );
}

/** @param {File} file @returns {Promise<string>} base64 without the data-URL prefix */
export const base64Of = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
