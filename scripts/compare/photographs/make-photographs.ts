import path from 'node:path';
import sharp from 'sharp';
import {
  allImages,
  type Box,
  type Dataset,
  drawScene,
  EMOTIONS,
  type Emotion,
  type RawImage,
  sampleImages,
} from '../../../src/lib/index';
import { deriveSeed } from '../../../src/lib/random';
import { hideFaces } from '../../shared/hidden-faces/hide-faces';
import { emptyOf, FACE_SIZES, PICTURE_SIZES } from './layout';

/** A picture, and what is in it. */
export interface Photograph {
  /** The path of the JPEG file. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** Around the image that it shows, and that image's emotion; none in an empty room. */
  readonly face?: { readonly box: Box; readonly emotion: Emotion };
}

/**
 * Writes photographs of known content into a folder: images of a data set in drawn rooms, one in
 * each, and empty rooms. As many in each size of {@link PICTURE_SIZES}, with faces of each of
 * {@link FACE_SIZES} in turn.
 *
 * @param dataset where the faces come from, without replacement
 * @param options.each the number of photographs of each size
 * @returns what was written, the small pictures first
 * @example const photographs = await makePhotographs(privateTest, { folder, each: 60, seed: 1 });
 */
export async function makePhotographs(
  dataset: Dataset,
  {
    folder,
    each,
    seed,
    onProgress,
  }: { folder: string; each: number; seed: number; onProgress?: (done: number, total: number) => void },
): Promise<Photograph[]> {
  const empty = emptyOf(each);
  const count = (each - empty) * PICTURE_SIZES.length;
  const faces = sampleImages(dataset, { count, seed });
  const images = allImages(faces);
  const photographs: Photograph[] = [];
  const write = async (image: RawImage, face?: Photograph['face']) => {
    const { data, width, height } = image;
    const file = path.join(folder, `photograph-${photographs.length}.jpg`);
    await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 92 })
      .toFile(file);
    photographs.push({ file, width, height, face });
    onProgress?.(photographs.length, each * PICTURE_SIZES.length);
  };
  for (const [group, picture] of PICTURE_SIZES.entries()) {
    for (let i = 0; i < each - empty; i++) {
      const index = group * (each - empty) + i;
      const hidden = { ...picture, images: images[index], size: FACE_SIZES[i % FACE_SIZES.length] };
      for await (const { image, box } of hideFaces({ ...hidden, seed: deriveSeed(seed, index) }))
        await write(image, { box, emotion: EMOTIONS[faces.labels[index]] });
    }
    for (let i = 0; i < empty; i++) {
      const { image } = await drawScene([], {
        ...picture,
        seed: deriveSeed(seed, count + group * empty + i),
      });
      await write(image);
    }
  }
  return photographs;
}
