// A change of the schema that can break a client must be told: docs/api-changes.md names each.
// Usage: api-changes.mjs [old schema, new schema, notes]; without them the notes say which commit
// the schema is held against.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';

const SCHEMA = 'graphql/schema.graphql';
const NOTES = 'docs/api-changes.md';
const [before, after = SCHEMA, notesFile = NOTES] = process.argv.slice(2);
const notes = readFileSync(notesFile, 'utf8');

const published = () => {
  const commit = /<!-- held against ([0-9a-f]{7,40}) -->/.exec(notes)?.[1];
  if (commit === undefined) {
    console.error(`${notesFile} does not say which commit the schema is held against.`);
    process.exit(1);
  }
  try {
    return execFileSync('git', ['show', `${commit}:${SCHEMA}`], {
      encoding: 'utf8',
      maxBuffer: 1e8,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    console.log(`api changes: left out, the commit ${commit} is not in this copy's history.`);
    process.exit(0);
  }
};

const old = before === undefined ? published() : readFileSync(before, 'utf8');
const breaking = findBreakingChanges(buildSchema(old), buildSchema(readFileSync(after, 'utf8')));
const untold = breaking.map((change) => change.description).filter((it) => !notes.includes(it));
for (const change of untold)
  console.error(`Breaks clients: write into ${notesFile}, with what to do instead:\n- ${change}`);
process.exit(untold.length > 0 ? 1 : 0);
