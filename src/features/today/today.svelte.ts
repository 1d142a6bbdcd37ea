import type { Door } from '../../domain/door.ts';
import { doorOfPath, doorPath } from '../../domain/door-path.ts';
import type { DueDoor } from '../../domain/due.ts';
import type { Me } from '../../domain/me.ts';
import type { Outcome } from '../../domain/documents/visit.ts';
import { todayList, type First, type Stairwell, type Today } from '../../domain/today.ts';
import { watched } from '../../platform/watched.ts';
import { draftsOfKind } from '../../store/drafts.ts';
import { doorsOnTablet, dueOnTablet } from '../../store/due-doors.ts';
import { ownVisitsOn } from '../../store/visits.ts';
import { outboxSums } from '../../store/outbox-summary.ts';
import type { Store } from '../../store/store.ts';
import { goOnFrom, type Walk } from './walk.ts';

/** A visit's draft as Today needs it; the form keeps more. */
export interface VisitDraft {
  readonly savedAt: string;
  readonly dwellingId: string;
  readonly householdId?: string;
  /** a draft that corrects a returned visit is opened from the sync sheet and from here alike */
  readonly key: string;
}

const hourMs = 3_600_000;
/** Doors that fill the tallest first screen; drawing all at once made a slow tablet wait. */
const firstScreen = 8;

/** The day's doors in walking order, and the one that is chosen. */
export class TodayModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #walk: Walk;
  readonly #watch: () => void;
  #chosen = $state<string | undefined>();
  #allFirst = $state(false);
  #showDone = $state(false);
  #whole = $state(false);
  /** stairwells in the order of this day, when the worker moved one */
  #moved = $state.raw<readonly string[]>([]);

  constructor(store: Store, me: Me, walk: Walk = {}) {
    this.#store = store;
    this.#me = me;
    this.#walk = walk;
    this.#watch = watched(store.shelf);
  }

  get store(): Store {
    return this.#store;
  }
  get day(): string {
    return this.#store.clock.today();
  }
  get userId(): string {
    return this.#me.holder.userId;
  }

  readonly #list: Today<VisitDraft> = $derived.by(() => {
    this.#watch();
    const drafts = draftsOfKind<Omit<VisitDraft, 'savedAt' | 'key'>>(this.#store, 'visit');
    return todayList({
      doors: dueOnTablet(this.#store),
      now: this.#store.clock.instant(),
      userId: this.#me.holder.userId,
      drafts: drafts.map(({ savedAt, key, body }) => ({ ...body, savedAt, key })),
    });
  });

  /** The first load has not brought the doors of any area yet: an empty list says nothing. */
  get arriving(): boolean {
    this.#watch();
    return !this.#store.shelf.cursors.some(({ db, complete }) => db.startsWith('area-') && complete);
  }

  get list(): Today<VisitDraft> {
    return this.#list;
  }
  get first(): readonly First<VisitDraft>[] {
    return this.#allFirst ? [...this.#list.first, ...this.#list.more] : this.#list.first;
  }
  get allFirst(): boolean {
    return this.#allFirst;
  }
  toggleFirst = (): void => {
    this.#allFirst = !this.#allFirst;
  };

  /** Stairwells in walking order; one that was moved keeps its place for the day. */
  get stairwells(): readonly Stairwell[] {
    const place = (stairwell: Stairwell): number => {
      const index = this.#moved.indexOf(stairwell.key);
      return index < 0 ? Number.MAX_SAFE_INTEGER : index;
    };
    return this.#moved.length === 0
      ? this.#list.stairwells
      : [...this.#list.stairwells].sort((a, b) => place(a) - place(b));
  }
  /** The doors that are drawn, by stairwell: those of the first screen at once, the rest when the page is quiet. */
  get drawn(): readonly { readonly stairwell: Stairwell; readonly doors: readonly DueDoor[] }[] {
    let room = this.#whole ? Number.POSITIVE_INFINITY : firstScreen;
    return this.stairwells.flatMap((stairwell) => {
      const doors = stairwell.doors.slice(0, room);
      room -= doors.length;
      return doors.length > 0 ? [{ stairwell, doors }] : [];
    });
  }
  drawAll = (): void => {
    this.#whole = true;
  };
  /** Moves a stairwell one place; the doors inside keep their order. */
  move = (key: string, by: -1 | 1): void => {
    const keys = this.stairwells.map((stairwell) => stairwell.key);
    const from = keys.indexOf(key);
    const to = from + by;
    if (from < 0 || to < 0 || to >= keys.length) return;
    keys.splice(from, 1);
    keys.splice(to, 0, key);
    this.#moved = keys;
  };

  get doors(): readonly DueDoor[] {
    return this.stairwells.flatMap((stairwell) => stairwell.doors);
  }
  /** The chosen door: until somebody chooses, the way goes on where it was left. */
  get chosen(): DueDoor | undefined {
    const wanted = this.#chosen ?? this.#goOn();
    const pinned = this.#list.first.flatMap((one) => (one.kind === 'draft' ? [] : [one.due]));
    return (
      [...this.doors, ...pinned, ...this.#list.more.flatMap((one) => (one.kind === 'draft' ? [] : [one.due]))].find(
        (due) => due.key === wanted,
      ) ?? this.doors[0]
    );
  }
  choose = (key: string): void => {
    this.#chosen = key;
  };
  #goOn(): string | undefined {
    return this.#walk.at === undefined ? undefined : goOnFrom(this.#walk, new Set(this.doors.map((due) => due.key)));
  }
  /** Somebody came back to Today, rather than began the day with it. */
  get goesOn(): boolean {
    return this.#chosen === undefined && this.#goOn() !== undefined;
  }
  /** Remembers where one stands, before another room is entered. */
  leave = (): void => {
    const at = this.chosen?.key;
    if (at !== undefined) Object.assign(this.#walk, { at, order: this.doors.map((due) => due.key) });
  };
  /** The door `by` places further on. */
  step = (by: -1 | 1): string | undefined => {
    const doors = this.doors;
    const next = doors[doors.findIndex((due) => due.key === this.chosen?.key) + by];
    if (next) this.#chosen = next.key;
    return next?.key;
  };
  /** Which door follows when this one leaves the list: the one below in walking order, else the one above. */
  after(key: string): string | undefined {
    const doors = this.doors;
    const at = doors.findIndex((due) => due.key === key);
    return (doors[at + 1] ?? doors[at - 1])?.key;
  }

  /** Saved first; then the row leaves, and the door below is chosen and gets the focus. */
  tap = async (due: DueDoor, save: () => Promise<boolean>, focus: (key: string | undefined) => void): Promise<void> => {
    const next = this.after(due.key);
    if (!(await save())) return;
    if (next !== undefined) this.choose(next);
    focus(next);
  };

  get showDone(): boolean {
    return this.#showDone;
  }
  toggleDone = (): void => {
    this.#showDone = !this.#showDone;
  };
  /** How many doors were met today, of those done. */
  outcomesToday(outcome: Outcome): number {
    this.#watch();
    return ownVisitsOn(this.#store.shelf, this.userId, this.day).filter((visit) => visit.outcome === outcome).length;
  }

  draftPath(draft: VisitDraft): string {
    return `/visits/${doorPath(draft)}`;
  }
  doorOfDraft(draft: VisitDraft): Door | undefined {
    return doorOfPath(doorPath(draft), doorsOnTablet(this.#store.shelf));
  }

  /** Hours since the oldest action that is still only here, when that is more than a day. */
  get unsentHours(): { readonly hours: number; readonly count: number } | undefined {
    this.#watch();
    const { oldestHere, here } = outboxSums(this.#store.shelf, this.userId);
    if (oldestHere === undefined) return undefined;
    const hours = Math.floor((this.#store.clock.now() - Date.parse(oldestHere)) / hourMs);
    return hours >= 24 ? { hours, count: here } : undefined;
  }
}
