import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** What is used of WebCodecs' VideoDecoder. */
export interface Decoder {
  readonly decodeQueueSize: number;
  decode(chunk: Stamped): void;
  flush(): Promise<void>;
  reset(): void;
}

/** A packet or a frame: its time in microseconds. */
interface Stamped {
  readonly timestamp: number;
}

interface DecoderInit {
  output: (frame: Stamped) => void;
  error: (error: unknown) => void;
}

type DecoderClass = new (init: DecoderInit) => Decoder;

/** The most frames that a decoder keeps to itself: H.264 reorders 16, and each of its threads has one. */
const HELD_BACK = 20 + Math.min(16, availableParallelism());

/** Milliseconds within which a frame that was decoded arrives, on a busy machine too. */
const LATEST = 500;

/**
 * A VideoDecoder that says truly how many packets wait for it. That of node-webcodecs counts a packet
 * as decoded a moment after it was taken, and mediabunny, which waits for a frame while too many are
 * waiting, then waits for ever where the decoder holds all of its frames back. And its `flush()` may be
 * done before the last frames have arrived, which are then lost: this one waits for them.
 *
 * @param Base node-webcodecs' class
 * @returns a class whose `decodeQueueSize` is above 0 only as long as a frame is sure to come
 */
export function pacedDecoder(Base: DecoderClass): DecoderClass {
  return class PacedDecoder extends Base {
    /** Times of packets whose frame has not come. */
    private readonly waiting: number[];

    constructor({ output, error }: DecoderInit) {
      const waiting: number[] = [];
      super({
        output: (frame) => {
          // Frames come in the order of time. Packets before that have given none never will.
          const left = waiting.filter((timestamp) => timestamp > frame.timestamp);
          waiting.splice(0, waiting.length, ...left);
          output(frame);
        },
        error,
      });
      this.waiting = waiting;
    }

    override get decodeQueueSize(): number {
      return Math.max(0, this.waiting.length - HELD_BACK);
    }

    override decode(chunk: Stamped): void {
      this.waiting.push(chunk.timestamp);
      super.decode(chunk);
    }

    override async flush(): Promise<void> {
      await super.flush();
      for (let last = performance.now(), before = Infinity; this.waiting.length > 0;) {
        if (this.waiting.length < before) last = performance.now();
        if (performance.now() - last > LATEST) break;
        before = this.waiting.length;
        await setTimeout(2);
      }
      this.waiting.length = 0;
    }

    override reset(): void {
      super.reset();
      this.waiting.length = 0;
    }
  };
}
