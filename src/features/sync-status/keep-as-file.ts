import { keepFile } from '../../platform/keep-file.ts';

/** Hands JSON to the person as a file of their own. @param name says nothing about a resident */
export function keepAsFile(name: string, content: unknown): void {
  keepFile(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }), name);
}
