import { isSupervisor, type Me } from '../domain/me.ts';
import { buildingRoles, isProvider } from '../domain/rights.ts';
import type { GlyphName } from '../ui/glyph/glyphs.ts';
import type { Words } from '../words/lexicon.svelte.ts';
import type { RouteName } from './address.svelte.ts';
import { arrivalWords } from '../words/arrival.ts';
import { serviceWords } from '../words/services.ts';
import { careWords } from '../words/care.ts';

export interface PlaceItem {
  readonly href: string;
  readonly glyph: GlyphName;
  readonly word: string;
  readonly routes: readonly RouteName[];
}

/** The places of a person; one appears when its feature is there for them, never empty, never more than five. */
export function placesOf(me: Me, words: Words): PlaceItem[] {
  const has = (role: string): boolean => me.holder.grants.some((grant) => grant.role === role);
  const today: PlaceItem = {
    href: '/today',
    glyph: 'today',
    word: words.shell.today,
    routes: ['today', 'visit', 'arrivals', 'arrival', 'raise'],
  };
  const buildings: PlaceItem = {
    href: '/buildings',
    glyph: 'buildings',
    word: words.shell.buildings,
    routes: [
      'buildings',
      'building',
      'household',
      'dwelling',
      'organisation',
      'orgUnit',
      'card',
      'imports',
      'people',
      'members',
      'lookup',
      'householdFile',
      'plans',
      'plan',
      'rounds',
      'round',
      'commonMatters',
      'commonMatter',
      'knockReasons',
    ],
  };
  const notebook: PlaceItem = {
    href: '/notebook',
    glyph: 'notebook',
    word: words.shell.notebook,
    routes: ['notebook'],
  };
  const review: PlaceItem = {
    href: '/review',
    glyph: 'review',
    word: words.shell.review,
    routes: ['review', 'reviewed', 'visit'],
  };
  const arrivals: PlaceItem = {
    href: '/arrivals',
    glyph: 'hourglass',
    word: arrivalWords[words.language].title,
    routes: ['arrivals', 'arrival', 'raise'],
  };
  const care: PlaceItem = { href: '/care', glyph: 'overview', word: careWords[words.language].place, routes: ['care'] };
  const own: PlaceItem = {
    href: '/me',
    glyph: 'badge',
    word: words.shell.me,
    routes: ['me', 'ledger', 'checklists', 'checklist'],
  };
  const services: PlaceItem = {
    href: '/services',
    glyph: 'household',
    word: serviceWords[words.language].place,
    routes: ['services'],
  };
  if (isProvider(me.holder)) return [services, own];
  if (isSupervisor(me)) return [review, buildings, arrivals, care, own];
  if (has('gridWorker')) return [today, buildings, notebook, own];
  return buildingRoles.some(has) ? [buildings, own] : [own];
}
