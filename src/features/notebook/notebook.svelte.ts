import { addressLabel } from '../../domain/address.ts';
import { dayOf } from '../../domain/day.ts';
import { doorPath } from '../../domain/door-path.ts';
import type { Note } from '../../domain/documents/visit.ts';
import { groupBy } from '../../domain/group.ts';
import type { Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import { watched } from '../../platform/watched.ts';
import { doorsByDwelling } from '../../store/due-doors.ts';
import { matterOfNote } from '../../store/matters.ts';
import { ownNotes } from '../../store/notes.ts';
import { standingHere, type RecordStanding } from '../../store/record-state.ts';
import type { Store } from '../../store/store.ts';

export interface NoteLink {
  readonly label: string;
  readonly path: string;
  /** where a visit to this door begins */
  readonly visitPath?: string;
}

/** One's own notes by day, newest first, and a search in their words. */
export class NotebookModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #typed = $state('');

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
  }

  get typed(): string {
    return this.#typed;
  }
  type = (text: string): void => {
    this.#typed = text;
  };

  get notes(): readonly Note[] {
    this.#watch();
    const wanted = this.#typed.trim();
    return ownNotes(this.#store.shelf, this.#me.holder.userId).filter((note) => note.text.includes(wanted));
  }
  get days(): readonly { readonly day: string; readonly notes: readonly Note[] }[] {
    return [...groupBy(this.notes, (note) => dayOf(note.at))].map(([day, notes]) => ({ day, notes }));
  }

  /** Where a note is on its way. */
  standingOf = (note: Note): RecordStanding => standingHere(this.#store.shelf, note._id);
  /** Whether a matter was raised from it. */
  became = (note: Note): boolean => matterOfNote(this.#store.shelf, note._id) !== undefined;
  get today(): string {
    return this.#store.clock.today();
  }

  /** What a note hangs on. */
  linkOf = (note: Note): NoteLink | undefined => {
    const { shelf } = this.#store;
    if (note.dwellingId !== undefined) {
      const doors = doorsByDwelling(shelf).get(note.dwellingId) ?? [];
      const door = doors.find((one) => one.householdId === note.householdId) ?? doors[0];
      if (!door) return undefined;
      const place = door.householdId === undefined ? 'dwellings' : 'households';
      const id = doorPath(door);
      return { label: addressLabel(door.address), path: `/${place}/${id}`, visitPath: `/visits/${id}` };
    }
    if (note.buildingId === undefined) return undefined;
    const unit = shelf.get('orgUnit', note.buildingId);
    return {
      label: (unit && fieldOf(unit, 'name')) ?? '',
      path: `/buildings/${note.buildingId.slice('orgUnit:'.length)}`,
    };
  };
}
