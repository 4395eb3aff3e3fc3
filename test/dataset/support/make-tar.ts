/** A file or, with a `/` at the end of its name, a folder to pack. */
export interface TarMember {
  name: string;
  bytes: Buffer;
  /** The size that the header gives, by default the true one. */
  size?: number;
}

/** A tar archive of these members (POSIX.1-1988, ustar). */
export function makeTar(members: readonly TarMember[]): Buffer {
  const blocks = members.flatMap(({ name, bytes, size = bytes.length }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0' + '0000000\0' + '0000000\0', 100);
    header.write(`${size.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`, 124);
    header.write('        ', 148);
    header.write(name.endsWith('/') ? '5' : '0', 156);
    header.write('ustar\0' + '00', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
