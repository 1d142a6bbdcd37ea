import type { ArrivalStep, ArrivalTarget, Escalation } from './documents/arrival.ts';
import type { Confirmation, Consent, PlanCancellation, Proposal, Receipt } from './documents/care.ts';
import type {
  ChecklistDocument,
  OrgUnit,
  Placement,
  Policy,
  Post,
  Relocation,
  Structure,
} from './documents/organisation.ts';
import type { HouseholdPlan, PlanMeasure } from './documents/plan.ts';
import type { GridAssignment, StaffMember } from './documents/staff.ts';
import type { MemberRegistration } from './documents/member.ts';
import type { AgentService, Partner, ServicePoint } from './documents/nearby.ts';
import type { Charge, Dwelling, Household, Identity, Resident, SamePerson } from './documents/place.ts';
import type { ServiceAssignment } from './documents/service.ts';
import type { MatterClosing, PartyAnswer, PartyRule, TaskGroup } from './documents/three-party.ts';
import type { Impact, KnockReason, RoundClosing, VisitRound } from './documents/round.ts';
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
  structure: Structure;
  placement: Placement;
  relocation: Relocation;
  post: Post;
  staffMember: StaffMember;
  gridAssignment: GridAssignment;
  policy: Policy;
  checklist: ChecklistDocument;
  knockReason: KnockReason;
  visit: Visit;
  visitAnswers: VisitAnswers;
  note: Note;
  matter: Matter;
  review: Review;
  refusal: Refusal;
  postponement: Postponement;
  assignment: Assignment;
  visitRound: VisitRound;
  roundClosing: RoundClosing;
  impact: Impact;
  withdrawal: Withdrawal;
  residency: Residency;
  charge: Charge;
  samePerson: SamePerson;
  memberRegistration: MemberRegistration;
  servicePoint: ServicePoint;
  agentService: AgentService;
  partner: Partner;
  consent: Consent;
  proposal: Proposal;
  confirmation: Confirmation;
  planCancellation: PlanCancellation;
  arrivalStep: ArrivalStep;
  escalation: Escalation;
  arrivalTarget: ArrivalTarget;
  opening: Opening;
  receipt: Receipt;
  householdPlan: HouseholdPlan;
  planMeasure: PlanMeasure;
  partyRule: PartyRule;
  taskGroup: TaskGroup;
  partyAnswer: PartyAnswer;
  matterClosing: MatterClosing;
  serviceAssignment: ServiceAssignment;
}

/** Any document of the catalogue. */
export type AnyDocument = DocumentOf[keyof DocumentOf];
