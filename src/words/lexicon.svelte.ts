import { createContext } from 'svelte';
import { buildings } from './buildings.ts';
import { fault } from './fault.ts';
import { household } from './household.ts';
import type { Language } from './in-both.ts';
import { matter } from './matter.ts';
import { me } from './me.ts';
import { media } from './media.ts';
import { notebook } from './notebook.ts';
import { organisation } from './organisation.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { status } from './status.ts';
import { sync } from './sync.ts';
import { today } from './today.ts';
import { visit } from './visit.ts';
import { wordsOfDays } from './days.ts';

/** All words in one language. */
export const wordsIn = (language: Language) => ({
  language,
  shell: shell[language],
  status: status[language],
  fault: fault[language],
  signIn: signIn[language],
  today: today[language],
  buildings: buildings[language],
  household: household[language],
  visit: visit[language],
  notebook: notebook[language],
  matter: matter[language],
  media: media[language],
  sync: sync[language],
  organisation: organisation[language],
  me: me[language],
  days: wordsOfDays[language],
});
export type Words = ReturnType<typeof wordsIn>;

/** The words of the language in use; switching is seen at once by everything that reads `current`. */
export class Lexicon {
  #language = $state<Language>('zh');
  readonly #words = $derived(wordsIn(this.#language));

  constructor(language: Language = 'zh') {
    this.#language = language;
  }

  get current(): Words {
    return this.#words;
  }
  get language(): Language {
    return this.#language;
  }
  speak(language: Language): void {
    this.#language = language;
  }
}

/** Components get the words by `const lexicon = getLexicon(); const words = $derived(lexicon.current)`. */
export const [getLexicon, setLexicon] = createContext<Lexicon>();
