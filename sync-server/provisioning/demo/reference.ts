import { defaultChecklists } from '../../../src/domain/checklist/default/default-checklists.ts';
import type { AnyDocument } from '../../../src/domain/document.ts';
import { defaultPolicies, policyId } from '../../../src/domain/policy.ts';
import { nearby } from './nearby.ts';
import { community, demoHead } from './organisation.ts';

/** Checklists and visit policies a community starts with, and what can be looked up, for `ref-…`. */
export function reference(at: string): AnyDocument[] {
  return [
    ...defaultChecklists().map((checklist) => ({
      ...demoHead('checklist', `checklist:${checklist.id}-v${checklist.version}`, at),
      checklist,
    })),
    ...nearby(at),
    ...defaultPolicies.map((policy) => ({ ...demoHead('policy', policyId(community, policy), at), ...policy })),
  ];
}
