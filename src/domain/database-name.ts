/** A tier is a database, because read rights are per database. Names are law: `^[a-z][a-z0-9-]{0,80}$`. */
export type Tier = 'T0' | 'T1' | 'T2' | 'T3' | 'T4';
export const databaseKinds = [
  'ref',
  'area',
  'care',
  'sealed',
  'own',
  'media',
  'extract',
  'rollup',
  'log',
  'handover',
  'handover-care',
] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

export const sealedKinds = ['reintegration', 'violence', 'minors'] as const;
export type SealedKind = (typeof sealedKinds)[number];

export interface DatabaseName {
  readonly kind: DatabaseKind;
  /** area key, community key or user id */
  readonly scope: string;
  readonly sealed?: SealedKind;
}

/** What became of envelopes, how far followers came, which communities there are: shared by all relays, never under `/db`. */
export const ledgerDatabase = 'ledger';
/** Imports of sheets and how far they came; as the ledger. */
export const importsDatabase = 'imports';
export const refOf = (community: string): string => `ref-${community}`;
export const areaOf = (area: string): string => `area-${area}`;
export const careOf = (area: string): string => `care-${area}`;
export const mediaOf = (area: string): string => `media-${area}`;
export const extractOf = (area: string): string => `extract-${area}`;
export const ownOf = (user: string): string => `own-${user}`;
export const logOf = (community: string): string => `log-${community}`;
export const rollupOf = (community: string): string => `rollup-${community}`;
export const handoverOf = (community: string): string => `handover-${community}`;
export const handoverCareOf = (area: string): string => `handover-care-${area}`;
export const sealedOf = (kind: SealedKind, community: string): string => `sealed-${kind}-${community}`;

/** What a database name means, or undefined when it is not one of ours. */
export function parseDatabaseName(name: string): DatabaseName | undefined {
  if (!/^[a-z][a-z0-9-]{0,80}$/.test(name)) return undefined;
  if (name.startsWith('handover-care-')) return { kind: 'handover-care', scope: name.slice(14) };
  const dash = name.indexOf('-');
  const kind = databaseKinds.find((known) => known === name.slice(0, dash));
  const scope = name.slice(dash + 1);
  if (!kind || scope === '' || kind === 'handover-care') return undefined;
  if (kind !== 'sealed') return { kind, scope };
  const sealed = sealedKinds.find((known) => scope.startsWith(`${known}-`));
  return sealed ? { kind, scope: scope.slice(sealed.length + 1), sealed } : undefined;
}

/** Databases that a tablet copies as text; media travel apart, extracts and roll-ups are read one by one. */
export const isCopied = (name: string): boolean => /^(?:ref|area|care|sealed|own)-/.test(name);

/** The highest tier that a kind of database may hold. */
export const tierOf: Readonly<Record<DatabaseKind, Tier>> = {
  ref: 'T0',
  extract: 'T1',
  rollup: 'T1',
  area: 'T2',
  handover: 'T2',
  own: 'T2',
  log: 'T2',
  media: 'T3',
  care: 'T3',
  'handover-care': 'T3',
  sealed: 'T4',
};
