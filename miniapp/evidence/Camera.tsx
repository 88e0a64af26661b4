import { useEffect, useRef, useState } from 'react';
import { type DeviceClock, type EvidenceNote, type TakenEvidence } from '../../models/evidence/evidence.schema';
import { holding } from '../offline/holder';
import { lookForRoom, noRoomFor, room } from '../offline/room';
import { session } from '../session';
import { useNotice } from '../useNotice';
import { type CameraProps } from './cameraProps';
import { Ghost } from './Ghost';
import { deviceClock } from './deviceClock';
import { keepTaken } from './keepTaken';
import { NoteForm } from './NoteForm';
import { useCameraSettings } from './settings';
import { described, type Recording, recordVideo, type Shot, takePhoto } from './taking';
import { CAMERA_TROUBLES, useCamera } from './useCamera';
import { useWhere } from './useWhere';
import { watermarkLines } from './watermark';
import './evidence.css';

/** A shot waiting for its words, with all that was true when it was taken. */
interface Taken {
  shot: Shot;
  about: Pick<TakenEvidence, 'takenAt' | 'skewMs' | 'position'>;
  clock: DeviceClock;
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : '没有拍成，请再试一次。');

/** In-app camera: photo or short video of the scene, hashed and kept the moment it is taken. Works without network. */
export function Camera({ record, officer, place, onTaken, onClose, proofs, ghost }: CameraProps) {
  const { video, stream, state, retry } = useCamera();
  const { position, fresh } = useWhere();
  const settings = useCameraSettings();
  const space = useNotice(room);
  const [mode, setMode] = useState<'photo' | 'video'>('photo');
  const [taken, setTaken] = useState<Taken>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  const [seconds, setSeconds] = useState<number>();
  const recording = useRef<{ machine: Recording } & Omit<Taken, 'shot'>>(undefined);

  useEffect(() => void lookForRoom(), []);
  useEffect(() => {
    if (seconds === undefined) return;
    if (seconds >= settings.videoSeconds) return void stopVideo();
    const timer = setTimeout(() => setSeconds(seconds + 1), 1_000);
    return () => clearTimeout(timer);
  });

  const linesAt = (at: number, where: TakenEvidence['position']) =>
    watermarkLines({
      ...{ at, place, skewMs: holding.get().skewMs, position: where, officer: officer.name, no: record.no },
      demo: session.get().hello?.demo ?? false,
    });
  const moment = (): Omit<Taken, 'shot'> => {
    const clock = deviceClock();
    return { clock, about: { takenAt: clock.at, skewMs: holding.get().skewMs, position: fresh() } };
  };

  async function attempt(work: () => Promise<void>) {
    setBusy(true);
    setTrouble('');
    await work().catch((error: unknown) => setTrouble(sentenceOf(error)));
    setBusy(false);
  }
  const requireRoom = async (kind: 'photo' | 'video') => {
    const full = noRoomFor(kind, await lookForRoom());
    if (full) throw new Error(full);
  };
  const photo = () =>
    attempt(async () => {
      await requireRoom('photo');
      const [track] = stream.current?.getVideoTracks() ?? [];
      if (!video.current || !track) return;
      const now = moment();
      const lines = linesAt(Date.parse(now.about.takenAt), now.about.position);
      setTaken({ ...now, shot: await takePhoto(video.current, track, lines, settings) });
    });
  const startVideo = () =>
    attempt(async () => {
      await requireRoom('video');
      if (!video.current || !stream.current) return;
      const now = moment();
      const machine = recordVideo(video.current, stream.current, () => linesAt(Date.now(), now.about.position));
      recording.current = { ...now, machine };
      setSeconds(0);
    });
  const stopVideo = () =>
    attempt(async () => {
      const under = recording.current;
      recording.current = undefined;
      setSeconds(undefined);
      if (under) setTaken({ clock: under.clock, about: under.about, shot: await under.machine.stop() });
    });
  const keep = (note: EvidenceNote) =>
    attempt(async () => {
      if (!taken) return;
      const evidence = await described(taken.shot, taken.about);
      await keepTaken(record.id, evidence, taken.shot, taken.clock);
      await onTaken(evidence, note);
      setTaken(undefined);
    });

  const noRoom = noRoomFor(mode, space);
  const isRecording = seconds !== undefined;
  const press = mode === 'photo' ? photo : isRecording ? stopVideo : startVideo;
  const wrong = state === 'live' || state === 'opening' ? undefined : CAMERA_TROUBLES[state];
  return (
    <div className="camera" role="dialog" aria-modal="true" aria-label="拍摄证据" data-testid="camera">
      <video ref={video} className="camera-view" playsInline muted hidden={Boolean(taken ?? wrong)} />
      {ghost && !taken && !wrong && <Ghost {...ghost} here={position?.location} />}
      {taken && (
        <NoteForm
          key={taken.clock.uptimeMs}
          {...{ shot: taken.shot, proofs, saving: busy, trouble }}
          onKeep={(note) => void keep(note)}
          onAgain={() => setTaken(undefined)}
        />
      )}
      {!taken && (
        <>
          <header className="camera-head">
            <button type="button" className="camera-button" onClick={onClose} disabled={isRecording}>
              完成
            </button>
            <p className={position ? 'camera-where' : 'camera-where camera-warns'} role="status">
              {position ? `已定位 ±${Math.round(position.accuracy)}米` : '正在定位，也可以先拍'}
            </p>
          </header>
          {wrong && (
            <div className="camera-trouble" role="alert" data-testid="camera-trouble">
              <h2>{wrong.title}</h2>
              <p>{wrong.advice}</p>
              {state !== 'unsupported' && (
                <button type="button" className="button primary" onClick={retry}>
                  重试
                </button>
              )}
            </div>
          )}
          <footer className="camera-foot">
            {(trouble || noRoom) && (
              <p className="camera-notice" role="alert">
                {trouble || noRoom}
              </p>
            )}
            {!wrong && (
              <div className="camera-controls">
                <div className="camera-modes" role="group" aria-label="拍什么">
                  {(['photo', 'video'] as const).map((one) => (
                    <button
                      key={one}
                      type="button"
                      className="camera-button"
                      aria-pressed={mode === one}
                      disabled={isRecording}
                      onClick={() => setMode(one)}
                    >
                      {one === 'photo' ? '照片' : '视频'}
                    </button>
                  ))}
                </div>
                <button
                  type="button"
                  className={isRecording ? 'shutter shutter-on' : `shutter shutter-${mode}`}
                  aria-label={mode === 'photo' ? '拍照' : isRecording ? '停止录像' : '开始录像'}
                  data-testid="shutter"
                  disabled={state !== 'live' || busy || Boolean(noRoom && !isRecording)}
                  onClick={() => void press()}
                />
                <p className="camera-seconds" aria-live="off">
                  {isRecording
                    ? `${seconds} / ${settings.videoSeconds} 秒`
                    : mode === 'video'
                      ? `最长 ${settings.videoSeconds} 秒`
                      : ''}
                </p>
              </div>
            )}
          </footer>
        </>
      )}
    </div>
  );
}
