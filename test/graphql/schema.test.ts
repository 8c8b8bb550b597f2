import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { buildApiSchema, printApiSchema } from '../../graphql/schema';

test('the committed schema is the one the code makes (npm run schema)', async () => {
  const committed = readFileSync(join(__dirname, '..', '..', 'graphql', 'schema.graphql'), 'utf8');
  expect(await printApiSchema()).toBe(committed);
});

describe('everything published', () => {
  test('is described: types, fields, arguments and enum values', async () => {
    const schema = await buildApiSchema([]);
    const roots = new Set(
      [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map(
        (type) => type?.name,
      ),
    );
    const silent: string[] = [];
    const look = (name: string, description: string | null | undefined): void => {
      if ((description ?? '').trim().length < 3) silent.push(name);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue;
      if (!roots.has(type.name)) look(type.name, type.description);
      if (isEnumType(type))
        for (const value of type.getValues()) look(`${type.name}.${value.name}`, value.description);
      if (isObjectType(type) || isInterfaceType(type))
        for (const field of Object.values(type.getFields())) {
          look(`${type.name}.${field.name}`, field.description);
          for (const argument of field.args)
            look(`${type.name}.${field.name}(${argument.name})`, argument.description);
        }
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields()))
          look(`${type.name}.${field.name}`, field.description);
    }
    expect(silent).toEqual([]);
  });

  test('never names a tenant, a hash or a secret', async () => {
    // A mutation by that name shows what it made once, as createToken does.
    const published = (await printApiSchema()).replaceAll(/rotateWebhookSecret/gi, '');
    expect(published).not.toMatch(/tenantId|hash|secret|botToken/i);
  });

  test('every mutation takes one input with an idempotency key and answers with typed errors', async () => {
    const schema = await buildApiSchema([]);
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    expect(mutations.length).toBeGreaterThan(14);
    for (const mutation of mutations) {
      const name = `${mutation.name.charAt(0).toUpperCase()}${mutation.name.slice(1)}`;
      expect(mutation.args.map((argument) => `${argument.name}: ${argument.type}`)).toEqual([
        `input: ${name}Input!`,
      ]);
      expect(`${mutation.type}`).toBe(`${name}Payload!`);
      const input = schema.getType(`${name}Input`);
      expect(isInputObjectType(input) && 'idempotencyKey' in input.getFields()).toBe(true);
      const payload = schema.getType(`${name}Payload`);
      expect(isObjectType(payload) && `${payload.getFields().errors?.type}`).toBe('[UserError!]!');
    }
  });
});
