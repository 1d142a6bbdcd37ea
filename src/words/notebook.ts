import { inBoth } from './in-both.ts';

export const notebook = inBoth({ title: '' }, { title: '' });
