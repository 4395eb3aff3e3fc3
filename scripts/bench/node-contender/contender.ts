// The project, or stock tfjs-node, as a contender of the benchmark:
// `contender.ts <auto | float32 | stock>`.
import * as memory from './memory';
import * as data from './data';
import * as networks from './networks';
import * as prediction from './prediction';
import * as shipped from './shipped';
import { profile } from '../profile/profile-task';
import { serve } from '../../shared/serve-json-lines';
import * as training from './training';
import { describeZoo, useZoo } from './zoo/zoo';

networks.start(process.argv[2]);

void serve({
  ...{ ...memory, ...data, ...networks, ...prediction, ...shipped, ...training },
  ...{ profile, describeZoo, useZoo },
});
