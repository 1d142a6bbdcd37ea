import * as v from 'valibot';
import type { DatabaseKind } from './database-name.ts';
import { arrivalStep, arrivalTarget, escalation } from './documents/arrival.ts';
import { confirmation, consent, planCancellation, proposal, receipt } from './documents/care.ts';
import {
  checklistDocument,
  orgUnit,
  placement,
  policy,
  post,
  relocation,
  structure,
} from './documents/organisation.ts';
import { agentService, partner, servicePoint } from './documents/nearby.ts';
import { memberRegistration } from './documents/member.ts';
import { charge, dwelling, household, identity, resident, samePerson } from './documents/place.ts';
import { impact, knockReason, roundClosing, visitRound } from './documents/round.ts';
import { householdPlan, planMeasure } from './documents/plan.ts';
import { gridAssignment, staffMember } from './documents/staff.ts';
import { serviceAssignment } from './documents/service.ts';
import { matterClosing, partyAnswer, partyRule, taskGroup } from './documents/three-party.ts';
import {
  assignment,
  matter,
  note,
  opening,
  postponement,
  refusal,
  residency,
  review,
  visit,
  visitAnswers,
  withdrawal,
} from './documents/visit.ts';

interface Entry {
  readonly nature: 'fact' | 'register';
  readonly schema: v.GenericSchema;
  /** kinds of database that may hold it; anything else is `wrong-tier` */
  readonly homes: readonly DatabaseKind[];
  /** fields that the merged register must have */
  readonly needs?: readonly string[];
}

const fact = (schema: v.GenericSchema, homes: readonly DatabaseKind[]): Entry => ({ nature: 'fact', schema, homes });
const register = (schema: v.GenericSchema, homes: readonly DatabaseKind[], needs: readonly string[]): Entry => ({
  nature: 'register',
  schema,
  homes,
  needs,
});

/** Every document type, in one place: used by form, store and gate alike. */
export const catalogue = {
  dwelling: register(dwelling, ['area'], ['address']),
  household: register(household, ['area'], ['dwellingId', 'familyName', 'kind']),
  resident: register(resident, ['area'], ['householdId', 'name']),
  identity: register(identity, ['care'], ['residentId', 'paper']),
  orgUnit: register(orgUnit, ['ref'], ['level', 'name', 'order']),
  structure: fact(structure, ['ref']),
  placement: fact(placement, ['ref']),
  relocation: fact(relocation, ['area']),
  post: fact(post, ['ref']),
  staffMember: fact(staffMember, ['ref']),
  gridAssignment: fact(gridAssignment, ['ref']),
  policy: fact(policy, ['ref']),
  checklist: fact(checklistDocument, ['ref']),
  knockReason: fact(knockReason, ['ref']),
  visit: fact(visit, ['area']),
  visitAnswers: fact(visitAnswers, ['care', 'sealed']),
  note: fact(note, ['area', 'care', 'sealed', 'own']),
  matter: fact(matter, ['area', 'care', 'sealed']),
  review: fact(review, ['area']),
  refusal: fact(refusal, ['area']),
  postponement: fact(postponement, ['area']),
  assignment: fact(assignment, ['area']),
  visitRound: fact(visitRound, ['area']),
  roundClosing: fact(roundClosing, ['area']),
  impact: fact(impact, ['area']),
  withdrawal: fact(withdrawal, ['area', 'care', 'sealed']),
  residency: fact(residency, ['area']),
  charge: fact(charge, ['area']),
  samePerson: fact(samePerson, ['area']),
  memberRegistration: register(memberRegistration, ['area'], ['name']),
  servicePoint: register(servicePoint, ['ref'], ['kind', 'name', 'address']),
  agentService: register(agentService, ['ref'], ['name', 'papers']),
  partner: register(partner, ['ref'], ['name', 'kind']),
  consent: fact(consent, ['care', 'sealed']),
  proposal: fact(proposal, ['care', 'sealed']),
  confirmation: fact(confirmation, ['care', 'sealed']),
  planCancellation: fact(planCancellation, ['care', 'sealed']),
  arrivalStep: fact(arrivalStep, ['care', 'sealed', 'area']),
  escalation: fact(escalation, ['care', 'own']),
  partyRule: fact(partyRule, ['ref']),
  taskGroup: fact(taskGroup, ['area', 'care']),
  partyAnswer: fact(partyAnswer, ['area', 'care']),
  serviceAssignment: fact(serviceAssignment, ['care']),
  matterClosing: fact(matterClosing, ['area', 'care']),
  arrivalTarget: fact(arrivalTarget, ['ref']),
  opening: fact(opening, ['log']),
  receipt: fact(receipt, ['own']),
  // Measures tell of hardship and illness: of the care tier, and of nothing sealed.
  householdPlan: register(householdPlan, ['care'], ['householdId', 'dwellingId']),
  planMeasure: register(planMeasure, ['care'], ['householdId', 'dwellingId', 'measure', 'state']),
} satisfies Record<string, Entry>;

export type DocumentType = keyof typeof catalogue;
export const documentTypes: readonly DocumentType[] = Object.keys(catalogue) as DocumentType[];

export const isDocumentType = (type: unknown): type is DocumentType =>
  typeof type === 'string' && Object.hasOwn(catalogue, type);
export const isRegister = (type: string): boolean => isDocumentType(type) && catalogue[type].nature === 'register';
export const homesOf = (type: DocumentType): readonly DatabaseKind[] => catalogue[type].homes;

/** Whether a body fits its type's schema. A register may be a change: only the fields that were written. */
export const fits = (type: DocumentType, body: unknown): boolean => v.is(catalogue[type].schema, body);

/** Whether a merged register has all the fields that its type needs; facts always have. */
export function isWhole(type: DocumentType, body: { readonly fields?: Readonly<Record<string, unknown>> }): boolean {
  const entry: Entry = catalogue[type];
  return (entry.needs ?? []).every((name) => body.fields?.[name] !== undefined);
}
