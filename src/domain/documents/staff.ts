import * as v from 'valibot';
import { day, fact, line, naturalId, register } from './head.ts';

/** 工作人员: somebody who works for the community, whether or not they hold a post. Nothing but the name that colleagues use. */
export const staffMember = register('staffMember', naturalId('staffMember'), {
  name: line,
  /** works here no more */
  left: v.boolean(),
});
export type StaffMember = v.InferOutput<typeof staffMember>;

/**
 * 下沉网格: from this day a member of staff works in a unit, an area or a building; one person may be in several, and several
 * in one. Of one person and unit the last that has begun holds; an ended one says that they do not work there any more.
 */
export const gridAssignment = v.strictObject({
  ...fact('gridAssignment', naturalId('gridAssignment')),
  staffId: naturalId('staffMember'),
  unitId: naturalId('orgUnit'),
  from: day,
  /** last day */
  until: v.optional(day),
  ended: v.optional(v.literal(true)),
});
export type GridAssignment = v.InferOutput<typeof gridAssignment>;
