import { shortAddress } from '../../domain/address.ts';
import type { Dwelling } from '../../domain/documents/place.ts';
import type { RefusalCode, Result } from '../../domain/fault.ts';
import { done, failed } from '../../domain/fault.ts';
import { fieldOf } from '../../domain/register.ts';
import { instantAt } from '../../platform/clock.ts';
import type { Store } from '../../store/store.ts';
import type { HandedWork, Handovers } from './handed-work.ts';

/** One envelope that was taken over, as the desk lists it. */
export interface HandedRow {
  readonly key: string;
  readonly name: string;
  /** local time */
  readonly receivedAt: string;
  /** 12-1-1203, where it names a door that this tablet knows */
  readonly place: string;
  /** types of its parts, each once, the visit first */
  readonly types: readonly string[];
  readonly closed: number;
}

export interface Brought {
  readonly place: string;
  readonly name: string;
  /** why a part could not go home; undefined: all of it did */
  readonly code: RefusalCode | undefined;
}

const textOf = (doc: object, name: string): string | undefined => {
  const value = (doc as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
};

/** Work of former colleagues that waits for a desk. It is asked for when the desk opens; without a signal there is none. */
export class HandoversModel {
  readonly #store: Store;
  readonly #ask: () => Promise<Handovers>;
  #asking: Promise<Handovers> | undefined;
  #work = $state.raw<readonly HandedWork[]>([]);
  /** the one that is on its way home */
  #moving = $state<string | undefined>();

  constructor(store: Store, ask: () => Promise<Handovers>) {
    this.#store = store;
    this.#ask = ask;
  }

  get rows(): readonly HandedRow[] {
    return this.#work.map((work) => this.#rowOf(work));
  }
  get moving(): string | undefined {
    return this.#moving;
  }

  load = async (): Promise<void> => {
    const told = await (await this.#relay()).waiting();
    if (told.ok) this.#work = told.value;
  };

  /** Puts it where it belongs. */
  bringHome = async (row: HandedRow): Promise<Result<Brought>> => {
    if (this.#moving !== undefined) return failed('relay-busy');
    this.#moving = row.key;
    try {
      const told = await (await this.#relay()).bringHome(row.key);
      // somebody else was faster
      if (!told.ok && told.fault.code !== 'not-found') return told;
      await this.load();
      const code = told.ok ? told.value.find((part) => part.state === 'refused')?.code : undefined;
      return done({ place: row.place, name: row.name, code });
    } finally {
      this.#moving = undefined;
    }
  };

  async #relay(): Promise<Handovers> {
    this.#asking ??= this.#ask();
    try {
      return await this.#asking;
    } catch {
      // what asks could not be fetched: there is no list now, and the next one asks anew
      this.#asking = undefined;
      return { waiting: () => Promise.resolve(failed('offline')), bringHome: () => Promise.resolve(failed('offline')) };
    }
  }

  #rowOf({ key, name, receivedAt, parts, closed }: HandedWork): HandedRow {
    const docs = parts.map(({ doc }) => doc);
    const types = [...new Set(docs.map(({ type }) => type))].sort(
      (a, b) => Number(b === 'visit') - Number(a === 'visit'),
    );
    return { key, name, receivedAt: instantAt(Date.parse(receivedAt)), place: this.#placeOf(docs), types, closed };
  }

  #placeOf(docs: readonly HandedWork['parts'][number]['doc'][]): string {
    const { shelf } = this.#store;
    for (const doc of docs) {
      const household = shelf.get('household', textOf(doc, 'householdId') ?? doc._id);
      const id = textOf(doc, 'dwellingId') ?? (household && fieldOf(household, 'dwellingId')) ?? doc._id;
      const known = shelf.get('dwelling', id) ?? (doc.type === 'dwelling' ? (doc as unknown as Dwelling) : undefined);
      const address = known && fieldOf(known, 'address');
      if (address) return shortAddress(address);
    }
    return '';
  }
}
