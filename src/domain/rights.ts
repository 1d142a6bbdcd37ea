import {
  areaOf,
  careOf,
  handoverCareOf,
  handoverOf,
  logOf,
  mediaOf,
  ownOf,
  parseDatabaseName,
  refOf,
  rollupOf,
  sealedKinds,
  sealedOf,
  type SealedKind,
} from './database-name.ts';

export const roles = [
  'gridWorker',
  'buildingLeader',
  'deployedMember',
  'serviceProvider',
  'areaSecretary',
  'gardenSecretary',
  'communitySecretary',
  'privacyOfficer',
  'admin',
] as const;
export type Role = (typeof roles)[number];

/** Roles whose right ends at buildings: they hold no copy, and see extracts of their own buildings alone. */
export const buildingRoles: readonly Role[] = ['buildingLeader', 'deployedMember'];
/** Whether somebody is here as a neighbour only. */
export const isNeighbour = ({ grants }: Pick<Holder, 'grants'>): boolean =>
  grants.every((grant) => buildingRoles.includes(grant.role));

/** Whether somebody is here for an organisation that serves households, and for nothing else. */
export const isProvider = ({ grants }: Pick<Holder, 'grants'>): boolean =>
  grants.length > 0 && grants.every(({ role }) => role === 'serviceProvider');

/** One role of one person at one unit, or of a provider for its organisation in the catalogue; areas and buildings beneath it are resolved by whoever makes the holder. */
export interface Grant {
  readonly role: Role;
  readonly unitId: string;
  readonly areas: readonly string[];
  readonly buildings?: readonly string[];
}

/** A grant that was taken away, and the instant (ISO 8601) at which it ended. */
export interface EndedGrant extends Grant {
  readonly until: string;
}

/** Who holds rights: made once per request from the account, then only pure functions. */
export interface Holder {
  readonly userId: string;
  readonly community: string;
  readonly grants: readonly Grant[];
  readonly sealed: readonly SealedKind[];
  /** areas that a garden or community secretary copies; at most three */
  readonly pinned: readonly string[];
  /** grants of the past, so that work done under them and not yet sent can be handed over */
  readonly ended?: readonly EndedGrant[];
}

export interface DatabaseRight {
  readonly name: string;
  readonly read: boolean;
  readonly write: boolean;
}

/** For how long after a grant ended the work done under it is still taken, for the secretaries' handover (ms). */
export const handoverTime = 90 * 86_400_000;

/** The same person with the grants that ended not longer than 90 days ago: who they were when they did their unsent work. */
export function formerly(holder: Holder, now: number): Holder {
  const recent = (holder.ended ?? []).filter((grant) => now - Date.parse(grant.until) <= handoverTime);
  return { ...holder, grants: [...holder.grants, ...recent] };
}

/** Whether this person may still bring pictures there: they belong to work that is taken, or taken over, with its text. */
export const mayBringMedia = (holder: Holder, database: string, now: number): boolean =>
  parseDatabaseName(database)?.kind === 'media' &&
  databasesOf(formerly(holder, now)).some((right) => right.name === database && right.write);

/** Where work goes whose author lost the right to its database; the tier is kept. Undefined: not handed over. */
export function handoverHome(database: string, community: string): string | undefined {
  const name = parseDatabaseName(database);
  if (name?.kind === 'area') return handoverOf(community);
  if (name?.kind === 'care') return handoverCareOf(name.scope);
  return name?.kind === 'sealed' || name?.kind === 'log' ? database : undefined;
}

/**
 * Whether this person may put handed-over work for that database where it belongs: the area's secretary all of it, those
 * above what stands in the area itself, never the care tier.
 */
export function mayRehome(holder: Holder, database: string): boolean {
  const name = parseDatabaseName(database);
  if (name?.kind === 'care') return areasAs(holder, 'areaSecretary').includes(name.scope);
  const desks = ['areaSecretary', 'gardenSecretary', 'communitySecretary'] as const;
  return name?.kind === 'area' && areasAs(holder, ...desks).includes(name.scope);
}

/** How many areas somebody above an area may hold a copy of (architecture, Databases). */
export const mostPinned = 3;

const has = (holder: Holder, role: Role): boolean => holder.grants.some((grant) => grant.role === role);
/** Areas in which somebody holds one of these roles. */
export const areasAs = (holder: Holder, ...as: readonly Role[]): string[] => [
  ...new Set(holder.grants.filter((grant) => as.includes(grant.role)).flatMap((grant) => grant.areas)),
];

/**
 * Every database that a person may copy (`read`) or add to (`write`); either may be without the other.
 * Sorted by name, each name once. A right to read is a right to a copy of all of it.
 */
export function databasesOf(holder: Holder): DatabaseRight[] {
  const rights = new Map<string, DatabaseRight>();
  const give = (name: string, read: boolean, write: boolean): void => {
    const held = rights.get(name);
    rights.set(name, { name, read: read || (held?.read ?? false), write: write || (held?.write ?? false) });
  };
  const { community } = holder;
  if (holder.grants.length === 0) {
    // whoever left still hears what became of their last work
    return holder.ended?.length ? [{ name: ownOf(holder.userId), read: true, write: false }] : [];
  }
  // a provider sees its households and nothing else, not even what everybody of the community holds
  if (!isProvider(holder)) give(refOf(community), true, has(holder, 'admin') || has(holder, 'communitySecretary'));
  give(ownOf(holder.userId), true, true);
  for (const area of areasAs(holder, 'gridWorker', 'areaSecretary')) {
    give(areaOf(area), true, true);
    give(careOf(area), true, true);
    give(mediaOf(area), true, true);
  }
  for (const area of areasAs(holder, 'areaSecretary')) give(handoverCareOf(area), true, false);
  for (const area of areasAs(holder, ...buildingRoles)) give(areaOf(area), false, true);
  for (const area of areasAs(holder, 'serviceProvider')) {
    give(areaOf(area), false, true);
    give(careOf(area), false, true);
  }
  const above = areasAs(holder, 'gardenSecretary', 'communitySecretary');
  for (const area of above) give(areaOf(area), holder.pinned.slice(0, mostPinned).includes(area), true);
  if (has(holder, 'areaSecretary') || above.length > 0) {
    give(rollupOf(community), true, false);
    give(handoverOf(community), true, false);
  }
  if (has(holder, 'privacyOfficer')) give(logOf(community), true, false);
  const opens = (['gridWorker', 'areaSecretary', 'buildingLeader'] as const).some((role) => has(holder, role));
  if (opens || above.length > 0) give(logOf(community), false, true);
  if (has(holder, 'gridWorker') || has(holder, 'areaSecretary')) {
    for (const kind of sealedKinds) give(sealedOf(kind, community), holder.sealed.includes(kind), true);
  } else {
    for (const kind of holder.sealed) give(sealedOf(kind, community), true, true);
  }
  return [...rights.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export const mayRead = (holder: Holder, database: string): boolean =>
  databasesOf(holder).some((right) => right.name === database && right.read);
