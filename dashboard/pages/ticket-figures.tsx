import { Figure } from '../ui/figure';

export interface TicketFigure {
  readonly label: string;
  readonly value: number;
  readonly href: string;
  /** What it means. */
  readonly text: string;
  readonly tone?: 'bad' | 'warn' | 'good';
}

/** Numbers of tickets side by side, each with its meaning and the way to its list. */
export const TicketFigures = (props: { figures: readonly TicketFigure[]; asOf?: string }) =>
  props.figures.map(({ label, value, href, text, tone }) => (
    <Figure
      key={label}
      {...{ label, value, href }}
      tone={tone ?? 'plain'}
      meaning={{ text, ...(props.asOf === undefined ? {} : { asOf: props.asOf }) }}
    />
  ));
