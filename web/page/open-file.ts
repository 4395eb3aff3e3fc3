import type { Source } from './source';

/** Opens a file of the user's as the source of a video. */
export function openVideo(video: HTMLVideoElement, file: File): Source {
  const address = URL.createObjectURL(file);
  video.src = address;
  return {
    name: file.name,
    kind: 'video',
    end() {
      video.pause();
      video.removeAttribute('src');
      video.load();
      URL.revokeObjectURL(address);
    },
  };
}

/** Opens a file of the user's as a photograph. */
export function openPhotograph(image: HTMLImageElement, file: File): Source {
  const address = URL.createObjectURL(file);
  image.src = address;
  image.alt = file.name;
  return {
    name: file.name,
    kind: 'photograph',
    end() {
      image.removeAttribute('src');
      URL.revokeObjectURL(address);
    },
  };
}
