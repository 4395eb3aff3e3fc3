import type { OnPhotographs } from '../../shared/comparison-words';
import type { AbsentRow } from '../row';

/** A contender's row in the comparison on photographs, or why there is none. */
export type PhotographRow = { id: string; title: string; measured: OnPhotographs } | AbsentRow;
