import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { loadDataset, type Random } from '../../../../src/lib/index';
import { mutateBytes } from '../bytes';
import type { Format } from '../format';
import { datasetAnswer } from './dataset-answer';
import { asJpeg, madeFaces } from './faces';

const LOCAL = 0x04034b50;
const DIRECTORY = 0x02014b50;
const END = 0x06054b50;

interface Member {
  name: string;
  packed: Buffer;
  size: number;
  crc: number;
  method: number;
}

const member = (name: string, bytes: Buffer): Member => ({
  ...{ name, packed: deflateRawSync(bytes), size: bytes.length, crc: crc32(bytes), method: 8 },
});

/**
 * A zip of these members; those in `again` have a second directory entry for the same bytes.
 */
function makeZip(members: readonly Member[], again: readonly Member[] = []): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets = new Map<Buffer, number>();
  let offset = 0;
  const common = ({ name, packed, size, crc, method }: Member) => {
    const bytes = Buffer.alloc(26);
    bytes.writeUInt16LE(20, 0);
    bytes.writeUInt16LE(0x800, 2);
    bytes.writeUInt16LE(method, 4);
    bytes.writeUInt32LE(crc, 10);
    bytes.writeUInt32LE(packed.length, 14);
    bytes.writeUInt32LE(size, 18);
    bytes.writeUInt16LE(Buffer.byteLength(name), 22);
    return bytes;
  };
  const signature = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  for (const each of members) {
    const name = Buffer.from(each.name);
    offsets.set(each.packed, offset);
    locals.push(signature(LOCAL), common(each), name, each.packed);
    offset += 30 + name.length + each.packed.length;
  }
  for (const each of [...members, ...again]) {
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offsets.get(each.packed) ?? 0, 10);
    directory.push(signature(DIRECTORY), Buffer.from([20, 0]), common(each), rest, Buffer.from(each.name));
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE((members.length + again.length) % 65536, 8);
  end.writeUInt16LE((members.length + again.length) % 65536, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

/** The fields of the three kinds of records: offset, length and name. */
const FIELDS = {
  [LOCAL]: [
    [6, 2, 'flags'],
    [8, 2, 'method'],
    [14, 4, 'CRC-32'],
    [18, 4, 'packed size'],
    [22, 4, 'size'],
    [26, 2, 'length of the name'],
    [28, 2, 'length of the extra field'],
  ],
  [DIRECTORY]: [
    [8, 2, 'flags'],
    [10, 2, 'method'],
    [16, 4, 'CRC-32'],
    [20, 4, 'packed size'],
    [24, 4, 'size'],
    [28, 2, 'length of the name'],
    [30, 2, 'length of the extra field'],
    [32, 2, 'length of the comment'],
    [38, 4, 'attributes'],
    [42, 4, 'place'],
  ],
  [END]: [
    [4, 2, 'disk'],
    [8, 2, 'entries on this disk'],
    [10, 2, 'entries'],
    [12, 4, 'size of the directory'],
    [16, 4, 'place of the directory'],
    [20, 2, 'length of the comment'],
  ],
} as const;

const VALUES = [
  0, 1, 8, 12, 99, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/** Falsifies one field of one record. */
function lie(zip: Buffer, random: Random): { bytes: Buffer; what: string } {
  const records: number[] = [];
  for (let i = 0; i + 4 <= zip.length; i++) if (zip.readUInt32LE(i) in FIELDS) records.push(i);
  // There is only one end record; it is chosen as often as all records of another kind together.
  const at = random.next() < 0.3 ? records[records.length - 1] : records[random.integer(records.length)];
  const kind = zip.readUInt32LE(at) as keyof typeof FIELDS;
  const fields = FIELDS[kind];
  const [place, length, name] = fields[random.integer(fields.length)];
  const copy = Buffer.from(zip);
  const here = copy.readUIntLE(at + place, length);
  const near = here + random.integer(200) - 100;
  const chosen = random.next() < 0.6 ? VALUES[random.integer(VALUES.length)] : Math.max(0, near);
  const value = chosen % 2 ** (8 * length);
  copy.writeUIntLE(value, at + place, length);
  return { bytes: copy, what: `${name} of the record at ${at} is ${value} instead of ${here}` };
}

const NAMES = [
  ...['../../evil.jpg', '/etc/passwd', 'C:\\windows\\x.jpg', 'train/happy/', 'train/happy/\u001b[2J.jpg', ''],
  ...[
    'train/happy/a\\b.jpg',
    'train/none/1.jpg',
    'train/happy/x/y/z.jpg',
    'train/happy/\0.jpg',
    'train/happy',
  ],
  ...['train/happy/__proto__', '__MACOSX/train/happy/1.jpg', 'Train/Happy/1.jpg', 'train/happy/\ud800.jpg'],
  `train/happy/${'x'.repeat(60_000)}.jpg`,
];

/** Maliciously crafted archives. */
function madeUp(members: readonly Member[], random: Random): { bytes: Buffer; what: string } {
  const all = [...members];
  const i = random.integer(all.length);
  const pick = random.integer(7);
  if (pick === 0) {
    const name = NAMES[random.integer(NAMES.length)];
    all[i] = { ...all[i], name };
    return { bytes: makeZip(all), what: `a member named ${JSON.stringify(name.slice(0, 40))}` };
  }
  if (pick === 1) {
    all.push(all[i]);
    return { bytes: makeZip(all), what: 'a member twice' };
  }
  if (pick === 2) {
    // Many entries share the same packed zeros: little on disk, gigabytes in memory.
    const zeros = member('train/happy/zeros.jpg', Buffer.alloc(8 * 2 ** 20));
    const n = 50 + random.integer(250);
    const again = Array.from({ length: n }, (_, k) => ({ ...zeros, name: `train/sad/${k}.jpg` }));
    return { bytes: makeZip([...all, zeros], again), what: `${n} entries for the same bytes` };
  }
  if (pick === 3) {
    const size = 2 ** (20 + random.integer(7));
    all[i] = member(all[i].name, Buffer.alloc(size));
    return { bytes: makeZip(all), what: `an image of ${size} zeros` };
  }
  if (pick === 4) {
    const zeros = deflateRawSync(Buffer.alloc(2 ** 26));
    all[i] = { ...all[i], packed: zeros, size: 1000 + random.integer(2000) };
    return { bytes: makeZip(all), what: 'a member that inflates to more than declared' };
  }
  if (pick === 5) {
    const inner = makeZip(all);
    return { bytes: makeZip([member('archive.zip', inner)]), what: 'a zip in a zip' };
  }
  const n = 1000 + random.integer(30_000);
  const many = Array.from({ length: n }, (_, k) => ({ ...all[i], name: `train/sad/${k}.jpg` }));
  return { bytes: makeZip(all, many), what: `${n} entries for one image` };
}

let packed: Promise<Member[]> | undefined;

/** The compressed members, created once. */
function members(): Promise<Member[]> {
  packed ??= Promise.all(madeFaces().map(async ({ name, pixels }) => member(name, await asJpeg(pixels))));
  return packed;
}

/** FER-2013 as a zip archive. */
export const zip: Format = {
  name: 'zip',
  async originals() {
    return { archive: { 'fer2013.zip': makeZip(await members()) } };
  },
  async mutate(original, { random }) {
    const whole = Buffer.from(original['fer2013.zip'] as Uint8Array);
    const kind = random.next();
    const { bytes, what } =
      kind < 0.4
        ? lie(whole, random)
        : kind < 0.6
          ? madeUp(await members(), random)
          : mutateBytes(whole, random);
    return { what, files: { 'fer2013.zip': bytes } };
  },
  async read(folder) {
    const source = { kind: 'FER-2013', path: path.join(folder, 'fer2013.zip') } as const;
    return datasetAnswer(
      await loadDataset(source, { cacheFolder: path.join(folder, 'cache'), counts: null }),
    );
  },
};
