import { roomQuery, shortAddress } from '../../domain/address.ts';
import { arrivalOf, mustArriveOf } from '../../domain/care.ts';
import type { Door } from '../../domain/door.ts';
import { mayWrite } from '../../domain/may-write.ts';
import type { Me } from '../../domain/me.ts';
import type { FoldedVisit } from '../../domain/visit-state.ts';
import { doorsByDwelling } from '../../store/due-doors.ts';
import { mattersOfVisit } from '../../store/matters.ts';
import { nameOfUser } from '../../store/reference.ts';
import { waitingForReview } from '../../store/reviews.ts';
import type { Shelf } from '../../store/shelf.ts';
import { visitStates } from '../../store/visits.ts';

export const filters = ['waiting', 'returned', 'accepted'] as const;
export type Filter = (typeof filters)[number];

/** One visit in the list of the desk; nothing of what was answered. */
export interface Row {
  readonly id: string;
  readonly folded: FoldedVisit;
  readonly door: Door | undefined;
  /** 12-1-1002 */
  readonly place: string;
  readonly by: string;
  readonly matters: number;
  readonly care: boolean;
  readonly mustArrive: boolean;
}

/** The door of a visit; the household that was visited, also where families share a dwelling. */
export const doorOfVisit = (shelf: Shelf, { visit }: FoldedVisit): Door | undefined => {
  const doors = doorsByDwelling(shelf).get(visit.dwellingId) ?? [];
  return doors.find((door) => door.householdId === visit.householdId) ?? doors[0];
};

/** Whether this person may decide on visits that lie in a database. */
function deskOf(me: Me): (database: string | undefined) => boolean {
  const known = new Map<string, boolean>();
  const visit = { _id: 'visit:any', type: 'visit', by: '' };
  return (database) => {
    if (database === undefined) return false;
    const before = known.get(database);
    if (before !== undefined) return before;
    const author = { _id: 'review:any', type: 'review', by: me.holder.userId };
    const verdict = { ...author, visitId: visit._id, after: visit._id, verdict: 'accepted' };
    const may = mayWrite(me.holder, database, verdict, { after: visit }) === undefined;
    known.set(database, may);
    return may;
  };
}

/** Visits of this desk by what became of them: what waits oldest first, what was decided newest first. */
export function visitsOfDesk(shelf: Shelf, me: Me, filter: Filter): readonly FoldedVisit[] {
  const user = me.holder.userId;
  return shelf.derive(`desk of ${user} ${filter}`, ['visit', 'review'], () => {
    const mine = deskOf(me);
    const here = (folded: FoldedVisit): boolean => mine(shelf.databaseOf('visit', folded.visit._id));
    if (filter === 'waiting') return waitingForReview(shelf, user).filter(here);
    return [...visitStates(shelf).values()]
      .filter((folded) => folded.state === filter && folded.visit.by !== user && here(folded))
      .sort((a, b) => ((a.review?.at ?? '') < (b.review?.at ?? '') ? 1 : -1));
  });
}

export function rowOf(shelf: Shelf, folded: FoldedVisit): Row {
  const { visit } = folded;
  const door = doorOfVisit(shelf, folded);
  const raised = shelf.by('proposal', 'visitId', visit._id).filter((one) => one.kind !== 'mustArrive');
  const undecided = raised.filter(
    (one) =>
      shelf.by('confirmation', 'proposalId', one._id).length === 0 &&
      shelf.by('withdrawal', 'subjectId', one._id).length === 0,
  );
  const urgent = mustArriveOf(shelf.by('proposal', 'dwellingId', visit.dwellingId), []);
  return {
    id: visit._id,
    folded,
    door,
    place: door ? shortAddress(door.address) : '',
    by: nameOfUser(shelf, visit.by) ?? visit.by,
    matters: mattersOfVisit(shelf, visit._id).filter((one) => shelf.by('withdrawal', 'subjectId', one._id).length === 0)
      .length,
    care: undecided.length > 0,
    mustArrive: urgent.some((one) => arrivalOf(one, [visit]).arrivedAt !== undefined),
  };
}

const rowTypes = [
  'visit',
  'review',
  'dwelling',
  'household',
  'matter',
  'proposal',
  'confirmation',
  'withdrawal',
  'post',
] as const;

/** The same as rows, in the same order. */
export const rowsOfDesk = (shelf: Shelf, me: Me, filter: Filter): readonly Row[] =>
  shelf.derive(`rows of ${me.holder.userId} ${filter}`, rowTypes, () =>
    visitsOfDesk(shelf, me, filter).map((folded) => rowOf(shelf, folded)),
  );

/** Whether a row answers to a building, a room or the name of who went. */
export function answers(row: Row, typed: string): boolean {
  const text = typed.trim();
  if (text === '') return true;
  const room = roomQuery(text);
  const own = row.place.slice(row.place.lastIndexOf('-') + 1);
  const byPlace = /\d/.test(room) && (row.place === room || row.place.startsWith(`${room}-`) || own.startsWith(room));
  return byPlace || row.by.includes(text) || (row.door?.familyName?.startsWith(text) ?? false);
}
