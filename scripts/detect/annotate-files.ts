import path from 'node:path';
import { makeFolder } from '../../src/lib/files/make-folder';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';
import { annotateImage, type AnalyzedFile, decodePhotograph, openVideo } from '../../src/lib/index';

/** Frames of each video. */
const FRAMES = 12;

/**
 * Writes copies of the pictures, and of some frames of each video, with boxes and words.
 *
 * @param options.onProgress is called with each file that is done
 * @returns how many pictures were written
 */
export async function annotateFiles(
  files: readonly AnalyzedFile[],
  { folder, onProgress }: { folder: string; onProgress: (done: number) => void },
): Promise<number> {
  await makeFolder(folder);
  const names = new Set<string>();
  const save = async (name: string, content: Uint8Array) => {
    let unique = name;
    for (let i = 2; names.has(unique); i++) unique = `${name}-${i}`;
    names.add(unique);
    // Never the name of the picture itself.
    await writeFileAtomic(path.join(folder, `${unique}-faces.jpg`), content);
  };
  for (const [i, { name, path: file, rows, duration }] of files.entries()) {
    const base = baseOf(name);
    if (duration === undefined)
      await save(base, await annotateImage(await decodePhotograph(file, { name }), rows));
    else {
      const times = someOf([...new Set(rows.flatMap(({ face, time = 0 }) => (face ? [time] : [])))]);
      const video = await openVideo(file);
      try {
        for await (const { time, image } of video.frames({ times })) {
          // The times in a CSV are rounded.
          const own = rows.filter((row) => Math.abs((row.time ?? 0) - time) < 1e-5);
          await save(`${base}-${time.toFixed(2)}s`, await annotateImage(image, own));
        }
      } finally {
        video.close();
      }
    }
    onProgress(i + 1);
  }
  return names.size;
}

/** A path as a file's name. */
const baseOf = (name: string) =>
  name
    .replace(/^(?:\.{0,2}[\\/])+/, '')
    .replace(/[\\/:]/g, '_')
    .replace(/^\.+/, '');

/** Evenly from all. */
function someOf(times: readonly number[]): number[] {
  if (times.length <= FRAMES) return [...times];
  return Array.from({ length: FRAMES }, (_, i) => times[Math.floor((i * times.length) / FRAMES)]);
}
