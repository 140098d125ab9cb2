import type { LayerHeader } from '../../layers/layer-files';
import type { Query } from '../../db/query';
import type { Crs } from '../crs';
import { arraySql } from './arrays';
import { ARITHMETIC, ARRAYS, COMPARISONS, type Expression, FOLDS, LIMITS, type Operation, SPATIAL, TEMPORAL } from './expression';
import { refuse } from './refusal';
import { shapeOf } from './shapes';
import { isTime, temporalSql, timeOf } from './times';

/** What a property may be: the type of an attribute of the layer, or its geometry. */
export type Type = LayerHeader['attributes'][string]['type'] | 'geometry';

/** Name → type of what may be asked about. Only these names become SQL, as columns of the relation `p`. */
export type Queryables = Map<string, Type>;

export interface Term { sql: string; type: Type | 'timestamp' }

/** A condition, with the SQL of each shape in it, for the database to say whether it is one. */
export interface Filter extends Query { shapes: string[] }

/** The condition of a filter over the relation `p`. Values are bindings named `cql_…`. @throws AppError 400 */
export function filterSql(expression: Expression, queryables: Queryables, crs: Crs): Filter {
  const writer = new Writer(queryables, crs);
  return { sql: writer.condition(expression), bindings: writer.bindings, shapes: writer.shapes };
}

/** Least and greatest number of arguments, where it is not two. */
const ARITY = new Map<string, [least: number, most: number]>(Object.entries({ and: [2, 100], or: [2, 100], not: [1, 1], like: [2, 2], between: [3, 3], in: [2, 2], isNull: [1, 1] }));

export class Writer {
  readonly bindings: Query['bindings'] = {};
  readonly shapes: string[] = [];
  private nodes = 0;
  private calculations = 0;

  constructor(private readonly queryables: Queryables, readonly crs: Crs) {}

  condition(expression: Expression): string {
    this.count();
    if (typeof expression === 'boolean') return String(expression);
    if (typeof expression !== 'object' || !('op' in expression)) return refuse('应为条件，不是值 (must be a condition, not a value)', expression);
    const { op, args } = expression;
    const [least, most] = ARITY.get(op) ?? [2, 2];
    if (args.length < least || args.length > most) refuse(`${op} 的参数个数应为 ${least}–${most} (number of arguments)`, args.length);
    return `(${this.operation(expression)})`;
  }

  private operation({ op, args }: Operation): string {
    const [a, b, c] = args as [Expression, Expression, Expression];
    if (op === 'and' || op === 'or') return args.map((each) => this.condition(each)).join(` ${op.toUpperCase()} `);
    if (op === 'not') return `NOT ${this.condition(a)}`;
    if (op === 'isNull') return `${this.anything(a).sql} IS NULL`;
    if (COMPARISONS.includes(op)) return this.compare(op, a, b);
    if (op === 'between') return this.between(a, b, c);
    if (op === 'in') return this.among(a, b);
    if (op === 'like') return this.like(a, b);
    if (SPATIAL.includes(op)) return this.spatial(op, a, b);
    if (ARRAYS.includes(op)) return arraySql(op, a, b, this);
    if (TEMPORAL.includes(op)) return temporalSql(op, timeOf(a, this), timeOf(b, this));
    return refuse(`不支持的运算 (operation not served)；可用 (allowed): ${[...ARITY.keys(), ...COMPARISONS, ...SPATIAL, ...TEMPORAL, ...ARRAYS].join(', ')}`, op);
  }

  private compare(op: string, a: Expression, b: Expression): string {
    const [left, right] = this.alike([a, b]) as [Term, Term];
    return `${left.sql} ${op} ${right.sql}`;
  }

  /** Values that compare with each other; a text beside a date is one, as the queryables have it. @throws AppError 400 for others. */
  alike(expressions: Expression[]): Term[] {
    const dated = expressions.some((each) => typeof each === 'object' && 'property' in each && this.property(each.property).type === 'date');
    const terms = expressions.map((each) => this.scalar(dated && typeof each === 'string' ? { date: each } : each));
    const [first, other] = new Map(terms.map((term) => [kindOf(term), term.type])).values();
    if (other) refuse(`不能比较 ${first} 与 ${other} (values of these kinds cannot be compared)`);
    return terms;
  }

  private between(a: Expression, low: Expression, high: Expression): string {
    const terms = [a, low, high].map((each) => this.scalar(each)) as [Term, Term, Term];
    if (terms.some((term) => kindOf(term) !== 'number')) refuse('BETWEEN 只用于数 (BETWEEN is for numbers)');
    return `${terms[0].sql} BETWEEN ${terms[1].sql} AND ${terms[2].sql}`;
  }

  private among(a: Expression, list: Expression): string {
    if (!Array.isArray(list) || !list.length) return refuse('IN 需要一个列表 (IN needs a list)');
    if (list.length > LIMITS.list) refuse(`IN 列表超过 ${LIMITS.list} 个值 (a list longer than that)`, list.length);
    const [left, ...items] = this.alike([a, ...list]) as [Term, ...Term[]];
    return `${left.sql} IN (${items.map(({ sql }) => sql).join(', ')})`;
  }

  private like(a: Expression, b: Expression): string {
    const left = this.scalar(a);
    const pattern = this.scalar(b);
    if (kindOf(left) !== 'text' || kindOf(pattern) !== 'text') refuse('LIKE 只用于文字 (LIKE is for text)');
    const text = literalPattern(b);
    const wildcards = text.replace(/\\[\s\S]/g, '').match(/[%_]/g)?.length ?? 0;
    if (wildcards > LIMITS.wildcards) refuse(`通配符超过 ${LIMITS.wildcards} 个 (more wildcards than that)`, wildcards);
    if (/(^|[^\\])(\\\\)*\\$/.test(text)) refuse('模式以转义符结尾 (the pattern ends with an escape)', text);
    return `${left.sql} LIKE ${pattern.sql}`;
  }

  private spatial(op: string, a: Expression, b: Expression): string {
    const [left, right] = [shapeOf(a, this), shapeOf(b, this)];
    const collects = left.collection || right.collection;
    if (collects && op !== 's_intersects' && op !== 's_disjoint') refuse(`GEOMETRYCOLLECTION 只用于 s_intersects、s_disjoint (only for these two)`, op);
    return op === 's_disjoint' ? `NOT ST_Intersects(${left.sql}, ${right.sql})` : `ST_${op.slice(2)}(${left.sql}, ${right.sql})`;
  }

  private anything(expression: Expression): { sql: string } {
    if (typeof expression === 'object' && 'property' in expression) return this.property(expression.property);
    if (typeof expression === 'object' && ('type' in expression || 'bbox' in expression)) return shapeOf(expression, this);
    return this.scalar(expression);
  }

  /** A number, text, truth value or time. */
  scalar(expression: Expression): Term {
    this.count();
    if (typeof expression === 'string') return { sql: `CAST(${this.bind(this.short(expression))} AS text) COLLATE "C"`, type: 'string' };
    if (typeof expression === 'number') return this.number(expression);
    if (typeof expression === 'boolean') return { sql: String(expression), type: 'boolean' };
    if (Array.isArray(expression)) return refuse('此处不能用列表 (no list here)');
    if ('property' in expression) {
      const term = this.property(expression.property);
      return term.type === 'geometry' ? refuse('几何只用于空间函数与 IS NULL (a geometry is for spatial functions and IS NULL)', expression.property) : term;
    }
    if ('op' in expression && FOLDS.includes(expression.op)) return this.folded(expression);
    if ('op' in expression && ARITHMETIC.includes(expression.op)) return this.calculated(expression);
    if (isTime(expression) && !('interval' in expression)) return timeOf(expression, this).instant as Term;
    return refuse('此处应为属性或值 (must be a property or a value)', expression);
  }

  private folded({ op, args }: Operation): Term {
    if (args.length !== 1) refuse(`${op} 有一个参数 (has one argument)`, args.length);
    const term = this.scalar(args[0] as Expression);
    if (kindOf(term) !== 'text') refuse(`${op} 只用于文字 (is for text)`);
    const text = term.sql.replace(/ COLLATE "C"$/, '');
    return { sql: `${op === 'casei' ? `lower(${text})` : unaccented(text)} COLLATE "C"`, type: 'string' };
  }

  /** In double precision. What is divided by zero has no value; what is beyond a double's range is refused by the database. */
  private calculated({ op, args }: Operation): Term {
    if (args.length !== 2) refuse(`${op} 有两个参数 (has two arguments)`, args.length);
    if (++this.calculations > LIMITS.calculations) refuse(`超过 ${LIMITS.calculations} 个算术运算 (more calculations than that)`);
    const terms = args.map((each) => this.scalar(each));
    if (terms.some((term) => kindOf(term) !== 'number')) refuse(`${op} 只用于数 (is for numbers)`);
    const [a, b] = terms.map(({ sql }) => `CAST(${sql} AS float8)`) as [string, string];
    return { sql: `(${(CALCULATED[op] as (a: string, b: string) => string)(a, b)})`, type: 'number' };
  }

  private number(value: number): Term {
    if (!Number.isFinite(value)) refuse('数值超出范围 (a number out of range)', String(value));
    return { sql: `CAST(${this.bind(value)} AS ${Number.isSafeInteger(value) ? 'bigint' : 'float8'})`, type: 'number' };
  }

  property(name: string): Term {
    const type = this.queryables.get(name);
    if (!type) return refuse(`没有属性 ${name.slice(0, 60)} (no such queryable)；可用 (allowed): ${[...this.queryables.keys()].join(', ')}`, name);
    if (type === 'geometry') return { sql: 'p.geom', type };
    return { sql: type === 'string' ? `p.${name} COLLATE "C"` : `p.${name}`, type };
  }

  bind(value: unknown): string {
    const name = `cql_${Object.keys(this.bindings).length}`;
    this.bindings[name] = value;
    return `:${name}`;
  }

  /** @throws AppError 400 when a filter has more parts than it may. */
  count(parts = 1) {
    this.nodes += parts;
    if (this.nodes > LIMITS.nodes) refuse(`超过 ${LIMITS.nodes} 个运算、值与坐标 (more operations, values and positions than that)`);
  }

  private short(text: string): string {
    if (text.length > LIMITS.text) refuse(`文字超过 ${LIMITS.text} 个字符 (text longer than that)`, text);
    if (/[\0\uD800-\uDFFF]/.test(text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, ''))) refuse('文字含非法字符 (text with a character that cannot be)');
    return text;
  }
}

/** Letters without the marks that combine with them. */
const unaccented = (text: string) => `regexp_replace(normalize(${text}, NFD), U&'[\\0300-\\036F]', '', 'g')`;

const CALCULATED: Record<string, (a: string, b: string) => string> = {
  '+': (a, b) => `${a} + ${b}`,
  '-': (a, b) => `${a} - ${b}`,
  '*': (a, b) => `${a} * ${b}`,
  '/': (a, b) => `${a} / nullif(${b}, 0)`,
  div: (a, b) => `trunc(${a} / nullif(${b}, 0))`,
  '%': (a, b) => `CAST(mod(CAST(${a} AS numeric), CAST(nullif(${b}, 0) AS numeric)) AS float8)`,
  '^': (a, b) => `power(${a}, ${b})`,
};

/** Types that compare with each other. */
export function kindOf({ type }: Term): string {
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'string' ? 'text' : type;
}

function literalPattern(expression: Expression): string {
  if (typeof expression === 'string') return expression;
  if (typeof expression === 'object' && 'op' in expression && FOLDS.includes(expression.op)) return literalPattern(expression.args[0] as Expression);
  return refuse('LIKE 的模式须为文字 (the pattern must be a text)');
}

