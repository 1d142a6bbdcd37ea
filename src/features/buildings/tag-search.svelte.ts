import { careOf, logOf, parseDatabaseName } from '../../domain/database-name.ts';
import { done, type Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { areasAs, mayRead } from '../../domain/rights.ts';
import { plain } from '../../domain/search/spelling.ts';
import { tagsByDwelling } from '../../store/door-search.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

export type Purpose = 'prepare' | 'help' | 'correct';

const fewestSigns = 2;

/**
 * Searching by care tag shows who needs care, as opening a file does: it is closed until somebody says what for, and that is a
 * fact in the log before anything shows. It closes again with the room.
 */
export class TagSearch {
  readonly #store: Store;
  readonly #me: Me;
  #open = $state(false);

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
  }

  /** Words of the tags while they are open. */
  words(words: Words): Readonly<Record<string, string>> | undefined {
    return this.#open ? words.household.tags : undefined;
  }

  /** The kind of tag that what was typed names, while tags are closed and this person may open them. */
  asked(typed: string, words: Words): string | undefined {
    const text = plain(typed);
    if (this.#open || Array.from(text).length < fewestSigns || this.#areas.length === 0) return undefined;
    return Object.entries(words.household.tags).find(([, word]) => plain(word).includes(text))?.[0];
  }

  get #areas(): string[] {
    const { holder } = this.#me;
    return areasAs(holder, 'gridWorker', 'areaSecretary').filter((area) => mayRead(holder, careOf(area)));
  }

  /** Opens the tags for this visit to the room. */
  open = async (kind: string, purpose: Purpose): Promise<Result<unknown>> => {
    const { holder } = this.#me;
    const tags = [...tagsByDwelling(this.#store.shelf).entries()].flatMap(([dwelling, found]) =>
      found.filter((tag) => tag.kind === kind).map(() => this.#store.shelf.databaseOf('dwelling', dwelling)),
    );
    const parts = this.#areas.map((area) => ({
      db: logOf(holder.community),
      doc: {
        ...newHead(this.#store, 'opening'),
        db: careOf(area),
        subjectId: `careTag:${kind}`,
        purpose,
        shown: tags.filter((db) => db !== undefined && parseDatabaseName(db)?.scope === area).length,
      },
    }));
    const saved = await saveAction(this.#store, { parts });
    if (!saved.ok) return saved;
    this.#open = true;
    return done(undefined);
  };
}
