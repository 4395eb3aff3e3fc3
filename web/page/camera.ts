/** What the camera is asked for: more pixels would take longer and show faces no better. */
const SIZE = { width: { ideal: 640 }, height: { ideal: 480 } };

/** Why there is no camera, in words for the user, by the browser's name of the error. */
const REASONS: Record<string, string> = {
  NotAllowedError:
    'The browser did not allow the camera. Allow it in the settings of this page, next to its address, and start again.',
  NotFoundError: 'No camera was found. Connect one, or open a photograph or a video instead.',
  NotReadableError:
    'The camera could not be started: another program may be using it. Close that program and start again.',
  OverconstrainedError: 'That camera is no longer there. Choose another one.',
  AbortError: 'The camera stopped before it gave a picture. Start again.',
  SecurityError: 'The browser is set to let no page use a camera.',
};

/**
 * Starts a camera.
 *
 * @param id of the camera; empty for the browser's choice
 * @throws Error in words for the user
 */
export async function startCamera(id: string): Promise<MediaStream> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  if (!mediaDevices)
    throw new Error(
      'The browser gives this page no camera. Open it from a disk, from https:// or from http://127.0.0.1.',
    );
  try {
    const video = { ...SIZE, ...(id ? { deviceId: { exact: id } } : { facingMode: 'user' }) };
    return await mediaDevices.getUserMedia({ video, audio: false });
  } catch (cause) {
    const { name, message } = cause as DOMException;
    throw new Error(REASONS[name] ?? `The camera could not be started: ${message}`, { cause });
  }
}

/** Stops a camera, so that its light goes off. */
export function stopCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The cameras. Browsers name them only after one was allowed. */
export async function listCameras(): Promise<{ id: string; name: string }[]> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  const devices = (await mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }, index) => ({ id: deviceId, name: label || `Camera ${index + 1}` }));
}
