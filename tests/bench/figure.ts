/** One measured figure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'KB';
  /** against what it is compared with; each measurement says which way round */
  readonly ratio: number;
  /** what it should be: at most this value, at least or at most this ratio */
  readonly target: { readonly most: number } | { readonly leastRatio: number } | { readonly mostRatio: number };
  /** what exactly was measured, in what parts; one line each */
  readonly details: readonly string[];
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

/** The one line that is read by machines. */
export const benchLine = ({ name, value, unit, ratio }: Figure): string =>
  `BENCH ${name} ${rounded(value)} ${unit} ratio=${rounded(ratio)}`;

/** The line, and below it for people: whether the target is met, and what was measured. */
export function tell(figure: Figure): void {
  const { target, unit, value, ratio, details } = figure;
  const [wanted, met] =
    'most' in target
      ? [`≤ ${String(target.most)} ${unit}`, value <= target.most]
      : 'mostRatio' in target
        ? [`ratio ≤ ${String(target.mostRatio)}`, ratio <= target.mostRatio]
        : [`ratio ≥ ${String(target.leastRatio)}`, ratio >= target.leastRatio];
  console.log(benchLine(figure));
  for (const line of [`target ${wanted}: ${met ? 'met' : 'MISSED'}`, ...details]) console.log(`    ${line}`);
}

/** @param share 0.5 is the median, 0.95 what 19 of 20 stay below */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** `median 4.1, p95 9.8, most 12.3 (n=120)` */
export const spread = (values: readonly number[]): string =>
  `median ${rounded(median(values))}, p95 ${rounded(quantile(values, 0.95))}, ` +
  `most ${rounded(Math.max(...values))} (n=${String(values.length)})`;
