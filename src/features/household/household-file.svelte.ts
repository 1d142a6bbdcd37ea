import { careOf, logOf, parseDatabaseName } from '../../domain/database-name.ts';
import { doorKey } from '../../domain/door.ts';
import type { Consent } from '../../domain/documents/care.ts';
import type { Dwelling } from '../../domain/documents/place.ts';
import type { Matter, Visit } from '../../domain/documents/visit.ts';
import { failed, type Result } from '../../domain/fault.ts';
import type { FoldedPlan } from '../../domain/household-plan.ts';
import type { Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import { watched } from '../../platform/watched.ts';
import { householdFile } from '../../store/households.ts';
import { planOfHousehold } from '../../store/household-plans.ts';
import { areaOfDoor } from '../../store/one-tap.ts';
import { communityName } from '../../store/organisation.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';
import { HouseholdModel, type Purpose } from './household.svelte.ts';

/** Visits that stand on the page; how many came before them is told. */
const mostVisits = 12;

/** 一户一档: everything that is known of one household, for one page. Covered and closed until a purpose is chosen. */
export class HouseholdFileModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  /** what the household's own room shows as well */
  readonly home: HouseholdModel;
  #open = $state(false);

  constructor(store: Store, me: Me, path: string) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
    this.home = new HouseholdModel(store, me, path);
  }

  get community(): string {
    this.#watch();
    return communityName(this.#store.shelf);
  }
  get reader(): string {
    return this.#me.name;
  }
  get now(): string {
    return this.#store.clock.instant();
  }
  get dwelling(): Dwelling | undefined {
    return this.home.file?.dwelling;
  }
  get property() {
    return this.dwelling && fieldOf(this.dwelling, 'kind');
  }
  /** Name of the head of the household. */
  get head(): string | undefined {
    this.#watch();
    const { shelf } = this.#store;
    const household = shelf.get('household', this.home.door?.householdId ?? '');
    const head = shelf.get('resident', (household && fieldOf(household, 'headId')) ?? '');
    return head && fieldOf(head, 'name');
  }

  readonly #here = (one: { readonly householdId?: string | undefined }): boolean =>
    one.householdId === undefined || one.householdId === this.home.door?.householdId;

  get #visits(): readonly Visit[] {
    return (this.home.file?.visits ?? []).filter(this.#here);
  }
  /** The newest visits. */
  get visits(): readonly Visit[] {
    return this.#visits.slice(0, mostVisits);
  }
  /** How many visits came before those. */
  get earlier(): number {
    return Math.max(0, this.#visits.length - mostVisits);
  }
  /** What people said, newest first; what stands with the closed facts comes with them. */
  get matters(): readonly Matter[] {
    return this.#matters.filter((matter) => this.#open || !this.#isClosed(matter));
  }
  /** How many matters are not opened. */
  get closedMatters(): number {
    return this.#open ? 0 : this.#matters.filter(this.#isClosed).length;
  }
  readonly #isClosed = (matter: Matter): boolean =>
    parseDatabaseName(this.#store.shelf.databaseOf('matter', matter._id) ?? '')?.kind !== 'area';
  get #matters(): readonly Matter[] {
    this.#watch();
    const { shelf } = this.#store;
    const { door } = this.home;
    const all = door && householdFile(shelf, door.dwellingId)?.matters;
    return (all ?? [])
      .filter(this.#here)
      .filter((matter) => shelf.by('withdrawal', 'subjectId', matter._id).length === 0)
      .sort((a, b) => (a.at < b.at ? 1 : -1));
  }
  /** What the household agreed to, newest first. */
  get consents(): readonly Consent[] {
    return [...(this.home.file?.consents ?? [])].filter(this.#here).sort((a, b) => (a.at < b.at ? 1 : -1));
  }
  get plan(): FoldedPlan | undefined {
    this.#watch();
    const householdId = this.home.door?.householdId;
    return householdId === undefined ? undefined : planOfHousehold(this.#store, householdId);
  }

  /** Names and telephones stand whole; care and plan too, where this person holds them. */
  get isOpen(): boolean {
    return this.#open;
  }
  /** Opens the page; that it was opened, and what for, is a fact in the log before anything shows. */
  open = async (purpose: Purpose): Promise<Result<unknown>> => {
    const { door, mayOpenCare } = this.home;
    const db = door && areaOfDoor(this.#store, door);
    if (!door || db === undefined) return failed('not-yours');
    const opening = {
      ...newHead(this.#store, 'opening'),
      db: mayOpenCare ? careOf(db.slice('area-'.length)) : db,
      subjectId: doorKey(door),
      purpose,
      shown: this.home.tags.length + (this.plan?.measures.length ?? 0),
    };
    const saved = await saveAction(this.#store, { parts: [{ db: logOf(this.#me.holder.community), doc: opening }] });
    if (saved.ok) this.#open = true;
    return saved;
  };
  cover = (): void => {
    this.#open = false;
  };
}
