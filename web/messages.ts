import type { DetectEmotionsOptions, EmotionalFace } from '../src/lib/faces/emotion-detector';

/** What computes: the graphics card, or the processor. */
export type Backend = 'webgl' | 'wasm';

/** The page starts the worker. */
export interface StartRequest {
  kind: 'start';
  /** What has to compute; by default the faster one. */
  backend?: Backend;
}

/** The page asks for the faces in a picture. */
export interface AnalyseRequest {
  kind: 'analyse';
  picture: ImageBitmap;
  options: AnalyseOptions;
}

/** How faces are looked for, as in `detectEmotions`. */
export type AnalyseOptions = Required<Pick<DetectEmotionsOptions, 'flip' | 'secondLook' | 'tiles'>>;

export type Request = StartRequest | AnalyseRequest;

/** A face, with what the model saw of it. */
export interface SeenFace extends EmotionalFace {
  /** The same person from frame to frame; undefined in a photograph. */
  readonly id?: number;
  /** `[48 * 48]` gray values. */
  readonly crop: Uint8Array;
}

/** The models are loaded. */
export interface ReadyAnswer {
  kind: 'ready';
  backend: Backend;
}

/** What is in a picture. */
export interface FacesAnswer {
  kind: 'faces';
  faces: readonly SeenFace[];
  width: number;
  height: number;
  /** How long it took. */
  milliseconds: number;
  /** How many tensors there are, which must not grow. */
  tensors: number;
}

/** Why a request failed, in words for the user. */
export interface FailureAnswer {
  kind: 'failure';
  reason: string;
}

export type Answer = ReadyAnswer | FacesAnswer | FailureAnswer;
