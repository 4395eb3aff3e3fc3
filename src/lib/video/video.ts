import type { RawImage } from '../dataset/raw-image';

/** A frame of a video. */
export interface VideoFrame {
  /** When it is shown, in seconds from the video's begin, exact to what the file says. */
  readonly time: number;
  /** Its pixels as they are shown: upright, with square pixels. */
  readonly image: RawImage;
}

/** Which frames of a video are wanted: by default all. */
export interface FrameOptions {
  /** Seconds from one frame to the next. A video of fewer frames gives each of them once. */
  every?: number;
  /** Instead, the times whose frames are wanted: ascending, in seconds. */
  times?: readonly number[];
}

/** An opened video; see `openVideo`. */
export interface Video {
  /** The format in words: `MP4 (avc)`, `GIF`. */
  readonly format: string;
  /** Pixels as shown, after the rotation that the file asks for. */
  readonly width: number;
  readonly height: number;
  /** In seconds. */
  readonly duration: number;
  /** Frames a second, on average. */
  readonly frameRate: number;
  /**
   * The frames, one after the other; only a few are in memory at a time.
   *
   * @throws ExpectationError that names the file, when it has no frame or its frames do not decode
   */
  frames(options?: FrameOptions): AsyncGenerator<VideoFrame, void, undefined>;
  /** Closes the file. */
  close(): void;
}
