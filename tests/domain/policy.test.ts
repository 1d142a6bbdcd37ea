import { describe, expect, it } from 'vitest';
import { fits } from '../../src/domain/catalogue.ts';
import { defaultChecklists } from '../../src/domain/checklist/default/default-checklists.ts';
import { defaultPolicies, policiesInForce, policyForTag, policyId } from '../../src/domain/policy.ts';
import { aPolicy } from '../builders/documents.ts';

const made = defaultPolicies.map((terms) => ({
  ...aPolicy(),
  tagKind: undefined,
  ...terms,
  _id: policyId('bbt', terms),
}));

describe('the policies that a community starts with', () => {
  it('fit the schema, each under its own key, and name a list that exists', () => {
    const lists = defaultChecklists().map((list) => list.id);
    for (const policy of made) {
      expect(fits('policy', JSON.parse(JSON.stringify(policy)))).toBe(true);
      expect(lists).toContain(policy.checklistId);
    }
    expect(new Set(made.map((policy) => policy.key)).size).toBe(made.length);
  });

  it('have words that say how often, never why', () => {
    const words = new Set(made.map((policy) => policy.cadence.zh));
    expect([...words].sort()).toEqual(['半年走访', '每周走访', '每季走访', '每月走访'].sort());
  });

  it('plan for every kind of tag that a checklist may propose', () => {
    const kinds = defaultChecklists().flatMap((list) =>
      list.questions.flatMap((question) =>
        (question.effects ?? []).flatMap(({ effect }) =>
          effect.kind === 'proposal' && effect.proposal === 'careTag' ? (effect.subject ?? []) : [],
        ),
      ),
    );
    expect(kinds.length).toBeGreaterThan(5);
    for (const kind of kinds) expect([kind, policyForTag(made, { kind })?.tagKind]).toEqual([kind, kind]);
  });
});

describe('the policy in force', () => {
  it('is the highest version of its key', () => {
    const versions = [2, 3, 1].map((version) => aPolicy({ _id: `policy:c-routine-${version}`, version }));
    expect(policiesInForce(versions).map((policy) => policy.version)).toEqual([3]);
    expect(policiesInForce([...versions].reverse())).toEqual(policiesInForce(versions));
  });

  it('between equal versions is the same on every tablet', () => {
    const twins = [aPolicy({ _id: 'policy:a' }), aPolicy({ _id: 'policy:b', intervalDays: 90 })];
    expect(policiesInForce([...twins].reverse())).toEqual(policiesInForce(twins));
  });

  it('for a tag is that of its level, else that of its kind', () => {
    expect(policyForTag(made, { kind: 'livesAlone', level: 'high' })?.intervalDays).toBe(7);
    expect(policyForTag(made, { kind: 'livesAlone', level: 'key' })?.intervalDays).toBe(30);
    expect(policyForTag(made, { kind: 'unheardOf' })).toBeUndefined();
  });
});
