import * as v from 'valibot';
import { day, idOf, line, naturalId, register } from './head.ts';

/**
 * 党员社区报到: a member who belongs to an organisation elsewhere is on the list of the community where they live, and what they
 * offered (T2). A list and no attendance: neither when somebody came nor how often, and no number of a paper.
 */
export const memberRegistration = register('memberRegistration', idOf('memberRegistration'), {
  name: line,
  phone: line,
  /** where the member works */
  organisation: line,
  /** where the member lives, so that the entry goes with the building */
  buildingId: naturalId('orgUnit'),
  room: line,
  /** what they would do for neighbours */
  offers: line,
  /** since when they are on the list */
  registeredOn: day,
  /** not on the list any more */
  ended: v.boolean(),
});
export type MemberRegistration = v.InferOutput<typeof memberRegistration>;
