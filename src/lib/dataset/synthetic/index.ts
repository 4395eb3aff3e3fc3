export type { ActionUnit, ActionUnits } from './action-units';
export { drawFace, encodeFace, type DrawFaceOptions } from './draw-face';
export { drawFaces, type DrawFacesOptions } from './draw-faces';
export { DRAWN_COUNTS } from './drawn-counts';
export { sampleFaceParameters, type FaceParameters, type Light } from './face-parameters';
export { faceSvg } from './face-svg';
export type { Identity } from './identity';
export type { Pose } from './projection';
