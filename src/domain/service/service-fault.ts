import type { ServiceAssignment } from '../documents/service.ts';
import type { RefusalCode } from '../fault.ts';
import { findPersonalNumbers } from '../personal-numbers.ts';
import type { Grant } from '../rights.ts';

type Members = Readonly<Record<string, unknown>>;

/** An assignment names the one that it changes, of the same organisation and household; no number of a person is in its note. */
export function serviceAssignmentFault(doc: ServiceAssignment, after: object | undefined): RefusalCode | undefined {
  if (findPersonalNumbers(doc.note ?? '').length > 0) return 'invalid';
  if (doc.after === undefined) return doc.ended === true ? 'illegal-step' : undefined;
  if (after === undefined) return 'not-yet';
  const before = after as Members;
  const same = ['type', 'partnerId', 'dwellingId', 'householdId'].every(
    (name) => before[name] === (doc as Members)[name],
  );
  return same ? undefined : 'illegal-step';
}

/**
 * Whether a provider may write this: what it did at a household that is assigned to it. It names the assignment in `after`;
 * what was said there is of the care tier.
 * @param grants of the provider, those that reach the database
 */
export function serviceRecordFault(
  grants: readonly Grant[],
  kind: string,
  document: object,
  after: object | undefined,
): RefusalCode | undefined {
  const { type, dwellingId, householdId, supersedes, after: named } = document as Members;
  if (kind !== (type === 'visit' ? 'area' : 'care')) return 'wrong-tier';
  if (named === undefined || supersedes !== undefined) return 'not-yours';
  if (after === undefined) return 'not-yet';
  const assignment = after as Partial<ServiceAssignment>;
  const mine = assignment.type === 'serviceAssignment' && grants.some(({ unitId }) => unitId === assignment.partnerId);
  const there = assignment.dwellingId === dwellingId && assignment.householdId === householdId;
  return mine && there && assignment.ended !== true ? undefined : 'not-yours';
}
