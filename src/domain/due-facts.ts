import { activeTags } from './care-tags.ts';
import { mustArriveOf } from './care.ts';
import type { Confirmation, Proposal } from './documents/care.ts';
import type { Visit } from './documents/visit.ts';
import type { DueFacts } from './door.ts';
import { standing } from './visit-state.ts';

/** Facts as they are stored: every version, every decision. */
export interface StoredFacts extends Omit<DueFacts, 'tags' | 'mustArrive'> {
  readonly visits: readonly Visit[];
  readonly proposals: readonly Proposal[];
  readonly confirmations: readonly Confirmation[];
}

/** What the due rule reads of them: visits that still speak, tags that were confirmed, must-arrives that hold. */
export function dueFactsFrom({ proposals, confirmations, ...facts }: StoredFacts): DueFacts {
  const { withdrawals = [] } = facts;
  return {
    ...facts,
    visits: standing(facts.visits),
    tags: activeTags(proposals, confirmations, withdrawals),
    mustArrive: mustArriveOf(proposals, confirmations, withdrawals),
  };
}
