import { Action, AdaptiveCard, HostConfig, OpenUrlAction } from 'adaptivecards';
import { useEffect, useRef } from 'react';
import type { JsonObject } from '../json';
import { buttonsOf } from '../teams-cards';
import { cardMarkdown } from './card-markdown';
import type { Json } from './types';

/** Which button was pressed, from 0 in reading order, and what was filled in. */
export type CardPress = (button: number, inputs: { [id: string]: string }) => void;

const ID = 'card-button-';
const tone = (value: string) => ({ default: value, subtle: 'var(--soft)' });
const on = (backgroundColor: string) => ({
  backgroundColor,
  foregroundColors: {
    default: tone('var(--text)'),
    accent: tone('var(--link)'),
    good: tone('var(--good)'),
    attention: tone('var(--bad)'),
    warning: tone('var(--bad)'),
  },
});
const HOST = new HostConfig({
  fontFamily: 'inherit',
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 12 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  containerStyles: {
    default: on('transparent'),
    emphasis: on('var(--sunken)'),
    accent: on('var(--sunken)'),
    good: on('var(--sunken)'),
    attention: on('var(--bad-ground)'),
    warning: on('var(--flash)'),
  },
  actions: { maxActions: 12, buttonSpacing: 8, actionsOrientation: 'horizontal' },
});

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = cardMarkdown(text);
  result.didProcess = true;
};

/** An Adaptive Card, drawn by Microsoft's own library. */
export function AdaptiveView({ card, onPress }: { card: Json; onPress: CardPress }) {
  const box = useRef<HTMLDivElement>(null);
  const press = useRef(onPress);
  press.current = onPress;
  // The same card comes as a new object with every change of the workspace, and drawing it anew
  // would lose what somebody is typing into it.
  const source = JSON.stringify(card);

  useEffect(() => {
    const content: JsonObject = JSON.parse(source);
    buttonsOf(content).forEach((button, index) => {
      button.id = `${ID}${index}`;
    });
    const drawn = new AdaptiveCard();
    drawn.hostConfig = HOST;
    drawn.onExecuteAction = (action: Action) => {
      if (action instanceof OpenUrlAction) {
        if (/^https?:/i.test(action.url ?? '')) window.open(action.url, '_blank', 'noopener');
        return;
      }
      const inputs = drawn
        .getAllInputs()
        .flatMap(({ id, value }) =>
          id === undefined || value === undefined ? [] : [[id, String(value)]],
        );
      press.current(Number(action.id?.slice(ID.length)), Object.fromEntries(inputs));
    };
    drawn.parse(content);
    const element = drawn.render();
    if (element) box.current?.replaceChildren(element);
  }, [source]);

  return <div ref={box} className="adaptive" />;
}
