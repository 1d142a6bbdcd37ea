import { roundOf } from '../../domain/day.ts';
import type { EmergencyReason } from '../../domain/documents/visit.ts';
import { emergencyOf, isEmergencyExtract, type EmergencyCard, type EmergencyExtract } from '../../domain/emergency.ts';
import type { Matter } from '../../domain/documents/visit.ts';
import { isBuildingExtract, mattersOf, type BuildingExtract, type RaisedMatter } from '../../domain/extract.ts';
import { done, type Fault, type Result } from '../../domain/fault.ts';
import { groupBy } from '../../domain/group.ts';
import type { Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import { topDown } from '../../domain/walking-order.ts';
import { watched } from '../../platform/watched.ts';
import { recordState, type RecordState } from '../../store/record-state.ts';
import type { Store } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';
import { openCards } from './open-cards.ts';
import { saveLightVisit, type LightOutcome } from './light-visit.ts';

export type FetchExtract = (id: string) => Promise<Result<Readonly<Record<string, unknown>>>>;

export interface NeighbourRow {
  readonly key: string;
  readonly dwellingId: string;
  readonly buildingId: string;
  readonly room: string;
  readonly familyName: string | undefined;
  readonly walked: boolean;
}

/** A matter that this person raised: their own words, where the record is, and what the relay told of it. */
export interface OwnMatter {
  readonly matter: Matter;
  readonly record: RecordState;
  readonly told: RaisedMatter | undefined;
}

/** What a building leader, a neighbour, may see of the building, and what they may bring back from it. */
export class NeighbourModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #fetch: FetchExtract;
  readonly #watch: () => void;
  readonly buildings: readonly string[];
  #extracts = $state.raw<readonly BuildingExtract[]>([]);
  #told = $state.raw<readonly RaisedMatter[]>([]);
  /** cards stay closed here: only `openCard` shows one */
  #cards: readonly EmergencyExtract[] = [];
  #fault = $state.raw<Fault | undefined>();
  #loading = $state(true);

  constructor(store: Store, me: Me, fetchExtract: FetchExtract) {
    this.#store = store;
    this.#me = me;
    this.#fetch = fetchExtract;
    this.#watch = watched(store.shelf);
    this.buildings = me.holder.grants.flatMap((grant) => grant.buildings ?? []);
    void this.load();
  }

  /** Emergency cards are for building leaders alone. */
  get opensCards(): boolean {
    return this.#me.holder.grants.some(({ role }) => role === 'buildingLeader');
  }
  get fault(): Fault | undefined {
    return this.#fault;
  }
  get loading(): boolean {
    return this.#loading;
  }

  load = async (): Promise<void> => {
    this.#loading = true;
    const answers = await Promise.all(this.buildings.map((id) => this.#fetch(id)));
    this.#extracts = answers.flatMap((answer) => (answer.ok && isBuildingExtract(answer.value) ? [answer.value] : []));
    this.#fault = answers.flatMap((answer) => (answer.ok ? [] : [answer.fault]))[0];
    this.#loading = false;
    const withCards = this.opensCards ? this.buildings : [];
    const cards = await Promise.all(withCards.map((id) => this.#fetch(emergencyOf(id))));
    this.#cards = cards.flatMap((answer) => (answer.ok && isEmergencyExtract(answer.value) ? [answer.value] : []));
    // whoever raised nothing yet has no such extract
    const raised = await this.#fetch(mattersOf(this.#me.holder.userId));
    const matters = raised.ok ? raised.value['matters'] : undefined;
    if (Array.isArray(matters)) this.#told = matters as readonly RaisedMatter[];
  };

  /** The building as the organisation calls it: 12栋. */
  nameOf(buildingId: string): string {
    this.#watch();
    const unit = this.#store.shelf.get('orgUnit', buildingId);
    return (unit && fieldOf(unit, 'name')) ?? '';
  }
  get names(): readonly string[] {
    return this.buildings.map((id) => this.nameOf(id)).filter((name) => name !== '');
  }

  /** Doors at which this person knocked in this round, also before the relay's extract tells so. */
  get #knocked(): ReadonlySet<string> {
    this.#watch();
    const { from } = roundOf(this.#store.clock.today());
    const mine = this.#store.shelf.all('visit').filter((visit) => visit.by === this.#store.user);
    return new Set(mine.filter((visit) => visit.startedAt >= from).map((visit) => visit.dwellingId));
  }

  /** Entrances with their doors from the top floor down. */
  get stairwells(): readonly { readonly entrance: string; readonly rows: readonly NeighbourRow[] }[] {
    const knocked = this.#knocked;
    const rows = this.#extracts.flatMap(({ buildingId, rows }) => rows.map((row) => ({ ...row, buildingId })));
    return [...groupBy([...rows].sort(topDown), (row) => row.entrance)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([entrance, doors]) => ({
        entrance,
        rows: doors.map((door, index) => ({
          key: `${door.dwellingId} ${index}`,
          dwellingId: door.dwellingId,
          buildingId: door.buildingId,
          room: door.room,
          familyName: door.familyName,
          walked: door.walkedThisRound || knocked.has(door.dwellingId),
        })),
      }));
  }

  /** Newest first. */
  get matters(): readonly OwnMatter[] {
    this.#watch();
    const { shelf, user } = this.#store;
    return shelf
      .all('matter')
      .filter((matter) => matter.by === user)
      .sort((a, b) => (a.at < b.at ? 1 : -1))
      .map((matter) => ({
        matter,
        record: recordState(shelf, matter._id).state,
        told: this.#told.find(({ matterId }) => matterId === matter._id),
      }));
  }

  /**
   * Opens the emergency cards of a door; that it was opened, and why, is saved before anything is shown.
   * @returns the cards: none where nobody there has one; a fault where this tablet never heard of the building's cards
   */
  openCard = (row: NeighbourRow, reason: EmergencyReason): Promise<Result<readonly EmergencyCard[]>> =>
    openCards(this.#store, this.#me, { ...row, cards: this.#cards }, reason);

  /** Saves a knock. @returns how to take it back, for eight seconds */
  knock = async (row: NeighbourRow, outcome: LightOutcome): Promise<Result<() => Promise<boolean>>> => {
    const { dwellingId, buildingId } = row;
    const saved = await saveLightVisit(this.#store, this.#me, { dwellingId, buildingId }, outcome);
    if (!saved.ok) return saved;
    const { envelopeId } = saved.value;
    return done(() => undo(this.#store, envelopeId));
  };
}
