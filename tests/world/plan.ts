import fc from 'fast-check';
import { cast } from './town.ts';

/** What a person does on a tablet. */
export const deeds = [
  'matter',
  'visit',
  'household',
  'review',
  'foreign',
  'note',
  'withdrawal',
  'newHousehold',
] as const;
export type Deed = (typeof deeds)[number];

/** One thing that happens; `tablet` and `relay` count on from 0 and begin again at the end. */
export type Step =
  | { readonly kind: 'does'; readonly tablet: number; readonly deed: Deed; readonly holdMs: number }
  | { readonly kind: 'kill'; readonly tablet: number; readonly afterTurns: number; readonly deed?: Deed }
  | { readonly kind: 'network'; readonly tablet: number; readonly there: boolean }
  | { readonly kind: 'clock'; readonly tablet: number; readonly skew: number; readonly deed?: Deed }
  | { readonly kind: 'asks'; readonly tablet: number }
  | { readonly kind: 'retries'; readonly tablet: number }
  | { readonly kind: 'kill-relay'; readonly relay: number; readonly atWrite: number; readonly carriedOut: boolean }
  | { readonly kind: 'storage'; readonly answers: boolean }
  /** two of three nodes are away for a while; with `lost` the third dies with its disk before they are back */
  | { readonly kind: 'nodes'; readonly forMs: number; readonly lost: boolean }
  /** the next write to this household meets another relay's, and the cluster takes both */
  | { readonly kind: 'race'; readonly household: number }
  | { readonly kind: 'backup' }
  | { readonly kind: 'restore' }
  | { readonly kind: 'forget-sequences' }
  | { readonly kind: 'rights'; readonly user: 'grid1' | 'grid3'; readonly end: boolean };

export interface Plan {
  readonly seed: number;
  /** places in `cast` */
  readonly tablets: readonly number[];
  /** the first of them has fetched nothing yet */
  readonly fresh: boolean;
  readonly relays: 1 | 2;
  readonly storage: 'cluster' | 'embedded';
  /** share of requests that meet a trouble */
  readonly trouble: number;
  /** ms between steps */
  readonly gaps: readonly number[];
  readonly steps: readonly Step[];
}

const hour = 3_600_000;
const tablet = fc.nat({ max: 4 });
const deed = fc.constantFrom(...deeds);
const of = <K extends Step['kind']>(
  kind: K,
  more: { [F in Exclude<keyof Extract<Step, { kind: K }>, 'kind'>]: fc.Arbitrary<Extract<Step, { kind: K }>[F]> },
): fc.Arbitrary<Step> => fc.record({ kind: fc.constant(kind), ...more }) as unknown as fc.Arbitrary<Step>;

const later = fc.option(deed, { nil: undefined });
const skew = fc.constantFrom(-30 * 24 * hour, -3 * hour, -60_000, 0, 100_000, 5 * hour, 365 * 24 * hour);
const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });

const step: fc.Arbitrary<Step> = fc.oneof(
  weighted(14, of('does', { tablet, deed, holdMs: fc.constantFrom(0, 0, 0, 8_000) })),
  weighted(4, of('kill', { tablet, afterTurns: fc.nat({ max: 40 }), deed: later })),
  weighted(2, of('network', { tablet, there: fc.boolean() })),
  weighted(2, of('clock', { tablet, skew, deed: later })),
  weighted(1, of('asks', { tablet })),
  weighted(1, of('retries', { tablet })),
  weighted(
    2,
    of('kill-relay', { relay: fc.nat({ max: 1 }), atWrite: fc.integer({ min: 0, max: 8 }), carriedOut: fc.boolean() }),
  ),
  weighted(1, of('storage', { answers: fc.boolean() })),
  weighted(2, of('nodes', { forMs: fc.constantFrom(3_000, 40_000), lost: fc.boolean() })),
  weighted(2, of('race', { household: fc.nat({ max: 1 }) })),
  weighted(1, of('backup', {})),
  weighted(2, of('restore', {})),
  weighted(1, of('forget-sequences', {})),
  weighted(1, of('rights', { user: fc.constantFrom('grid1', 'grid3'), end: fc.boolean() })),
);

/** Any small world: few tablets, few steps, so that thousands fit into a test. */
export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  tablets: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom([0, 1], [0, 2], [0, 3], [1, 2]) },
    { weight: 4, arbitrary: fc.constantFrom([0, 1, 2], [0, 1, 3], [0, 2, 4]) },
    { weight: 1, arbitrary: fc.constant(cast.map((_, place) => place)) },
  ),
  fresh: fc.constantFrom(false, false, false, false, true),
  relays: fc.constantFrom(1, 2),
  storage: fc.constantFrom('cluster', 'cluster', 'embedded'),
  trouble: fc.constantFrom(0, 0.1, 0.3),
  gaps: fc.array(fc.constantFrom(0, 20, 150, 1_000, 9_000, 90_000), { minLength: 3, maxLength: 3 }),
  steps: fc.array(step, { minLength: 3, maxLength: 8 }),
});
