import { fields, type Json, type JsonObject, objects, text } from './json';

/** The documented limits of Block Kit; each breach is one sentence, as Slack answers them. */
export function blockBreaches(blocks: Json[], where: 'message' | 'modal' | 'home'): string[] {
  const breaches: string[] = [];
  const most = where === 'message' ? 50 : 100;
  if (blocks.length > most)
    breaches.push(`no more than ${most} items allowed [json-pointer:/blocks]`);
  const ids = new Set<string>();
  blocks.forEach((block, at) => {
    const pointer = `/blocks/${at}`;
    const held = fields(block);
    const id = text(held.block_id);
    if (id !== undefined && ids.has(id))
      breaches.push(`block_id already exists: ${id} [json-pointer:${pointer}]`);
    if (id !== undefined) {
      ids.add(id);
      tooLong(breaches, id, 255, `${pointer}/block_id`);
    }
    checkBlock(breaches, held, pointer, where);
  });
  return breaches;
}

/** The documented limits of a view as a whole. */
export function viewBreaches(view: JsonObject): string[] {
  const type = view.type;
  if (type !== 'modal' && type !== 'home')
    return ['must provide a valid view type [json-pointer:/view/type]'];
  const breaches = blockBreaches(objects(view.blocks), type);
  if (type === 'modal' && !text(fields(view.title).text))
    breaches.push('missing required field: title [json-pointer:/view]');
  for (const key of ['title', 'submit', 'close']) {
    const label = view[key];
    if (label !== undefined && label !== null) textObject(breaches, label, 24, `/view/${key}`);
  }
  tooLong(breaches, view.private_metadata, 3000, '/view/private_metadata');
  tooLong(breaches, view.callback_id, 255, '/view/callback_id');
  const asks = objects(view.blocks).some((block) => block.type === 'input');
  if (type === 'modal' && asks && !view.submit)
    breaches.push('missing required field: submit [json-pointer:/view]');
  return breaches;
}

/** Whether a view is over the 250 kB a view may have. */
export function isViewTooLarge(view: JsonObject): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > 250_000;
}

function checkBlock(breaches: string[], block: JsonObject, pointer: string, where: string): void {
  switch (block.type) {
    case 'section':
      if (!block.text && !block.fields)
        breaches.push(`missing required field: text or fields [json-pointer:${pointer}]`);
      if (block.text) textObject(breaches, block.text, 3000, `${pointer}/text`);
      if (objects(block.fields).length > 10)
        breaches.push(`no more than 10 items allowed [json-pointer:${pointer}/fields]`);
      objects(block.fields).forEach((field, at) => {
        textObject(breaches, field, 2000, `${pointer}/fields/${at}`);
      });
      if (block.accessory) checkElement(breaches, fields(block.accessory), `${pointer}/accessory`);
      return;
    case 'header':
      textObject(breaches, block.text, 150, `${pointer}/text`);
      return;
    case 'context':
      checkCount(breaches, block.elements, 10, `${pointer}/elements`);
      return;
    case 'actions': {
      checkCount(breaches, block.elements, 25, `${pointer}/elements`);
      const ids = new Set<string>();
      objects(block.elements).forEach((element, at) => {
        const id = text(element.action_id);
        if (id !== undefined && ids.has(id))
          breaches.push(`action_id already exists: ${id} [json-pointer:${pointer}/elements/${at}]`);
        if (id !== undefined) ids.add(id);
        checkElement(breaches, element, `${pointer}/elements/${at}`);
      });
      return;
    }
    case 'input':
      textObject(breaches, block.label, 2000, `${pointer}/label`);
      if (block.hint) textObject(breaches, block.hint, 2000, `${pointer}/hint`);
      if (!block.element)
        breaches.push(`missing required field: element [json-pointer:${pointer}]`);
      checkElement(breaches, fields(block.element), `${pointer}/element`);
      return;
    case 'image':
      tooLong(breaches, block.image_url, 3000, `${pointer}/image_url`);
      tooLong(breaches, block.alt_text, 2000, `${pointer}/alt_text`);
      return;
    case 'divider':
    case 'rich_text':
    case 'file':
    case 'video':
    case 'markdown':
      return;
    default:
      breaches.push(
        `unsupported type: ${String(block.type)} [json-pointer:${pointer}/type] in a ${where}`,
      );
  }
}

function checkElement(breaches: string[], element: JsonObject, pointer: string): void {
  tooLong(breaches, element.action_id, 255, `${pointer}/action_id`);
  tooLong(breaches, element.value, 2000, `${pointer}/value`);
  if (element.type === 'button') textObject(breaches, element.text, 75, `${pointer}/text`);
  if (element.placeholder) textObject(breaches, element.placeholder, 150, `${pointer}/placeholder`);
  if (element.type === 'plain_text_input')
    tooLong(breaches, element.initial_value, 3000, `${pointer}/initial_value`);
  const confirm = fields(element.confirm);
  if (confirm.title) textObject(breaches, confirm.title, 100, `${pointer}/confirm/title`);
  if (confirm.text) textObject(breaches, confirm.text, 300, `${pointer}/confirm/text`);
  const most =
    element.type === 'overflow'
      ? 5
      : element.type === 'checkboxes' || element.type === 'radio_buttons'
        ? 10
        : 100;
  if (element.options !== undefined)
    checkCount(breaches, element.options, most, `${pointer}/options`);
  objects(element.options).forEach((option, at) => {
    textObject(breaches, option.text, 75, `${pointer}/options/${at}/text`);
    tooLong(breaches, option.value, 150, `${pointer}/options/${at}/value`);
  });
}

function checkCount(
  breaches: string[],
  list: Json | undefined,
  most: number,
  pointer: string,
): void {
  const count = objects(list).length;
  if (count === 0) breaches.push(`no fewer than 1 items allowed [json-pointer:${pointer}]`);
  if (count > most) breaches.push(`no more than ${most} items allowed [json-pointer:${pointer}]`);
}

function textObject(
  breaches: string[],
  value: Json | undefined,
  most: number,
  pointer: string,
): void {
  const held = fields(value);
  if (held.type !== 'plain_text' && held.type !== 'mrkdwn') {
    breaches.push(`missing or invalid text object [json-pointer:${pointer}]`);
    return;
  }
  if (!text(held.text))
    breaches.push(`must be more than 0 characters [json-pointer:${pointer}/text]`);
  tooLong(breaches, held.text, most, `${pointer}/text`);
}

function tooLong(breaches: string[], value: Json | undefined, most: number, pointer: string): void {
  const held = text(value);
  if (held !== undefined && held.length > most) {
    breaches.push(`must be less than ${most + 1} characters [json-pointer:${pointer}]`);
  }
}
