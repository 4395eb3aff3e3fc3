import path from 'node:path';

/** Options of {@link imageNames}. */
export interface ImageNamesOptions {
  /** The folder of the class: `train/happy`. */
  readonly folder: string;
  /** How many faces are cut out of the photograph. */
  readonly count: number;
  /** What several photographs of the class are called; see {@link sharedStems}. */
  readonly shared: ReadonlySet<string>;
  /** The images there are, in lower case: some file systems do not tell case apart. */
  readonly taken: ReadonlySet<string>;
}

/**
 * The paths of a photograph's images: `name.png`, or `name-1.png`, `name-2.png` for several. Where
 * another photograph of the class has that name, it keeps its extension: `name.jpg.png`.
 *
 * @param photograph its path, in or below the folder of its class, with `/`
 * @example imageNames('happy/a.jpg', { folder: 'happy', count: 1, shared, taken }) // ['happy/a.png']
 */
export function imageNames(
  photograph: string,
  { folder, count, shared, taken }: ImageNamesOptions,
): string[] {
  const long = photograph.slice(folder.length + 1).replaceAll('/', '_');
  for (let i = shared.has(stemOf(photograph)) ? 1 : 0; ; i++) {
    const name = i === 0 ? path.posix.parse(photograph).name : i === 1 ? long : `${long}_${i}`;
    const images = Array.from(
      { length: count },
      (_, k) => `${folder}/${name}${count > 1 ? `-${k + 1}` : ''}.png`,
    );
    if (!images.some((image) => taken.has(image.toLowerCase()))) return images;
  }
}

/**
 * The names that several photographs of a class have, apart from their extensions, in lower case.
 *
 * @example sharedStems(['happy/a.jpg', 'happy/A.png', 'happy/b.jpg']) // a set of 'a'
 */
export function sharedStems(photographs: readonly string[]): Set<string> {
  const stems = photographs.map(stemOf);
  const once = new Set<string>();
  return new Set(stems.filter((stem) => once.size === once.add(stem).size));
}

const stemOf = (file: string) => path.posix.parse(file).name.toLowerCase();
