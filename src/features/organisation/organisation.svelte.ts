import type { OrgUnit, Placement, Post, PostKind } from '../../domain/documents/organisation.ts';
import { refOf } from '../../domain/database-name.ts';
import { inForce } from '../../domain/in-force.ts';
import { isSupervisor, type Me } from '../../domain/me.ts';
import type { Answering } from '../../domain/organisation/responsibility.ts';
import type { HundredSteps } from '../../domain/organisation/hundred-steps.ts';
import type { Vacancy } from '../../domain/organisation/vacancies.ts';
import { fieldOf } from '../../domain/register.ts';
import { databasesOf } from '../../domain/rights.ts';
import { writableTypes } from '../../domain/writable-types.ts';
import { watched } from '../../platform/watched.ts';
import { besideHere, hundredStepsHere } from '../../store/hundred-steps.ts';
import {
  answeringFor,
  blankSpotsHere,
  levelOf,
  postsAt,
  unitPath,
  unitsBeneath,
  vacanciesHere,
} from '../../store/organisation.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';
import type { BlankReport, FetchBlankReport } from './blank-report.ts';

/** How many homes without a party member are named on a screen. */
const namedHomes = 60;

/** One unit: who answers for it, who holds its posts, what is beneath it; and what is missing there. */
export class OrganisationModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #id: string;
  readonly #watch: () => void;
  #told = $state.raw<BlankReport | undefined>();
  #asking = $state(false);

  /** @param id of the unit without its type; '' = where this person works */
  constructor(store: Store, me: Me, id: string) {
    this.#store = store;
    this.#me = me;
    this.#id = id === '' ? (me.holder.grants[0]?.unitId ?? '') : `orgUnit:${id}`;
    this.#watch = watched(store.shelf);
  }

  /** of the unit that is looked at */
  get id(): string {
    return this.#id;
  }
  get unit(): OrgUnit | undefined {
    this.#watch();
    return this.#store.shelf.get('orgUnit', this.#id);
  }
  get isBuilding(): boolean {
    return this.unit !== undefined && fieldOf(this.unit, 'level') === 'building';
  }
  /** The units above, from the top down. */
  get above(): readonly OrgUnit[] {
    this.#watch();
    return unitPath(this.#store, this.#id).slice(1).reverse();
  }
  levelName = (unit: OrgUnit, language: 'zh' | 'en'): string => {
    const level = levelOf(this.#store, unit);
    return level?.name[language] ?? fieldOf(unit, 'level') ?? '';
  };
  nameOf = (unitId: string): string => {
    const unit = this.#store.shelf.get('orgUnit', unitId);
    return (unit && fieldOf(unit, 'name')) ?? '';
  };

  /** Who answers, from the top down to this unit. */
  get answering(): readonly Answering[] {
    this.#watch();
    const here = new Set([this.#id, ...this.above.map(({ _id }) => _id)]);
    return answeringFor(this.#store, { buildingId: this.#id }).filter(
      ({ unitId }) => this.isBuilding || (unitId !== undefined && here.has(unitId)),
    );
  }
  /** Who holds the posts of this unit, its party members left out: they are named where a household is. */
  get posts(): readonly Post[] {
    this.#watch();
    const order = this.unit ? (levelOf(this.#store, this.unit)?.posts ?? []) : [];
    const place = ({ kind }: Post): number => (order.includes(kind) ? order.indexOf(kind) : order.length);
    return this.unit
      ? postsAt(this.#store, [this.unit])
          .filter(({ kind }) => kind !== 'partyMember')
          .sort((a, b) => place(a) - place(b) || Number(a.as !== undefined) - Number(b.as !== undefined))
      : [];
  }
  /** The posts of this unit that nobody holds. */
  get vacant(): readonly Vacancy[] {
    this.#watch();
    return vacanciesHere(this.#store).filter(({ unitId }) => unitId === this.#id);
  }
  get leader(): string | undefined {
    return this.posts.find(({ kind, as }) => kind === 'partyGroupLeader' && as === undefined)?.holderName;
  }

  get beneath(): readonly { readonly unit: OrgUnit; readonly vacancies: number }[] {
    this.#watch();
    const missing = vacanciesHere(this.#store);
    return (unitsBeneath(this.#store).get(this.#id) ?? []).map((unit) => {
      const all = this.#allBeneath(unit._id);
      return { unit, vacancies: missing.filter(({ unitId }) => all.has(unitId)).length };
    });
  }
  /** Vacancies of the units beneath this one. */
  get vacancies(): readonly Vacancy[] {
    this.#watch();
    const all = this.#allBeneath(this.#id);
    return vacanciesHere(this.#store).filter(({ unitId }) => unitId !== this.#id && all.has(unitId));
  }
  #allBeneath(unitId: string, found = new Set<string>()): ReadonlySet<string> {
    if (found.has(unitId)) return found;
    found.add(unitId);
    for (const unit of unitsBeneath(this.#store).get(unitId) ?? []) this.#allBeneath(unit._id, found);
    return found;
  }

  get seesBlankSpots(): boolean {
    return isSupervisor(this.#me);
  }
  /** The relay's report where it was told, else what this tablet counts of its own areas. */
  get report(): BlankReport {
    this.#watch();
    if (this.#told) return this.#told;
    const { homes, ...counts } = blankSpotsHere(this.#store, this.#id);
    return { ...counts, homes: homes.slice(0, namedHomes), without: homes.length };
  }
  get onlyHere(): boolean {
    return this.#told === undefined && !this.#asking;
  }
  /** Asks the relay for all areas of this person; without a signal what is here stays. */
  ask = async (fetchReport: FetchBlankReport): Promise<void> => {
    this.#asking = true;
    const answer = await fetchReport(this.#store.clock.today(), this.#id);
    this.#asking = false;
    if (answer.ok) this.#told = { ...answer.value, homes: answer.value.homes.slice(0, namedHomes) };
  };

  /** The indicators of the buildings here; undefined where this tablet holds none of their homes. */
  get steps(): HundredSteps | undefined {
    this.#watch();
    const steps = hundredStepsHere(this.#store, this.#id);
    return steps.organisation.buildings > 0 ? steps : undefined;
  }
  /** Who answers in the buildings beside this one; only where nobody does here. */
  get beside(): readonly { readonly unitId: string; readonly name: string }[] {
    this.#watch();
    const alone = this.isBuilding && this.steps?.organisation.gaps.some(({ unitId }) => unitId === this.#id);
    return alone ? besideHere(this.#store, this.#id) : [];
  }

  get mayFill(): boolean {
    const { community, grants } = this.#me.holder;
    const writes = databasesOf(this.#me.holder).some((right) => right.name === refOf(community) && right.write);
    return writes && grants.some(({ role }) => role === 'communitySecretary');
  }
  /** Units of the level above this building beneath which it could stand as well; none: this person may not move it. */
  get otherPlaces(): readonly OrgUnit[] {
    this.#watch();
    const [parent] = unitPath(this.#store, this.#id).slice(1);
    const mayPlace = this.#me.holder.grants.some(({ role }) => writableTypes[role].includes('placement'));
    if (!this.isBuilding || !mayPlace || !parent) return [];
    const level = fieldOf(parent, 'level');
    const open = [...unitsBeneath(this.#store).values()].flat();
    return open.filter((unit) => fieldOf(unit, 'level') === level && unit._id !== parent._id);
  }
  /** Where this unit will belong from a later day on, where somebody has said so. */
  get coming(): { readonly from: string; readonly name: string } | undefined {
    this.#watch();
    const { shelf, clock } = this.#store;
    const later = inForce(shelf.by('placement', 'unitId', this.#id)).filter(({ from }) => from > clock.today());
    const [next] = later.sort((a, b) => (a.from < b.from ? -1 : 1));
    return next?.parentId === undefined ? undefined : { from: next.from, name: this.nameOf(next.parentId) };
  }
  /** From a day on the building belongs beneath another unit; the relay moves its documents. @returns whether it was saved */
  place = async (parentId: string, from: string): Promise<boolean> => {
    const doc: Placement = { ...newHead(this.#store, 'placement'), unitId: this.#id, parentId, from };
    return (await saveAction(this.#store, { parts: [{ db: refOf(this.#me.holder.community), doc }] })).ok;
  };
  get today(): string {
    return this.#store.clock.today();
  }
  /** Gives an empty post to somebody from a day on. @returns whether it was saved */
  fill = async (kind: PostKind, given: { name: string; phone: string; from: string }): Promise<boolean> => {
    const head = newHead(this.#store, 'post');
    const phone = given.phone.trim();
    const doc: Post = {
      ...head,
      unitId: this.#id,
      kind,
      holderName: given.name.trim(),
      ...(phone !== '' && { publicPhone: phone }),
      from: given.from,
    };
    return (await saveAction(this.#store, { parts: [{ db: refOf(this.#me.holder.community), doc }] })).ok;
  };
}

export const unitHref = (unitId: string): string => `/organisation/${unitId.slice('orgUnit:'.length)}`;
