import { startCamera, stopCamera } from './camera';
import type { Source } from './source';

/** What {@link openCamera} tells the page. */
export interface CameraOptions {
  /** The camera's id; empty for the browser's choice. */
  id: string;
  /** Called when it was disconnected. */
  onLost: (camera: Source) => void;
}

/**
 * Starts a camera as the source of a video.
 *
 * @throws Error in words for the user
 */
export async function openCamera(video: HTMLVideoElement, { id, onLost }: CameraOptions): Promise<Source> {
  const stream = await startCamera(id);
  const camera: Source = {
    name: 'camera',
    kind: 'camera',
    end() {
      stopCamera(stream);
      video.srcObject = null;
    },
  };
  // Not called when the page itself stops it.
  stream.getVideoTracks()[0].addEventListener('ended', () => onLost(camera));
  video.srcObject = stream;
  return camera;
}
