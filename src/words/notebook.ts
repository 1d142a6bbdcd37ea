import { inBoth } from './in-both.ts';

export const notebook = inBoth({ title: '本子', write: '记一笔' }, { title: 'Notebook', write: 'Quick note' });
