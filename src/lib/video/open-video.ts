import { ExpectationError } from '../errors';
import { isAnimation } from './is-animation';
import { notAVideo } from './not-a-video';
import { openAnimation } from './open-animation';
import { openMedia } from './open-media';
import { openWithFfmpeg } from './open-with-ffmpeg';
import { readHead } from './read-head';
import type { Video } from './video';

/**
 * Opens a video: MP4, MOV, WebM and Matroska by two optional packages, an animated GIF or WebP by
 * sharp, anything else by the `ffmpeg` on the PATH, where it is installed.
 *
 * @param file its path
 * @returns the video; close it after use
 * @throws ExpectationError that names the file and what it is: not there, damaged, sound alone, a
 *   format that takes ffmpeg; or that says which package is missing
 * @example
 * const video = await openVideo('clip.mp4');
 * for await (const { time, image } of video.frames({ every: 0.5 })) console.log(time, image.width);
 * video.close();
 */
export async function openVideo(file: string): Promise<Video> {
  const head = readHead(file);
  if (head.length === 0) throw notAVideo(file, { found: 'an empty file', advice: 'Replace this file.' });
  if (isAnimation(head)) {
    const animation = await openAnimation(file);
    if (animation) return animation;
    throw notAVideo(file, { found: 'a picture that does not move', advice: 'Treat it as a photograph.' });
  }
  let failure: ExpectationError | undefined;
  try {
    const video = await openMedia(file);
    if (video) return video;
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error;
    failure = error;
  }
  const video = openWithFfmpeg(file);
  if (video) return video;
  throw (
    failure ??
    notAVideo(file, {
      found: 'a format that is not known here',
      advice: 'MP4, MOV, WebM, MKV, GIF and WebP are. For others such as AVI, install ffmpeg.',
    })
  );
}
