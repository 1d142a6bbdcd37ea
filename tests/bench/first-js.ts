export const firstJs = async (_: number): Promise<import('./figure.ts').Figure> => {
  throw new Error('later');
};
