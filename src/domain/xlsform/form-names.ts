/** Names of a form as ids of a checklist: lower case, letters of English, digits and `_`, each once. */
export class FormNames {
  readonly #longest: number;
  readonly #begin: string;
  readonly #used = new Set<string>();

  /**
   * @param longest in characters
   * @param begin what an id begins with that would not begin with a letter; '' where a digit may begin
   * @param used ids that stand for something else
   */
  constructor(longest: number, begin: string, used: Iterable<string> = []) {
    this.#longest = longest;
    this.#begin = begin;
    for (const id of used) this.#used.add(id);
  }

  /** An id for a name that is nobody else's. @param instead for a name of which no letter can stay */
  take(name: string, instead: string): string {
    const plain = name
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, '_')
      .slice(0, this.#longest);
    const said = /[a-z0-9]/.test(plain) ? plain : instead;
    const begun = this.#begin === '' || /^[a-z]/.test(said) ? said : `${this.#begin}${said}`;
    let id = begun.slice(0, this.#longest);
    for (let next = 2; this.#used.has(id); next += 1) {
      const mark = `_${String(next)}`;
      id = `${begun.slice(0, this.#longest - mark.length)}${mark}`;
    }
    this.#used.add(id);
    return id;
  }
}
