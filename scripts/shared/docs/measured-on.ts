import {
  flag,
  integer,
  number,
  object,
  optional,
  record,
  text,
  type ValueOf,
} from '../../../src/lib/json/index';
import type { Machine } from '../machine';

/** When and on what figures were measured. */
export const MEASURED_ON = object({
  /** Such as 2026-11-28. */
  date: text(),
  commit: optional(text()),
  processor: text(),
  cores: integer({ from: 1 }),
  bfloat16: optional(flag),
  /** The load average before the measurement. */
  loadAtStart: optional(number({ from: 0 })),
  versions: record(text()),
});

export type MeasuredOn = ValueOf<typeof MEASURED_ON>;

/** What docs tell of a machine. */
export function measuredOn({
  date,
  commit,
  processor,
  cores,
  bfloat16,
  loadAtStart,
  versions,
}: Machine): MeasuredOn {
  const known = Object.entries(versions).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...{ date: date.slice(0, 10), commit, processor, cores, bfloat16, loadAtStart },
    versions: Object.fromEntries(known),
  };
}

/** `AMD EPYC, 2 cores; Node 20.20.2, tfjs-node 4.22.0 on TensorFlow 2.21.0`. */
export function describeMachineShortly({ processor, cores, bfloat16, versions }: MeasuredOn): string {
  const on = (name: string, version?: string, tensorflow?: string) =>
    version === undefined ? [] : [`${name} ${version}${tensorflow ? ` on TensorFlow ${tensorflow}` : ''}`];
  const software = [
    ...on('Node', versions.node),
    ...(versions['tfjs-node'] === undefined
      ? on('TensorFlow', versions['TensorFlow of tfjs-node'])
      : on('tfjs-node', versions['tfjs-node'], versions['TensorFlow of tfjs-node'])),
    ...on('Keras', versions.keras, versions['TensorFlow of Keras']),
    ...on('OpenCV', versions.opencv),
    ...['PyTorch', 'ONNX Runtime', 'OpenVINO'].flatMap((name) => on(name, versions[name])),
  ].join(', ');
  return `${processor}, ${cores} cores${bfloat16 ? ', with bfloat16 instructions' : ''}; ${software}`;
}
