/** What a worker is asked to do. */
export type Request =
  | { do: 'prepare'; format: string; originals: string }
  | { do: 'attack'; format: string; originals: string; seed: number; salt: number; number: number };

/** What a worker says: that it begins to read a mutant, and how that ended; or that it could not make one. */
export type Reply =
  | { say: 'prepared' }
  | { say: 'reading'; what: string; folder: string }
  | { say: 'read'; fault?: string; milliseconds: number; peakBytes?: number }
  | { say: 'stray'; error: string }
  | { say: 'failed'; error: string };
