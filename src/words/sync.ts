import { inBoth } from './in-both.ts';

export const sync = inBoth({ title: '' }, { title: '' });
