import { ARITHMETIC, ARRAYS, COMPARISONS, type Expression, FOLDS, LIMITS, SPATIAL, TEMPORAL } from './expression';
import { refuse } from './refusal';
import { type Token, tokens } from './tokens';
import { isGeometryWord, readShape } from './wkt';

const CALLS = new Map([...SPATIAL, ...TEMPORAL, ...ARRAYS].map((op) => [op.toLowerCase(), op]));

/** Reads the text encoding of CQL2 by recursive descent. @throws AppError 400 saying where and what was expected. */
export function readText(filter: string): Expression {
  const reader = new Reader(tokens(filter));
  const read = reader.either();
  reader.expectEnd();
  return read;
}

export class Reader {
  private next = 0;
  private depth = 0;
  /** Brackets that are open: a value may stand alone in them. */
  private brackets = 0;

  constructor(private readonly all: Token[]) {}

  /** a OR b OR … */
  either(): Expression {
    return this.nested(() => this.chain('or', () => this.chain('and', () => this.factor())));
  }

  private chain(op: 'and' | 'or', part: () => Expression): Expression {
    const args = [part()];
    while (this.take(op)) args.push(part());
    return args.length > 1 ? { op, args } : args[0] as Expression;
  }

  private factor(): Expression {
    if (this.take('not')) return this.nested(() => ({ op: 'not', args: [this.factor()] }));
    return this.predicate();
  }

  private predicate(): Expression {
    const bracketed = this.peek().value === '(' && this.peek().kind === 'sign';
    const left = this.operand();
    const sign = this.peek();
    if (sign.kind === 'sign' && COMPARISONS.includes(sign.value)) {
      this.next++;
      return { op: sign.value, args: [left, this.operand()] };
    }
    if (this.take('is')) return this.negated(this.take('not'), () => { this.expect('null'); return { op: 'isNull', args: [left] }; });
    const not = this.take('not');
    if (this.take('like')) return this.negated(not, () => ({ op: 'like', args: [left, this.operand()] }));
    if (this.take('between')) return this.negated(not, () => this.between(left));
    if (this.take('in')) return this.negated(not, () => ({ op: 'in', args: [left, this.list()] }));
    if (!not && (bracketed || this.brackets > 0 || isPredicate(left))) return left;
    return this.fail('比较运算符、LIKE、BETWEEN、IN 或 IS NULL (a comparison, LIKE, BETWEEN, IN or IS NULL)');
  }

  private between(left: Expression): Expression {
    const low = this.operand();
    this.expect('and');
    return { op: 'between', args: [left, low, this.operand()] };
  }

  private list(): Expression[] {
    this.expect('(');
    const items = [this.operand()];
    while (this.take(',')) items.push(this.operand());
    this.expect(')');
    return items;
  }

  private negated(not: boolean, inner: () => Expression): Expression {
    return not ? { op: 'not', args: [inner()] } : inner();
  }

  /** A value, or one that is calculated: a + b * c ^ d. */
  private operand(): Expression {
    return this.calculation(['+', '-'], () => this.calculation(['*', '/', '%', 'div'], () => this.power()));
  }

  private calculation(signs: string[], part: () => Expression): Expression {
    let left = part();
    for (let op = this.takeOne(signs); op; op = this.takeOne(signs)) left = { op, args: [left, part()] };
    return left;
  }

  private power(): Expression {
    const base = this.signed();
    return this.take('^') ? { op: '^', args: [base, this.signed()] } : base;
  }

  /** A minus belongs to what follows it, before any power. */
  private signed(): Expression {
    const sign = this.takeOne(['-', '+']);
    const value = this.value();
    if (!sign) return value;
    if (typeof value === 'number') return sign === '-' ? -value : value;
    return sign === '-' ? { op: '*', args: [-1, value] } : this.fail('数 (a number)');
  }

  private value(): Expression {
    const token = this.peek();
    if (token.kind === 'text') { this.next++; return token.value; }
    if (token.kind === 'number') return this.number();
    if (token.kind === 'name') { this.next++; return { property: token.value }; }
    if (this.take('(')) return this.bracketed();
    if (token.kind === 'word' && !RESERVED.has(token.value.toLowerCase())) { this.next++; return this.word(token); }
    return this.fail('属性名或值 (a property or a value)');
  }

  /** A condition or value in brackets, or an array, which alone has commas or nothing in them. */
  private bracketed(): Expression {
    if (this.take(')')) return [];
    this.brackets++;
    const items = [this.either()];
    this.brackets--;
    const comma = this.peek().value === ',';
    while (this.take(',')) items.push(this.operand());
    this.expect(')');
    return comma ? items : items[0] as Expression;
  }

  private word(token: Token): Expression {
    const word = token.value.toLowerCase();
    if (this.peek().value !== '(' || this.peek().kind !== 'sign') {
      if (word === 'true' || word === 'false') return word === 'true';
      if (isGeometryWord(word)) return readShape(word, this);
      return { property: token.value };
    }
    if (isGeometryWord(word)) return readShape(word, this);
    return this.nested(() => this.call(word, token));
  }

  private call(word: string, token: Token): Expression {
    const args = this.list();
    const one = args[0];
    if (FOLDS.includes(word) && args.length === 1) return { op: word, args };
    if (word === 'date' && args.length === 1 && typeof one === 'string') return { date: one };
    if (word === 'timestamp' && args.length === 1 && typeof one === 'string') return { timestamp: one };
    if (word === 'interval' && args.length === 2) return { interval: args as [Expression, Expression] };
    const op = CALLS.get(word);
    if (op && args.length === 2) return { op, args };
    if (op || [...FOLDS, 'date', 'timestamp', 'interval'].includes(word)) return refuse(`第 ${token.at} 个字符处：${token.value} 的参数有误 (wrong arguments)`, token.value);
    return refuse(`第 ${token.at} 个字符处：没有函数 ${token.value} (no such function)；可用 (allowed): ${FOLDS.join(', ')}, date, timestamp, interval, ${[...CALLS.values()].join(', ')}`, token.value);
  }

  number(): number {
    const negative = this.take('-');
    if (!negative) this.take('+');
    const token = this.peek();
    if (token.kind !== 'number') this.fail('数 (a number)');
    this.next++;
    return (negative ? -1 : 1) * Number(token.value);
  }

  /** Whether a keyword or sign comes next; then it is passed. */
  take(wanted: string): boolean {
    const token = this.peek();
    const there = (token.kind === 'word' || token.kind === 'sign') && token.value.toLowerCase() === wanted;
    if (there) this.next++;
    return there;
  }

  private takeOne = (wanted: string[]) => wanted.find((each) => this.take(each));

  expect(wanted: string) {
    if (!this.take(wanted)) this.fail(wanted.toUpperCase());
  }

  expectEnd() {
    if (this.peek().kind !== 'end') this.fail('AND、OR 或结尾 (AND, OR or the end)');
  }

  peek = (): Token => this.all[this.next] as Token;

  fail(expected: string): never {
    const { at, value, kind } = this.peek();
    return refuse(`第 ${at} 个字符处应为 ${expected} (expected at that character)`, kind === 'end' ? null : value);
  }

  private nested<T>(work: () => T): T {
    if (++this.depth > LIMITS.depth) refuse(`嵌套超过 ${LIMITS.depth} 层 (nested deeper than that)`);
    const done = work();
    this.depth--;
    return done;
  }
}

const RESERVED = new Set(['and', 'or', 'not', 'like', 'between', 'in', 'is', 'null', 'div']);

const isPredicate = (expression: Expression) =>
  typeof expression === 'boolean' || (typeof expression === 'object' && 'op' in expression && ![...FOLDS, ...ARITHMETIC].includes(expression.op));
