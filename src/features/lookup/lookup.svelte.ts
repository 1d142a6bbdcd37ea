import { addressLabel } from '../../domain/address.ts';
import { refOf } from '../../domain/database-name.ts';
import { doorPath } from '../../domain/door-path.ts';
import type { Resident } from '../../domain/documents/place.ts';
import { failed, type Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import type { Spell } from '../../domain/search/spelling.ts';
import { talentOf, type Talent } from '../../domain/talent.ts';
import { fetchReadings } from '../../platform/pinyin.ts';
import { watched } from '../../platform/watched.ts';
import { findMembers } from '../../store/members.ts';
import { lookUpHere, type LookedUp } from '../../store/look-up.ts';
import { onCallHere, unitPath } from '../../store/organisation.ts';
import { saveAction, type Saved } from '../../store/save.ts';
import { changeRegister, type Store } from '../../store/store.ts';
import type { Language } from '../../words/in-both.ts';
import { lookup } from '../../words/lookup.ts';
import { valuesOf, type Edited } from './edited.ts';

const asWritten: Spell = () => [];

export interface TalentLine extends Talent {
  readonly name: string;
  readonly phone: string | undefined;
  readonly address: string;
  readonly path: string | undefined;
}

/** 党员社区报到: who could help. */
export interface MemberLine {
  readonly id: string;
  readonly name: string;
  readonly lines: readonly string[];
  readonly phone: string | undefined;
}

/** Somebody who may be rung at any hour. */
export type OnCallLine = ReturnType<typeof onCallHere>[number];

/** What residents ask for at the door, looked up without a signal; the centre's secretary writes it. */
export class LookupModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #typed = $state('');
  #spell = $state.raw<Spell | undefined>();

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
  }

  get typed(): string {
    return this.#typed;
  }
  type = (text: string): void => {
    this.#typed = text;
    if (!this.#spell) void this.#fetchReadings();
  };
  async #fetchReadings(): Promise<void> {
    this.#spell = await fetchReadings();
  }

  found(language: Language): LookedUp {
    this.#watch();
    const { points, partners } = lookup[language].kinds;
    return lookUpHere(this.#store.shelf, this.#typed, {
      spell: this.#spell ?? asWritten,
      manner: `${language} ${String(this.#spell !== undefined)}`,
      kinds: { points, partners },
    });
  }

  /** Members who checked in and answer to what was typed; nobody before something is. */
  get members(): readonly MemberLine[] {
    this.#watch();
    const text = this.#typed.trim();
    const manner = { spell: this.#spell ?? asWritten, manner: String(this.#spell !== undefined) };
    const found = text === '' ? [] : findMembers(this.#store.shelf, text, manner);
    return found.map((one) => ({
      id: one._id,
      name: fieldOf(one, 'name') ?? '',
      lines: [fieldOf(one, 'organisation') ?? '', fieldOf(one, 'offers') ?? ''],
      phone: fieldOf(one, 'phone'),
    }));
  }

  /** Who may be rung at any hour, those of one's own buildings and areas first; by unit or name when something was typed. */
  get onCall(): readonly OnCallLine[] {
    this.#watch();
    const typed = this.#typed.trim();
    const own = this.#me.holder.grants.flatMap(({ unitId, buildings = [] }) => [unitId, ...buildings]);
    const near = ({ unitId }: { readonly unitId: string }): number =>
      unitPath(this.#store, unitId).some(({ _id }) => own.includes(_id)) ? 0 : 1;
    return onCallHere(this.#store)
      .filter(({ unit, post }) => typed === '' || unit.includes(typed) || post.holderName?.includes(typed) === true)
      .map((one) => ({ ...one, near: near(one) }))
      .sort((a, b) => a.near - b.near);
  }

  talentLine(resident: Resident): TalentLine | undefined {
    const talent = talentOf(resident);
    if (!talent) return undefined;
    const { shelf } = this.#store;
    const household = shelf.get('household', fieldOf(resident, 'householdId') ?? '');
    const dwelling = shelf.get('dwelling', (household && fieldOf(household, 'dwellingId')) ?? '');
    const address = dwelling && fieldOf(dwelling, 'address');
    return {
      ...talent,
      name: fieldOf(resident, 'name') ?? '',
      phone: talent.contactOk ? fieldOf(resident, 'phone')?.number : undefined,
      address: address ? addressLabel(address) : '',
      path:
        household && dwelling && `/households/${doorPath({ dwellingId: dwelling._id, householdId: household._id })}`,
    };
  }

  get mayEdit(): boolean {
    return this.#me.holder.grants.some(({ role }) => role === 'communitySecretary' || role === 'admin');
  }

  /** Keeps what was written in the sheet: only the fields that changed; a new entry when there was none. */
  keep = (edited: Edited): Promise<Result<Saved>> | undefined => {
    const values = valuesOf(edited);
    if (Object.keys(values).length === 0) return undefined;
    const doc = changeRegister(this.#store, edited.type, edited.seen, values);
    return saveAction(this.#store, { parts: [{ db: refOf(this.#me.holder.community), doc: { ...doc } }] });
  };

  /** What somebody said of ringing them, and of helping at all. */
  offer = (id: string, offer: { readonly willing: boolean; readonly contactOk: boolean }): Promise<Result<Saved>> => {
    const { shelf } = this.#store;
    const [resident, db] = [shelf.get('resident', id), shelf.databaseOf('resident', id)];
    if (!resident || db === undefined) return Promise.resolve(failed('not-found'));
    const doc = changeRegister(this.#store, 'resident', resident, { talentOffer: offer });
    return saveAction(this.#store, { parts: [{ db, doc: { ...doc } }] });
  };
}
