import * as v from 'valibot';
import { day, fact, line, naturalId } from './head.ts';

/** Names one person of the staff for as long as they work there; tells nothing of them. */
const staffId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,80}$/));

/**
 * 工作人员: from this day somebody works for the community, whether or not they hold a post, or does not any more. Nothing but
 * the name that colleagues use. A count reads it, so it is a fact.
 */
export const staffMember = v.strictObject({
  ...fact('staffMember', naturalId('staffMember')),
  staffId,
  name: line,
  from: day,
  left: v.optional(v.literal(true)),
});
export type StaffMember = v.InferOutput<typeof staffMember>;

/**
 * 下沉网格: from this day a member of staff works in a unit, an area or a building; one person may be in several, and several
 * in one. Of one person and unit the last that has begun holds; an ended one says that they do not work there any more.
 */
export const gridAssignment = v.strictObject({
  ...fact('gridAssignment', naturalId('gridAssignment')),
  staffId,
  unitId: naturalId('orgUnit'),
  from: day,
  /** last day */
  until: v.optional(day),
  ended: v.optional(v.literal(true)),
});
export type GridAssignment = v.InferOutput<typeof gridAssignment>;
