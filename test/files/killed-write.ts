// The process that files.test.ts kills: writes five gigabytes to the file of its argument.
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';

void writeFileAtomic(process.argv[2], Array<Uint8Array>(5000).fill(new Uint8Array(1 << 20)));
