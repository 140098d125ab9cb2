import { COMPARISONS, type Expression, LIMITS, SPATIAL, TEMPORAL } from './expression';
import { refuse } from './refusal';
import { type Token, tokens } from './tokens';
import { isGeometryWord, readShape } from './wkt';

const CALLS = new Map([...SPATIAL, ...TEMPORAL].map((op) => [op.toLowerCase(), op]));

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
    if (this.take('(')) {
      const inner = this.either();
      this.expect(')');
      return inner;
    }
    return this.predicate();
  }

  private predicate(): Expression {
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
    if (!not && isPredicate(left)) return left;
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

  private operand(): Expression {
    const token = this.peek();
    if (token.kind === 'text') { this.next++; return token.value; }
    if (token.kind === 'number' || token.value === '-' || token.value === '+') return this.number();
    if (token.kind === 'name') { this.next++; return { property: token.value }; }
    if (token.kind === 'word' && !RESERVED.has(token.value.toLowerCase())) { this.next++; return this.word(token); }
    return this.fail('属性名或值 (a property or a value)');
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
    if (word === 'casei' && args.length === 1) return { op: 'casei', args };
    if (word === 'date' && args.length === 1 && typeof one === 'string') return { date: one };
    if (word === 'timestamp' && args.length === 1 && typeof one === 'string') return { timestamp: one };
    if (word === 'interval' && args.length === 2) return { interval: args as [Expression, Expression] };
    const op = CALLS.get(word);
    if (op && args.length === 2) return { op, args };
    if (op || ['casei', 'date', 'timestamp', 'interval'].includes(word)) return refuse(`第 ${token.at} 个字符处：${token.value} 的参数有误 (wrong arguments)`, token.value);
    return refuse(`第 ${token.at} 个字符处：没有函数 ${token.value} (no such function)；可用 (allowed): casei, date, timestamp, interval, ${[...CALLS.values()].join(', ')}`, token.value);
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

const RESERVED = new Set(['and', 'or', 'not', 'like', 'between', 'in', 'is', 'null']);

const isPredicate = (expression: Expression) =>
  typeof expression === 'boolean' || (typeof expression === 'object' && 'op' in expression && expression.op !== 'casei');
