export {
  checkJson,
  nameOf,
  parseJson,
  violationError,
  type CheckOptions,
  type ParseOptions,
} from './parse-json';
export { readJson, readJsonSync, type ReadJsonOptions } from './read-json';
export {
  anything,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  refine,
  schema,
  share,
  text,
  tuple,
  type Place,
  type Schema,
  type ValueOf,
  type Violation,
} from './schema';
export { writeJson } from './write-json';
