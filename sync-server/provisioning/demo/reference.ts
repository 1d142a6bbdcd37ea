import { defaultChecklists } from '../../../src/domain/checklist/default/default-checklists.ts';
import type { ChecklistDocument, Policy } from '../../../src/domain/documents/organisation.ts';
import { defaultPolicies } from '../../../src/domain/policy.ts';
import { demoHead } from './organisation.ts';

/** Checklists and visit policies a community starts with, for `ref-…`. */
export function reference(at: string): (ChecklistDocument | Policy)[] {
  return [
    ...defaultChecklists().map((checklist) => ({
      ...demoHead('checklist', `checklist:${checklist.id}-v${checklist.version}`, at),
      checklist,
    })),
    ...defaultPolicies.map((policy) => ({ ...demoHead('policy', `policy:${policy.key}-v${policy.version}`, at), ...policy })),
  ];
}
