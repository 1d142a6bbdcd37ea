import type { Matter } from '../domain/documents/visit.ts';
import type { Shelf } from './shelf.ts';

const newestFirst = (a: Matter, b: Matter): number => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0);
const notWithdrawn = (shelf: Shelf, matter: Matter): boolean =>
  shelf.by('withdrawal', 'subjectId', matter._id).length === 0;

/** Matters raised at a door, newest first, without those taken back by a correction. */
export const mattersOfDoor = (shelf: Shelf, dwellingId: string): Matter[] =>
  shelf
    .by('matter', 'dwellingId', dwellingId)
    .filter((matter) => notWithdrawn(shelf, matter))
    .sort(newestFirst);

/** Matters of a visit and of the versions it replaces: a correction keeps what still holds under its old id. */
export function mattersOfVisit(shelf: Shelf, visitId: string): readonly Matter[] {
  const found: Matter[] = [];
  const seen = new Set<string>();
  for (
    let id: string | undefined = visitId;
    id !== undefined && !seen.has(id);
    id = shelf.get('visit', id)?.supersedes
  ) {
    seen.add(id);
    found.push(...shelf.by('matter', 'visitId', id));
  }
  return found.filter((matter) => notWithdrawn(shelf, matter));
}
