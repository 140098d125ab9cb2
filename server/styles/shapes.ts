type Flat = Record<string, unknown>;

/** A regular polygon as layer headers describe it: lengths in CSS pixels, angle in radians. */
interface Shape { points: number; radius: number; angle: number; fill: string; stroke: string; width: number }

export const isShape = (look: Flat) => look['shape-points'] !== undefined;

const shapeOf = (look: Flat): Shape => ({
  points: Number(look['shape-points']), radius: Number(look['shape-radius']), angle: Number(look['shape-angle'] ?? 0),
  fill: String(look['shape-fill-color'] ?? '#000000'), stroke: String(look['shape-stroke-color'] ?? '#000000'), width: Number(look['shape-stroke-width'] ?? 0),
});

export const shapeName = (look: Flat) => {
  const { points, radius, angle, fill, stroke, width } = shapeOf(look);
  return ['shape', points, radius, angle, fill, stroke, width].join('-').replaceAll('#', '');
};

/** The same as a drawing, with a pixel of room around it. */
export function shapeSvg(look: Flat): string {
  const { points, radius, angle, fill, stroke, width } = shapeOf(look);
  const size = Math.ceil((radius + width) * 2 + 2);
  const corners = Array.from({ length: points }, (_, n) => {
    const turn = angle - Math.PI / 2 + (2 * n * Math.PI) / points;
    return `${(size / 2 + radius * Math.cos(turn)).toFixed(3)} ${(size / 2 + radius * Math.sin(turn)).toFixed(3)}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}" stroke-linejoin="round">
  <path d="M${corners.join('L')}Z" fill="${fill}" stroke="${width ? stroke : 'none'}" stroke-width="${width}"/>
</svg>
`;
}
