import { useEffect, useRef, useState } from 'react';

/** `denied`: the person or the phone forbids it · `none`: no camera · `busy`: another app has it · `unsupported`: not in this browser. */
export type CameraState = 'opening' | 'live' | 'denied' | 'none' | 'busy' | 'unsupported';

/** What is wrong, and what to do. */
export const CAMERA_TROUBLES: Record<Exclude<CameraState, 'opening' | 'live'>, { title: string; advice: string }> = {
  denied: { title: '没有相机权限', advice: '请在手机“设置－应用－钉钉－权限”里允许使用相机，再点“重试”。' },
  none: { title: '没有找到相机', advice: '这台设备没有可用的相机，请换一台手机拍摄。' },
  busy: { title: '相机被别的应用占用', advice: '请关闭正在使用相机的应用或视频会议，再点“重试”。' },
  unsupported: { title: '这里不能打开相机', advice: '请在手机钉钉里打开本应用；网址须以 https 开头。' },
};

const BY_NAME: Readonly<Record<string, keyof typeof CAMERA_TROUBLES>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
};

const WANTED = { facingMode: { ideal: 'environment' }, width: { ideal: 1_920 }, height: { ideal: 1_080 } } as const;

/** With sound for videos where it is allowed; a camera without a microphone still takes pictures. */
async function openStream(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: true });
  } catch {
    return navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
  }
}

const stop = (stream: MediaStream | undefined) => stream?.getTracks().forEach((track) => track.stop());

/** The running camera, shown in `video`; closed with the component, and when its page is hidden. `retry` opens it again. */
export function useCamera() {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream>(undefined);
  const [state, setState] = useState<CameraState>('opening');
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let isGone = false;
    setState('opening');
    if (!('mediaDevices' in navigator)) {
      setState('unsupported');
      return;
    }
    openStream().then(
      async (opened) => {
        if (isGone) return stop(opened);
        stream.current = opened;
        opened.getVideoTracks()[0]?.addEventListener('ended', () => isGone || setState('busy'));
        if (video.current) {
          video.current.srcObject = opened;
          await video.current.play().catch(() => undefined);
        }
        if (!isGone) setState('live');
      },
      (error: unknown) => isGone || setState(BY_NAME[(error as Error).name] ?? 'busy'),
    );
    return () => {
      isGone = true;
      stop(stream.current);
      stream.current = undefined;
    };
  }, [attempt]);

  return { video, stream, state, retry: () => setAttempt((before) => before + 1) };
}
