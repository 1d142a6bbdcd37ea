import type { Note } from '../domain/documents/visit.ts';
import type { Shelf } from './shelf.ts';

const newestFirst = (a: Note, b: Note): number => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0);

/** Notes that hang on a door, newest first. */
export const notesOfDoor = (shelf: Shelf, dwellingId: string): Note[] =>
  [...shelf.by('note', 'dwellingId', dwellingId)].sort(newestFirst);

/** One's own notebook, newest first, private ones included. */
export const ownNotes = (shelf: Shelf, user: string): Note[] =>
  shelf
    .all('note')
    .filter((note) => note.by === user)
    .sort(newestFirst);
