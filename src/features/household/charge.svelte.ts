import type { Door } from '../../domain/door.ts';
import type { Me } from '../../domain/me.ts';
import { onDay } from '../../domain/organisation/on-day.ts';
import { failed, type Result } from '../../domain/fault.ts';
import { watched } from '../../platform/watched.ts';
import { areaOfDoor } from '../../store/one-tap.ts';
import { postsAt } from '../../store/organisation.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';

/** A party member of the building who can look after the household. */
export interface Member {
  readonly seat: string;
  readonly name: string;
}

/** Naming the party member who looks after a household; for its secretaries. */
export class ChargeModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #door: () => Door | undefined;
  readonly #watch: () => void;

  constructor(store: Store, me: Me, door: () => Door | undefined) {
    this.#store = store;
    this.#me = me;
    this.#door = door;
    this.#watch = watched(store.shelf);
  }

  /** Whom this person may name; nobody where they may name nobody. */
  get members(): readonly Member[] {
    this.#watch();
    const door = this.#door();
    const mine = this.#me.holder.grants.some(({ role }) => role === 'areaSecretary' || role === 'communitySecretary');
    const unit = door?.householdId === undefined ? undefined : this.#store.shelf.get('orgUnit', door.buildingId);
    if (!mine || !unit) return [];
    return postsAt(this.#store, [unit])
      .filter(({ kind, as }) => kind === 'partyMember' && as === undefined)
      .flatMap(({ seat, holderName }) => (seat && holderName ? [{ seat, name: holderName }] : []))
      .sort((a, b) => (a.seat < b.seat ? -1 : 1));
  }

  /** From today on this member looks after the household. */
  give = async (seat: string): Promise<Result<unknown>> => {
    const { clock, shelf } = this.#store;
    const door = this.#door();
    const db = door && areaOfDoor(this.#store, door);
    if (door?.householdId === undefined || db === undefined) return failed('not-yours');
    const seen = onDay(shelf.by('charge', 'householdId', door.householdId), clock.today());
    const doc = {
      ...newHead(this.#store, 'charge'),
      householdId: door.householdId,
      dwellingId: door.dwellingId,
      unitId: door.buildingId,
      seat,
      from: clock.today(),
      ...(seen && { after: seen._id }),
    };
    return saveAction(this.#store, { parts: [{ db, doc }] });
  };
}
