export type { ActionUnit, ActionUnits } from './action-units';
export { drawFace, pictureOf, type PictureOptions } from './draw-face';
export { drawFaces, type DrawFacesOptions } from './draw-faces';
export { DRAWN_COUNTS } from './drawn-counts';
export { faceParameters, type FaceParameters, type Light } from './face-parameters';
export { faceSvg } from './face-svg';
export type { Identity } from './identity';
export type { Pose } from './projection';
