import type { SignalKind } from '../../src/domain/signal';
import { describedEnum } from './enums';

export const SignalKindEnum = describedEnum<SignalKind>(
  'SignalKind',
  'What says that a ticket may go wrong. Told by rules, without a model.',
  {
    REPEAT_PING: 'The customer wrote again while nobody had answered.',
    ASKS_FOR_NEWS: 'They asked what has become of it.',
    CALLS_EVERYBODY: 'They addressed the whole room.',
    SHOUTING: 'They wrote in capitals or with exclamation marks.',
    THIRD_OF_CAUSE: 'At least the third ticket of one cause within 30 days.',
    REOPENED: 'They opened it again.',
  },
);
