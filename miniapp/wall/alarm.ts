/** The sound of an emergency. Browsers let a page sound only after somebody has touched it; until then the page says so, in large letters. */
import { notice } from '../notice';

/** opening: not known yet · blocked: the browser waits for a touch · ready · ringing */
export const sound = notice<'opening' | 'blocked' | 'ready' | 'ringing'>('opening');

let audio: AudioContext | undefined;
let again: ReturnType<typeof setTimeout> | undefined;
const REPEAT_MS = 2_500;
const PATIENCE_MS = 1_000;
/** Two rising tones, three times: heard across a room, unlike any telephone. */
const NOTES = [660, 990, 660, 990, 660, 990];
const NOTE_SECONDS = 0.22;

const isOpen = () => audio?.state === 'running';

/** Try to open the sound; succeeds after a touch, or at once where the browser has been told to allow it. */
export async function openSound(): Promise<void> {
  audio ??= new AudioContext();
  audio.onstatechange = () => settle();
  // Where it is forbidden the promise just waits; where it is allowed a busy machine takes a moment.
  await Promise.race([audio.resume().catch(() => undefined), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
  settle();
}

function settle(): void {
  if (!isOpen()) sound.set('blocked');
  else if (sound.get() === 'blocked' || sound.get() === 'opening') sound.set(wanted ? 'ringing' : 'ready');
  if (wanted && isOpen()) ringOn();
}

let wanted = false;

/** Ring until acknowledged; silent while the browser forbids it, and as soon as it allows. */
export function ring(): void {
  wanted = true;
  if (isOpen()) ringOn();
}

/** 知道了: this wall is silent until something new comes. Nobody else's is. */
export function hush(): void {
  wanted = false;
  clearTimeout(again);
  if (isOpen()) sound.set('ready');
}

function ringOn(): void {
  sound.set('ringing');
  clearTimeout(again);
  play();
  again = setTimeout(() => wanted && ringOn(), REPEAT_MS);
}

function play(): void {
  if (!audio) return;
  for (const [at, hertz] of NOTES.entries()) {
    const [note, volume] = [audio.createOscillator(), audio.createGain()];
    const start = audio.currentTime + at * NOTE_SECONDS;
    note.type = 'triangle';
    note.frequency.value = hertz;
    volume.gain.setValueAtTime(0.5, start);
    volume.gain.exponentialRampToValueAtTime(0.01, start + NOTE_SECONDS);
    note.connect(volume).connect(audio.destination);
    note.start(start);
    note.stop(start + NOTE_SECONDS);
  }
}
