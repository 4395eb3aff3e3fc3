import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

const { origin } = JSON.parse(readFileSync('node_modules/@tensorflow/tfjs-node/setup.json', 'utf8')) as {
  origin: string;
};

describe('GraphSession', () => {
  it(
    "keeps TensorFlow's graph optimizer from its graphs, and from no saved model of a user's",
    { skip: origin !== 'wheel' && "the binding is tfjs-node's own" },
    () => {
      const program = path.join(__dirname, 'load-graphs.ts');
      const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program], {
        encoding: 'utf8',
        // The optimizer tells of each graph that it looks at.
        env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0', TF_CPP_VMODULE: 'meta_optimizer=1' },
      });
      const [ours, theirs] = stderr.split('--- theirs ---');
      for (const said of [ours, theirs]) assert.match(said, /SavedModel load for tags .* OK/);
      assert.doesNotMatch(ours, /meta_optimizer\.cc/);
      assert.match(theirs, /meta_optimizer\.cc.*Optimized main graph/);
      const values = JSON.parse(stdout) as { ours: number[]; theirs: number[] };
      assert.deepEqual(values.ours, values.theirs);
      assert.ok(Math.abs(values.ours[1] - Math.E) < 1e-6);
    },
  );
});
