import { isVideo, openVideo } from '../../src/lib/index';

/** Photographs take longer than frames: they are larger, and decoded alone. */
const PHOTOGRAPH = 3;

/**
 * How much work a file is, in frames: for the time that is left.
 *
 * @param options
 * @param options.every seconds from one frame of a video to the next
 */
export async function estimateWork(file: string, { every }: { every: number }): Promise<number> {
  try {
    if (!(await isVideo(file))) return PHOTOGRAPH;
    const video = await openVideo(file);
    video.close();
    return Math.max(1, video.duration / Math.max(every, 1 / (video.frameRate || Infinity)));
  } catch {
    // What is wrong with it is said when its turn comes.
    return 1;
  }
}
