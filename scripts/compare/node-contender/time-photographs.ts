import { reportProgress } from '../../shared/serve-json-lines';
import type { Detected } from '../photographs/answers';

/**
 * Looks at photographs one after the other, and says how long each took.
 *
 * @param detect from the path of a file to its faces
 * @param options.warmUp photographs that come first, for what is done only once
 */
export async function timePhotographs(
  detect: (file: string) => Promise<Detected['faces'][number]>,
  { files, warmUp }: { files: readonly string[]; warmUp: readonly string[] },
): Promise<Detected> {
  for (const file of warmUp) await detect(file);
  const faces: Detected['faces'] = [];
  const seconds: number[] = [];
  for (const file of files) {
    const began = performance.now();
    faces.push(await detect(file));
    seconds.push((performance.now() - began) / 1000);
    reportProgress(faces.length, files.length);
  }
  return { faces, seconds };
}
