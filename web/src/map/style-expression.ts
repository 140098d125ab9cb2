/** What an expression is asked about: attributes of a feature, and MapLibre's zoom (one less than OpenLayers'). */
export interface Looking {
  get(name: string): unknown;
  zoom: number;
}

export interface Compiled<Value = unknown> {
  of(looking: Looking): Value;
  /** attributes that it reads */
  reads: string[];
  /** zooms at which it changes */
  zooms: number[];
}

type Operator = (parts: unknown[]) => Compiled;

const constant = (value: unknown): Compiled => ({ of: () => value, reads: [], zooms: [] });

function combined(parts: unknown[], of: (values: unknown[]) => unknown): Compiled {
  const compiled = parts.map(compile);
  return { of: (looking) => of(compiled.map((part) => part.of(looking))), reads: compiled.flatMap(({ reads }) => reads), zooms: compiled.flatMap(({ zooms }) => zooms) };
}

/** The operators that our map style uses (style specification of MapLibre). Another one is an error, not a guess. */
const OPERATORS: Record<string, Operator> = {
  get: ([name]) => ({ of: ({ get }) => get(String(name)) ?? null, reads: [String(name)], zooms: [] }),
  has: ([name]) => ({ of: ({ get }) => (get(String(name)) ?? null) !== null, reads: [String(name)], zooms: [] }),
  literal: ([value]) => constant(value),
  '==': (parts) => combined(parts, ([a, b]) => a === b),
  '!=': (parts) => combined(parts, ([a, b]) => a !== b),
  '!': (parts) => combined(parts, ([a]) => !a),
  all: (parts) => combined(parts, (values) => values.every(Boolean)),
  in: (parts) => combined(parts, ([value, among]) => (among as unknown[]).includes(value)),
  coalesce: (parts) => combined(parts, (values) => values.find((value) => value !== null) ?? null),
  'to-string': (parts) => combined(parts, ([value]) => (value === null ? '' : String(value))),
  step,
};

function step([input, first, ...stops]: unknown[]): Compiled {
  const limits = stops.filter((_, n) => n % 2 === 0) as number[];
  const values = [first, ...stops.filter((_, n) => n % 2 === 1)];
  const ofZoom = Array.isArray(input) && input[0] === 'zoom';
  const on = ofZoom ? { of: ({ zoom }: Looking) => zoom, reads: [], zooms: limits } : compile(input);
  return { ...on, of: (looking) => values[limits.filter((limit) => Number(on.of(looking)) >= limit).length] };
}

/** @throws Error naming what the page cannot evaluate. The zoom may only stand as the input of a `step`. */
export function compile(expression: unknown): Compiled {
  if (typeof expression === 'string' && expression.includes('{')) return template(expression);
  if (!Array.isArray(expression)) return constant(expression);
  const [name, ...parts] = expression;
  const operator = OPERATORS[String(name)];
  if (!operator) throw new Error(`map style: no operator ${String(name)} here, in ${JSON.stringify(expression)}`);
  return operator(parts);
}

/** `ring-{shares}`: attributes in braces. */
function template(text: string): Compiled<string> {
  const reads = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
  return { of: ({ get }) => text.replace(/\{(\w+)\}/g, (_, name) => String(get(name) ?? '')), reads, zooms: [] };
}
