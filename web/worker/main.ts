// The page's worker: finds faces and their emotions, so that the page itself stays responsive.
import { cropFace } from '../../src/lib/faces/crop-face';
import { detectEmotions, type EmotionModels } from '../../src/lib/faces/emotion-detector';
import type { AnalyseRequest, Answer, Request, StartRequest } from '../messages';
import { tf } from '../tensorflow';
import { chooseBackend, startWasm } from './choose-backend';
import { loadModels } from './load-models';
import { readPixels } from './read-pixels';

let models: EmotionModels | undefined;

self.addEventListener('message', ({ data: request }: MessageEvent<Request>) => {
  void answer(request).then((message) => self.postMessage(message));
});

async function answer(request: Request): Promise<Answer> {
  try {
    return request.kind === 'start' ? await start(request) : await analyse(request);
  } catch (error) {
    return { kind: 'failure', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function start({ backend }: StartRequest): Promise<Answer> {
  await startWasm();
  models = await loadModels();
  return { kind: 'ready', backend: await chooseBackend(models, backend) };
}

async function analyse({ picture, options }: AnalyseRequest): Promise<Answer> {
  const began = performance.now();
  const pixels = readPixels(picture);
  const [faces] = await detectEmotions([pixels], { ...models!, ...options });
  return {
    kind: 'faces',
    faces: faces.map((face) => ({ ...face, crop: cropFace(pixels, face) })),
    width: pixels.width,
    height: pixels.height,
    milliseconds: performance.now() - began,
    tensors: tf.memory().numTensors,
  };
}
