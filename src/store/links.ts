import type { DocumentOf } from '../domain/document.ts';

/** Members (or fields of a register) by which documents of a type are found on the shelf. */
export const links: Partial<Record<keyof DocumentOf, readonly string[]>> = {
  dwelling: ['buildingId'],
  household: ['dwellingId'],
  resident: ['householdId'],
  orgUnit: ['parentId'],
  placement: ['unitId'],
  relocation: ['buildingId'],
  post: ['unitId'],
  gridAssignment: ['unitId', 'staffId'],
  visit: ['dwellingId', 'householdId', 'buildingId', 'supersedes'],
  note: ['dwellingId', 'householdId', 'buildingId', 'visitId'],
  matter: ['dwellingId', 'householdId', 'buildingId', 'visitId'],
  review: ['visitId'],
  refusal: ['dwellingId', 'householdId'],
  postponement: ['dwellingId', 'householdId'],
  assignment: ['dwellingId', 'householdId'],
  roundClosing: ['roundId'],
  impact: ['roundId', 'dwellingId', 'householdId'],
  withdrawal: ['subjectId', 'visitId'],
  residency: ['householdId', 'residentId'],
  charge: ['householdId', 'dwellingId'],
  samePerson: ['residentId', 'otherId'],
  consent: ['dwellingId', 'householdId', 'visitId'],
  proposal: ['dwellingId', 'householdId', 'visitId'],
  confirmation: ['proposalId'],
  planCancellation: ['dwellingId', 'tagId'],
  arrivalStep: ['proposalId'],
  taskGroup: ['matterId'],
  partyAnswer: ['matterId'],
  matterClosing: ['matterId'],
  serviceAssignment: ['householdId', 'partnerId'],
  escalation: ['proposalId'],
  householdPlan: ['householdId', 'dwellingId'],
  planMeasure: ['householdId', 'dwellingId'],
};

interface Linked {
  readonly fields?: Readonly<Record<string, { readonly v: unknown } | undefined>>;
  readonly [member: string]: unknown;
}

/** What a document points at by one of its links. A dwelling's building stands inside its address. */
export function linkOf(doc: object, field: string): string | undefined {
  const { fields } = doc as Linked;
  const value = fields
    ? field === 'buildingId'
      ? (fields['address']?.v as { buildingId?: string } | undefined)?.buildingId
      : fields[field]?.v
    : (doc as Linked)[field];
  return typeof value === 'string' ? value : undefined;
}

/** What a row that is read one by one belongs to: answers to their visit, an identity to its resident. */
export function aboutOf(doc: object & { readonly type?: unknown }): string | undefined {
  if (doc.type === 'visitAnswers') return linkOf(doc, 'visitId');
  return doc.type === 'identity' ? linkOf(doc, 'residentId') : undefined;
}
