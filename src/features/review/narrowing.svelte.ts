import { areaOf, careOf } from '../../domain/database-name.ts';
import { areasOf, type Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import { mayRead } from '../../domain/rights.ts';
import { checklists } from '../../store/reference.ts';
import type { Store } from '../../store/store.ts';
import type { Words } from '../../words/lexicon.svelte.ts';
import type { Marks } from './marks.svelte.ts';
import type { Row } from './rows.ts';

export interface Choice {
  readonly key: string;
  readonly name: string;
}

/** Which part of the desk's list is looked at: one area of several, one checklist where answers are held. */
export class Narrowing {
  readonly #store: Store;
  readonly #me: Me;
  readonly #marks: Marks;
  #area = $state('');
  #list = $state('');

  constructor(store: Store, me: Me, marks: Marks) {
    this.#store = store;
    this.#me = me;
    this.#marks = marks;
  }

  /** Areas of this desk, as the organisation calls them. */
  get areas(): readonly Choice[] {
    const units = this.#store.shelf.all('orgUnit').filter((unit) => fieldOf(unit, 'level') === 'area');
    return areasOf(this.#me).flatMap((key) => {
      const name = units.flatMap((unit) => (fieldOf(unit, 'key') === key ? (fieldOf(unit, 'name') ?? []) : []))[0];
      return name === undefined ? [] : [{ key, name }];
    });
  }
  /** Lists to choose from; none where the answers, which alone tell the list, are not this person's to hold. */
  lists({ language }: Pick<Words, 'language'>): readonly Choice[] {
    if (!areasOf(this.#me).some((area) => mayRead(this.#me.holder, careOf(area)))) return [];
    return [...checklists(this.#store.shelf).values()]
      .filter((list) => list.mode === 'worker')
      .map(({ id, title }) => ({ key: id, name: title[language] }));
  }

  /** Key of the area; empty: all. */
  get area(): string {
    return this.#area;
  }
  /** Id of the checklist; empty: all. */
  get list(): string {
    return this.#list;
  }
  get isOn(): boolean {
    return this.#area !== '' || this.#list !== '';
  }
  chooseArea = (key: string): void => {
    this.#area = key;
  };
  chooseList = (id: string): void => {
    this.#list = id;
  };

  keeps = (row: Row): boolean => {
    if (this.#area !== '' && this.#store.shelf.databaseOf('visit', row.id) !== areaOf(this.#area)) return false;
    return this.#list === '' || this.#marks.listOf(row.id) === this.#list;
  };
}
