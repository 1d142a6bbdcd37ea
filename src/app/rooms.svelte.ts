import type { Component } from 'svelte';
import { isSupervisor, type Me } from '../domain/me.ts';
import { isNeighbour, isProvider } from '../domain/rights.ts';

/** Rooms that are fetched when somebody enters, or in a quiet moment before; offline they come from the installed app. */
const doors = {
  today: () => import('../features/today/TodayRoom.svelte'),
  buildings: () => import('../features/buildings/BuildingsRoom.svelte'),
  building: () => import('../features/buildings/BuildingRoom.svelte'),
  household: () => import('../features/household/HouseholdRoom.svelte'),
  visit: () => import('../features/visit/VisitRoom.svelte'),
  arrivals: () => import('../features/arrivals/ArrivalsRoom.svelte'),
  arrival: () => import('../features/arrivals/ArrivalRoom.svelte'),
  raise: () => import('../features/arrivals/RaiseRoom.svelte'),
  notebook: () => import('../features/notebook/NotebookRoom.svelte'),
  review: () => import('../features/review/ReviewRoom.svelte'),
  care: () => import('../features/care/CareRoom.svelte'),
  organisation: () => import('../features/organisation/OrganisationRoom.svelte'),
  card: () => import('../features/organisation/CardRoom.svelte'),
  neighbour: () => import('../features/neighbour/NeighbourRoom.svelte'),
  imports: () => import('../features/imports/ImportRoom.svelte'),
  householdFile: () => import('../features/household/FileRoom.svelte'),
  plans: () => import('../features/plan/PlansRoom.svelte'),
  plan: () => import('../features/plan/PlanRoom.svelte'),
  ledger: () => import('../features/ledger/LedgerRoom.svelte'),
  people: () => import('../features/people/PeopleRoom.svelte'),
  services: () => import('../features/provider/ProviderRoom.svelte'),
  commonMatters: () => import('../features/parties/CommonMattersRoom.svelte'),
  commonMatter: () => import('../features/parties/CommonMatterRoom.svelte'),
  members: () => import('../features/members/MembersRoom.svelte'),
  lookup: () => import('../features/lookup/LookupRoom.svelte'),
  rounds: () => import('../features/rounds/RoundsRoom.svelte'),
  round: () => import('../features/rounds/RoundRoom.svelte'),
  knockReasons: () => import('../features/knock-reasons/KnockReasonsRoom.svelte'),
  checklists: () => import('../features/checklists/ChecklistsRoom.svelte'),
  checklist: () => import('../features/checklists/EditorRoom.svelte'),
  trial: () => import('../features/visit/TrialForm.svelte'),
  me: () => import('../features/me/MeRoom.svelte'),
  sheets: () => import('./Sheets.svelte'),
} as const;

export type RoomName = keyof typeof doors;
/** The entry component of each room, as it is written. */
type RoomOf<N extends RoomName> = Awaited<ReturnType<(typeof doors)[N]>>['default'];

/** The rooms that are at hand. */
export class Rooms {
  #here = $state.raw<{ readonly [N in RoomName]?: RoomOf<N> }>({});
  readonly #coming = new Set<RoomName>();
  /** a room that could not be fetched, for the wall that catches bugs */
  #failed = $state.raw<Error | undefined>();

  /** The room's component; undefined while it is on its way. */
  enter<N extends RoomName>(name: N): RoomOf<N> | undefined {
    if (this.#failed !== undefined) throw this.#failed;
    void this.#fetch(name);
    return this.#here[name] as RoomOf<N> | undefined;
  }

  has(name: RoomName): boolean {
    return this.#here[name] !== undefined;
  }

  /** Fetches every room that is not here yet, one after the other, so that entering it is immediate. */
  async warm(names: readonly RoomName[]): Promise<void> {
    for (const name of names) await this.#fetch(name).catch(() => undefined);
  }

  async #fetch(name: RoomName): Promise<void> {
    if (this.#coming.has(name)) return;
    this.#coming.add(name);
    try {
      const { default: room } = (await doors[name]()) as { default: Component };
      this.#here = { ...this.#here, [name]: room };
    } catch (error) {
      this.#coming.delete(name);
      this.#failed = error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** The rooms of a person, those first that are entered most. */
export function roomsOf(me: Me): RoomName[] {
  if (isSupervisor(me))
    return [
      'review',
      'care',
      'sheets',
      'buildings',
      'building',
      'household',
      'householdFile',
      'plans',
      'plan',
      'ledger',
      'visit',
      'arrivals',
      'arrival',
      'raise',
      'organisation',
      'card',
      'rounds',
      'round',
      'commonMatters',
      'commonMatter',
      'members',
      'lookup',
      'me',
    ];
  if (isProvider(me.holder)) return ['services', 'sheets', 'me'];
  return isNeighbour(me.holder)
    ? ['neighbour', 'sheets', 'organisation', 'lookup', 'me']
    : [
        'today',
        'visit',
        'arrivals',
        'arrival',
        'raise',
        'sheets',
        'buildings',
        'building',
        'household',
        'householdFile',
        'plans',
        'plan',
        'ledger',
        'notebook',
        'organisation',
        'card',
        'rounds',
        'round',
        'commonMatters',
        'commonMatter',
        'lookup',
        'me',
      ];
}
