import assert from 'node:assert/strict';
import { cpus } from 'node:os';
import { describe, it } from 'node:test';
import { describeProcessor, featuresOfCpuinfo, featuresOfSysctl } from '../../src/lib/engine/processor';

describe('describeProcessor()', () => {
  it('names the processor, its cores, and the TensorFlow library in use', () => {
    const processor = describeProcessor();
    assert.equal(processor.cores, cpus().length);
    assert.equal(processor.architecture, process.arch);
    assert.notEqual(processor.model, '');
    assert.match(processor.tensorflowVersion, /^2\.\d+\.\d+/);
    assert.equal(processor.backend, 'tensorflow');
    assert.equal(
      processor.bfloat16,
      processor.features.some((feature) => /bf16/.test(feature)),
    );
  });

  it('reads the flags of an x64 and the Features of an Arm /proc/cpuinfo, as whole words', () => {
    const amd =
      'processor : 0\nflags\t\t: fpu avx fma avx2 avx512f avx512bw avx512_bf16 amx_bf16x\nbugs : none\n';
    assert.deepEqual(featuresOfCpuinfo(amd), ['avx', 'avx2', 'fma', 'avx512f', 'avx512_bf16']);
    assert.deepEqual(featuresOfCpuinfo('Features\t: fp asimd sve i8mm bf16\n'), [
      'asimd',
      'sve',
      'i8mm',
      'bf16',
    ]);
    assert.deepEqual(featuresOfCpuinfo(''), []);
  });

  it("translates macOS' names and skips what is 0", () => {
    const sysctl = 'hw.optional.AdvSIMD: 1\nhw.optional.arm.FEAT_BF16: 1\nhw.optional.arm.FEAT_I8MM: 0\n';
    assert.deepEqual(featuresOfSysctl(sysctl), ['asimd', 'bf16']);
  });
});
