import { isObject, items, type Json, type JsonObject, objects, text } from './json';

const CARD = 'application/vnd.microsoft.card.adaptive';
const ELEMENTS = new Set([
  'TextBlock',
  'RichTextBlock',
  'TextRun',
  'Image',
  'ImageSet',
  'Media',
  'FactSet',
  'Fact',
  'Container',
  'ColumnSet',
  'Column',
  'Table',
  'TableRow',
  'TableCell',
  'ActionSet',
  'Input.Text',
  'Input.Number',
  'Input.Date',
  'Input.Time',
  'Input.Toggle',
  'Input.ChoiceSet',
]);
const ACTIONS = new Set([
  'Action.Execute',
  'Action.Submit',
  'Action.OpenUrl',
  'Action.ShowCard',
  'Action.ToggleVisibility',
]);
const NEWEST = 1.5;
const MOST_BUTTONS = 6;
const MOST_REFRESHERS = 60;

/** The Adaptive Cards of an activity. */
export function cardsOf(attachments: Json | undefined): JsonObject[] {
  return objects(attachments)
    .filter((attachment) => attachment.contentType === CARD)
    .map((attachment) => attachment.content)
    .filter(isObject);
}

/** What Teams would not show of an activity's cards. */
export function cardTroubles(activity: JsonObject): string[] {
  return cardsOf(activity.attachments).flatMap(troublesOf);
}

function troublesOf(card: JsonObject): string[] {
  const troubles: string[] = [];
  if (card.type !== 'AdaptiveCard') troubles.push('the card is no AdaptiveCard');
  if (!(Number(card.version) <= NEWEST)) troubles.push(`version ${String(card.version)}`);
  if (items(card.actions).length > MOST_BUTTONS)
    troubles.push(`more than ${MOST_BUTTONS} buttons on the card`);
  const refresh = isObject(card.refresh) ? items(card.refresh.userIds).length : 0;
  if (refresh > MOST_REFRESHERS) troubles.push(`more than ${MOST_REFRESHERS} refresh.userIds`);
  const inputs = new Set<string>();
  const visit = (value: Json | undefined): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isObject(value)) return;
    const type = text(value.type) ?? '';
    if (type.startsWith('Action.') && !ACTIONS.has(type)) troubles.push(`unknown ${type}`);
    if (type.startsWith('Input.')) {
      const id = text(value.id) ?? '';
      if (id === '') troubles.push(`${type} without an id`);
      if (inputs.has(id)) troubles.push(`two inputs with the id ${id}`);
      inputs.add(id);
    }
    if (
      type !== '' &&
      !type.startsWith('Action.') &&
      !ELEMENTS.has(type) &&
      type !== 'AdaptiveCard'
    )
      troubles.push(`unknown element ${type}`);
    for (const key of ['body', 'items', 'columns', 'actions', 'inlines', 'rows', 'cells', 'images'])
      visit(value[key]);
    visit(value.card);
    visit(value.selectAction);
  };
  visit(card.body);
  visit(card.actions);
  return troubles;
}
