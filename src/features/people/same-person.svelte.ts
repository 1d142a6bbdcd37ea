import { addressLabel } from '../../domain/address.ts';
import { doorPath } from '../../domain/door-path.ts';
import type { Resident } from '../../domain/documents/place.ts';
import type { Result } from '../../domain/fault.ts';
import type { LikelySame } from '../../domain/likely-same.ts';
import { maskPhone } from '../../domain/masks.ts';
import { fieldOf } from '../../domain/register.ts';
import type { Pair } from '../../domain/same-person.ts';
import { watched } from '../../platform/watched.ts';
import { likelySameHere, partRecord, personsHere, saySame } from '../../store/persons.ts';
import type { Saved } from '../../store/save.ts';
import type { Store } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';

/** One record as it is laid beside another. */
export interface RecordLine {
  readonly id: string;
  readonly name: string;
  readonly birthYear: number | undefined;
  readonly phone: string | undefined;
  readonly address: string;
  readonly path: string | undefined;
}

export interface Suggestion {
  readonly pair: Pair;
  readonly by: LikelySame['by'];
  readonly records: readonly RecordLine[];
}

/** Records that may be of one person, and those that were joined, of the areas on this tablet. */
export class SamePersonModel {
  readonly #store: Store;
  readonly #watch: () => void;
  #found = $state.raw<readonly LikelySame[] | undefined>();

  constructor(store: Store) {
    this.#store = store;
    this.#watch = watched(store.shelf);
  }

  /** Compares everybody with everybody; numbers of papers are read for it and let go. */
  look = async (): Promise<void> => {
    this.#found = await likelySameHere(this.#store);
  };

  /** Undefined: still comparing. */
  get suggestions(): readonly Suggestion[] | undefined {
    this.#watch();
    return this.#found?.map(({ pair, by }) => ({ pair, by, records: pair.flatMap((id) => this.#line(id)) }));
  }

  get joined(): readonly { readonly id: string; readonly name: string; readonly records: readonly RecordLine[] }[] {
    this.#watch();
    return personsHere(this.#store.shelf).map(({ id, resident, records }) => ({
      id,
      name: fieldOf(resident, 'name') ?? '',
      records: records.map((one) => this.#lineOf(one)),
    }));
  }

  #line(id: string): RecordLine | readonly [] {
    const resident = this.#store.shelf.get('resident', id);
    return resident ? this.#lineOf(resident) : [];
  }

  #lineOf(resident: Resident): RecordLine {
    const { shelf } = this.#store;
    const household = shelf.get('household', fieldOf(resident, 'householdId') ?? '');
    const dwelling = shelf.get('dwelling', (household && fieldOf(household, 'dwellingId')) ?? '');
    const address = dwelling && fieldOf(dwelling, 'address');
    const phone = fieldOf(resident, 'phone')?.number;
    return {
      id: resident._id,
      name: fieldOf(resident, 'name') ?? '',
      birthYear: fieldOf(resident, 'birthYear'),
      phone: phone === undefined ? undefined : maskPhone(phone),
      address: address ? addressLabel(address) : '',
      path:
        household && dwelling
          ? `/households/${doorPath({ dwellingId: dwelling._id, householdId: household._id })}`
          : undefined,
    };
  }

  say = (pair: Pair, same: boolean): Promise<Result<Saved>> => this.#kept(saySame(this.#store, [pair], same));
  part = (record: string): Promise<Result<Saved>> => this.#kept(partRecord(this.#store, record));
  takeBack = async ({ envelopeId }: Saved): Promise<boolean> => {
    const back = await undo(this.#store, envelopeId);
    await this.look();
    return back;
  };

  async #kept(saying: Promise<Result<Saved>>): Promise<Result<Saved>> {
    const saved = await saying;
    await this.look();
    return saved;
  }
}
