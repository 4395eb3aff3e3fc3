import { formatCount, formatMegabytes } from '../../../src/lib/format';
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
  /** Bytes of the libraries that set-up adds. */
  tensorflow: BYTES,
  openvino: BYTES,
});

/** How large the npm package is. */
export type PackageSizes = ValueOf<typeof SCHEMA>;

/** The sizes that `npm run package -- --write` measured last. */
export const PACKAGE_SIZES = docData('package', SCHEMA, { command: 'npm run package -- --write' });

/** The sizes in a few sentences. */
export function packageSizesText(sizes: PackageSizes): string {
  const { packed, unpacked, files, models, javascript, types, sourceMaps, tensorflow, openvino } = sizes;
  return paragraph(
    `The packed file has ${formatMegabytes(packed)}, installed ${formatMegabytes(unpacked)} in ${formatCount(files)} files: ` +
      `the model \`crowd\` ${formatMegabytes(models.crowd)}, \`shipped\` ${formatMegabytes(models.shipped)}, ` +
      `JavaScript ${formatMegabytes(javascript)}, types ${formatMegabytes(types)}, source maps ${formatMegabytes(sourceMaps)}. ` +
      `Set-up adds TensorFlow's libraries, ${formatMegabytes(tensorflow)}, and OpenVINO's, ${formatMegabytes(openvino)}. ` +
      'Measured by `npm run package -- --write`.',
  );
}
