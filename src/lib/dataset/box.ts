/** A rectangle in pixels of the image as it is shown, from its top left corner; may reach beyond it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
