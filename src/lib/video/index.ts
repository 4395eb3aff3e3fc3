export { isVideo, VIDEO_EXTENSIONS } from './is-video';
export { openVideo } from './open-video';
export type { FrameOptions, Video, VideoFrame } from './video';
