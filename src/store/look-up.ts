import type { AgentService, Partner, PartnerKind, ServicePoint, ServicePointKind } from '../domain/documents/nearby.ts';
import type { Resident } from '../domain/documents/place.ts';
import { fieldOf } from '../domain/register.ts';
import { lookUp, lookUpEntry, type LookUpEntry } from '../domain/search/look-up.ts';
import type { Spell } from '../domain/search/spelling.ts';
import { talentOf } from '../domain/talent.ts';
import { howLeft } from './persons.ts';
import type { Shelf } from './shelf.ts';

/** How kinds are called, in the language of the screen. */
export interface KindWords {
  readonly points: Readonly<Record<ServicePointKind, string>>;
  readonly partners: Readonly<Record<PartnerKind, string>>;
}

interface Manner {
  readonly spell: Spell;
  /** differs when names are spelt, or kinds are called, in another way */
  readonly manner: string;
  readonly kinds: KindWords;
}

/** What was looked up, by kind, each list with the best first. */
export interface LookedUp {
  readonly services: readonly AgentService[];
  readonly points: readonly ServicePoint[];
  readonly partners: readonly Partner[];
  /** residents with a talent */
  readonly talents: readonly Resident[];
}

const standing = <T extends { readonly fields: { readonly ended?: { readonly v: boolean } | undefined } }>(
  documents: readonly T[],
): T[] => documents.filter(({ fields }) => fields.ended?.v !== true);

/** Residents with a talent who live in their household still; of several records the person's. */
function talented(shelf: Shelf): readonly Resident[] {
  return shelf.derive('talented', ['resident', 'residency', 'withdrawal', 'samePerson'], () =>
    shelf
      .all('resident')
      .filter(
        (one) =>
          talentOf(one) !== undefined && howLeft(shelf, one._id, fieldOf(one, 'householdId') ?? '') === undefined,
      ),
  );
}

const types = ['agentService', 'servicePoint', 'partner', 'resident', 'residency', 'withdrawal', 'samePerson'] as const;

function entries(shelf: Shelf, { spell, manner, kinds }: Manner): readonly LookUpEntry[] {
  const made = (): LookUpEntry[] => {
    const entry = (id: string, called: (string | undefined)[], written: (string | undefined)[] = []): LookUpEntry =>
      lookUpEntry({ id, called: called.map((one) => one ?? ''), written: written.map((one) => one ?? '') }, spell);
    return [
      ...standing(shelf.all('agentService')).map((one) =>
        entry(
          one._id,
          [fieldOf(one, 'name'), ...(fieldOf(one, 'alsoCalled') ?? '').split(/[\s、,，;；]+/)],
          [...(fieldOf(one, 'papers') ?? []), fieldOf(one, 'office'), fieldOf(one, 'steps')],
        ),
      ),
      ...standing(shelf.all('servicePoint')).map((one) =>
        entry(
          one._id,
          [fieldOf(one, 'name'), kinds.points[fieldOf(one, 'kind') ?? 'other']],
          [fieldOf(one, 'address')],
        ),
      ),
      ...standing(shelf.all('partner')).map((one) =>
        entry(
          one._id,
          [fieldOf(one, 'name'), kinds.partners[fieldOf(one, 'kind') ?? 'other'], fieldOf(one, 'committee')],
          [fieldOf(one, 'offers'), fieldOf(one, 'contact')],
        ),
      ),
      ...talented(shelf).map((one) => entry(one._id, [talentOf(one)?.skill], [talentOf(one)?.skill])),
    ];
  };
  return shelf.derive('look up', types, made, manner);
}

/** What answers to the text, without a signal; everything that can be looked up when there is none. */
export function lookUpHere(shelf: Shelf, text: string, manner: Manner): LookedUp {
  const all = entries(shelf, manner);
  const ids = text.trim() === '' ? all.map(({ id }) => id) : lookUp(all, text, manner.spell);
  const of = <T extends 'agentService' | 'servicePoint' | 'partner' | 'resident'>(type: T) =>
    ids.flatMap((id) => (id.startsWith(`${type}:`) ? (shelf.get(type, id) ?? []) : []));
  return {
    services: of('agentService'),
    points: of('servicePoint'),
    partners: of('partner'),
    talents: of('resident'),
  };
}
