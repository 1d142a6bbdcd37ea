import * as v from 'valibot';
import { fact, idOf, line, naturalId } from './head.ts';
import type { Outcome } from './visit.ts';

/**
 * 定期服务: an organisation of the catalogue serves a household regularly, until a later fact that names this one in `after`
 * ends or changes it. Of the care tier, because it tells who is cared for.
 */
export const serviceAssignment = v.strictObject({
  ...fact('serviceAssignment'),
  partnerId: idOf('partner'),
  dwellingId: naturalId('dwelling'),
  householdId: idOf('household'),
  /** whom they come for; none: the household */
  residentId: v.optional(idOf('resident')),
  /** what they come for, as they may know it; no number of a person */
  note: v.optional(line),
  /** comes no more */
  ended: v.optional(v.literal(true)),
});
export type ServiceAssignment = v.InferOutput<typeof serviceAssignment>;

/** What a provider tells of a service, as the outcome of a visit. */
export const serviceOutcomes = ['met', 'not_home', 'refused'] as const satisfies readonly Outcome[];
export type ServiceOutcome = (typeof serviceOutcomes)[number];
