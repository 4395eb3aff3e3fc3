import { expectation } from '../errors';
import { assign } from './assign';
import { sizeOf, type Box, type Face, type Point } from './face';

/** Gives the faces of a film the same number from frame to frame; see {@link createFaceTracker}. */
export interface FaceTracker {
  /**
   * Numbers the faces of the next frame.
   *
   * @param faces in any order
   * @param time of the frame, in seconds; later than the last one's
   * @returns each face's number, from 1
   * @throws ExpectationError when the time is not later
   */
  update(faces: readonly Pick<Face, 'box'>[], time: number): number[];
}

/** Options of {@link createFaceTracker}. */
export interface FaceTrackerOptions {
  /** How long a face may be missing and still be the same one, in seconds. */
  maxGap?: number;
}

/** A face that was seen. */
interface Track {
  readonly id: number;
  centre: Point;
  size: number;
  /** Pixels a second. */
  velocity: Point;
  /** When it was last seen, in seconds. */
  time: number;
  /** Since when it is known, in seconds. */
  readonly since: number;
}

/** How much a new movement counts against those before it. */
const VELOCITY_WEIGHT = 0.4;

/** The farthest a face may be from where it is expected, in its sizes. */
const FARTHEST = 1.2;

/** The largest change of size from one sight to the next, as a factor. */
const LARGEST_CHANGE = 2;

/** The cost of a pair that is not allowed: larger than any sum of others. */
const FORBIDDEN = 1e6;

/**
 * Makes a tracker: it expects each face where its last movement leads (constant velocity), and pairs
 * faces with expectations so that the sum of their distances is smallest. Faces that cross keep their
 * numbers, as does one that is missing for a moment; one that comes back later gets a new number. It
 * knows boxes and not what faces look like.
 *
 * @example
 * const tracker = createFaceTracker();
 * for await (const { image, time } of video.frames({ every: 0.2 })) {
 *   const faces = await emotions.detect(image);
 *   console.log(tracker.update(faces, time)); // [1, 2]
 * }
 */
export function createFaceTracker({ maxGap = 1.5 }: FaceTrackerOptions = {}): FaceTracker {
  if (!(maxGap > 0))
    throw expectation('maxGap', { expectation: 'a number of seconds above 0', found: maxGap });
  let tracks: Track[] = [];
  let last = -Infinity;
  let count = 0;
  return {
    update(faces, time) {
      if (!(time > last))
        throw expectation("the frame's time", {
          expectation: `later than the last one's, ${last}`,
          found: time,
        });
      last = time;
      tracks = tracks.filter((track) => time - track.time <= maxGap);
      const pairs = pair(tracks, { faces, time });
      return faces.map((face, i) => {
        const track = pairs[i];
        if (track !== undefined) {
          move(tracks[track], { face, time });
          return tracks[track].id;
        }
        const id = ++count;
        const [centre, size] = [centreOf(face.box), sizeOf(face)];
        tracks.push({ id, centre, size, velocity: { x: 0, y: 0 }, time, since: time });
        return id;
      });
    },
  };
}

/** For each face the index of its track, or undefined for a new face. */
function pair(
  tracks: readonly Track[],
  { faces, time }: { faces: readonly Pick<Face, 'box'>[]; time: number },
): (number | undefined)[] {
  const costs = faces.map((face) => tracks.map((track) => costOf(track, { face, time })));
  return assign(costs).map((track, i) =>
    track !== undefined && costs[i][track] < FORBIDDEN ? track : undefined,
  );
}

/** The distance from where a face is expected, in its sizes, and the change of its size. */
function costOf(track: Track, { face, time }: { face: Pick<Face, 'box'>; time: number }): number {
  const expected = expectedAt(track, time);
  const [centre, size] = [centreOf(face.box), sizeOf(face)];
  const distance = Math.hypot(centre.x - expected.x, centre.y - expected.y) / ((size + track.size) / 2);
  const change = Math.abs(Math.log(size / track.size));
  return distance > FARTHEST || change > Math.log(LARGEST_CHANGE) ? FORBIDDEN : distance + change;
}

const expectedAt = ({ centre, velocity, time: seen }: Track, time: number): Point => ({
  x: centre.x + velocity.x * (time - seen),
  y: centre.y + velocity.y * (time - seen),
});

function move(track: Track, { face, time }: { face: Pick<Face, 'box'>; time: number }): void {
  const centre = centreOf(face.box);
  const seconds = time - track.time;
  // The first movement is all that is known of it.
  const weight = track.time === track.since ? 1 : VELOCITY_WEIGHT;
  const mix = (old: number, moved: number) => old + weight * (moved / seconds - old);
  track.velocity = {
    x: mix(track.velocity.x, centre.x - track.centre.x),
    y: mix(track.velocity.y, centre.y - track.centre.y),
  };
  track.centre = centre;
  track.size = sizeOf(face);
  track.time = time;
}

const centreOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });
