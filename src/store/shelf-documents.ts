import type { DocumentOf } from '../domain/document.ts';
import { linkOf, links } from './links.ts';
import type { Shelved } from './shelf.ts';

type Type = keyof DocumentOf;

/** The documents of one type: by id, and by what they point at. */
class Drawer {
  readonly items = new Map<string, Shelved>();
  readonly #groups = new Map<string, Map<string, Shelved>>();
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
      const group = this.#groups.get(`${field} ${target}`);
      if (group) group.set(item.doc._id, item);
      else this.#groups.set(`${field} ${target}`, new Map([[item.doc._id, item]]));
    }
    this.#changed();
  }

  remove(id: string): void {
    const old = this.items.get(id);
    if (!old) return;
    this.items.delete(id);
    for (const field of this.#fields) this.#groups.get(`${field} ${linkOf(old.doc, field) ?? ''}`)?.delete(id);
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
