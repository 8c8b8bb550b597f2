import type { types } from '@slack/bolt';
import type { Field, Form } from '../../src/app/cards/form';
import type { ThreadRef } from '../../src/app/ports/chat-event';
import { shortenText } from '../../src/domain/text';
import { richText } from './rich-text';
import { plainObject } from './slack-text';

const MAX_TITLE = 24;
const MAX_LABEL = 2_000;
const MAX_INPUT = 3_000;

const optionOf = (option: { readonly label: string; readonly value: string }) => ({
  text: plainObject(option.label, 75),
  value: option.value,
});

const elementOf = (field: Field): types.PlainTextInput | types.StaticSelect => {
  switch (field.kind) {
    case 'text': {
      const limit = Math.min(field.maxLength, MAX_INPUT);
      return {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: field.multiline,
        max_length: limit,
        ...(field.initial === undefined ? {} : { initial_value: field.initial.slice(0, limit) }),
      };
    }
    case 'choice': {
      const initial = field.options.find((option) => option.value === field.initial);
      return {
        type: 'static_select',
        action_id: 'value',
        options: field.options.slice(0, 100).map(optionOf),
        ...(initial === undefined ? {} : { initial_option: optionOf(initial) }),
      };
    }
    default:
      return field satisfies never;
  }
};

const inputOf = (field: Field): types.InputBlock => ({
  type: 'input',
  block_id: field.name,
  label: plainObject(field.label, MAX_LABEL),
  optional: !field.required,
  element: elementOf(field),
  ...(field.kind === 'text' && field.hint !== undefined
    ? { hint: plainObject(field.hint, MAX_LABEL) }
    : {}),
});

/** Form -> modal. What it is about and where it was asked for come back with the submission. */
export const renderForm = (form: Form, place: ThreadRef | null): types.ModalView => ({
  type: 'modal',
  callback_id: form.name,
  title: plainObject(form.title, MAX_TITLE),
  submit: plainObject(form.submit, MAX_TITLE),
  close: plainObject('Cancel', MAX_TITLE),
  private_metadata: JSON.stringify({
    subject: form.subject,
    place:
      place === null
        ? null
        : { workspace: place.workspace, channel: place.channel, threadId: place.threadId },
  }),
  blocks: [
    ...form.intro.map((text) => richText(shortenText(text, 2_900), 'own')),
    ...form.fields.map(inputOf),
  ],
});
