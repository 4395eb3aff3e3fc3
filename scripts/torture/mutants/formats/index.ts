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
 * Not a real format: its reader has every kind of fault, so that a test can check that they are
 * noticed.
 */
export const FAULTY: Format = faulty;

/** Every kind of file that the project reads, and its other external inputs. */
export const FORMATS: readonly Format[] = [
  ...[model, checkpoint, run, picture, csv, zip, tar, folder],
  ...[cache, manifest, notebook, settings, commandLine],
];
