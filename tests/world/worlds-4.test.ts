import { worlds } from './worlds.ts';

await worlds(4);
