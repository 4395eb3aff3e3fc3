import path from 'node:path';
import { loadSharp } from '../dataset/decode/load-sharp';
import { isAnimation } from './is-animation';
import { readHead } from './read-head';

/** Names of video files end like this. */
export const VIDEO_EXTENSIONS: readonly string[] = [
  ...['.mp4', '.m4v', '.mov', '.webm', '.mkv', '.avi', '.mpg', '.mpeg', '.wmv', '.flv', '.ts', '.mts'],
  ...['.m2ts', '.3gp', '.ogv'],
];

/** How pictures begin that do not move. */
const PICTURE = /^(?:\xff\xd8\xff|\x89PNG|II[*+]\0|MM\0[*+]|.{4}ftyp(?:avif|avis|heic|heix|mif1|msf1))/s;

/** How films and sound begin: MP4, Matroska, AVI, WAV, Ogg, MPEG, Windows Media, Flash, MP3. */
const FILM =
  // eslint-disable-next-line no-control-regex -- bytes, read as Latin-1
  /^(?:.{4}(?:ftyp|moov|mdat|wide|free|skip)|\x1a\x45\xdf\xa3|RIFF.{4}(?:AVI |WAVE)|OggS|\0\0\x01[\xba\xb3]|\x30\x26\xb2\x75|FLV|ID3|fLaC)/s;

/**
 * Whether a file is one for `openVideo`: by its first bytes, or else by its name. A GIF or WebP is a
 * video if it moves.
 *
 * @throws ExpectationError when the file can't be read
 * @example const video = (await isVideo(file)) ? await openVideo(file) : undefined;
 */
export async function isVideo(file: string): Promise<boolean> {
  const bytes = readHead(file);
  const head = bytes.toString('latin1');
  if (PICTURE.test(head)) return false;
  if (isAnimation(bytes)) {
    const sharp = await loadSharp();
    const pages = await sharp(file, { limitInputPixels: false })
      .metadata()
      .then(
        ({ pages }) => pages ?? 1,
        // Damaged: decoding it as a photograph says how.
        () => 1,
      );
    return pages > 1;
  }
  return FILM.test(head) || VIDEO_EXTENSIONS.includes(path.extname(file).toLowerCase());
}
