import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadDataset, type Random } from '../../../../src/lib/index';
import { mutateBytes } from '../bytes';
import type { Format } from '../format';
import { csv } from './csv';
import { datasetAnswer } from './dataset-answer';

const BLOCK = 512;

interface Header {
  name: string;
  /** As written in the header, in octal digits. */
  size: string;
  type: string;
  link?: string;
}

/** A header of the ustar format, with its checksum. */
function header({ name, size, type, link = '' }: Header): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name.slice(0, 100), 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(size.slice(0, 12), 124, 'latin1');
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write(link.slice(0, 100), 157);
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const octal = (n: number) => `${n.toString(8).padStart(11, '0')}\0`;
const padded = (bytes: Uint8Array) =>
  Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);

function makeTar(members: readonly (Partial<Header> & { name: string; bytes: Uint8Array })[]): Buffer {
  const parts = members.flatMap(({ bytes, ...rest }) => [
    header({ size: octal(bytes.length), type: '0', ...rest }),
    padded(bytes),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

const SIZES = [
  '00000000000\0',
  '77777777777\0',
  '-0000000001\0',
  'not octal  \0',
  '\x80\0\0\0\0\0\0\0\xff\xff\xff\xff',
  '00000001000\0',
];
const NAMES = ['../../evil.csv', '/etc/passwd', 'fer2013/\u001b[2J.csv', '', 'fer2013.csv/', 'x'.repeat(100)];

function madeUp(bytes: Uint8Array, random: Random): { tar: Buffer; what: string } {
  const whole = { name: 'fer2013/fer2013.csv', bytes };
  switch (random.integer(5)) {
    case 0: {
      const size = SIZES[random.integer(SIZES.length)];
      return { tar: makeTar([{ ...whole, size }]), what: `a member of size ${JSON.stringify(size)}` };
    }
    case 1: {
      const name = NAMES[random.integer(NAMES.length)];
      return { tar: makeTar([{ ...whole, name }]), what: `a member named ${JSON.stringify(name)}` };
    }
    case 2: {
      const type = '1234567LKxgS'[random.integer(12)];
      const link = random.next() < 0.5 ? '/etc/passwd' : 'fer2013.csv';
      return { tar: makeTar([{ ...whole, type, link }, whole]), what: `a member of type ${type}` };
    }
    case 3:
      return { tar: makeTar([whole, whole]), what: 'the CSV twice' };
    default: {
      const size = 2 ** (24 + random.integer(6));
      const zeros = { name: 'fer2013/zeros.csv', bytes: Buffer.alloc(size) };
      return { tar: makeTar([zeros, whole]), what: `${size} zeros before the CSV` };
    }
  }
}

/** The contest's archive: a CSV in a tar in a gzip. */
export const tar: Format = {
  name: 'tar',
  share: 0.7,
  async originals(folder) {
    const { 'pixels-first': files } = await csv.originals(folder);
    const made = makeTar([
      { name: 'fer2013/README', bytes: Buffer.from('The data of a contest.\n') },
      { name: 'fer2013/fer2013.csv', bytes: files['fer2013.csv'] as Uint8Array },
    ]);
    return { archive: { 'fer2013.tar.gz': gzipSync(made), 'fer2013.csv': files['fer2013.csv'] } };
  },
  mutate(original, { random }) {
    const kind = random.next();
    const archive = original['fer2013.tar.gz'] as Uint8Array;
    const bytes = original['fer2013.csv'] as Uint8Array;
    if (kind < 0.3) {
      const damaged = mutateBytes(archive, random);
      return { what: `gzip: ${damaged.what}`, files: { 'fer2013.tar.gz': damaged.bytes } };
    }
    if (kind < 0.6) {
      const damaged = mutateBytes(makeTar([{ name: 'fer2013/fer2013.csv', bytes }]), random);
      return { what: `tar: ${damaged.what}`, files: { 'fer2013.tar.gz': gzipSync(damaged.bytes) } };
    }
    const { tar: made, what } = madeUp(bytes, random);
    return { what, files: { 'fer2013.tar.gz': gzipSync(made) } };
  },
  async read(folder) {
    const source = { kind: 'FER-2013', path: path.join(folder, 'fer2013.tar.gz') } as const;
    return datasetAnswer(
      await loadDataset(source, { cacheFolder: path.join(folder, 'cache'), counts: null }),
    );
  },
};
