import { isBuildingExtract, type BuildingExtract } from '../../domain/extract.ts';
import type { Fault, Result } from '../../domain/fault.ts';
import { groupBy } from '../../domain/group.ts';
import type { Me } from '../../domain/me.ts';
import { topDown } from '../../domain/walking-order.ts';

export type FetchExtract = (id: string) => Promise<Result<Readonly<Record<string, unknown>>>>;

export interface NeighbourRow {
  readonly key: string;
  readonly room: string;
  readonly familyName: string | undefined;
  readonly walked: boolean;
}

/** What a building leader, a neighbour, may see of the building: who lives where, and whether somebody called. */
export class NeighbourModel {
  readonly #fetch: FetchExtract;
  readonly #buildings: readonly string[];
  #extracts = $state.raw<readonly BuildingExtract[]>([]);
  #fault = $state.raw<Fault | undefined>();
  #loading = $state(true);

  constructor(fetchExtract: FetchExtract, me: Me) {
    this.#fetch = fetchExtract;
    this.#buildings = me.holder.grants.flatMap((grant) => grant.buildings ?? []);
    void this.load();
  }

  get fault(): Fault | undefined {
    return this.#fault;
  }
  get loading(): boolean {
    return this.#loading;
  }

  load = async (): Promise<void> => {
    this.#loading = true;
    const answers = await Promise.all(this.#buildings.map((id) => this.#fetch(id)));
    this.#extracts = answers.flatMap((answer) => (answer.ok && isBuildingExtract(answer.value) ? [answer.value] : []));
    this.#fault = answers.flatMap((answer) => (answer.ok ? [] : [answer.fault]))[0];
    this.#loading = false;
  };

  /** Entrances with their doors from the top floor down. */
  get stairwells(): readonly { readonly entrance: string; readonly rows: readonly NeighbourRow[] }[] {
    const rows = this.#extracts.flatMap((extract) => extract.rows);
    return [...groupBy([...rows].sort(topDown), (row) => row.entrance)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([entrance, doors]) => ({
        entrance,
        rows: doors.map((door, index) => ({
          key: `${door.dwellingId} ${index}`,
          room: door.room,
          familyName: door.familyName,
          walked: door.walkedThisRound,
        })),
      }));
  }
}
