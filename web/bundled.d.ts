// Files that scripts/shared/web/ puts into the bundle.

declare module 'bundled:emotion.json' {
  const model: { modelTopology: object; weightSpecs: import('../src/lib/model/model-json').WeightSpec[] };
  export default model;
}

declare module 'bundled:face-detector.json' {
  const model: { modelTopology: object; weightSpecs: import('../src/lib/model/model-json').WeightSpec[] };
  export default model;
}

declare module 'bundled:*.bin' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
