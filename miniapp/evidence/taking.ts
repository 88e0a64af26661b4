/** From a running camera to two files: the original as the camera gave it, and a light copy with the watermark drawn in. */
import { sha256Hex } from '../../models/core/canonical';
import { type EvidenceType, type TakenEvidence } from '../../models/evidence/evidence.schema';
import { drawWatermark } from './drawWatermark';

/** What the bureau set for the camera (`/api/evidence/settings`). */
export interface CameraSettings {
  /** Longest edge of the light copy in pixels, and its size in kB. */
  photoEdge: number;
  photoKb: number;
  videoSeconds: number;
}
export const DEFAULT_SETTINGS: CameraSettings = { photoEdge: 1_600, photoKb: 300, videoSeconds: 20 };

/** Two files and their size on the screen; `light` may be the original itself where a device can make no second file. */
export interface Shot {
  kind: TakenEvidence['kind'];
  light: Blob;
  original: Blob;
  width: number;
  height: number;
  seconds: number | null;
}

const QUALITIES = [0.82, 0.72, 0.62, 0.5, 0.4, 0.3];
const ORIGINAL_QUALITY = 0.92;
const NOT_TAKEN = '这一张没有拍成，请再按一次；还不行请关闭相机重新打开。';

const blobOf = (canvas: HTMLCanvasElement, quality: number): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(NOT_TAKEN))), 'image/jpeg', quality),
  );

function canvasOf(width: number, height: number) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error(NOT_TAKEN);
  return { canvas, context };
}

/** The frame the camera shows, in full. */
function grab(video: HTMLVideoElement): Promise<Blob> {
  const { canvas, context } = canvasOf(video.videoWidth, video.videoHeight);
  context.drawImage(video, 0, 0);
  return blobOf(canvas, ORIGINAL_QUALITY);
}

/** The sensor's own photo where the browser can give it: sharper than a frame, with what the camera writes into it. */
const SENSOR_MS = 4_000;
async function sensorPhoto(track: MediaStreamTrack): Promise<Blob | undefined> {
  const Capture = (globalThis as { ImageCapture?: new (of: MediaStreamTrack) => { takePhoto(): Promise<Blob> } })
    .ImageCapture;
  if (!Capture) return undefined;
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), SENSOR_MS));
  const photo = await Promise.race([new Capture(track).takePhoto().catch(() => undefined), late]);
  return photo?.type === 'image/jpeg' ? photo : undefined;
}

/** As good as the size allows. */
async function lightCopy(canvas: HTMLCanvasElement, mostBytes: number): Promise<Blob> {
  let copy = await blobOf(canvas, QUALITIES[0] ?? ORIGINAL_QUALITY);
  for (const quality of QUALITIES.slice(1)) {
    if (copy.size <= mostBytes) break;
    copy = await blobOf(canvas, quality);
  }
  return copy;
}

/**
 * Take one photo.
 *
 * @param lines the watermark
 * @throws Error with a sentence
 */
export async function takePhoto(
  video: HTMLVideoElement,
  track: MediaStreamTrack,
  lines: readonly string[],
  { photoEdge, photoKb }: CameraSettings,
): Promise<Shot> {
  if (video.videoWidth === 0) throw new Error(NOT_TAKEN);
  const original = (await sensorPhoto(track)) ?? (await grab(video));
  const picture = await createImageBitmap(original);
  const scale = Math.min(1, photoEdge / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const { canvas, context } = canvasOf(width, height);
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  drawWatermark(context, canvas, lines);
  return { kind: 'photo', light: await lightCopy(canvas, photoKb * 1_024), original, width, height, seconds: null };
}

const VIDEO_TYPES = ['video/mp4;codecs=avc1', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'];
const LIGHT_EDGE = 640;
const LIGHT_BITS = 500_000;
const ORIGINAL_BITS = 2_000_000;
const FRAMES = 12;

/** Records a stream until told to stop. */
function recorder(stream: MediaStream, bits: number): { stop: () => Promise<Blob> } {
  const type = VIDEO_TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const machine = new MediaRecorder(stream, { ...(type ? { mimeType: type } : {}), videoBitsPerSecond: bits });
  const parts: Blob[] = [];
  machine.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise<void>((done) => (machine.onstop = () => done()));
  machine.start(1_000);
  return {
    async stop() {
      if (machine.state !== 'inactive') machine.stop();
      await stopped;
      return new Blob(parts, { type: (machine.mimeType.split(';')[0] ?? 'video/webm').trim() });
    },
  };
}

/** A small picture of the camera with the watermark on every frame. */
function markedStream(video: HTMLVideoElement, sound: readonly MediaStreamTrack[], lines: () => readonly string[]) {
  const scale = Math.min(1, LIGHT_EDGE / Math.max(video.videoWidth, video.videoHeight));
  const { canvas, context } = canvasOf(Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale));
  const draw = () => {
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    drawWatermark(context, canvas, lines());
  };
  draw();
  const timer = setInterval(draw, 1_000 / FRAMES);
  const stream = canvas.captureStream(FRAMES);
  for (const track of sound) stream.addTrack(track);
  return { stream, canvas, end: () => clearInterval(timer) };
}

/** A video being recorded. `stop` gives it. */
export interface Recording {
  stop: () => Promise<Shot>;
}

/**
 * Begin a video: the camera's own stream as the original, beside it a small one with the watermark. A device that cannot record two at once
 * keeps the original alone.
 *
 * @param lines asked again for every frame, since the time goes on
 */
export function recordVideo(video: HTMLVideoElement, stream: MediaStream, lines: () => readonly string[]): Recording {
  const begun = performance.now();
  const original = recorder(stream, ORIGINAL_BITS);
  let light: { stop: () => Promise<Blob> } | undefined;
  let marked: ReturnType<typeof markedStream> | undefined;
  try {
    marked = markedStream(video, stream.getAudioTracks(), lines);
    light = recorder(marked.stream, LIGHT_BITS);
  } catch {
    marked?.end();
  }
  return {
    async stop() {
      const [whole, small] = await Promise.all([original.stop(), light?.stop().catch(() => undefined)]);
      marked?.end();
      const seconds = Math.round((performance.now() - begun) / 100) / 10;
      const copy = small && small.size > 0 ? small : whole;
      const { width, height } =
        copy === whole || !marked ? { width: video.videoWidth, height: video.videoHeight } : marked.canvas;
      return { kind: 'video', light: copy, original: whole, width, height, seconds };
    },
  };
}

const hashOf = async (blob: Blob): Promise<string> => sha256Hex(new Uint8Array(await blob.arrayBuffer()));

/** Hash both files, now. */
export async function described(
  { kind, light, original, width, height, seconds }: Shot,
  about: Pick<TakenEvidence, 'takenAt' | 'skewMs' | 'position'>,
): Promise<TakenEvidence> {
  const [sha256, originalHash] = await Promise.all([hashOf(light), hashOf(original)]);
  return {
    ...{ sha256, kind, type: light.type as EvidenceType, bytes: light.size, width, height, seconds },
    original: { sha256: originalHash, type: original.type as EvidenceType, bytes: original.size },
    ...about,
  };
}
