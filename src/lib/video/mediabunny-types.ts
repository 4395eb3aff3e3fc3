// What is used of mediabunny. Its own types ask for those of the DOM and for a newer TypeScript than
// the notebooks' kernel has, and the package may be missing.

/** What reads a video's container: https://mediabunny.dev */
export interface Mediabunny {
  readonly ALL_FORMATS: readonly unknown[];
  readonly FilePathSource: new (file: string) => object;
  readonly Input: new (options: { formats: readonly unknown[]; source: object }) => Input;
  readonly VideoSampleSink: new (track: Track) => Sink;
}

/** An opened file. */
export interface Input {
  canRead(): Promise<boolean>;
  getFormat(): Promise<{ name: string }>;
  getPrimaryVideoTrack(): Promise<Track | null>;
  dispose(): void;
}

/** A video track. */
export interface Track {
  canDecode(): Promise<boolean>;
  getCodec(): Promise<string | null>;
  getDisplayWidth(): Promise<number>;
  getDisplayHeight(): Promise<number>;
  computeDuration(): Promise<number>;
  /** Of so many packets. */
  computePacketStats(packets: number): Promise<{ packetCount: number; averagePacketRate: number }>;
}

/** What gives a track's frames. */
export interface Sink {
  samples(): AsyncGenerator<Sample, void, unknown>;
  samplesAtTimestamps(times: Iterable<number>): AsyncGenerator<Sample | null, void, unknown>;
}

/** A decoded frame. */
export interface Sample {
  /** In seconds; negative where a file begins before what it shows. */
  readonly timestamp: number;
  readonly duration: number;
  readonly visibleRect: { width: number; height: number };
  readonly squarePixelWidth: number;
  readonly squarePixelHeight: number;
  readonly rotation: 0 | 90 | 180 | 270;
  readonly flip: boolean;
  allocationSize(options: { format: 'RGBX' }): number;
  copyTo(target: Uint8Array, options: { format: 'RGBX' }): Promise<unknown>;
  close(): void;
}
