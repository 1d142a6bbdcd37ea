import { byHash } from './canonical.ts';
import type { CareTag } from './care-tags.ts';
import { dayOf, type Day } from './day.ts';
import type { CareLevel } from './documents/care.ts';
import type { Policy } from './documents/organisation.ts';

const greater = (a: Policy, b: Policy): Policy =>
  a.version === b.version ? (byHash(a._id, b._id) <= 0 ? a : b) : a.version > b.version ? a : b;

/** Of each key the highest version, between equal versions the smaller hash; sorted by key. */
export function newestPolicies(policies: readonly Policy[]): Policy[] {
  const newest = new Map<string, Policy>();
  for (const policy of policies) {
    const held = newest.get(policy.key);
    newest.set(policy.key, held ? greater(held, policy) : policy);
  }
  return [...newest.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The policies in force: the newest of each key, but for those that were stopped. */
export const policiesInForce = (policies: readonly Policy[]): Policy[] =>
  newestPolicies(policies).filter(({ stopped }) => stopped !== true);

/** Day from which a policy has asked for its interval: nothing was due by it before. */
export const policySince = ({ since, at }: Policy): Day => since ?? dayOf(at);

/** Days after the due day within which a visit is on time. Ours where nobody says: a quarter of the interval, 2 to 30 days. */
export const windowOf = ({ windowDays, intervalDays }: Pick<Policy, 'windowDays' | 'intervalDays'>): number =>
  windowDays ?? Math.min(30, Math.max(2, Math.floor(intervalDays / 4)));

/** Policies for every household, whatever is known of it. */
export const policiesForAll = (inForce: readonly Policy[]): Policy[] =>
  inForce.filter((policy) => policy.tagKind === undefined);

/** The policy for a tag: that of its kind and level, else that of its kind for every level; none for an unknown kind. */
export function policyForTag(inForce: readonly Policy[], tag: Pick<CareTag, 'kind' | 'level'>): Policy | undefined {
  const ofKind = inForce.filter((policy) => policy.tagKind === tag.kind);
  return ofKind.find((policy) => policy.level === tag.level) ?? ofKind.find((policy) => policy.level === undefined);
}

/** A policy without the head that an author gives it. */
export type PolicyTerms = Pick<
  Policy,
  'key' | 'version' | 'tagKind' | 'level' | 'intervalDays' | 'checklistId' | 'cadence'
>;

/** Words of the cadence only: a list at the door never says why a family is visited more often. */
const weekly = { zh: '每周走访', en: 'Every week' };
const monthly = { zh: '每月走访', en: 'Every month' };
const quarterly = { zh: '每季走访', en: 'Every quarter' };
const halfYearly = { zh: '半年走访', en: 'Every half year' };

/** What a list at the door says of an interval. */
export function cadenceOf(intervalDays: number): Policy['cadence'] {
  const usual = { 7: weekly, 30: monthly, 91: quarterly, 182: halfYearly }[intervalDays];
  return usual ?? { zh: `每 ${String(intervalDays)} 天走访`, en: `Every ${String(intervalDays)} days` };
}

const forTag = (
  tagKind: string,
  checklistId: string,
  intervalDays: number,
  cadence: Policy['cadence'],
  level?: CareLevel,
): PolicyTerms => ({
  key: level === undefined ? tagKind : `${tagKind}-${level}`,
  version: 1,
  tagKind,
  ...(level !== undefined && { level }),
  intervalDays,
  checklistId,
  cadence,
});

/** Elders of whom somebody should know how they are; each group is proposed under its own word. */
const elderKinds = ['livesAlone', 'childlessElder', 'emptyNest', 'lostOnlyChild', 'livesWithDisabledChild'];

/**
 * Policies that a new community starts with (domain.md §7.8); each later version of a key replaces them.
 * - ordinary: twice a year; hardship, floating, empty nest: monthly (a community's own system, W24)
 * - elders: high risk weekly, key monthly, general quarterly (W23); before a level is set monthly (ten ministries, W26)
 * - reintegration: quarterly (W28). The tag is T4, so whoever does not hold `sealed-…` computes no such plan
 * - hospitalised weekly, unemployed, nobody employed, disabled, in need of care, child in difficulty monthly: ours
 */
export const defaultPolicies: readonly PolicyTerms[] = [
  { key: 'ordinary', version: 1, intervalDays: 182, checklistId: 'routine', cadence: halfYearly },
  ...elderKinds.flatMap((kind) => [
    forTag(kind, 'elderly_alone', 30, monthly),
    forTag(kind, 'elderly_alone', 7, weekly, 'high'),
    forTag(kind, 'elderly_alone', 91, quarterly, 'general'),
  ]),
  forTag('hardship', 'hardship', 30, monthly),
  forTag('floating', 'routine', 30, monthly),
  forTag('hospitalised', 'hospitalised', 7, weekly),
  forTag('unemployed', 'unemployed', 30, monthly),
  forTag('zeroEmployment', 'unemployed', 30, monthly),
  forTag('disabled', 'routine', 30, monthly),
  forTag('needsCare', 'routine', 30, monthly),
  forTag('childInDifficulty', 'routine', 30, monthly),
  forTag('reintegration', 'reintegration', 91, quarterly),
];

/** Id of one version of a policy: natural, so that the same version made twice is one document. */
export const policyId = (community: string, terms: Pick<PolicyTerms, 'key' | 'version'>): string =>
  `policy:${community}-${terms.key}-${terms.version}`;
