import { addressLabel } from '../domain/address.ts';
import type { Matter } from '../domain/documents/visit.ts';
import type { Choice } from '../domain/checklist/checklist.ts';
import { fieldOf } from '../domain/register.ts';
import { checklists } from './reference.ts';
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

/** Types of matters as the checklists of this community offer them, in their order. */
export const matterTypes = (shelf: Shelf): readonly Choice[] =>
  shelf.derive('offered matter types', ['checklist'], () => {
    for (const { questions } of checklists(shelf).values()) {
      const from = questions
        .flatMap(({ effects = [] }) => effects)
        .flatMap(({ effect }) => (effect.kind === 'matter' ? (effect.matterTypeFrom ?? []) : []))[0];
      const choices = questions.find(({ id }) => id === from)?.choices;
      if (choices) return choices;
    }
    return [];
  });

/** The matter that a note became, if it did. */
export const matterOfNote = (shelf: Shelf, noteId: string): Matter | undefined =>
  shelf
    .derive('matters of notes', ['matter'], () => {
      const all = shelf.all('matter').flatMap((one) => (one.noteId === undefined ? [] : [[one.noteId, one] as const]));
      return new Map(all);
    })
    .get(noteId);

/** Where a matter is about, as a list shows it: its door, else its building; nobody's name. */
export function matterPlace(shelf: Shelf, { dwellingId, buildingId }: Matter): string {
  const dwelling = dwellingId === undefined ? undefined : shelf.get('dwelling', dwellingId);
  const address = dwelling && fieldOf(dwelling, 'address');
  if (address) return addressLabel(address);
  const building = buildingId === undefined ? undefined : shelf.get('orgUnit', buildingId);
  return (building && fieldOf(building, 'name')) ?? '';
}
