/** Where pictures come from at the moment. */
export interface Source {
  /** As the CSV names it. */
  readonly name: string;
  readonly kind: 'camera' | 'video' | 'photograph';
  /** Ends it; a camera's light goes off. */
  end(): void;
}
