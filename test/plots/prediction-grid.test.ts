import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IMAGE_BYTES, type Dataset } from '../../src/lib/dataset/dataset';
import { allImages } from '../../src/lib/dataset/image-at';
import { predictionGrid } from '../../src/lib/plots/prediction-grid';
import { EMOTIONS } from '../../src/lib/emotions';

const dataset: Dataset = {
  classes: EMOTIONS,
  images: Uint8Array.from({ length: 2 * IMAGE_BYTES }, (_, i) => (i < IMAGE_BYTES ? 10 : 200)),
  labels: Uint8Array.of(3, 4),
  splits: ['privateTest', 'privateTest'],
  names: ['a', 'b'],
  source: { kind: 'drawn faces', form: 'folder', path: 'nowhere', fingerprint: '', labeledBy: 'own' },
};

describe('allImages()', () => {
  it('gives each image its own pixels', () => {
    assert.deepEqual(
      allImages(dataset).map((image) => [image.length, image[0]]),
      [
        [IMAGE_BYTES, 10],
        [IMAGE_BYTES, 200],
      ],
    );
  });
});

describe('predictionGrid()', () => {
  it('says of each image what it is, what the model says and how sure, and that the faces are drawn', () => {
    const probabilities = [0, 0, 0, 0.9, 0.1, 0, 0, 0, 0, 0, 0.3, 0.1, 0, 0.6];
    const figure = predictionGrid(dataset, probabilities);
    assert.equal(figure.alt, 'Happiness: correct (90 %); Sadness: predicted Neutral (60 %)');
    assert.equal(figure.layout.images?.length, 2);
    assert.match(JSON.stringify(figure.layout.title), /drawn faces/);
  });
});
