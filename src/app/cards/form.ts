import type { Text } from '../../domain/text';
import type { ButtonSubject, TeamAction } from './card';

export const FORMS = [
  'reply',
  'note',
  'label',
  'assign',
  'wait-for',
  'work-items',
  'escalate',
  'solve',
  'new-ticket',
  'queue-path',
  'queue-level',
  'duty',
  'calendar',
  'policy',
  'word-lists',
  'digest',
] as const;
export type FormName = (typeof FORMS)[number];

/** Forms about the desk itself. */
const SET_UP_FORMS = ['queue-path', 'queue-level', 'duty'] as const;
export type SetUpForm = (typeof SET_UP_FORMS)[number];
export const isSetUp = (form: FormName): form is SetUpForm =>
  SET_UP_FORMS.some((one) => one === form);

/** Forms about hours, service levels, words and digests. */
const CARE_FORMS = ['calendar', 'policy', 'word-lists', 'digest'] as const;
export type CareForm = (typeof CARE_FORMS)[number];
export const isCare = (form: FormName): form is CareForm => CARE_FORMS.some((one) => one === form);

/** Forms about one ticket that stands. */
export type TicketForm = Exclude<FormName, SetUpForm | CareForm | 'new-ticket'>;

/** Pressing one of these opens a form first. */
export const FORM_OF_ACTION = {
  reply: 'reply',
  note: 'note',
  label: 'label',
  assign: 'assign',
  'wait-for': 'wait-for',
  'work-items': 'work-items',
  escalate: 'escalate',
  solve: 'solve',
  'edit-path': 'queue-path',
  'edit-level': 'queue-level',
  'edit-duty': 'duty',
  'edit-calendar': 'calendar',
  'edit-policy': 'policy',
  'edit-words': 'word-lists',
  'edit-digest': 'digest',
} as const satisfies Partial<Record<TeamAction, FormName>>;

export const opensForm = (action: string): action is keyof typeof FORM_OF_ACTION =>
  Object.hasOwn(FORM_OF_ACTION, action);

export type Field =
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly label: string;
      readonly multiline: boolean;
      readonly required: boolean;
      readonly initial?: string;
      readonly hint?: string;
      readonly maxLength: number;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly required: boolean;
      /** At most 100. */
      readonly options: readonly { readonly label: string; readonly value: string }[];
      readonly initial?: string;
    };

/** What a person fills in. Opening one changes nothing; its submission arrives as a chat event. */
export interface Form {
  readonly name: FormName;
  readonly title: string;
  readonly submit: string;
  readonly intro: readonly Text[];
  readonly fields: readonly Field[];
  readonly subject: ButtonSubject;
}
