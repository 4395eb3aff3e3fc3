// A process of its own for session.test.ts: runs one graph as the engine's, then as a saved model
// of a user's, with a line on stderr between the two. Prints what came out of both.
import { rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encodeSavedModel, type GraphNode } from '../../../src/lib/engine/graph/saved-model';
import { GraphSession } from '../../../src/lib/engine/graph/session';
import { attribute, DataType, nativeBackend } from '../../../src/lib/engine/native/binding';
import { makeTemporaryFolder } from '../../../src/lib/processes/temporaries.cjs';

const T = attribute.type('T', DataType.float32);
const nodes: GraphNode[] = [
  {
    name: 'x',
    op: 'Placeholder',
    inputs: [],
    attributes: [attribute.type('dtype', DataType.float32), attribute.shape('shape', [2])],
  },
  { name: 'once', op: 'Neg', inputs: ['x'], attributes: [T] },
  { name: 'twice', op: 'Neg', inputs: ['once'], attributes: [T] },
  { name: 'y', op: 'Exp', inputs: ['twice'], attributes: [T] },
];
const { binding } = nativeBackend();
const x = binding.createTensor([2], DataType.float32, new Float32Array([0, 1]));
const valuesOf = ({ id }: { id: number }) => [...(binding.tensorDataSync(id) as Float32Array)];

const ours = valuesOf(new GraphSession(nodes, { feeds: ['x'], fetches: ['y:0'] }).run([x])[0]);

writeSync(2, '--- theirs ---\n');

// In a folder that is called as the engine's are: it must not matter.
const folder = makeTemporaryFolder('tfjs-graph');
writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, { tag: 'serve' }));
const id = binding.loadSavedModel(folder, 'serve');
rmSync(folder, { recursive: true });
const theirs = valuesOf(binding.runSavedModel(id, [x], 'x:0', 'y:0')[0]);

console.log(JSON.stringify({ ours, theirs }));
