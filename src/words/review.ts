import { inBoth } from './in-both.ts';

export const review = inBoth({ title: '' }, { title: '' });
