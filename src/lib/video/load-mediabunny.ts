import { createRequire } from 'node:module';
import { expectation } from '../errors';
import type { Mediabunny } from './mediabunny-types';
import { reasonOf } from './not-a-video';
import { pacedDecoder } from './paced-decoder';

// Both packages by the same loader, which shares one copy of mediabunny.
const load = createRequire(__filename);

/**
 * Loads mediabunny, and node-webcodecs, with which it decodes. They are optional packages: npm goes on
 * where they do not install.
 *
 * @param file the video that they are needed for
 * @throws ExpectationError that says what is missing
 */
export function loadMediabunny(file: string): Mediabunny {
  try {
    const { VideoDecoder } = load('node-webcodecs') as { VideoDecoder: Parameters<typeof pacedDecoder>[0] };
    const all = globalThis as { VideoDecoder?: unknown };
    if (all.VideoDecoder === undefined || all.VideoDecoder === VideoDecoder)
      all.VideoDecoder = pacedDecoder(VideoDecoder);
    // Registers the rest, and leaves what is there already.
    load('node-webcodecs/register');
    // Where the decoder itself is missing, any use of it throws.
    void (load('node-webcodecs/dist/native.js') as { native: { version?: unknown } }).native.version;
    return load('mediabunny') as Mediabunny;
  } catch (error) {
    throw expectation('the packages that read videos (mediabunny, node-webcodecs)', {
      expectation: `installed, since ${file} is a video,`,
      found: reasonOf(error),
      advice:
        'They exist for Linux and for Apple computers with Apple silicon. Elsewhere, install ffmpeg. Photographs, GIF and WebP work without.',
      cause: error,
    });
  }
}
