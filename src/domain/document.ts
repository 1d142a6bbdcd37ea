import type { Confirmation, Consent, Proposal, Receipt } from './documents/care.ts';
import type { ChecklistDocument, OrgUnit, Policy, Post } from './documents/organisation.ts';
import type { Dwelling, Household, Identity, Resident } from './documents/place.ts';
import type {
  Assignment,
  Matter,
  Note,
  Opening,
  Postponement,
  Refusal,
  Residency,
  Review,
  Visit,
  VisitAnswers,
  Withdrawal,
} from './documents/visit.ts';

/** Each document type by its name. */
export interface DocumentOf {
  dwelling: Dwelling;
  household: Household;
  resident: Resident;
  identity: Identity;
  orgUnit: OrgUnit;
  post: Post;
  policy: Policy;
  checklist: ChecklistDocument;
  visit: Visit;
  visitAnswers: VisitAnswers;
  note: Note;
  matter: Matter;
  review: Review;
  refusal: Refusal;
  postponement: Postponement;
  assignment: Assignment;
  withdrawal: Withdrawal;
  residency: Residency;
  consent: Consent;
  proposal: Proposal;
  confirmation: Confirmation;
  opening: Opening;
  receipt: Receipt;
}

/** Any document of the catalogue. */
export type AnyDocument = DocumentOf[keyof DocumentOf];
