import { languages, type Language } from '../words/in-both.ts';

export const themes = ['system', 'light', 'dark', 'sun'] as const;
export type Theme = (typeof themes)[number];
export const textScales = [1, 1.125, 1.25] as const;
export type TextScale = (typeof textScales)[number];

const key = 'baibu-look';

interface Kept {
  readonly theme: Theme;
  readonly scale: TextScale;
  readonly language: Language;
}

function keptIn(storage: Storage, wantsContrast: boolean): Kept {
  let kept: Partial<Record<keyof Kept, unknown>> = {};
  try {
    kept = JSON.parse(storage.getItem(key) ?? '{}') as typeof kept;
  } catch {
    // damaged by hand: begin again with the defaults
  }
  return {
    theme: themes.find((theme) => theme === kept.theme) ?? (wantsContrast ? 'sun' : 'system'),
    scale: textScales.find((scale) => scale === kept.scale) ?? 1,
    language: languages.find((language) => language === kept.language) ?? 'zh',
  };
}

/** How the app looks on this tablet: theme, text size, language. Kept in localStorage. */
export class Look {
  #kept = $state.raw<Kept>({ theme: 'system', scale: 1, language: 'zh' });
  readonly #document: Document;
  readonly #storage: Storage;

  constructor(document: Document, storage: Storage, wantsContrast: boolean) {
    this.#document = document;
    this.#storage = storage;
    this.#show(keptIn(storage, wantsContrast));
  }

  get theme(): Theme {
    return this.#kept.theme;
  }
  get scale(): TextScale {
    return this.#kept.scale;
  }
  get language(): Language {
    return this.#kept.language;
  }

  /** What is not known is left as it was. */
  wear = (wanted: string): void => {
    const theme = themes.find((one) => one === wanted);
    if (theme) this.#keep({ ...this.#kept, theme });
  };
  size = (wanted: number): void => {
    const scale = textScales.find((one) => one === wanted);
    if (scale) this.#keep({ ...this.#kept, scale });
  };
  speak = (wanted: string): void => {
    const language = languages.find((one) => one === wanted);
    if (language) this.#keep({ ...this.#kept, language });
  };

  #keep(kept: Kept): void {
    this.#show(kept);
    try {
      this.#storage.setItem(key, JSON.stringify(kept));
    } catch {
      // no room for it: it looks so until the next start
    }
  }

  #show(kept: Kept): void {
    this.#kept = kept;
    const root = this.#document.documentElement;
    if (kept.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = kept.theme;
    root.style.setProperty('--text-scale', String(kept.scale));
    root.lang = kept.language === 'zh' ? 'zh-CN' : 'en';
  }
}
