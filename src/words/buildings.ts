import { inBoth } from './in-both.ts';

export const buildings = inBoth({ title: '' }, { title: '' });
