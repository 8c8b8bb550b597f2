import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printApiSchema } from './schema';

const target = join(process.cwd(), 'graphql', 'schema.graphql');
void printApiSchema().then((text) => writeFileSync(target, text));
