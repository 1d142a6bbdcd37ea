import { tagLives, type TagLife } from '../domain/care-tags.ts';
import { parseDatabaseName } from '../domain/database-name.ts';
import type { DocumentOf } from '../domain/document.ts';
import { doorKey, factsOfDoors, type Door } from '../domain/door.ts';
import { dueFactsFrom } from '../domain/due-facts.ts';
import { plansOfTag, type VisitPlan } from '../domain/visit-plan.ts';
import { doorsByDwelling } from './due-doors.ts';
import type { Shelf } from './shelf.ts';
import type { Store } from './store.ts';

/** One care tag on this tablet, at its door, with the visits that it asked for and asks for. */
export interface TagHere {
  readonly life: TagLife;
  readonly door: Door;
  /** database that holds it */
  readonly db: string;
  /** key of its area; T4 tags stand in one database for the whole community and have none */
  readonly area: string | undefined;
  /** oldest first */
  readonly plans: readonly VisitPlan[];
}

const read = [
  'proposal',
  'confirmation',
  'withdrawal',
  'visit',
  'refusal',
  'postponement',
  'assignment',
  'planCancellation',
  'policy',
  'dwelling',
  'household',
] as const;

/** Every care tag that this tablet may hold, with its plans; empty where it holds no care database. */
export const tagsHere = ({ shelf, clock }: Store): readonly TagHere[] =>
  shelf.derive('care tags', read, () => gather(shelf, clock.today()), clock.today());

/** The tags of one door. */
export const tagsAtDoor = (store: Store, door: Door): readonly TagHere[] =>
  tagsHere(store).filter(
    (one) =>
      one.door.dwellingId === door.dwellingId && (sharesDoor(one.life, door) || doorKey(one.door) === doorKey(door)),
  );

/** A tag that names no household is about everyone behind the door. */
const sharesDoor = ({ proposal }: TagLife, { householdId }: Door): boolean =>
  proposal.householdId === undefined || proposal.householdId === householdId;

function gather(shelf: Shelf, today: string): TagHere[] {
  const lives = tagLives(shelf.all('proposal'), shelf.all('confirmation'), shelf.all('withdrawal'));
  const doors = doorsByDwelling(shelf);
  const policies = shelf.all('policy');
  return lives.flatMap((life): TagHere[] => {
    const { _id, dwellingId } = life.proposal;
    const door = doors.get(dwellingId)?.find((one) => sharesDoor(life, one));
    const db = shelf.databaseOf('proposal', _id);
    if (!door || db === undefined) return [];
    const name = parseDatabaseName(db);
    const area = name?.kind === 'care' ? name.scope : undefined;
    const at = <T extends keyof DocumentOf>(type: T): readonly DocumentOf[T][] =>
      shelf.by(type, 'dwellingId', dwellingId);
    const facts = dueFactsFrom({
      doors: [door],
      visits: at('visit'),
      refusals: at('refusal'),
      postponements: at('postponement'),
      assignments: at('assignment'),
      cancellations: at('planCancellation'),
      withdrawals: shelf.all('withdrawal'),
      proposals: [],
      confirmations: [],
    });
    const known = factsOfDoors(facts).get(doorKey(door));
    return [{ life, door, db, area, plans: known ? plansOfTag(life, known, policies, today) : [] }];
  });
}
