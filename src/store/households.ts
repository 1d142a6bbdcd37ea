import type { Confirmation, Consent, Proposal } from '../domain/documents/care.ts';
import type { Dwelling, Household, Resident } from '../domain/documents/place.ts';
import type { Matter, Note, Postponement, Refusal, Residency, Visit } from '../domain/documents/visit.ts';
import { door } from './buildings.ts';
import { mattersOfDoor } from './matters.ts';
import { notesOfDoor } from './notes.ts';
import { peopleOf } from './persons.ts';
import type { Shelf } from './shelf.ts';
import { visitsToDoor } from './visits.ts';

export interface HouseholdFile {
  readonly dwelling: Dwelling;
  /** every household behind the door; several families may share it */
  readonly households: readonly Household[];
  readonly residentsOf: (householdId: string) => readonly Resident[];
  /** newest first, by anyone, without replaced versions */
  readonly visits: readonly Visit[];
  readonly notes: readonly Note[];
  readonly matters: readonly Matter[];
  readonly refusals: readonly Refusal[];
  readonly postponements: readonly Postponement[];
  readonly consents: readonly Consent[];
  readonly residencies: readonly Residency[];
  /** care proposals and what was decided on them; empty where this person holds no care database */
  readonly proposals: readonly Proposal[];
  readonly confirmations: readonly Confirmation[];
}

/** Everybody of a household, those who left included; a person of several records once. */
export const residentsOf = (shelf: Shelf, householdId: string): readonly Resident[] => peopleOf(shelf, householdId);

/** Everything that is known of one door, if this tablet has it. Facts only: folding them is the domain's. */
export function householdFile(shelf: Shelf, dwellingId: string): HouseholdFile | undefined {
  const found = door(shelf, dwellingId);
  if (!found) return undefined;
  const proposals = shelf.by('proposal', 'dwellingId', dwellingId);
  return {
    dwelling: found.dwelling,
    households: found.households,
    residentsOf: (householdId) => residentsOf(shelf, householdId),
    visits: visitsToDoor(shelf, dwellingId),
    notes: notesOfDoor(shelf, dwellingId),
    matters: mattersOfDoor(shelf, dwellingId),
    refusals: shelf.by('refusal', 'dwellingId', dwellingId),
    postponements: shelf.by('postponement', 'dwellingId', dwellingId),
    consents: shelf.by('consent', 'dwellingId', dwellingId),
    residencies: found.households.flatMap((household) => shelf.by('residency', 'householdId', household._id)),
    proposals,
    confirmations: proposals.flatMap((proposal) => shelf.by('confirmation', 'proposalId', proposal._id)),
  };
}
