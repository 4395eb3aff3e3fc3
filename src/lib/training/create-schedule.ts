import { oneCycleSchedule } from './one-cycle';
import { constantSchedule, type Schedule } from './schedule';

/** The schedules that a recipe can name. */
export const SCHEDULES = ['one-cycle', 'constant'] as const;

/** The name of one of the {@link SCHEDULES}. */
export type ScheduleName = (typeof SCHEDULES)[number];

/** Creates a schedule by name, with the highest learning rate of the run. */
export function createSchedule(name: ScheduleName, { peak }: { peak: number }): Schedule {
  return name === 'one-cycle' ? oneCycleSchedule({ peak }) : constantSchedule(peak);
}
