/** How a text is read: lists of syllables in small letters, the likeliest reading first. */
type Readings = (text: string) => readonly (readonly string[])[];

/**
 * Readings of Chinese names. The table is large, so it is fetched when somebody searches. Surnames are read as surnames (单
 * shan, 曾 zeng, 解 xie); the other readings of a first character follow, because people type those too. ü is written v.
 */
export async function fetchReadings(): Promise<Readings> {
  const { pinyin } = await import('pinyin-pro');
  const others = (sign: string): string[] => [
    ...new Set(pinyin(sign, { multiple: true, toneType: 'none', type: 'array', v: true })),
  ];
  return (text) => {
    const name = pinyin(text, { surname: 'head', toneType: 'none', type: 'array', v: true });
    const [first = ''] = Array.from(text);
    const also = others(first).filter((reading) => reading !== name[0]);
    return [name, ...(/\p{Script=Han}/u.test(first) ? also.map((reading) => [reading, ...name.slice(1)]) : [])];
  };
}
