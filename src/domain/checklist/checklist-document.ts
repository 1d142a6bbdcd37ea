import type { Checklist } from './checklist.ts';
import { publishingFaults } from './editing.ts';

/** Natural key of one version: two people who publish the same version while apart meet, and one of them is told. */
export const checklistDocumentId = ({ id, version }: Pick<Checklist, 'id' | 'version'>): string =>
  `checklist:${id}-v${String(version)}`;

/** Whether a version may be written under this id: it is the one that it says, and a form can be made of it. */
export const isPublishable = (documentId: string, list: Checklist): boolean =>
  documentId === checklistDocumentId(list) && publishingFaults(list).length === 0;
