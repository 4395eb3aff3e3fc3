import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProjection } from '../../../src/lib/dataset/synthetic/projection';

describe('createProjection()', () => {
  it('leaves a head that looks straight ahead as it is', () => {
    assert.deepEqual(createProjection({ turn: 0, nod: 0 })(12, -30), [12, -30]);
  });

  it('moves the nose further than the ears when the head turns', () => {
    const project = createProjection({ turn: 20, nod: 0 });
    const [nose] = project(0, 10);
    const [ear] = project(58, 0, { z: 0 });
    assert.ok(nose > 15);
    assert.ok(Math.abs(ear - 58) < 5);
  });

  it('moves the nose up when the head nods up', () => {
    const [, y] = createProjection({ turn: 0, nod: 10 })(0, 10);
    assert.ok(y < 10);
  });

  it('rotates: a point of given depth turned by 90 degrees shows that depth', () => {
    const [x, y] = createProjection({ turn: 90, nod: 0 })(7, 3, { z: 40 });
    assert.ok(Math.abs(x - 40) < 1e-9);
    assert.ok(Math.abs(y - 3) < 1e-9);
  });
});
