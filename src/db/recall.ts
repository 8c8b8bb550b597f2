import type { QueryResult } from 'typeorm';
import type { Answer, Sql } from './sql';

const WRITTEN = /\b(?:insert\s+into|update|delete\s+from)\s+(\w+)/gi;
const READ = /\b(?:from|join)\s+(\w+)/gi;

/** Whoever queued for a lock asks because things may have changed meanwhile. */
const QUEUES = /\bpg_advisory_xact_lock\b|\bfor\s+(?:no\s+key\s+)?update\b/i;

const tablesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, table = '']) => table.toLowerCase());

/** As the driver gives it: only who asks knows what is in a row. */
type Untyped = QueryResult['records'][number];

interface Known {
  readonly tables: readonly string[];
  readonly answer: Promise<Answer<Untyped>>;
}

/**
 * What one transaction has asked already. Every statement of the transaction passes here, so that
 * whatever writes a table also makes its answers forgotten, and a lock all of them.
 */
export class Recall {
  private readonly known = new Map<string, Known>();

  constructor(private readonly connection: Sql) {}

  /** Any statement, always asked. */
  readonly sql: Sql = (text, params) => {
    if (QUEUES.test(text)) this.known.clear();
    const written = tablesIn(text, WRITTEN);
    for (const [key, { tables }] of this.known)
      if (tables.some((table) => written.includes(table))) this.known.delete(key);
    return this.connection(text, params);
  };

  /** A plain select: asked once, until something it was read from is written. */
  readonly recall: Sql = (text, params = []) => {
    const key = JSON.stringify([text, params]);
    const known = this.known.get(key);
    if (known !== undefined) return known.answer;
    const answer = this.connection<Untyped>(text, params);
    this.known.set(key, { tables: tablesIn(text, READ), answer });
    return answer;
  };
}
