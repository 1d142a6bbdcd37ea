/** Points of one line of a pen, in pixels of the paper. */
export type Stroke = readonly (readonly [x: number, y: number])[];

/** Draws them black on white. */
export function drawStrokes(paper: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const pen = paper.getContext('2d');
  if (!pen) return;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, paper.width, paper.height);
  pen.strokeStyle = '#000';
  pen.lineWidth = 5;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  for (const [first, ...rest] of strokes) {
    if (!first) continue;
    pen.beginPath();
    pen.moveTo(...first);
    // a dot is a line to where it began
    for (const point of rest.length > 0 ? rest : [first]) pen.lineTo(...point);
    pen.stroke();
  }
}
