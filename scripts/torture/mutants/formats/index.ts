import type { Format } from '../format';
import { commandLine } from './arguments';
import { cache } from './cache';
import { checkpoint } from './checkpoint';
import { csv } from './csv';
import { faulty } from './faulty';
import { folder } from './folder';
import { manifest } from './manifest';
import { model } from './model';
import { notebook } from './notebook';
import { picture } from './picture';
import { run } from './run';
import { settings } from './settings';
import { tar } from './tar';
import { zip } from './zip';

/**
 * No kind of file: what it reads goes wrong in every way, so that a test sees whether that is
 * noticed.
 */
export const FAULTY: Format = faulty;

/** Every kind of file that the project reads, and what else comes from outside. */
export const FORMATS: readonly Format[] = [
  ...[model, checkpoint, run, picture, csv, zip, tar, folder],
  ...[cache, manifest, notebook, settings, commandLine],
];
