import { notice } from '../notice';

const KEY = 'desk.sound';

/** Whether new petitions ring; remembered on this computer. */
export const soundOn = notice(localStorage.getItem(KEY) === 'on');
soundOn.watch(() => localStorage.setItem(KEY, soundOn.get() ? 'on' : 'off'));

let audio: AudioContext | undefined;

/** Two short notes, if the officer wants them. */
export function chime(): void {
  if (!soundOn.get()) return;
  audio ??= new AudioContext();
  [880, 1175].forEach((hertz, at) => {
    if (!audio) return;
    const note = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + at * 0.18;
    note.frequency.value = hertz;
    volume.gain.setValueAtTime(0.15, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
    note.connect(volume).connect(audio.destination);
    note.start(start);
    note.stop(start + 0.3);
  });
}
