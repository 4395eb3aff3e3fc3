import { crc32, deflateRawSync } from 'node:zlib';

/** A file to pack, with what a hostile or careless packer might write of it. */
export interface ZipMember {
  name: string;
  bytes: Buffer;
  /** Put the bytes in as they are, without compression. */
  stored?: boolean;
  /** The CRC-32 that the archive gives, by default the true one. */
  crc?: number;
  /** The size that the archive gives, by default the true one. */
  size?: number;
  /** The compression method that the archive gives. */
  method?: number;
}

/**
 * A zip archive of these members: local headers with data, the central directory, its end record
 * (APPNOTE.TXT 4.3).
 */
export function makeZip(members: readonly ZipMember[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, stored = false, crc = crc32(bytes), size = bytes.length, method } of members) {
    const path = Buffer.from(name);
    const data = stored ? bytes : deflateRawSync(bytes);
    // From "version needed" to "extra field length", the 26 bytes that both headers share.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(method ?? (stored ? 0 : 8), 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(path.length, 22);
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), common, path, data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, rest, path);
    offset += 30 + path.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}
