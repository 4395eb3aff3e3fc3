import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { BUNDLED_MODELS, folderOfModel, PHOTOGRAPH_MODEL } from '../../src/lib/model/index';
import { parseOptions } from '../../scripts/detect/options';

describe('folderOfModel()', () => {
  it('knows the bundled models by name, and takes anything else for a folder', () => {
    assert.equal(folderOfModel('shipped'), path.join('models', 'emotion'));
    assert.equal(folderOfModel('crowd'), path.join('models', 'emotion-crowd'));
    assert.equal(folderOfModel('models/mine'), 'models/mine');
    // A name that an object has by itself is a folder, too.
    assert.equal(folderOfModel('constructor'), 'constructor');
  });
});

describe('--model of npm run detect', () => {
  it('is a bundled model by name, otherwise a folder where the user is; by default that for photographs', () => {
    const modelOf = (...args: string[]) => parseOptions(['photo.jpg', ...args]).model;
    assert.equal(modelOf(), PHOTOGRAPH_MODEL);
    for (const name of Object.keys(BUNDLED_MODELS)) assert.equal(modelOf('--model', name), name);
    assert.ok(path.isAbsolute(modelOf('--model', 'mine')));
  });
});
