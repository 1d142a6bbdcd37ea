import { parse } from 'regexparam';

/** Sheets are part of the address, so that Back closes them. */
export const sheets = ['sync', 'note', 'badge', 'search', 'matter', 'closing'] as const;
export type SheetName = (typeof sheets)[number];

const routes = {
  today: '/today',
  buildings: '/buildings',
  building: '/buildings/:id',
  household: '/households/:id',
  dwelling: '/dwellings/:id',
  visit: '/visits/:id',
  arrivals: '/arrivals',
  arrival: '/arrivals/:id',
  raise: '/raise/:id',
  notebook: '/notebook',
  review: '/review',
  care: '/care',
  reviewed: '/review/:id',
  organisation: '/organisation',
  orgUnit: '/organisation/:id',
  card: '/cards/:id',
  imports: '/imports',
  householdFile: '/files/:id',
  plans: '/plans',
  plan: '/plans/:id',
  ledger: '/ledger',
  people: '/people',
  members: '/members',
  services: '/services',
  commonMatters: '/matters',
  commonMatter: '/matters/:id',
  lookup: '/lookup',
  rounds: '/rounds',
  round: '/rounds/:id',
  knockReasons: '/knock-reasons',
  checklists: '/checklists',
  checklist: '/checklists/:id',
  me: '/me',
} as const;
export type RouteName = keyof typeof routes;

export interface Place {
  readonly route: RouteName | undefined;
  /** the part after the last slash of a route with one: an id without personal meaning */
  readonly id: string;
}

const patterns = Object.entries(routes).map(([name, route]) => ({ name: name as RouteName, ...parse(route) }));

/** Which place a path is. */
export function placeOf(path: string): Place {
  for (const { name, pattern } of patterns) {
    const match = pattern.exec(path);
    const id = match && decoded(match[1] ?? '');
    if (id !== undefined && id !== null) return { route: name, id };
  }
  return { route: undefined, id: '' };
}

/** Undefined: nothing of ours was written so. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/**
 * Where the person is: the path, and the sheet above it. Nothing else stands in an address, nothing at all in its state.
 * Call `listen` once and its answer when the app is taken down.
 */
export class Address {
  #path = $state('/');
  #sheet = $state<SheetName | undefined>();
  readonly #place = $derived(placeOf(this.#path));
  /** how many steps of this visit to the app lie behind: decides whether Back stays inside */
  #depth = 0;
  readonly #window: Window;

  constructor(window: Window) {
    this.#window = window;
    this.#read();
  }

  get path(): string {
    return this.#path;
  }
  get place(): Place {
    return this.#place;
  }
  get sheet(): SheetName | undefined {
    return this.#sheet;
  }

  #read(): void {
    this.#path = this.#window.location.pathname;
    const asked = new URLSearchParams(this.#window.location.search).get('sheet');
    this.#sheet = sheets.find((sheet) => sheet === asked);
  }

  go = (path: string): void => {
    if (path === this.#path && this.#sheet === undefined) return;
    this.#window.history.pushState(null, '', path);
    this.#depth += 1;
    this.#read();
  };

  replace = (path: string): void => {
    this.#window.history.replaceState(null, '', path);
    this.#read();
  };

  open = (sheet: SheetName): void => {
    if (this.#sheet === sheet) return;
    this.#window.history.pushState(null, '', `${this.#path}?sheet=${sheet}`);
    this.#depth += 1;
    this.#read();
  };

  /** Closes the sheet; Back if the sheet was opened here, else the place without it. */
  close = (): void => {
    if (this.#sheet === undefined) return;
    if (this.#depth > 0) this.#window.history.back();
    else this.replace(this.#path);
  };

  /** Back, or to a place when there is nothing behind (the app was opened right here). */
  back = (fallback: string): void => {
    if (this.#depth > 0) this.#window.history.back();
    else this.replace(fallback);
  };

  /** Follows Back and Forward, and turns clicks on links of the app into steps without a load. */
  listen(): () => void {
    const popped = (): void => {
      this.#depth = Math.max(0, this.#depth - 1);
      this.#read();
    };
    const clicked = (event: MouseEvent): void => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      const href = link?.getAttribute('href');
      if (!href?.startsWith('/') || link?.hasAttribute('download')) return;
      event.preventDefault();
      const url = new URL(href, this.#window.location.origin);
      const sheet = sheets.find((one) => one === url.searchParams.get('sheet'));
      if (sheet) this.open(sheet);
      else this.go(url.pathname);
    };
    this.#window.addEventListener('popstate', popped);
    this.#window.document.addEventListener('click', clicked);
    return () => {
      this.#window.removeEventListener('popstate', popped);
      this.#window.document.removeEventListener('click', clicked);
    };
  }
}
