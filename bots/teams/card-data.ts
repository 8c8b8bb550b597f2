import { z } from 'zod';
import { buttonSubject } from '../../src/app/cards/button-subject';
import { CUSTOMER_ACTIONS, TEAM_ACTIONS } from '../../src/app/cards/card';
import { FORMS } from '../../src/app/cards/form';

const id = z.string().min(1).max(500);
/** What a button of ours carries. The nonce is its card's own: a repeat of the press has it too. */
const pressed = z.looseObject({
  desk: z.looseObject({
    action: z.enum([...CUSTOMER_ACTIONS, ...TEAM_ACTIONS]),
    subject: buttonSubject,
    choice: z.string().max(200).nullable().catch(null),
    nonce: id,
  }),
});
export type Pressed = z.infer<typeof pressed>['desk'];

/** What a form of ours brings back; the fields stand beside it. */
const filled = z.looseObject({
  desk: z.looseObject({
    form: z.enum(FORMS),
    subject: buttonSubject,
    place: z.object({ workspace: id, channel: id, threadId: id.nullable() }).nullable(),
    nonce: id,
  }),
});
export type Filled = z.infer<typeof filled>['desk'];

const FIELD = 'field.';
/** The id of an input: a field can never be taken for the form's own data. */
export const fieldId = (name: string): string => `${FIELD}${name}`;

const execute = z.looseObject({
  action: z.looseObject({ data: z.unknown() }),
  trigger: z.string().optional().catch(undefined),
});
const submitted = z.looseObject({ data: z.unknown() });

/** The data of a pressed Universal Action, and whether a person pressed it. */
export const executed = (
  value: unknown,
): { readonly data: unknown; readonly byPerson: boolean } | null => {
  const parsed = execute.safeParse(value);
  if (!parsed.success) return null;
  const { action, trigger } = parsed.data;
  return { data: action.data, byPerson: trigger !== 'automatic' };
};

export const dataOf = (value: unknown): unknown => submitted.safeParse(value).data?.data;

export const pressOf = (data: unknown): Pressed | null =>
  pressed.safeParse(data).data?.desk ?? null;

/** A submitted form and its fields' values; null when it is none of ours. */
export const submissionOf = (
  data: unknown,
): { readonly filled: Filled; readonly values: Readonly<Record<string, string>> } | null => {
  const parsed = filled.safeParse(data);
  if (!parsed.success) return null;
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries(parsed.data))
    if (key.startsWith(FIELD) && typeof value === 'string') values[key.slice(FIELD.length)] = value;
  return { filled: parsed.data.desk, values };
};
