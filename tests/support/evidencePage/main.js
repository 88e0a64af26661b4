/** The product's own camera, shelf and upload on an otherwise empty page; `#camera` shows the camera, `#list` a record's evidence. Driven by specifications and a bench. */
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import '../../../miniapp/phone.css';
import { Camera } from '../../../miniapp/evidence/Camera';
import { EvidenceGrid } from '../../../miniapp/evidence/EvidenceGrid';
import { deviceClock } from '../../../miniapp/evidence/deviceClock';
import { keepTaken } from '../../../miniapp/evidence/keepTaken';
import { described } from '../../../miniapp/evidence/taking';
import { refusedFiles, startUploads } from '../../../miniapp/evidence/uploads';
import { lookAtFiles } from '../../../miniapp/offline/evidenceShelf';
import { filesWaiting } from '../../../miniapp/offline/waiting';
import { session, startSession } from '../../../miniapp/session';

let counted = false;
const harness = {
  taken: [],
  closed: 0,
  /** And has counted what waits: before that, nothing seems to. */
  signedIn: () => counted && session.get().confirmed,
  waiting: () => filesWaiting.get().length,
  refused: () => [...refusedFiles.get().values()],
  /** Put made-up photos of so many bytes on the shelf: a JPEG drawn here, filled up behind its end. */
  async fill(count, records, lightBytes, originalBytes) {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const context = canvas.getContext('2d');
    for (let n = 0; n < count; n += 1) {
      for (let field = 0; field < 64; field += 1) {
        const light = Math.floor(Math.random() * 256);
        context.fillStyle = `rgb(${light},${light},${light})`;
        context.fillRect((field % 8) * 40, Math.floor(field / 8) * 30, 40, 30);
      }
      const drawn = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.8));
      const padded = (bytes) => {
        const rest = new Uint8Array(Math.max(0, bytes - drawn.size));
        for (let at = 0; at < rest.length; at += 65536) crypto.getRandomValues(rest.subarray(at, at + 65536));
        return new Blob([drawn, rest], { type: 'image/jpeg' });
      };
      const light = padded(lightBytes);
      const original = originalBytes ? padded(originalBytes) : light;
      const clock = deviceClock();
      const shot = { kind: 'photo', light, original, width: 320, height: 240, seconds: null };
      const taken = await described(shot, { takenAt: clock.at, skewMs: 0, position: null });
      await keepTaken(`siteRecord:bench-${n % records}`, taken, shot, clock);
    }
  },
};
window.harness = harness;

void startSession()
  .then(startUploads)
  .then(lookAtFiles)
  .then(() => (counted = true));
if (location.hash === '#camera') {
  createRoot(document.getElementById('root')).render(
    createElement(Camera, {
      record: { id: 'siteRecord:i1', no: 'JC-2026-000001' },
      officer: { id: 'wang', name: '王示海' },
      place: '东海鱼粉示例有限公司（示例）',
      onTaken: (taken, note) => void harness.taken.push({ taken, note }),
      onClose: () => (harness.closed += 1),
    }),
  );
}
if (location.hash === '#list') {
  const list = createElement(EvidenceGrid, { record: 'siteRecord:i1' });
  createRoot(document.getElementById('root')).render(createElement('main', { className: 'page' }, list));
}
