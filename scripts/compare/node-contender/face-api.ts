// npm's @vladmandic/face-api in the comparison: `face-api.ts <the folder that npm put it into>`.
import { readFile } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { IMAGE_BYTES, IMAGE_SIZE, tf } from '../../../src/lib/index';
import { reportProgress, serve } from '../../shared/serve-json-lines';
import { writeProbabilities } from './probabilities-file';
import { timePhotographs } from './time-photographs';

/** A network that is loaded from a folder. */
interface Net {
  loadFromDisk(folder: string): Promise<void>;
}

/** A face that face-api found. */
interface FoundFace {
  detection: { box: { x: number; y: number; width: number; height: number } };
  expressions: { asSortedArray(): { expression: string; probability: number }[] };
}

/** What of the package is used here. */
interface FaceApi {
  FACE_EXPRESSION_LABELS: readonly string[];
  SsdMobilenetv1Options: new () => object;
  TinyFaceDetectorOptions: new () => object;
  detectAllFaces(
    image: tf.Tensor3D,
    options: object,
  ): { withFaceLandmarks(): { withFaceExpressions(): Promise<FoundFace[]> } };
  nets: {
    ssdMobilenetv1: Net;
    tinyFaceDetector: Net;
    faceLandmark68Net: Net;
    faceExpressionNet: Net & {
      /** Resizes to 112x112, subtracts its mean colour, and gives softmax's `[n, 7]`. */
      forward(images: tf.Tensor3D[]): Promise<tf.Tensor2D>;
      getParamList(): { tensor: tf.Tensor }[];
      faceFeatureExtractor: { getParamList(): { tensor: tf.Tensor }[] };
    };
  };
}

const MODEL = 'face_expression_model';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'));
// The package takes its tfjs from where it is: the project's tfjs-node, which its documentation
// asks for.
const faceApi = require('@vladmandic/face-api') as FaceApi;
const { FACE_EXPRESSION_LABELS, nets } = faceApi;
const net = nets.faceExpressionNet;
const folder = path.join(path.dirname(require.resolve('@vladmandic/face-api')), '..', 'model');

/** Predicts every image, whole: it is a face cut out already. */
async function predict({
  images,
  count,
  batch,
  file,
}: Record<'images' | 'file', string> & Record<'count' | 'batch', number>) {
  await net.loadFromDisk(folder);
  const pixels = await readFile(images);
  const probabilities = new Float32Array(count * FACE_EXPRESSION_LABELS.length);
  const run = async (begin: number, end: number) => {
    const faces = tf.tidy(() => {
      const bytes = pixels.subarray(begin * IMAGE_BYTES, end * IMAGE_BYTES);
      const gray = tf.tensor4d(Float32Array.from(bytes), [end - begin, IMAGE_SIZE, IMAGE_SIZE, 1]);
      return tf.unstack(tf.image.grayscaleToRGB(gray)) as tf.Tensor3D[];
    });
    const output = await net.forward(faces);
    probabilities.set(await output.data(), begin * FACE_EXPRESSION_LABELS.length);
    tf.dispose([output, ...faces]);
  };
  await run(0, batch);
  const began = performance.now();
  for (let begin = 0; begin < count; begin += batch) {
    const end = Math.min(begin + batch, count);
    await run(begin, end);
    reportProgress(end, count);
  }
  const seconds = (performance.now() - began) / 1000;
  await writeProbabilities(file, probabilities);
  return {
    labels: FACE_EXPRESSION_LABELS,
    // Its own list holds only the last layer's.
    parameters: [...net.faceFeatureExtractor.getParamList(), ...net.getParamList()].reduce(
      (sum, { tensor }) => sum + tensor.size,
      0,
    ),
    bytes: [`${MODEL}.bin`, `${MODEL}-weights_manifest.json`].reduce(
      (sum, name) => sum + statSync(path.join(folder, name)).size,
      0,
    ),
    imagesPerSecond: count / seconds,
  };
}

/** Its two detectors, with their default settings. */
const DETECTORS = {
  ssd: { net: nets.ssdMobilenetv1, makeOptions: () => new faceApi.SsdMobilenetv1Options() },
  tiny: { net: nets.tinyFaceDetector, makeOptions: () => new faceApi.TinyFaceDetectorOptions() },
};

interface DetectCommand {
  detector: keyof typeof DETECTORS;
  files: readonly string[];
  warmUp: readonly string[];
}

/**
 * Finds the faces in photographs, and the expression on each: the composition that its
 * documentation shows, with the landmarks that turn faces upright ("less stable accuracy" without).
 */
async function detect({ detector, files, warmUp }: DetectCommand) {
  const { net: detectorNet, makeOptions } = DETECTORS[detector];
  for (const part of [detectorNet, nets.faceLandmark68Net, net]) await part.loadFromDisk(folder);
  const options = makeOptions();
  return timePhotographs(
    async (file) => {
      const image = tf.node.decodeImage(await readFile(file), 3) as tf.Tensor3D;
      const faces = await faceApi.detectAllFaces(image, options).withFaceLandmarks().withFaceExpressions();
      image.dispose();
      return faces.map(({ detection: { box }, expressions }) => ({
        box: { x: box.x, y: box.y, width: box.width, height: box.height },
        emotion: expressions.asSortedArray()[0].expression,
      }));
    },
    { files, warmUp },
  );
}

void serve({ predict, detect });
