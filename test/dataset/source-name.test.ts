import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sourceName } from '../../src/lib/dataset/index';

describe('sourceName()', () => {
  it('says whose the labels are if they are not those of the data set', () => {
    const name = 'FER-2013, labels of ten annotators (FER+)';
    assert.equal(sourceName({ kind: 'FER-2013', labeledBy: 'crowd' }), name);
    assert.equal(sourceName({ kind: 'FER-2013', labeledBy: 'own' }), 'FER-2013');
    assert.equal(sourceName({ kind: 'drawn faces', labeledBy: 'own' }), 'drawn faces');
  });

  it('takes labels of unknown origin, as in files from before there were votes, for own ones', () => {
    assert.equal(sourceName({ kind: 'FER-2013' }), 'FER-2013');
    assert.equal(sourceName({ kind: 'FER-2013', labeledBy: undefined }), 'FER-2013');
  });
});
