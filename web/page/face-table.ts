import { csvColumns, csvLine } from '../../src/lib/faces/face-csv';
import { rowsOfFrame, type FrameOfFaces } from '../../src/lib/faces/face-row';

/** Keeps what was found, and saves it as a CSV. */
export class FaceTable {
  private rows: string[] = [];

  get length(): number {
    return this.rows.length;
  }

  add(frame: FrameOfFaces): void {
    this.rows.push(...rowsOfFrame(frame).map((row) => csvLine(row)));
  }

  clear(): void {
    this.rows = [];
  }

  /** Lets the browser save it on the user's device. */
  save(): void {
    const lines = [csvColumns().join(','), ...this.rows, ''];
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([lines.join('\n')], { type: 'text/csv' }));
    link.download = `faces-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.csv`;
    link.click();
    // Not before the browser has read it.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}
