import type { DocumentOf } from '../domain/document.ts';
import { linkOf, links } from './links.ts';
import type { Shelved } from './shelf.ts';

type Type = keyof DocumentOf;

/** The documents of one type that point at something by one field. */
class Pointing {
  readonly #field: string;
  readonly #groups = new Map<string, Map<string, Shelved>>();
  readonly #versions = new Map<string, number>();

  constructor(field: string, items: Iterable<Shelved>) {
    this.#field = field;
    for (const item of items) this.put(item);
  }

  put(item: Shelved): void {
    const target = linkOf(item.doc, this.#field);
    if (target === undefined) return;
    const group = this.#groups.get(target);
    if (group) group.set(item.doc._id, item);
    else this.#groups.set(target, new Map([[item.doc._id, item]]));
    this.#versions.set(target, this.versionAt(target) + 1);
  }

  remove({ doc }: Shelved): void {
    const target = linkOf(doc, this.#field);
    if (target === undefined || this.#groups.get(target)?.delete(doc._id) !== true) return;
    this.#versions.set(target, this.versionAt(target) + 1);
  }

  at(target: string): readonly Shelved['doc'][] {
    const group = this.#groups.get(target);
    return group ? [...group.values()].map((item) => item.doc) : [];
  }

  versionAt(target: string): number {
    return this.#versions.get(target) ?? 0;
  }
}

/** The documents of one type: by id, and by what they point at, as soon as somebody asks. */
class Drawer {
  readonly items = new Map<string, Shelved>();
  readonly #pointing = new Map<string, Pointing>();
  readonly #fields: readonly string[];
  #list: readonly Shelved['doc'][] | undefined;
  /** rises with every change of this type */
  version = 0;

  constructor(type: string) {
    this.#fields = links[type as Type] ?? [];
  }

  put(item: Shelved): void {
    this.remove(item.doc._id);
    this.items.set(item.doc._id, item);
    for (const pointing of this.#pointing.values()) pointing.put(item);
    this.#changed();
  }

  remove(id: string): void {
    const old = this.items.get(id);
    if (!old) return;
    this.items.delete(id);
    for (const pointing of this.#pointing.values()) pointing.remove(old);
    this.#changed();
  }

  list(): readonly Shelved['doc'][] {
    this.#list ??= [...this.items.values()].map((item) => item.doc);
    return this.#list;
  }

  by(field: string, target: string): readonly Shelved['doc'][] {
    return this.#by(field)?.at(target) ?? [];
  }

  versionBy(field: string, target: string): number {
    return this.#by(field)?.versionAt(target) ?? 0;
  }

  /** Laid out at the first question: at an unlock most fields are not asked for. */
  #by(field: string): Pointing | undefined {
    const known = this.#pointing.get(field);
    if (known || !this.#fields.includes(field)) return known;
    const made = new Pointing(field, this.items.values());
    this.#pointing.set(field, made);
    return made;
  }

  #changed(): void {
    this.version += 1;
    this.#list = undefined;
  }
}

/** All drawers of the shelf, and values derived from them. */
export class ShelfDocuments {
  readonly #drawers = new Map<string, Drawer>();
  readonly #derived = new Map<string, { readonly versions: string; readonly value: unknown }>();
  #epoch = 0;

  #drawer(type: string): Drawer {
    const known = this.#drawers.get(type);
    if (known) return known;
    const made = new Drawer(type);
    this.#drawers.set(type, made);
    return made;
  }

  put(type: string, item: Shelved): void {
    this.#drawer(type).put(item);
  }

  remove(type: string, id: string): void {
    this.#drawer(type).remove(id);
  }

  /** @returns the ids of what went */
  removeWhere(isGone: (item: Shelved) => boolean): ReadonlySet<string> {
    const gone = new Set<string>();
    for (const drawer of this.#drawers.values())
      for (const [id, item] of drawer.items) {
        if (!isGone(item)) continue;
        drawer.remove(id);
        gone.add(id);
      }
    return gone;
  }

  get(type: string, id: string): Shelved | undefined {
    return this.#drawers.get(type)?.items.get(id);
  }

  all(type: Type): readonly Shelved['doc'][] {
    return this.#drawer(type).list();
  }

  by(type: Type, field: string, target: string): readonly Shelved['doc'][] {
    return this.#drawer(type).by(field, target);
  }

  /** Rises whenever `by` with the same arguments has another answer. */
  versionBy(type: Type, field: string, target: string): number {
    return this.#drawer(type).versionBy(field, target);
  }

  derive<T>(name: string, types: readonly Type[], compute: () => T, also = ''): T {
    const versions = `${also} ${String(this.#epoch)} ${types.map((type) => this.#drawer(type).version).join(' ')}`;
    const known = this.#derived.get(name);
    if (known?.versions === versions) return known.value as T;
    const value = compute();
    this.#derived.set(name, { versions, value });
    return value;
  }

  clear(): void {
    this.#drawers.clear();
    this.#derived.clear();
    this.#epoch += 1;
  }
}
