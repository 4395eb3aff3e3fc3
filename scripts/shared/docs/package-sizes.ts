import { formatCount } from '../../../src/lib/format';
import { integer, object, type ValueOf } from '../../../src/lib/json/index';
import { docData } from './doc-data';
import { paragraph } from './paragraph';

const BYTES = integer({ from: 1 });

const SCHEMA = object({
  /** Bytes of the packed file, and of its files installed. */
  packed: BYTES,
  unpacked: BYTES,
  files: integer({ from: 1 }),
  /** Bytes of its parts. */
  models: object({ shipped: BYTES, crowd: BYTES }),
  javascript: BYTES,
  types: BYTES,
  sourceMaps: BYTES,
  /** Bytes of TensorFlow's libraries, which set-up adds. */
  tensorflow: BYTES,
});

/** How large the npm package is. */
export type PackageSizes = ValueOf<typeof SCHEMA>;

/** The sizes that `npm run package -- --write` measured last. */
export const PACKAGE_SIZES = docData('package', SCHEMA, { command: 'npm run package -- --write' });

/** Bytes in megabytes, as a download is counted. */
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** The sizes in a few sentences. */
export function packageSizesText(sizes: PackageSizes): string {
  const { packed, unpacked, files, models, javascript, types, sourceMaps, tensorflow } = sizes;
  return paragraph(
    `The packed file has ${megabytes(packed)}, installed ${megabytes(unpacked)} in ${formatCount(files)} files: ` +
      `the model \`crowd\` ${megabytes(models.crowd)}, \`shipped\` ${megabytes(models.shipped)}, ` +
      `JavaScript ${megabytes(javascript)}, types ${megabytes(types)}, source maps ${megabytes(sourceMaps)}. ` +
      `Set-up adds TensorFlow's libraries, ${megabytes(tensorflow)}. ` +
      'Measured by `npm run package -- --write`.',
  );
}
