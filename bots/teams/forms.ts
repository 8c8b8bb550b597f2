import type { Field, Form } from '../../src/app/cards/form';
import type { ThreadRef } from '../../src/app/ports/chat-event';
import { shorten, shortenText, storable } from '../../src/domain/text';
import { CARD_TYPE } from './adaptive-card';
import { type RichTextBlock, richBlocks } from './adaptive-text';
import { fieldId } from './card-data';

const MAX_TITLE = 60;
const MAX_CHOICES = 100;

const label = (text: string): string => shorten(storable(text), 200) || ' ';

const inputOf = (field: Field): { readonly [key: string]: unknown } => {
  const common = {
    id: fieldId(field.name),
    label: label(field.label),
    isRequired: field.required,
    errorMessage: 'This is needed.',
  };
  switch (field.kind) {
    case 'text':
      return {
        type: 'Input.Text',
        ...common,
        isMultiline: field.multiline,
        maxLength: field.maxLength,
        ...(field.initial === undefined ? {} : { value: storable(field.initial) }),
        ...(field.hint === undefined ? {} : { placeholder: label(field.hint) }),
      };
    case 'choice':
      return {
        type: 'Input.ChoiceSet',
        ...common,
        style: 'compact',
        choices: field.options
          .slice(0, MAX_CHOICES)
          .map((option) => ({ title: label(option.label), value: option.value })),
        ...(field.initial === undefined ? {} : { value: field.initial }),
      };
    default:
      return field satisfies never;
  }
};

/** What a dialog is opened with. */
export interface Dialog {
  readonly title: string;
  readonly height: 'medium';
  readonly width: 'medium';
  readonly card: { readonly contentType: string; readonly content: object };
}

/** Form -> dialog. What it is about and where it was asked for come back with the submission. */
export const renderForm = (form: Form, place: ThreadRef | null, nonce: string): Dialog => {
  const intro: RichTextBlock[] = form.intro.flatMap((text) => richBlocks(shortenText(text, 2_000)));
  const back =
    place === null
      ? null
      : { workspace: place.workspace, channel: place.channel, threadId: place.threadId };
  return {
    title: shorten(storable(form.title), MAX_TITLE),
    height: 'medium',
    width: 'medium',
    card: {
      contentType: CARD_TYPE,
      content: {
        type: 'AdaptiveCard',
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        version: '1.4',
        body: [...intro, ...form.fields.map(inputOf)],
        actions: [
          {
            type: 'Action.Submit',
            title: label(form.submit),
            data: { desk: { form: form.name, subject: form.subject, place: back, nonce } },
          },
        ],
      },
    },
  };
};

/** A message action needs a dialog; this one asks only whether it was meant. */
export const makeTicketDialog = (): Dialog => ({
  title: 'Make this a ticket',
  height: 'medium',
  width: 'medium',
  card: {
    contentType: CARD_TYPE,
    content: {
      type: 'AdaptiveCard',
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      version: '1.4',
      body: richBlocks([
        { kind: 'plain', text: 'The message, and what was answered to it, becomes a ticket.' },
      ]),
      actions: [{ type: 'Action.Submit', title: 'Make a ticket', data: { confirmed: true } }],
    },
  },
});
