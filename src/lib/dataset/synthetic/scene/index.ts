export { arrangePeople, type ArrangePeopleOptions } from './arrange-people';
export { type Actor, drawFilm, type DrawFilmOptions, type DrawnFrame } from './draw-film';
export { drawScene, type DrawSceneOptions, type Scene } from './draw-scene';
export type { PlacedFace, PlacedPerson } from './placed-face';
