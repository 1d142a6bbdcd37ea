import { inBoth } from './in-both.ts';

export const visit = inBoth({ title: '' }, { title: '' });
