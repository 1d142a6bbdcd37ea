import type { DocumentOf } from '../domain/document.ts';
import { linkOf, links } from './links.ts';
import type { Shelved } from './shelf.ts';

type Type = keyof DocumentOf;

/** The documents of one type: by id, and by what they point at. */
class Drawer {
  readonly items = new Map<string, Shelved>();
  readonly #groups = new Map<string, Map<string, Shelved>>();
  readonly #groupVersions = new Map<string, number>();
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
    for (const field of this.#fields) {
      const target = linkOf(item.doc, field);
      if (target === undefined) continue;
      const name = `${field} ${target}`;
      const group = this.#groups.get(name);
      if (group) group.set(item.doc._id, item);
      else this.#groups.set(name, new Map([[item.doc._id, item]]));
      this.#groupVersions.set(name, this.#versionOf(name) + 1);
    }
    this.#changed();
  }

  remove(id: string): void {
    const old = this.items.get(id);
    if (!old) return;
    this.items.delete(id);
    for (const field of this.#fields) {
      const name = `${field} ${linkOf(old.doc, field) ?? ''}`;
      if (this.#groups.get(name)?.delete(id)) this.#groupVersions.set(name, this.#versionOf(name) + 1);
    }
    this.#changed();
  }

  list(): readonly Shelved['doc'][] {
    this.#list ??= [...this.items.values()].map((item) => item.doc);
    return this.#list;
  }

  by(field: string, target: string): readonly Shelved['doc'][] {
    const group = this.#groups.get(`${field} ${target}`);
    return group ? [...group.values()].map((item) => item.doc) : [];
  }

  versionBy(field: string, target: string): number {
    return this.#versionOf(`${field} ${target}`);
  }

  #versionOf(name: string): number {
    return this.#groupVersions.get(name) ?? 0;
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
