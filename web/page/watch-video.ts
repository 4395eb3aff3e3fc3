/** What is done with a video's pictures. */
export interface VideoWatcher {
  /** Gets a picture, which is its to close, and its time in the video in seconds. */
  look: (picture: ImageBitmap, time: number) => Promise<void>;
  /** Gets what `look` rejects with, which ends the watching. */
  onError: (error: unknown) => void;
}

/**
 * Looks at a video's newest picture again and again, as fast as one look after the other allows.
 *
 * @returns a function that ends it
 */
export function watchVideo(video: HTMLVideoElement, { look, onError }: VideoWatcher): () => void {
  let isOver = false;
  // A picture that came while the last one was looked at is not waited for.
  let newest: number | undefined;
  let wake = () => {};
  let callback = 0;
  const wait = () => {
    callback = video.requestVideoFrameCallback((_, { mediaTime }) => {
      newest = mediaTime;
      wake();
      wait();
    });
  };
  const run = async () => {
    for (;;) {
      if (newest === undefined) await new Promise<void>((resolve) => (wake = resolve));
      if (isOver) return;
      const time = newest!;
      newest = undefined;
      // A camera announces its first picture before it can be read.
      if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) continue;
      const picture = await createImageBitmap(video);
      await look(picture, time);
    }
  };
  wait();
  run().catch((error: unknown) => {
    if (!isOver) onError(error);
  });
  return () => {
    isOver = true;
    video.cancelVideoFrameCallback(callback);
    newest = undefined;
    wake();
  };
}
