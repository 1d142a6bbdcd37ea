import { addressLabel } from '../../domain/address.ts';
import { areaOf, mediaOf, ownOf, parseDatabaseName } from '../../domain/database-name.ts';
import type { Note } from '../../domain/documents/visit.ts';
import type { Door } from '../../domain/door.ts';
import { doorOfPath } from '../../domain/door-path.ts';
import { joinDrafts } from '../../domain/join-drafts.ts';
import { areasOf, type Me } from '../../domain/me.ts';
import { findPersonalNumbers, type PersonalNumber } from '../../domain/personal-numbers.ts';
import { fieldOf } from '../../domain/register.ts';
import type { Fault } from '../../domain/fault.ts';
import { watched } from '../../platform/watched.ts';
import { areaDatabaseOf } from '../../store/organisation.ts';
import { doorsOnTablet } from '../../store/due-doors.ts';
import { draftsOfKind, dropDraft, isDoneElsewhere, saveDraft, seeDraft } from '../../store/drafts.ts';
import type { Album } from '../../store/album.ts';
import { areaOfDoor } from '../../store/one-tap.ts';
import { saveAction } from '../../store/save.ts';
import type { Draft } from '../../store/shelf-drafts.ts';
import { newHead, type Store } from '../../store/store.ts';
import type { NoteDraft } from '../../store/written-form.ts';
import { databasesOf } from '../../domain/rights.ts';
import { NoteMedia } from './note-media.svelte.ts';

/** Where a note belongs; prefilled from where one stands. */
export type Hangs =
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'building'; readonly buildingId: string; readonly label: string }
  | { readonly kind: 'door'; readonly door: Door; readonly label: string };

const quickKey = 'note:quick';

/** One of several half-written notes, by its first words. */
export interface HalfNote {
  readonly key: string;
  /** the relay did not take it; else a new one */
  readonly back: boolean;
  readonly begins: string;
}

/** Notes that came back, newest first, before the one that is being written now; none: there is but that one. */
function halfWritten(store: Store): readonly HalfNote[] {
  const half = ({ key, body }: Pick<Draft<NoteDraft>, 'key' | 'body'>): HalfNote => {
    const text = body.text.trim();
    return { key, back: key !== quickKey, begins: text.length > 8 ? `${text.slice(0, 8)}…` : text };
  };
  const drafts = draftsOfKind<NoteDraft>(store, 'note');
  const back = drafts.filter(({ key }) => key !== quickKey).sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
  const quick = drafts.find(({ key }) => key === quickKey) ?? { key: quickKey, body: { text: '', private: false } };
  return back.length === 0 ? [] : [...back, quick].map(half);
}

/** Where a note hung that came back, as far as this tablet still knows the place. */
function hangsStill(store: Store, at: NoteDraft['at']): readonly Hangs[] {
  const doors = doorsOnTablet(store.shelf).filter(({ dwellingId }) => dwellingId === at?.dwellingId);
  const door = doors.find(({ householdId }) => householdId === at?.householdId) ?? doors[0];
  if (door) return [{ kind: 'door', door, label: addressLabel(door.address) }];
  const unit = at?.buildingId === undefined ? undefined : store.shelf.get('orgUnit', at.buildingId);
  const label = unit && fieldOf(unit, 'name');
  return unit && label !== undefined ? [{ kind: 'building', buildingId: unit._id, label }] : [];
}

/** The choice of no place, which is always offered. */
const nowhere = (choices: readonly Hangs[]): Hangs =>
  choices.find(({ kind }) => kind === 'nowhere') ?? { kind: 'nowhere' };
const labelled = (hangs: Hangs): string => (hangs.kind === 'nowhere' ? '' : hangs.label);

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
  #choices = $state.raw<readonly Hangs[]>([]);
  #key = $state(quickKey);
  readonly #path: string;
  readonly #watch: () => void;
  readonly media: NoteMedia;

  constructor(store: Store, me: Me, path: string, album?: Album) {
    this.#store = store;
    this.#me = me;
    this.#path = path;
    this.media = new NoteMedia({
      album,
      draftKey: () => this.#key,
      area: () => this.#areaForMedia(),
      changed: () => void this.#keep(),
    });
    this.#watch = watched(store.shelf);
    this.turnTo(halfWritten(store)[0]?.key ?? quickKey);
  }

  /** Half-written notes to choose from, where one came back. */
  get halves(): readonly HalfNote[] {
    this.#watch();
    return halfWritten(this.#store);
  }
  /** The one that lies open. */
  get key(): string {
    return this.#key;
  }
  /** Opens another half-written note; what was written in this one is kept. */
  turnTo = (key: string): void => {
    this.#key = key;
    const draft = seeDraft(this.#store, key)?.body as NoteDraft | undefined;
    const hung = hangsStill(this.#store, draft?.at);
    const here = hangsAt(this.#store, this.#path);
    this.#choices = [...hung, ...here.filter((one) => !hung.some((other) => labelled(other) === labelled(one)))];
    const cameBack = draft?.at !== undefined && hung.length === 0;
    this.#hangs = (cameBack ? undefined : this.#choices[0]) ?? nowhere(this.#choices);
    this.#text = draft?.text ?? '';
    this.#private = draft?.private ?? false;
    this.#fault = undefined;
    this.#savedAt = undefined;
    this.media.show(draft?.media ?? []);
  };

  get choices(): readonly Hangs[] {
    return this.#choices;
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
    if (this.#key !== quickKey) void this.#keep();
  };
  /** Takes out what looks like a number of a person. */
  removeNumbers = (): void => {
    const runs = [...this.personal].reverse();
    this.write(runs.reduce((text, { from, to }) => text.slice(0, from) + text.slice(to), this.#text));
  };

  async #keep(): Promise<void> {
    const [key, written] = [this.#key, this.#shown];
    const kept = await saveDraft(this.#store, key, 'note', written);
    if (!kept.ok) {
      this.#fault = kept.fault;
      return;
    }
    if (key !== this.#key) return;
    this.#savedAt = kept.value.savedAt;
    // another window wrote in the same draft: both wordings stay
    if (kept.value.body !== written) this.#show(joinDrafts(written, kept.value.body, this.#shown));
  }

  get #shown(): NoteDraft {
    const { kept } = this.media;
    const body = { text: this.#text, private: this.#private, ...(kept.length > 0 && { media: [...kept] }) };
    return this.#key === quickKey ? body : { ...body, at: this.#at };
  }
  /** The place it hangs on, as a note tells of it. */
  get #at(): NonNullable<NoteDraft['at']> {
    const hangs = this.#hangs;
    if (hangs.kind === 'building') return { buildingId: hangs.buildingId };
    if (hangs.kind === 'nowhere') return {};
    const { dwellingId, buildingId, householdId } = hangs.door;
    return { dwellingId, buildingId, ...(householdId !== undefined && { householdId }) };
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
    const note: Note = {
      ...newHead(this.#store, 'note'),
      text,
      ...this.#at,
      ...(this.#private && { private: true }),
      ...(kept.length > 0 && { media: [...kept] }),
    };
    if (await isDoneElsewhere(this.#store, this.#key)) {
      this.#fault = { code: 'done-elsewhere' };
      return;
    }
    const parts = [{ db: this.#database(), doc: note }];
    const answer = await saveAction(this.#store, { parts, draftKey: this.#key });
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
    await dropDraft(this.#store, this.#key);
    this.#text = '';
    this.media.show([]);
  };
}
