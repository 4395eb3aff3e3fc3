/** The properties that a JPEG's segments declare. */
export interface JpegHeader {
  /** In pixels, as stored: before a rotation by EXIF. */
  readonly width: number;
  readonly height: number;
  /** 1 for gray, 3 for colour. */
  readonly components: number;
  /** Whether there is an EXIF segment, which may ask for a rotation. */
  readonly hasExif: boolean;
}

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const EXIF = 0xe1;
/** DHT, JPG (reserved) and DAC, whose codes are among the frame headers' C0 to CF. */
const NOT_FRAMES = [0xc4, 0xc8, 0xcc];

/**
 * Reads a JPEG's segments from its start to its end marker, without decoding anything (a few
 * microseconds).
 *
 * @returns undefined when the bytes are not a JPEG, or one whose segments are inconsistent, such as
 *   a truncated file or one with a second frame, which could be of another size
 * Source: ITU-T T.81, annex B.
 * @example const isThumbnail = readJpegHeader(bytes)?.width === 48;
 */
export function readJpegHeader(bytes: Buffer): JpegHeader | undefined {
  const { frames, hasExif, isWhole } = walk(bytes);
  return isWhole && frames.length === 1 ? { ...frames[0], hasExif } : undefined;
}

/**
 * The number of scans of a JPEG up to its end marker, or to the first invalid segment; 0 if it is
 * not a JPEG.
 *
 * @example const isProgressive = countJpegScans(bytes) > 4;
 */
export function countJpegScans(bytes: Buffer): number {
  return walk(bytes).scans;
}

interface Segments {
  readonly frames: Omit<JpegHeader, 'hasExif'>[];
  hasExif: boolean;
  scans: number;
  /** Whether there is an end marker with nothing unknown before it. */
  isWhole: boolean;
}

function walk(bytes: Buffer): Segments {
  const found: Segments = { frames: [], hasExif: false, scans: 0, isWhole: false };
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== START) return found;
  let at = 2;
  while (at + 4 <= bytes.length || (at + 2 <= bytes.length && bytes[at + 1] === END)) {
    if (bytes[at] !== 0xff) return found;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      // A marker may be preceded by any number of fill bytes FF.
      at++;
      continue;
    }
    if (marker === END) {
      found.isWhole = true;
      return found;
    }
    if (marker < 0xc0 || (marker >= 0xd0 && marker < END)) return found;
    const length = bytes.readUInt16BE(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && !NOT_FRAMES.includes(marker);
    if (isFrame) {
      if (length < 8 || at + 10 > bytes.length) return found;
      const height = bytes.readUInt16BE(at + 5);
      const width = bytes.readUInt16BE(at + 7);
      found.frames.push({ width, height, components: bytes[at + 9] });
    }
    found.hasExif ||= marker === EXIF;
    at += 2 + length;
    if (marker === SCAN) {
      found.scans++;
      at = endOfScan(bytes, at);
    }
  }
  return found;
}

/**
 * The position of the next marker after a scan's coded data: FF00 is a data byte, and FFD0 to FFD7
 * are restarts within the scan.
 */
function endOfScan(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(0xff, start);
  while (at >= 0 && (bytes[at + 1] === 0 || (bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7)))
    at = bytes.indexOf(0xff, at + 2);
  return at < 0 ? bytes.length : at;
}
