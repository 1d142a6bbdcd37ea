import { areaOf, extractOf, rollupOf } from '../../src/domain/database-name.ts';
import type { Round } from '../../src/domain/day.ts';
import { ofType } from '../storage/of-type.ts';
import type { Storage, StoredDoc } from '../storage/port.ts';
import { Homes } from './area-homes.ts';
import { AreaPicture, pictured } from './area-picture.ts';
import { writeDerived } from './derived.ts';

/** Keeps what follows from one area: its extracts, its roll-up, and its homes for the report on blank spots. */
export class AreaDesk {
  readonly #storage: Storage;
  readonly #area: string;
  readonly #community: string;
  readonly #buildings = new Set<string>();
  readonly #people = new Set<string>();
  #picture: AreaPicture | undefined;
  #homes = new Homes();
  #moved = false;
  #homesMoved = false;

  constructor(storage: Storage, area: string, community: string) {
    this.#storage = storage;
    this.#area = area;
    this.#community = community;
  }

  /** For a feed that is read from its beginning: what is stored will come by itself. */
  begin(): void {
    this.#picture = new AreaPicture();
    this.#homes = new Homes();
  }

  /** Takes newest states in; what they touch is written by the next `flush`. */
  async take(docs: readonly StoredDoc[]): Promise<void> {
    if (docs.length === 0) return;
    const picture = await this.#drawn();
    for (const doc of docs) {
      this.#touch(picture, doc._id);
      if (doc._deleted) picture.remove(doc._id);
      else picture.put(doc);
      if (doc._deleted ? this.#homes.remove(doc._id) : this.#homes.put(doc)) this.#homesMoved = true;
      this.#touch(picture, doc._id);
      this.#moved = true;
    }
  }

  /** Everything is to be written anew, because a round began. */
  async touchAll(): Promise<void> {
    this.#touchAllOf(await this.#drawn());
  }

  #touchAllOf(picture: AreaPicture): void {
    for (const building of picture.buildings()) this.#buildings.add(building);
    for (const person of picture.raisers()) this.#people.add(person);
    this.#moved = true;
  }

  async flush(round: Round): Promise<void> {
    if (!this.#moved || !this.#picture) return;
    const extracts = [
      ...this.#picture.buildingExtracts(this.#buildings, round),
      ...this.#picture.mattersExtracts(this.#people),
    ];
    const drafts = extracts.map((extract) => ({ ...extract }));
    await writeDerived(this.#storage, extractOf(this.#area), drafts);
    await writeDerived(this.#storage, rollupOf(this.#community), [{ ...this.#picture.rollup(this.#area, round) }]);
    if (this.#homesMoved)
      await writeDerived(this.#storage, extractOf(this.#community), [{ ...this.#homes.extract(this.#area) }]);
    this.#homesMoved = false;
    this.#buildings.clear();
    this.#people.clear();
    this.#moved = false;
  }

  #touch(picture: AreaPicture, id: string): void {
    const [building, person] = [picture.buildingOf(id), picture.raiserOf(id)];
    if (building !== undefined) this.#buildings.add(building);
    if (person !== undefined) this.#people.add(person);
  }

  /** The picture of what is stored, read once. */
  async #drawn(): Promise<AreaPicture> {
    if (this.#picture) return this.#picture;
    const [picture, homes] = [new AreaPicture(), new Homes()];
    for (const type of pictured) {
      for (const doc of await ofType(this.#storage, areaOf(this.#area), type)) {
        picture.put(doc);
        homes.put(doc);
      }
    }
    this.#homes = homes;
    this.#homesMoved = true;
    this.#picture = picture;
    // where somebody stood before the first change after a start is not known any more
    this.#touchAllOf(picture);
    return picture;
  }
}
