// Types of the dashboard's queries, from the committed schema: a query that the API no longer answers
// ends the build here, a field that changed its type ends it in the compiler.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as operations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';

// Another folder of queries and another file, for the typed client that docs/api.md shows.
const [DOCUMENTS = 'dashboard/documents', TARGET = 'dashboard/generated/graphql.ts'] =
  process.argv.slice(2);

const documents = readdirSync(DOCUMENTS)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => {
    const location = join(DOCUMENTS, name);
    return { location, document: parse(readFileSync(location, 'utf8')) };
  });

const text = await codegen({
  filename: TARGET,
  schema: parse(readFileSync('graphql/schema.graphql', 'utf8')),
  documents,
  config: {
    scalars: { DateTime: 'string' },
    enumType: 'string-literal',
    enumsAsTypes: true,
    useTypeImports: true,
    optimizeDocumentNode: true,
  },
  plugins: [{ operations: {} }, { typedDocuments: {} }],
  pluginMap: { operations, typedDocuments },
});
mkdirSync(dirname(TARGET), { recursive: true });
writeFileSync(TARGET, text);
