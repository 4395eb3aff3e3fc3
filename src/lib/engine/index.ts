export { tf } from './tensorflow';
export { describeProcessor, type Processor } from './processor';
