import { dueOfDoor, type DueDoor } from '../domain/due.ts';
import { openRounds } from '../domain/due-by-round.ts';
import { dueFactsFrom } from '../domain/due-facts.ts';
import { dueTime } from '../domain/due-reason.ts';
import { doorKey, factsOfDoors, withVisit, type Door } from '../domain/door.ts';
import type { Visit } from '../domain/documents/visit.ts';
import { policiesInForce } from './reference.ts';
import type { Store } from './store.ts';

/** When and why a door is due once this visit is finished, as if it were. */
export function dueAfter(store: Store, door: Door, visit: Visit): DueDoor | undefined {
  const { shelf, clock } = store;
  const here = { dwellingId: door.dwellingId };
  const proposals = shelf.by('proposal', 'dwellingId', here.dwellingId);
  const facts = dueFactsFrom({
    doors: [door],
    visits: shelf.by('visit', 'dwellingId', here.dwellingId),
    proposals,
    confirmations: proposals.flatMap((one) => shelf.by('confirmation', 'proposalId', one._id)),
    refusals: shelf.by('refusal', 'dwellingId', here.dwellingId),
    postponements: shelf.by('postponement', 'dwellingId', here.dwellingId),
    cancellations: shelf.by('planCancellation', 'dwellingId', here.dwellingId),
    withdrawals: shelf.all('withdrawal'),
    rounds: openRounds(shelf.all('visitRound'), shelf.all('roundClosing')),
  });
  const known = factsOfDoors(facts).get(doorKey(door));
  return known && dueOfDoor(withVisit(known, visit), policiesInForce(shelf), dueTime(clock.instant()));
}
