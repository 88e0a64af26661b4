import { useRemote } from '../useRemote';
import { type CameraSettings, DEFAULT_SETTINGS } from './taking';

/** What the bureau set for the camera; without network the last known, else the usual. */
export function useCameraSettings(): CameraSettings {
  return useRemote<CameraSettings>('/api/evidence/settings', () => false).data ?? DEFAULT_SETTINGS;
}
