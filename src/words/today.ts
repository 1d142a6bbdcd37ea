import { inBoth } from './in-both.ts';

export const today = inBoth({ title: '' }, { title: '' });
