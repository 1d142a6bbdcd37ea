import { nextWorkingDay, type Day } from '../day.ts';
import type { Severity } from '../documents/visit.ts';

/** Working days within which what a worker saw is answered, when nobody named a day. Ours; an emergency is today. */
const workingDays: Readonly<Record<Severity, number>> = {
  emergency: 0,
  serious: 1,
  escalating: 1,
  general: 2,
  latent: 3,
  ordinary: 3,
};

/** The day on which a matter that was taken back is answered, when no day was promised. */
export function promisedDay(severity: Severity, today: Day): Day {
  let day = today;
  for (let left = workingDays[severity]; left > 0; left -= 1) day = nextWorkingDay(day);
  return day;
}
