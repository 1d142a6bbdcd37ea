/** What a room says: plain sentences, and sentences made from numbers and names. */
type Phrase = string | readonly string[] | ((...values: never[]) => string);
export interface Phrases {
  readonly [name: string]: Phrase | Phrases;
}

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

export type InBoth<T extends Phrases> = Readonly<Record<Language, T>>;

/** A room's words in both languages; English does not compile until it says everything that Chinese says. */
export const inBoth = <T extends Phrases>(zh: T, en: NoInfer<T>): InBoth<T> => ({ zh, en });
