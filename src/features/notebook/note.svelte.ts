import { addressLabel } from '../../domain/address.ts';
import { areaOf, mediaOf, ownOf, parseDatabaseName } from '../../domain/database-name.ts';
import type { MediaReference } from '../../domain/documents/media.ts';
import type { Note } from '../../domain/documents/visit.ts';
import type { Door } from '../../domain/door.ts';
import { doorOfPath } from '../../domain/door-path.ts';
import { joinDrafts } from '../../domain/join-drafts.ts';
import { areasOf, type Me } from '../../domain/me.ts';
import { findPersonalNumbers, type PersonalNumber } from '../../domain/personal-numbers.ts';
import { fieldOf } from '../../domain/register.ts';
import type { Fault } from '../../domain/fault.ts';
import { areaDatabaseOf } from '../../store/organisation.ts';
import { doorsOnTablet } from '../../store/due-doors.ts';
import { dropDraft, isDoneElsewhere, saveDraft, seeDraft } from '../../store/drafts.ts';
import type { Album } from '../../store/album.ts';
import { areaOfDoor } from '../../store/one-tap.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';
import { databasesOf } from '../../domain/rights.ts';
import { NoteMedia } from './note-media.svelte.ts';

/** Where a note belongs; prefilled from where one stands. */
export type Hangs =
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'building'; readonly buildingId: string; readonly label: string }
  | { readonly kind: 'door'; readonly door: Door; readonly label: string };

interface NoteDraft {
  readonly text: string;
  readonly private: boolean;
  readonly media?: readonly MediaReference[];
}

const draftKey = 'note:quick';

/** What the place in the address offers to hang a note on, the nearest first; hanging nowhere is fine. */
export function hangsAt(store: Store, path: string): Hangs[] {
  const [, place = '', id = ''] = path.split('/');
  const hangs: Hangs[] = [];
  const building = (buildingId: string): void => {
    const unit = store.shelf.get('orgUnit', buildingId);
    const label = unit && fieldOf(unit, 'name');
    if (label !== undefined) hangs.push({ kind: 'building', buildingId, label });
  };
  const door = ['households', 'dwellings', 'visits'].includes(place)
    ? doorOfPath(id, doorsOnTablet(store.shelf))
    : undefined;
  if (door) {
    hangs.push({ kind: 'door', door, label: addressLabel(door.address) });
    building(door.buildingId);
  } else if (place === 'buildings' && id !== '') building(`orgUnit:${id}`);
  return [...hangs, { kind: 'nowhere' }];
}

/** A quick note: two taps and the words; the draft is kept at each change. */
export class NoteModel {
  readonly #store: Store;
  readonly #me: Me;
  #text = $state('');
  #private = $state(false);
  #hangs = $state.raw<Hangs>({ kind: 'nowhere' });
  #savedAt = $state<string | undefined>();
  #fault = $state.raw<Fault | 'empty' | undefined>();
  readonly choices: readonly Hangs[];
  readonly media: NoteMedia;

  constructor(store: Store, me: Me, path: string, album?: Album) {
    this.#store = store;
    this.#me = me;
    this.choices = hangsAt(store, path);
    this.#hangs = this.choices[0] ?? { kind: 'nowhere' };
    const draft = seeDraft(store, draftKey)?.body as NoteDraft | undefined;
    this.#text = draft?.text ?? '';
    this.#private = draft?.private ?? false;
    this.media = new NoteMedia({
      album,
      draftKey,
      area: () => this.#areaForMedia(),
      changed: () => void this.#keep(),
    });
    this.media.show(draft?.media ?? []);
  }

  get text(): string {
    return this.#text;
  }
  get private(): boolean {
    return this.#private;
  }
  get hangs(): Hangs {
    return this.#hangs;
  }
  get draftKeptAt(): string | undefined {
    return this.#savedAt;
  }
  get fault(): Fault | 'empty' | undefined {
    return this.#fault;
  }
  get personal(): readonly PersonalNumber[] {
    return findPersonalNumbers(this.#text);
  }

  write = (text: string): void => {
    this.#text = text;
    this.#fault = undefined;
    void this.#keep();
  };
  keepPrivate = (on: boolean): void => {
    this.#private = on;
    void this.#keep();
  };
  hang = (hangs: Hangs): void => {
    this.#hangs = hangs;
  };
  /** Takes out what looks like a number of a person. */
  removeNumbers = (): void => {
    const runs = [...this.personal].reverse();
    this.write(runs.reduce((text, { from, to }) => text.slice(0, from) + text.slice(to), this.#text));
  };

  async #keep(): Promise<void> {
    const written = this.#shown;
    const kept = await saveDraft(this.#store, draftKey, 'note', written);
    if (!kept.ok) {
      this.#fault = kept.fault;
      return;
    }
    this.#savedAt = kept.value.savedAt;
    // another window wrote in the same draft: both wordings stay
    if (kept.value.body !== written) this.#show(joinDrafts(written, kept.value.body, this.#shown));
  }

  get #shown(): NoteDraft {
    const { kept } = this.media;
    return { text: this.#text, private: this.#private, ...(kept.length > 0 && { media: kept }) };
  }
  #show(draft: NoteDraft): void {
    this.#text = draft.text;
    this.#private = draft.private;
    this.media.show(draft.media ?? []);
  }

  /** Where its pictures lie: with the place that it hangs on, a private note's with one's own area. */
  #areaForMedia(): string | undefined {
    const name = parseDatabaseName(this.#database());
    const area = name?.kind === 'area' ? name.scope : areasOf(this.#me)[0];
    if (area === undefined) return undefined;
    const rights = databasesOf(this.#me.holder);
    return rights.some((right) => right.name === mediaOf(area) && right.write) ? area : undefined;
  }

  #database(): string {
    const { holder } = this.#me;
    if (this.#private) return ownOf(holder.userId);
    const hangs = this.#hangs;
    const at =
      hangs.kind === 'door'
        ? areaOfDoor(this.#store, hangs.door)
        : hangs.kind === 'building'
          ? areaDatabaseOf(this.#store, hangs.buildingId)
          : undefined;
    return at ?? areaOf(areasOf(this.#me)[0] ?? '');
  }

  /** Saves the note, and tells when it is on the tablet. */
  save = async (saved: () => void): Promise<void> => {
    const text = this.#text.trim();
    const { kept } = this.media;
    if (text === '' && kept.length === 0) {
      this.#fault = 'empty';
      return;
    }
    const hangs = this.#hangs;
    const note: Note = {
      ...newHead(this.#store, 'note'),
      text,
      ...(hangs.kind === 'building' && { buildingId: hangs.buildingId }),
      ...(hangs.kind === 'door' && {
        dwellingId: hangs.door.dwellingId,
        buildingId: hangs.door.buildingId,
        ...(hangs.door.householdId !== undefined && { householdId: hangs.door.householdId }),
      }),
      ...(this.#private && { private: true }),
      ...(kept.length > 0 && { media: [...kept] }),
    };
    if (await isDoneElsewhere(this.#store, draftKey)) {
      this.#fault = { code: 'done-elsewhere' };
      return;
    }
    const answer = await saveAction(this.#store, { parts: [{ db: this.#database(), doc: note }], draftKey });
    if (!answer.ok) {
      this.#fault = answer.fault;
      return;
    }
    this.#text = '';
    this.#private = false;
    this.media.show([]);
    this.#savedAt = undefined;
    saved();
  };

  throwAway = async (): Promise<void> => {
    await dropDraft(this.#store, draftKey);
    this.#text = '';
    this.media.show([]);
  };
}
