/** What a JPEG's segments say about it. */
export interface JpegHeader {
  /** In pixels, as stored: before a rotation by EXIF. */
  readonly width: number;
  readonly height: number;
  /** 1 for gray, 3 for colour. */
  readonly components: number;
  /** Whether an EXIF segment is there, which may ask for a rotation. */
  readonly hasExif: boolean;
}

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const EXIF = 0xe1;
/** Define-Huffman-table, JPEG-reserved and define-arithmetic-coding lie among the frame headers' codes C0 to CF. */
const NOT_FRAMES = [0xc4, 0xc8, 0xcc];

/**
 * Walks a JPEG's segments, from its start to its end marker, without decoding anything (a few microseconds).
 *
 * @returns undefined when the bytes are no JPEG or one whose segments do not add up, such as one cut short
 * Source: ITU-T T.81, annex B.
 * @example const isThumbnail = readJpegHeader(bytes)?.width === 48;
 */
export function readJpegHeader(bytes: Buffer): JpegHeader | undefined {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== START) return undefined;
  let frame: Omit<JpegHeader, 'hasExif'> | undefined;
  let hasExif = false;
  let at = 2;
  while (at + 4 <= bytes.length || (at + 2 <= bytes.length && bytes[at + 1] === END)) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      // A marker may be preceded by any number of fill bytes FF.
      at++;
      continue;
    }
    if (marker === END) return frame && { ...frame, hasExif };
    if (marker < 0xc0 || (marker >= 0xd0 && marker < END)) return undefined;
    const length = bytes.readUInt16BE(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && !NOT_FRAMES.includes(marker);
    if (isFrame) {
      if (length < 8 || at + 10 > bytes.length) return undefined;
      const height = bytes.readUInt16BE(at + 5);
      const width = bytes.readUInt16BE(at + 7);
      frame = { width, height, components: bytes[at + 9] };
    }
    hasExif ||= marker === EXIF;
    at += 2 + length;
    if (marker === SCAN) at = endOfScan(bytes, at);
  }
  return undefined;
}

/** Where the next marker after a scan's coded data is: FF00 is a data byte and FFD0 to FFD7 restart within the scan. */
function endOfScan(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(0xff, start);
  while (at >= 0 && (bytes[at + 1] === 0 || (bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7)))
    at = bytes.indexOf(0xff, at + 2);
  return at < 0 ? bytes.length : at;
}
