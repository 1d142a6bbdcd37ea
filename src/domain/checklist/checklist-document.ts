import type { RefusalCode } from '../fault.ts';
import type { Checklist } from './checklist.ts';
import { publishingFaults } from './editing.ts';

/** Natural key of one version: two people who publish the same version while apart meet, and one of them is told. */
export const checklistDocumentId = ({ id, version }: Pick<Checklist, 'id' | 'version'>): string =>
  `checklist:${id}-v${String(version)}`;

/** A version is the one that its id says, and a form can be made of it; else `invalid`. */
export const checklistFault = (document: {
  readonly _id: string;
  readonly checklist: Checklist;
}): RefusalCode | undefined =>
  document._id === checklistDocumentId(document.checklist) && publishingFaults(document.checklist).length === 0
    ? undefined
    : 'invalid';
