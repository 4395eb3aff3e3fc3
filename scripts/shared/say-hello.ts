import { describeProcessor, packageVersions, type Precision } from '../../src/lib/index';
import type { NodeHello } from './contender-hello';

/**
 * What this process, a contender, says about itself.
 *
 * @param precision what it computes in
 */
export function sayHello(precision: Precision): NodeHello {
  return {
    node: process.versions.node,
    packages: packageVersions(),
    processor: describeProcessor(),
    precision,
  };
}
