import { ValidationError, validateOrReject } from 'class-validator';
import { ArgumentValidationError, type ValidatorFn } from 'type-graphql';

/** An object without a single rule is refused rather than let through. */
const OPTIONS = { skipMissingProperties: true, forbidUnknownValues: true };
const MOST_REMEMBERED = 500;
const LONGEST = 200;

/** Arguments that have passed, by their class: the rules look at nothing but the value. */
const passed = new WeakMap<object, Set<string>>();

const check = async (value: object): Promise<void> => {
  const text = JSON.stringify(value);
  const known = passed.get(value.constructor) ?? new Set<string>();
  if (known.has(text)) return;
  await validateOrReject(value, OPTIONS);
  if (text.length > LONGEST) return;
  if (known.size >= MOST_REMEMBERED) known.clear();
  passed.set(value.constructor, known.add(text));
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** As type-graphql would, which loads its validator and gathers the rules for every argument anew. */
export const checkArguments: ValidatorFn = async (given: unknown) => {
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  try {
    await Promise.all(values.filter(isObject).map(check));
  } catch (errors) {
    if (Array.isArray(errors) && errors.every((one) => one instanceof ValidationError))
      throw new ArgumentValidationError(errors);
    throw errors;
  }
};
