import { defaultChecklists } from '../../../src/domain/checklist/default/default-checklists.ts';
import type { ChecklistDocument, Policy } from '../../../src/domain/documents/organisation.ts';
import { defaultPolicies, policyId } from '../../../src/domain/policy.ts';
import { community, demoHead } from './organisation.ts';

/** Checklists and visit policies a community starts with, for `ref-…`. */
export function reference(at: string): (ChecklistDocument | Policy)[] {
  return [
    ...defaultChecklists().map((checklist) => ({
      ...demoHead('checklist', `checklist:${checklist.id}-v${checklist.version}`, at),
      checklist,
    })),
    ...defaultPolicies.map((policy) => ({ ...demoHead('policy', policyId(community, policy), at), ...policy })),
  ];
}
