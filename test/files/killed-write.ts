// The process that write-file-atomic.test.ts kills: it writes five gigabytes to the given file.
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';

void writeFileAtomic(process.argv[2], Array<Uint8Array>(5000).fill(new Uint8Array(1 << 20)));
