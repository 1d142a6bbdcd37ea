import type { Confirmation, Proposal } from '../domain/documents/care.ts';
import type { Policy } from '../domain/documents/organisation.ts';
import type {
  Assignment,
  Postponement,
  Refusal,
  Residency,
  Review,
  Visit,
  Withdrawal,
} from '../domain/documents/visit.ts';
import { allDoors, type Door } from './buildings.ts';
import type { Shelf } from './shelf.ts';

/** Everything that the due rule reads, for every door of this tablet. The arrays stay the same until a fact changes. */
export interface DueFacts {
  readonly doors: readonly Door[];
  readonly visits: readonly Visit[];
  readonly reviews: readonly Review[];
  readonly refusals: readonly Refusal[];
  readonly postponements: readonly Postponement[];
  readonly assignments: readonly Assignment[];
  readonly withdrawals: readonly Withdrawal[];
  readonly residencies: readonly Residency[];
  readonly proposals: readonly Proposal[];
  readonly confirmations: readonly Confirmation[];
  readonly policies: readonly Policy[];
}

export const dueFacts = (shelf: Shelf): DueFacts => ({
  doors: allDoors(shelf),
  visits: shelf.all('visit'),
  reviews: shelf.all('review'),
  refusals: shelf.all('refusal'),
  postponements: shelf.all('postponement'),
  assignments: shelf.all('assignment'),
  withdrawals: shelf.all('withdrawal'),
  residencies: shelf.all('residency'),
  proposals: shelf.all('proposal'),
  confirmations: shelf.all('confirmation'),
  policies: shelf.all('policy'),
});

/** The types that the due rule reads, for `shelf.derive`. */
export const dueTypes = [
  'dwelling',
  'household',
  'visit',
  'review',
  'refusal',
  'postponement',
  'assignment',
  'withdrawal',
  'residency',
  'proposal',
  'confirmation',
  'policy',
] as const;
