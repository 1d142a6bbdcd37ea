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

export const mattersOfVisit = (shelf: Shelf, visitId: string): readonly Matter[] =>
  shelf.by('matter', 'visitId', visitId);
