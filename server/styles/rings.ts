/** Shares are told in eighths: finer ones could not be told apart on so small a ring. */
const PARTS = 8;
/** CSS pixels. */
const [SIZE, OUTER, INNER] = [36, 16.5, 11];

/** `ring-{shares}`: what an aggregate's attribute `shares` is put into. */
export const RING = 'ring-';

/** Every way to share eight parts among so many, such as `3-1-0-4-0`. */
export function allShares(kinds: number, parts = PARTS): string[] {
  if (kinds === 1) return [String(parts)];
  return Array.from({ length: parts + 1 }, (_, first) => allShares(kinds - 1, parts - first).map((rest) => `${first}-${rest}`)).flat();
}

/** A ring of shares, clockwise from the top, on a white disc with room for a number. @param shares one count of eighths per colour */
export function ringSvg(shares: string, colours: string[]): string {
  let from = 0;
  const sectors = shares.split('-').map(Number).flatMap((parts, n) => {
    const to = from + (360 / PARTS) * parts;
    const path = parts ? [`  <path d="${sector(from, to)}" fill="${colours[n]}"/>`] : [];
    from = to;
    return path;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}">
  <circle cx="${SIZE / 2}" cy="${SIZE / 2}" r="${SIZE / 2 - 0.5}" fill="#ffffff"/>
${sectors.join('\n')}
</svg>
`;
}

/** Degrees from the top, clockwise; the whole ring in two halves, for an arc cannot end where it began. */
function sector(from: number, to: number): string {
  if (to - from === 360) return [[0, 180], [180, 360]].map(([a, b]) => sector(a as number, b as number)).join('');
  const at = (radius: number, degrees: number) => [Math.sin, Math.cos].map((f, n) => (SIZE / 2 + (n ? -1 : 1) * radius * f((degrees * Math.PI) / 180)).toFixed(2)).join(' ');
  const large = to - from > 180 ? 1 : 0;
  return `M${at(OUTER, from)}A${OUTER} ${OUTER} 0 ${large} 1 ${at(OUTER, to)}L${at(INNER, to)}A${INNER} ${INNER} 0 ${large} 0 ${at(INNER, from)}Z`;
}
