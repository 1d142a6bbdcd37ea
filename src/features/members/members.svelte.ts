import type { MemberRegistration } from '../../domain/documents/member.ts';
import { parseDatabaseName } from '../../domain/database-name.ts';
import type { Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import type { Spell } from '../../domain/search/spelling.ts';
import { listsToBring } from '../../domain/sheet/bringer.ts';
import { fetchReadings } from '../../platform/pinyin.ts';
import { watched } from '../../platform/watched.ts';
import { findMembers, membersHere } from '../../store/members.ts';
import { areaUnit } from '../../store/organisation.ts';
import type { Store } from '../../store/store.ts';

const asWritten: Spell = () => [];
/** How many are listed before somebody asks by name. */
const mostListed = 100;

export interface MemberLine {
  readonly id: string;
  readonly name: string;
  readonly area: string;
  readonly organisation: string;
  readonly home: string;
  readonly offers: string;
  readonly since: string | undefined;
  readonly phone: string | undefined;
}

/** 党员社区报到: who is on the list of these areas, found without a signal. */
export class MembersModel {
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

  get count(): number {
    this.#watch();
    return membersHere(this.#store.shelf).length;
  }
  get mayBring(): boolean {
    return listsToBring(this.#me.holder).includes('members');
  }

  #found(): readonly MemberRegistration[] {
    this.#watch();
    const { shelf } = this.#store;
    const text = this.#typed.trim();
    const manner = { spell: this.#spell ?? asWritten, manner: String(this.#spell !== undefined) };
    return text === '' ? membersHere(shelf) : findMembers(shelf, text, manner);
  }
  /** Whom the text means, everybody when there is none; the first hundred. */
  get lines(): readonly MemberLine[] {
    return this.#found()
      .slice(0, mostListed)
      .map((one) => this.#line(one));
  }
  /** How many more there are than are listed. */
  get more(): number {
    return Math.max(0, this.#found().length - mostListed);
  }

  #line(one: MemberRegistration): MemberLine {
    const { shelf } = this.#store;
    const area = parseDatabaseName(shelf.databaseOf('memberRegistration', one._id) ?? '')?.scope;
    const [unit, building] = [
      area === undefined ? undefined : areaUnit(shelf, area),
      shelf.get('orgUnit', fieldOf(one, 'buildingId') ?? ''),
    ];
    return {
      id: one._id,
      name: fieldOf(one, 'name') ?? '',
      area: (unit && fieldOf(unit, 'name')) ?? '',
      organisation: fieldOf(one, 'organisation') ?? '',
      home: [building && fieldOf(building, 'name'), fieldOf(one, 'room')].filter((part) => part).join(' '),
      offers: fieldOf(one, 'offers') ?? '',
      since: fieldOf(one, 'registeredOn'),
      phone: fieldOf(one, 'phone'),
    };
  }
}
